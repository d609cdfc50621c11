//! `POST /v1beta/models/{model}:generateContent` (ai.google.dev/api/generate-content; errors as google.rpc.Status).

use reqwest::RequestBuilder;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use super::{End, Told, WriteRequest, Writer, texts};
use crate::client::http::Complaint;

pub(super) fn request(writer: &Writer, request: &WriteRequest) -> RequestBuilder {
    let mut config = json!({"maxOutputTokens": request.tokens_max});
    if let Some(answer) = &request.answer {
        config["responseMimeType"] = json!("application/json");
        config["responseJsonSchema"] = answer.schema.clone();
    }
    let body = json!({
        "systemInstruction": {"parts": [{"text": request.instructions}]},
        "contents": [{"role": "user", "parts": [{"text": request.material}]}],
        "generationConfig": config,
    });
    let address = format!("{}/models/{}:generateContent", writer.address, writer.wire_name);
    let asked = writer.endpoint.client.post(address).json(&body);
    // In a header: an address would stand in the logs of whoever passes it on.
    match &writer.endpoint.key {
        Some(key) => asked.header("x-goog-api-key", key.sent()),
        None => asked,
    }
}

pub(super) fn told(answer: &Value) -> Option<Told> {
    let usage = &answer["usageMetadata"];
    let (tokens_read, tokens_written) = (usage["promptTokenCount"].as_u64(), usage["candidatesTokenCount"].as_u64());
    let refused = |reason: &str| Told {
        text: String::new(),
        json: None,
        end: End::Refused(format!("blocked: {reason}")),
        tokens_read,
        tokens_written,
    };
    if let Some(reason) = answer["promptFeedback"]["blockReason"].as_str() {
        return Some(refused(reason));
    }
    let candidate = answer["candidates"].as_array()?.first()?;
    let end = match candidate["finishReason"].as_str() {
        Some("MAX_TOKENS") => End::Truncated,
        Some(reason @ ("SAFETY" | "RECITATION" | "BLOCKLIST" | "PROHIBITED_CONTENT" | "SPII")) => {
            return Some(refused(reason));
        }
        _ => End::Complete,
    };
    let text = match (texts(&candidate["content"]["parts"]), &end) {
        (Some(text), _) => text,
        (None, End::Truncated) => String::new(),
        (None, _) => return None,
    };
    Some(Told { text, json: None, end, tokens_read, tokens_written })
}

pub(super) fn complaint(answer: &Value, _: &HeaderMap) -> Complaint {
    let error = &answer["error"];
    // A wrong key is an INVALID_ARGUMENT whose details tell the reason.
    let reasons = error["details"].as_array().into_iter().flatten().filter_map(|detail| detail["reason"].as_str());
    let codes = reasons.chain(error["status"].as_str()).map(str::to_owned).collect();
    Complaint { codes, message: error["message"].as_str().map(str::to_owned) }
}
