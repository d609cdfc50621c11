use std::sync::Arc;

use async_trait::async_trait;
use axum::extract::FromRequestParts;
use http::request::Parts;

use super::{AuthError, Permission, Permissions};
use crate::problem::{Code, Problem};

/// The user behind a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The user, as the sign-in service names them.
    pub user_id: Arc<str>,
    /// What they may do.
    pub permissions: Permissions,
    /// When their token ends, in seconds since 1970; never, if not given.
    pub expires_secs: Option<u64>,
}

impl Caller {
    /// Whether they may do something.
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.contain(permission)
    }

    /// The caller whom an authorizer described: user, names of permissions separated by spaces, and end of the token.
    /// The counterpart of [`permission_names`](Self::permission_names).
    ///
    /// # Errors
    /// [`AuthError::Invalid`] if the user id cannot be one.
    pub fn described(user_id: &str, permission_names: &str, expires_secs: Option<u64>) -> Result<Self, AuthError> {
        if !is_user_id(user_id) {
            return Err(AuthError::Invalid("the user id cannot be one"));
        }
        let permissions = Permissions::named([], permission_names.split_whitespace());
        Ok(Self { user_id: Arc::from(user_id), permissions, expires_secs })
    }

    /// The names of their permissions, separated by spaces.
    pub fn permission_names(&self) -> String {
        self.permissions.names().collect::<Vec<_>>().join(" ")
    }
}

/// Longest user id, in characters.
const USER_ID_MAX: usize = 128;

/// Whether a text can be a user's id. Ids become parts of keys and paths, so what separates those cannot be in them.
pub fn is_user_id(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_.@|:+=-".contains(&byte);
    (1..=USER_ID_MAX).contains(&text.len()) && text.bytes().all(is_allowed) && !matches!(text, "." | "..")
}

/// Tells who is behind a request.
#[async_trait]
pub trait Callers: Send + Sync {
    /// The caller.
    ///
    /// # Errors
    /// When there is none, or it cannot be told.
    async fn caller(&self, request: &Parts) -> Result<Caller, AuthError>;
}

/// Callers that somebody in front of the router has found: an authorizer function, whose findings the wiring puts into
/// the request's extensions as a [`Caller`].
#[derive(Clone, Copy, Debug)]
pub struct AuthorizedCallers;

#[async_trait]
impl Callers for AuthorizedCallers {
    async fn caller(&self, request: &Parts) -> Result<Caller, AuthError> {
        request.extensions.get::<Caller>().cloned().ok_or(AuthError::Missing)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        // The guard puts it there before any handler runs; a public route has none.
        let missing = || Problem::new(Code::Unauthenticated, "there is no access token in the request");
        parts.extensions.get::<Self>().cloned().ok_or_else(missing)
    }
}
