use std::sync::Arc;

use async_trait::async_trait;
use http::{header, request::Parts};

use super::{AuthError, Authority, Caller, Callers};

/// Callers by the token in their `Authorization` header, or, where a browser opens a socket and can set no header, in the
/// query parameter `access_token` (RFC 6750, section 2.3).
#[derive(Clone, Debug)]
pub struct BearerCallers {
    authority: Arc<Authority>,
}

impl BearerCallers {
    /// Callers whose tokens an authority verifies.
    pub fn new(authority: Arc<Authority>) -> Self {
        Self { authority }
    }
}

#[async_trait]
impl Callers for BearerCallers {
    async fn caller(&self, request: &Parts) -> Result<Caller, AuthError> {
        let in_query;
        let token = match request.headers.get(header::AUTHORIZATION) {
            Some(value) => {
                let value = value.to_str().map_err(|_| AuthError::Invalid("it is not text"))?;
                let (scheme, token) = value.split_once(' ').ok_or(AuthError::Missing)?;
                if !scheme.eq_ignore_ascii_case("bearer") {
                    return Err(AuthError::Missing);
                }
                token.trim()
            }
            None if request.headers.contains_key(header::SEC_WEBSOCKET_KEY) => {
                let query = request.uri.query().unwrap_or_default();
                let parameter = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "access_token");
                in_query = parameter.ok_or(AuthError::Missing)?.1;
                in_query.as_ref()
            }
            None => return Err(AuthError::Missing),
        };
        self.authority.verify(token).await
    }
}
