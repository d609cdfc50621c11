//! Who is calling, and what they may do.

mod authority;
mod bearer;
mod caller;
mod guard;
mod jwks;
mod loopback;
mod permission;

use thiserror::Error;

pub use authority::{Authority, SECRET_BYTES_MIN, WeakSecret};
pub use bearer::BearerCallers;
pub use caller::{AuthorizedCallers, Caller, Callers, is_user_id};
pub(crate) use guard::guard;
pub use jwks::PublishedKeys;
pub use loopback::LoopbackCaller;
pub use permission::{Permission, Permissions, ROLES};

use crate::problem::{Code, Problem};

/// Why it cannot be told who is calling.
#[derive(Debug, Error)]
pub enum AuthError {
    /// No token.
    #[error("there is no access token in the request")]
    Missing,
    /// A token that does not hold.
    #[error("the access token does not hold: {0}")]
    Invalid(&'static str),
    /// The keys of the sign-in service cannot be read.
    #[error("cannot read the keys of the sign-in service")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<AuthError> for Problem {
    fn from(error: AuthError) -> Self {
        match &error {
            AuthError::Missing | AuthError::Invalid(_) => Self::new(Code::Unauthenticated, error.to_string()),
            AuthError::Unavailable(_) => Self::unavailable(&error),
        }
    }
}
