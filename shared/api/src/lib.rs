//! The REST and WebSocket API over the ports.
//!
//! [`router`](fn@router) is the whole API, and [`Studio`] what it stands on. [`operations`] is the table of what there is and who may call it; the
//! guard in [`auth`] and the OpenAPI file ([`openapi`](fn@openapi)) are made from it. Handlers stand by subject, a file each.
//!
//! A user sees their own items only. Another user's is answered like one that never was: the records look under the caller's
//! own key, so there is nothing to compare and nothing to tell them apart by.

#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a test may stop at the first surprise"))]

mod assets;
pub mod auth;
mod choices;
mod cors;
mod documents;
mod downloads;
mod generations;
mod health;
mod idempotency;
mod ids;
pub mod limits;
mod links;
mod names;
mod openapi;
pub mod operations;
mod outbound;
mod page;
mod pagination;
mod planning;
mod preconditions;
mod problem;
mod projects;
mod rate;
mod request;
mod router;
mod schemas;
mod script;
mod settings;
mod shape;
mod sockets;
mod storyboard;
mod studio;
mod trace;
mod webhook_delivery;
mod webhooks;

pub use openapi::openapi;
pub use outbound::{guarded_client, trusted_client};
pub use problem::{Code, Fault, Problem, ProblemBody};
pub use router::router;
pub use sockets::News;
pub use studio::{ApiSettings, Studio};
pub use webhook_delivery::{Courier, Outcome, SECRET_PREFIX, signature, wait_secs};
