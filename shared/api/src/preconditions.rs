//! Versions in requests and responses (RFC 9110, section 13).

use axum::{
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts};

use crate::problem::{Code, Problem};

/// A list of entity tags as a regular expression, for the OpenAPI file.
pub(crate) const TAGS_PATTERN: &str = r#"^(\*|(W/)?"[!#-~]*"(, ?(W/)?"[!#-~]*")*)$"#;

/// What `If-Match` says: what the caller takes the resource to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// There is no such header.
    Whatever,
    /// One of these versions. The weak ones among the tags, which never match here, are left out.
    Versions(Vec<String>),
}

impl Expected {
    /// Refuses a version that is not expected.
    pub(crate) fn check(&self, version: u64) -> Result<(), Problem> {
        match self {
            Self::Whatever => Ok(()),
            Self::Versions(tags) if tags.iter().any(|tag| *tag == tag_text(version)) => Ok(()),
            Self::Versions(_) => {
                let detail = format!("the version is {} now: read it again, and change that", tag_text(version));
                Err(Problem::new(Code::VersionMismatch, detail))
            }
        }
    }
}

/// `If-Match`, if it is there.
pub(crate) struct IfMatch(pub(crate) Expected);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        expected(&parts.headers)?.map_or(Ok(Self(Expected::Whatever)), |expected| Ok(Self(expected)))
    }
}

/// `If-Match`, which must be there.
pub(crate) struct Required(pub(crate) Expected);

impl<S: Send + Sync> FromRequestParts<S> for Required {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let missing = || Problem::new(Code::VersionRequired, "send the ETag of what you have read as If-Match");
        expected(&parts.headers)?.map(Self).ok_or_else(missing)
    }
}

fn expected(headers: &HeaderMap) -> Result<Option<Expected>, Problem> {
    Ok(match tags(headers, &header::IF_MATCH)? {
        None => None,
        Some(Tags::Any) => Some(Expected::Whatever),
        Some(Tags::Some(tags)) => {
            let strong = tags.into_iter().filter(|(is_weak, _)| !is_weak);
            Some(Expected::Versions(strong.map(|(_, tag)| tag).collect()))
        }
    })
}

/// `If-None-Match`: what the caller has.
pub(crate) struct Known(Option<Tags>);

impl<S: Send + Sync> FromRequestParts<S> for Known {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        tags(&parts.headers, &header::IF_NONE_MATCH).map(Self)
    }
}

impl Known {
    /// Whether the caller has this version.
    pub(crate) fn is(&self, version: u64) -> bool {
        match &self.0 {
            None => false,
            Some(Tags::Any) => true,
            Some(Tags::Some(tags)) => tags.iter().any(|(_, tag)| *tag == tag_text(version)),
        }
    }

    /// Answers with a version of something, or with 304 if the caller has it.
    pub(crate) fn answer(&self, version: u64, response: impl FnOnce() -> Response) -> Response {
        let response = if self.is(version) { StatusCode::NOT_MODIFIED.into_response() } else { response() };
        tagged(version, response)
    }
}

/// The same response with its version.
pub(crate) fn tagged(version: u64, mut response: Response) -> Response {
    let tag = HeaderValue::try_from(tag_text(version)).expect("a number in quotes is a header's value");
    response.headers_mut().insert(header::ETAG, tag);
    // A browser asks before it takes what it has, and no one else keeps it.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response
}

fn tag_text(version: u64) -> String {
    format!("\"{version}\"")
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Tags {
    Any,
    /// Whether it is weak, and the tag with its quotes.
    Some(Vec<(bool, String)>),
}

fn tags(headers: &HeaderMap, name: &HeaderName) -> Result<Option<Tags>, Problem> {
    let Some(value) = headers.get(name) else { return Ok(None) };
    let malformed = || Problem::new(Code::InvalidParameter, format!("{name} must be * or a list of entity tags"));
    let mut rest = value.to_str().map_err(|_| malformed())?.trim();
    if rest == "*" {
        return Ok(Some(Tags::Any));
    }
    let mut tags = Vec::new();
    loop {
        let (is_weak, quoted) = rest.strip_prefix("W/").map_or((false, rest), |quoted| (true, quoted));
        let inside = quoted.strip_prefix('"').ok_or_else(malformed)?;
        let length = inside.find('"').ok_or_else(malformed)?;
        if !inside.bytes().take(length).all(|byte| byte.is_ascii_graphic()) {
            return Err(malformed());
        }
        tags.push((is_weak, quoted[..length + 2].to_owned()));
        rest = &inside[length + 1..];
        if rest.is_empty() {
            return Ok(Some(Tags::Some(tags)));
        }
        rest = rest.trim_start().strip_prefix(',').ok_or_else(malformed)?.trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Header, versions that it matches as If-Match of 1 to 3; `None` where it is refused.
    const CASES: [(&str, Option<&[u64]>); 9] = [
        ("*", Some(&[1, 2, 3])),
        ("\"2\"", Some(&[2])),
        ("\"1\", \"3\"", Some(&[1, 3])),
        ("\"1\",W/\"2\"", Some(&[1])),
        ("\"x\"", Some(&[])),
        ("2", None),
        ("\"2", None),
        ("\"1\" \"2\"", None),
        ("", None),
    ];

    #[test]
    fn if_match_takes_strong_tags_only() {
        for (text, matching) in CASES {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_MATCH, HeaderValue::from_static(text));
            let found = expected(&headers).ok().map(|expected| {
                let expected = expected.expect("the header is there");
                (1..=3).filter(|version| expected.check(*version).is_ok()).collect::<Vec<u64>>()
            });
            assert_eq!(found.as_deref(), matching, "{text}");
        }
    }
}
