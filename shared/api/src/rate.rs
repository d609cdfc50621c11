//! How many requests a caller may send.

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::{
    Studio,
    auth::Caller,
    problem::{Code, Problem},
};

/// Length of the windows in which requests are counted.
const WINDOW_SECS: u64 = 60;

/// Requests a window allows.
pub(crate) const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
/// Requests left in this window.
pub(crate) const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
/// Seconds until the next window.
pub(crate) const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

/// A caller's window, this request included.
pub(crate) struct Window {
    limit: u64,
    count: u64,
    reset_secs: u64,
}

/// Counts a request.
pub(crate) async fn count(studio: &Studio, caller: &Caller) -> Result<Window, Problem> {
    let now_millis = studio.clock.unix_millis();
    let count = studio.records.count_request(&caller.user_id, WINDOW_SECS, now_millis).await?;
    let reset_secs = WINDOW_SECS - now_millis / 1000 % WINDOW_SECS;
    Ok(Window { limit: studio.settings.requests_per_minute, count, reset_secs })
}

impl Window {
    /// Whether this request is one too many.
    pub(crate) fn is_exceeded(&self) -> bool {
        self.count > self.limit
    }

    /// What such a request is answered with.
    pub(crate) fn problem(&self) -> Problem {
        let detail = format!("{} requests a minute are allowed", self.limit);
        Problem::new(Code::RateLimited, detail).retry_after(self.reset_secs)
    }

    /// Writes the headers that tell how the window stands.
    pub(crate) fn tell(&self, headers: &mut HeaderMap) {
        headers.insert(LIMIT, HeaderValue::from(self.limit));
        headers.insert(REMAINING, HeaderValue::from(self.limit.saturating_sub(self.count)));
        headers.insert(RESET, HeaderValue::from(self.reset_secs));
    }
}
