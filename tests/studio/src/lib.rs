//! What the tests of the studio share: a client that talks to it as any other would, and the two studios that it talks to.

pub mod aws;
mod client;
mod cloud;
mod film;
mod place;
mod program;
mod serve;
mod socket;
pub mod suite;
mod tokens;

pub use client::{Answer, Client};
pub use cloud::Cloud;
pub use film::{Film, inspect_film, inspect_stream};
pub use place::Place;
pub use program::{program, repository};
pub use serve::Serve;
pub use socket::Follower;
pub use tokens::{AUDIENCE, ISSUER, SECRET, token};
