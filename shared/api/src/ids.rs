//! Ids: a prefix that tells the kind, and a ULID, which sorts by time.

use std::{collections::HashMap, marker::PhantomData};

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use lectern_pipeline::{Clock, Randomness};
use ulid::Ulid;

use crate::problem::Problem;

/// A kind of thing that has ids.
pub(crate) trait Kind: Send {
    /// What ids begin with.
    const PREFIX: &'static str;
    /// The path parameter that holds one.
    const PARAMETER: &'static str;
    /// The thing, for people.
    const NAME: &'static str;
}

macro_rules! kinds {
    ($($kind:ident: $prefix:literal, $parameter:literal, $name:literal;)*) => {
        $(
            #[doc = concat!("A ", $name, ".")]
            pub(crate) struct $kind;
            impl Kind for $kind {
                const PREFIX: &'static str = $prefix;
                const PARAMETER: &'static str = $parameter;
                const NAME: &'static str = $name;
            }
        )*
    };
}

kinds! {
    OfProject: "prj_", "projectId", "project";
    OfGeneration: "gen_", "generationId", "generation";
    OfUpload: "upl_", "uploadId", "upload";
    OfWebhook: "whk_", "webhookId", "webhook";
}

/// The id of a thing in a path. What cannot be one is not found.
pub(crate) struct Id<K: Kind> {
    /// The id.
    pub text: String,
    kind: PhantomData<K>,
}

impl<K: Kind, S: Send + Sync> FromRequestParts<S> for Id<K> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let missing = || Problem::not_found(K::NAME);
        let Path(mut all) =
            Path::<HashMap<String, String>>::from_request_parts(parts, state).await.map_err(|_| missing())?;
        let text = all.remove(K::PARAMETER).filter(|text| is_id::<K>(text)).ok_or_else(missing)?;
        Ok(Self { text, kind: PhantomData })
    }
}

/// A new id.
pub(crate) fn new_id<K: Kind>(clock: &dyn Clock, randomness: &dyn Randomness) -> String {
    let mut bytes = [0; 16];
    randomness.fill(&mut bytes);
    format!("{}{}", K::PREFIX, Ulid::from_parts(clock.unix_millis(), u128::from_le_bytes(bytes)))
}

/// Whether a text can be an id of a kind.
pub(crate) fn is_id<K: Kind>(text: &str) -> bool {
    text.strip_prefix(K::PREFIX).is_some_and(is_ulid)
}

/// Whether a text is a ULID as we write them: 26 characters of Crockford's Base32 in upper case, below 2¹²⁸.
pub(crate) fn is_ulid(text: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (byte.is_ascii_uppercase() && !b"ILOU".contains(&byte));
    text.len() == 26 && text.bytes().all(is_digit) && text.as_bytes()[0] <= b'7'
}

/// The same as a regular expression, for the OpenAPI file.
pub(crate) const ULID_PATTERN: &str = "[0-7][0-9A-HJKMNP-TV-Z]{25}";
