//! Versions in requests and responses (RFC 9110, section 13).

use axum::{
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts};

use crate::problem::{Code, Problem};

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
        Ok(Self(expected(&parts.headers).unwrap_or(Expected::Whatever)))
    }
}

/// `If-Match`, which must be there.
pub(crate) struct Required(pub(crate) Expected);

impl<S: Send + Sync> FromRequestParts<S> for Required {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let missing = || Problem::new(Code::VersionRequired, "send the ETag of what you have read as If-Match");
        expected(&parts.headers).map(Self).ok_or_else(missing)
    }
}

fn expected(headers: &HeaderMap) -> Option<Expected> {
    Some(match tags(headers, &header::IF_MATCH)? {
        Tags::Any => Expected::Whatever,
        Tags::Some(tags) => {
            let strong = tags.into_iter().filter(|(is_weak, _)| !is_weak);
            Expected::Versions(strong.map(|(_, tag)| tag).collect())
        }
    })
}

/// `If-None-Match`: what the caller has.
pub(crate) struct Known(Option<Tags>);

impl<S: Send + Sync> FromRequestParts<S> for Known {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Ok(Self(tags(&parts.headers, &header::IF_NONE_MATCH)))
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

/// The tags of a header. What is none, and whatever follows it, matches nothing and is left out.
fn tags(headers: &HeaderMap, name: &HeaderName) -> Option<Tags> {
    let mut rest = headers.get(name)?.to_str().unwrap_or_default().trim();
    if rest == "*" {
        return Some(Tags::Any);
    }
    let mut tags = Vec::new();
    while let Some((tag, after)) = first_tag(rest) {
        tags.push(tag);
        rest = after.trim_start().strip_prefix(',').unwrap_or_default().trim_start();
    }
    Some(Tags::Some(tags))
}

/// The tag that a text begins with, and what follows it.
fn first_tag(text: &str) -> Option<((bool, String), &str)> {
    let (is_weak, quoted) = text.strip_prefix("W/").map_or((false, text), |quoted| (true, quoted));
    let end = quoted.strip_prefix('"')?.find('"')? + 2;
    Some(((is_weak, quoted[..end].to_owned()), &quoted[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Header, and the versions of 1 to 3 that it matches as `If-Match` and as `If-None-Match`.
    const CASES: [(&str, &[u64], &[u64]); 9] = [
        ("*", &[1, 2, 3], &[1, 2, 3]),
        ("\"2\"", &[2], &[2]),
        ("\"1\", \"3\"", &[1, 3], &[1, 3]),
        ("\"1\",W/\"2\"", &[1], &[1, 2]),
        ("\"x\"", &[], &[]),
        ("2", &[], &[]),
        ("\"2", &[], &[]),
        ("\"1\" \"2\"", &[1], &[1]),
        ("", &[], &[]),
    ];

    #[test]
    fn versions_match_by_their_tags() {
        for (text, strong, weak) in CASES {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_MATCH, HeaderValue::from_static(text));
            headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static(text));
            let expected = expected(&headers).unwrap();
            let known = Known(tags(&headers, &header::IF_NONE_MATCH));
            let matching = |is: &dyn Fn(u64) -> bool| (1..=3).filter(|version| is(*version)).collect::<Vec<u64>>();
            assert_eq!(matching(&|version| expected.check(version).is_ok()), strong, "{text}");
            assert_eq!(matching(&|version| known.is(version)), weak, "{text}");
        }
        assert_eq!(expected(&HeaderMap::new()), None);
    }
}
