//! Serves the API on embedded ports in a temporary folder, for conformance tests and load: films are queued and never made.
//!
//! `desk [port] [--open]` prints its address, and a token of a user who may do everything. With `--open` it takes no token.

#![expect(clippy::print_stdout, reason = "it talks to whoever starts it")]

#[path = "../tests/studio/mod.rs"]
mod studio;

use std::{env, error::Error, sync::Arc};

use lectern_api::{ApiSettings, auth::LoopbackCaller};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let port = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(0_u16);
    let desk = if arguments.iter().any(|argument| argument == "--open") {
        let settings = ApiSettings { requests_per_minute: u64::MAX, ..ApiSettings::default() };
        studio::desk_with(settings, |_| Arc::new(LoopbackCaller::new("local", Vec::new())))
    } else {
        studio::desk()
    };
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    println!("http://{}", listener.local_addr()?);
    println!("{}", studio::token("ada", &["admin"]));
    axum::serve(listener, desk.router.clone()).await?;
    Ok(())
}
