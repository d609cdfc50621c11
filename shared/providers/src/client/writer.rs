mod anthropic;
mod bedrock;
mod gemini;
mod openai;

use std::time::Duration;

use serde_json::Value;

use super::http::Endpoint;
use super::{Fault, Key, ProviderError};
use crate::Protocol;

/// What a writer is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct WriteRequest {
    /// What it is to do: ours alone. Nothing of a user's script belongs here.
    pub instructions: String,
    /// What it is to do it with: a script, a part of one, a complaint of the linter.
    pub material: String,
    /// The form of its answer; plain text if not given.
    pub answer: Option<AnswerSchema>,
    /// Most tokens of the answer.
    pub tokens_max: u32,
}

/// The form of an answer in JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerSchema {
    /// Its name: letters, digits, `_` and `-`, 64 at most.
    pub name: String,
    /// A JSON Schema.
    pub schema: Value,
}

/// What a writer wrote: untrusted, whoever wrote it. JSON has still to be held against its schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// The answer: JSON where a form was asked for, else a string.
    pub answer: Value,
    /// Tokens that were read, as the provider counts them.
    pub tokens_read: Option<u64>,
    /// Tokens that were written.
    pub tokens_written: Option<u64>,
}

/// A model that writes.
#[derive(Debug)]
pub struct Writer {
    endpoint: Endpoint,
    protocol: Protocol,
    /// Its address, without a slash at the end.
    address: String,
    /// Its name on the wire.
    wire_name: String,
}

/// An answer as a protocol tells it.
struct Told {
    text: String,
    /// Where the protocol gives the answer as JSON already.
    json: Option<Value>,
    end: End,
    tokens_read: Option<u64>,
    tokens_written: Option<u64>,
}

/// Why an answer ends.
enum End {
    Complete,
    Truncated,
    Refused(String),
}

impl Writer {
    /// A writer at `address` (such as `https://api.openai.com/v1`) with the name that it has there. `model` names it in errors, as
    /// `provider/model`; `patience` is how long an answer is waited for.
    ///
    /// # Errors
    /// [`Fault::BadRequest`] when the protocol is none of a writer's, or there is no client for HTTP: a program installs the provider of
    /// cryptography for TLS (`rustls`) before its first.
    pub fn new(
        protocol: Protocol,
        (model, address, wire_name): (&str, &str, &str),
        key: Option<Key>,
        patience: Duration,
    ) -> Result<Self, ProviderError> {
        let endpoint = Endpoint::new(model, key, patience)?;
        if !protocol.kinds().contains(&crate::Kind::Writer) {
            return Err(endpoint.error(Fault::BadRequest, &format!("{protocol:?} is no protocol of writers")));
        }
        let address = address.trim_end_matches('/').to_owned();
        Ok(Self { endpoint, protocol, address, wire_name: wire_name.to_owned() })
    }

    /// Writes.
    ///
    /// # Errors
    /// Of the kinds of [`Fault`].
    pub async fn write(&self, request: &WriteRequest) -> Result<Written, ProviderError> {
        let (asked, complaint): (_, fn(&_, &_) -> _) = match self.protocol {
            Protocol::AnthropicMessages => (anthropic::request(self, request), anthropic::complaint),
            Protocol::GeminiGenerate => (gemini::request(self, request), gemini::complaint),
            Protocol::BedrockConverse => (bedrock::request(self, request), bedrock::complaint),
            _ => (openai::request(self, request), openai::complaint),
        };
        let answer = self.endpoint.answer(asked, complaint).await?;
        let told = match self.protocol {
            Protocol::AnthropicMessages => anthropic::told(&answer),
            Protocol::GeminiGenerate => gemini::told(&answer),
            Protocol::BedrockConverse => bedrock::told(&answer),
            _ => openai::told(&answer),
        };
        let told = told.ok_or_else(|| {
            self.endpoint.error(Fault::BadAnswer, "its answer has another form than its protocol says")
        })?;
        match told.end {
            End::Refused(said) => return Err(self.endpoint.error(Fault::Moderation, &said)),
            End::Truncated => {
                let said = format!("its answer was cut off after {} tokens", request.tokens_max);
                return Err(self.endpoint.error(Fault::Truncated, &said));
            }
            End::Complete => {}
        }
        let (tokens_read, tokens_written) = (told.tokens_read, told.tokens_written);
        let answer = match (&request.answer, told.json) {
            (None, _) => Value::String(told.text),
            (Some(_), Some(json)) => json,
            (Some(_), None) => serde_json::from_str(unfenced(&told.text))
                .map_err(|error| self.endpoint.error(Fault::BadAnswer, &format!("it wrote no JSON: {error}")))?,
        };
        Ok(Written { answer, tokens_read, tokens_written })
    }
}

/// JSON without the code fence that some models put around it.
fn unfenced(text: &str) -> &str {
    let text = text.trim();
    let inside = text.strip_prefix("```json").or_else(|| text.strip_prefix("```"));
    inside.and_then(|inside| inside.strip_suffix("```")).map_or(text, str::trim)
}

/// The texts of a list of parts that have one.
fn texts(parts: &Value) -> Option<String> {
    Some(parts.as_array()?.iter().filter_map(|part| part["text"].as_str()).collect())
}
