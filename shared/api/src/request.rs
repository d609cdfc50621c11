//! Bodies and queries, read strictly.

use std::ops::RangeInclusive;

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{FromRequest, FromRequestParts, Query, Request},
};
use http::{HeaderMap, header, request::Parts};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::{
    limits::BODY_BYTES_MAX,
    problem::{Code, Fault, Problem},
    shape,
};

/// What can be sent as a body.
pub(crate) trait Checked: DeserializeOwned + JsonSchema + Send {
    /// The largest body that is read, in bytes.
    const BYTES_MAX: usize = BODY_BYTES_MAX;

    /// Notes what is wrong with it beyond its type.
    fn check(&self, faults: &mut Faults);
}

/// What is wrong with a body.
#[derive(Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    /// Something wrong at a place, which is a JSON pointer.
    pub(crate) fn add(&mut self, place: &str, detail: impl Into<String>) {
        self.0.push(Fault { place: place.to_owned(), detail: detail.into() });
    }

    /// Notes it unless something holds.
    pub(crate) fn unless(&mut self, holds: bool, place: &str, detail: impl Into<String>) {
        if !holds {
            self.add(place, detail);
        }
    }

    /// A number's range.
    pub(crate) fn range(&mut self, place: &str, value: f64, range: &RangeInclusive<f64>) {
        self.unless(range.contains(&value), place, format!("must be from {} to {}", range.start(), range.end()));
    }
}

/// A JSON body.
pub(crate) struct Json<T>(pub(crate) T);

impl<T: Checked, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        read(&parts.headers, body).await.map(|(value, _)| Self(value))
    }
}

/// Reads a JSON body; gives its bytes too.
pub(crate) async fn read<T: Checked>(headers: &HeaderMap, body: Body) -> Result<(T, Bytes), Problem> {
    if !is_json(headers) {
        return Err(Problem::new(Code::UnsupportedMediaType, "send the body with Content-Type: application/json"));
    }
    let too_large = || Problem::new(Code::TooLarge, format!("at most {} bytes are read here", T::BYTES_MAX));
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|bytes| bytes > T::BYTES_MAX as u64) {
        return Err(too_large());
    }
    // A body that breaks off is answered the same way; nobody is there to read it.
    let bytes = to_bytes(body, T::BYTES_MAX).await.map_err(|_| too_large())?;
    let value = parse(&bytes)?;
    Ok((value, bytes))
}

fn parse<T: Checked>(bytes: &[u8]) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let malformed = |error: serde_json::Error| Problem::new(Code::MalformedJson, error.to_string());
    let value: T = match serde_path_to_error::deserialize(&mut json) {
        Ok(value) => {
            json.end().map_err(malformed)?;
            value
        }
        Err(error) if error.inner().is_data() => {
            // The second look is for the rare body that writes 20 as 20.0; what is wrong is said as of the first.
            let again: serde_json::Value = serde_json::from_slice(bytes).map_err(malformed)?;
            serde_json::from_value(with_whole_numbers(again)).map_err(|_| {
                let place = pointer(error.path());
                Problem::invalid(vec![Fault { place, detail: error.into_inner().to_string() }])
            })?
        }
        Err(error) => return Err(malformed(error.into_inner())),
    };
    // Without an array in it there is nothing that this finds.
    if bytes.contains(&b'[')
        && let Ok(again) = serde_json::from_slice(bytes)
        && let Some(fault) = shape::fault(&again, &T::schema_name())
    {
        return Err(Problem::invalid(vec![fault]));
    }
    let mut faults = Faults::default();
    value.check(&mut faults);
    if faults.0.is_empty() { Ok(value) } else { Err(Problem::invalid(faults.0)) }
}

/// The same JSON with `20` for `20.0`: to JSON Schema, and so to the API's description, both are the same integer.
fn with_whole_numbers(json: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    // 2⁶⁴ and 2⁶³: below them a float without fraction is exactly an integer of these types.
    const UNSIGNED_END: f64 = 18_446_744_073_709_551_616.0;
    const SIGNED_END: f64 = 9_223_372_036_854_775_808.0;
    match json {
        Value::Number(number) => match number.as_f64() {
            Some(float) if !number.is_f64() || float.fract() != 0.0 => Value::Number(number),
            Some(float) if (0.0..UNSIGNED_END).contains(&float) => Value::from(float as u64),
            Some(float) if (-SIGNED_END..0.0).contains(&float) => Value::from(float as i64),
            _ => Value::Number(number),
        },
        Value::Array(items) => items.into_iter().map(with_whole_numbers).collect(),
        Value::Object(fields) => {
            Value::Object(fields.into_iter().map(|(name, value)| (name, with_whole_numbers(value))).collect())
        }
        Value::Null | Value::Bool(_) | Value::String(_) => json,
    }
}

/// A path as a JSON pointer (RFC 6901).
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            // The tag of a variant is no level of the JSON.
            Segment::Enum { .. } | Segment::Unknown => String::new(),
        })
        .collect()
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = value.and_then(|value| value.split(';').next()).unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/json")
}

/// Query parameters.
pub(crate) struct Parameters<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Parameters<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = Query::<T>::try_from_uri(&parts.uri);
        // The rejection's own text says only that it failed; its cause says where and why.
        query.map(|Query(value)| Self(value)).map_err(|error| {
            let cause = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
            Problem::new(Code::InvalidParameter, cause)
        })
    }
}
