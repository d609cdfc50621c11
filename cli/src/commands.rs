//! One module for each command.

mod cache;
mod doctor;
mod extras;
mod frame;
mod input;
mod inspect;
mod lint;
mod list;
mod make;
mod manual;
mod plan;
mod providers;
mod serve;
mod sheet;

use std::io::{self, Write};

use crate::{
    arguments::{Arguments, Command},
    exit::{Failure, Fault},
};

/// Does what was asked.
///
/// # Errors
/// When it cannot be done.
pub fn run(arguments: Arguments) -> Result<(), Failure> {
    match arguments.command {
        Command::Make(arguments) => make::run(&arguments),
        Command::Plan(arguments) => plan::run(&arguments),
        Command::Lint(arguments) => lint::run(&arguments),
        Command::Inspect(arguments) => inspect::run(&arguments),
        Command::Frame(arguments) => frame::run(&arguments),
        Command::Sheet(arguments) => sheet::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Styles { name } => list::styles(name.as_deref()),
        Command::Voices => list::voices_list(),
        Command::Providers(arguments) => providers::run(&arguments),
        Command::Cache(arguments) => cache::run(arguments.action.as_ref()),
        Command::Schema => list::schema(),
        Command::Doctor => doctor::run(),
        Command::Completions { shell } => manual::completions(shell),
        Command::Man => manual::page(),
    }
}

/// Writes data to standard output. A reader that has gone away (`lectern plan … | head`) is no error.
fn print(bytes: &[u8]) -> Result<(), Failure> {
    match io::stdout().lock().write_all(bytes) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(Fault::Output, format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}
