//! `lectern`: a lesson script goes in, a narrated film comes out.

mod arguments;
mod commands;
mod console;
mod exit;
mod places;

use std::process::ExitCode;

use clap::Parser;

use crate::{
    arguments::{Arguments, Command},
    exit::report,
};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match &arguments.command {
        // A server's log is read by programs.
        Command::Serve(_) => lectern_telemetry::start_to(std::io::stderr),
        _ => lectern_telemetry::start_text(),
    }
    let json = arguments.json();
    match commands::run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => report(&error, json),
    }
}
