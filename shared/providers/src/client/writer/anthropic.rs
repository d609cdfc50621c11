//! `POST /v1/messages` (docs.claude.com: Messages, Errors). A form is asked for as the input of a tool that must be used.

use reqwest::RequestBuilder;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use super::{End, Told, WriteRequest, Writer, texts};
use crate::client::http::Complaint;

/// The version of the API that this speaks.
const VERSION: &str = "2023-06-01";

pub(super) fn request(writer: &Writer, request: &WriteRequest) -> RequestBuilder {
    let mut body = json!({
        "model": writer.wire_name,
        "max_tokens": request.tokens_max,
        "system": request.instructions,
        "messages": [{"role": "user", "content": request.material}],
    });
    if let Some(answer) = &request.answer {
        body["tools"] =
            json!([{"name": answer.name, "description": "Takes the answer.", "input_schema": answer.schema}]);
        body["tool_choice"] = json!({"type": "tool", "name": answer.name});
    }
    let asked = writer.endpoint.client.post(format!("{}/messages", writer.address));
    let asked = asked.header("anthropic-version", VERSION).json(&body);
    match &writer.endpoint.key {
        Some(key) => asked.header("x-api-key", key.sent()),
        None => asked,
    }
}

pub(super) fn told(answer: &Value) -> Option<Told> {
    let parts = answer["content"].as_array()?;
    let end = match answer["stop_reason"].as_str() {
        Some("max_tokens") => End::Truncated,
        Some("refusal") => End::Refused("it refuses to write this".to_owned()),
        _ => End::Complete,
    };
    let used = parts.iter().find(|part| part["type"] == "tool_use");
    Some(Told {
        text: texts(&answer["content"])?,
        json: used.map(|used| used["input"].clone()),
        end,
        tokens_read: answer["usage"]["input_tokens"].as_u64(),
        tokens_written: answer["usage"]["output_tokens"].as_u64(),
    })
}

pub(super) fn complaint(answer: &Value, _: &HeaderMap) -> Complaint {
    let error = &answer["error"];
    Complaint {
        codes: error["type"].as_str().map(str::to_owned).into_iter().collect(),
        message: error["message"].as_str().map(str::to_owned),
    }
}
