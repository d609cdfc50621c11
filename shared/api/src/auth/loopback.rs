use std::sync::Arc;

use async_trait::async_trait;
use http::{HeaderMap, HeaderName, header, request::Parts};
use url::{Host, Url};

use super::{AuthError, Caller, Callers, Permissions};

/// The one user of a studio that runs on their own machine without a key: whoever speaks to the loopback address.
///
/// Any page that a browser shows could speak to it too. So a request must name the loopback as its host (a page from
/// elsewhere whose name was made to point here does not) and must not come from a page of another origin than the loopback
/// and those allowed.
#[derive(Clone, Debug)]
pub struct LoopbackCaller {
    user_id: Arc<str>,
    allowed_origins: Vec<String>,
}

impl LoopbackCaller {
    /// The user, and origins beside the loopback's own whose pages may speak for them.
    pub fn new(user_id: &str, allowed_origins: Vec<String>) -> Self {
        Self { user_id: Arc::from(user_id), allowed_origins }
    }
}

#[async_trait]
impl Callers for LoopbackCaller {
    async fn caller(&self, request: &Parts) -> Result<Caller, AuthError> {
        let host = text(&request.headers, &header::HOST).or_else(|| request.uri.authority().map(|it| it.as_str()));
        if !host.is_some_and(|host| is_loopback(&format!("http://{host}"))) {
            return Err(AuthError::Invalid("without a key, only the loopback address is served"));
        }
        if let Some(origin) = request.headers.get(&header::ORIGIN) {
            let origin = origin.to_str().unwrap_or("null");
            if !is_loopback(origin) && !self.allowed_origins.iter().any(|allowed| allowed == origin) {
                return Err(AuthError::Invalid("without a key, only pages of the loopback address are served"));
            }
        }
        Ok(Caller { user_id: Arc::clone(&self.user_id), permissions: Permissions::all(), expires_secs: None })
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn is_loopback(address: &str) -> bool {
    // The common case, without a parser: this runs on every request.
    let rest = address.strip_prefix("http://").unwrap_or_default();
    if rest
        .strip_prefix("127.0.0.1:")
        .is_some_and(|port| !port.is_empty() && port.bytes().all(|it| it.is_ascii_digit()))
    {
        return true;
    }
    Url::parse(address).is_ok_and(|url| match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    })
}
