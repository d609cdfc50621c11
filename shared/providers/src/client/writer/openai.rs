//! `POST /chat/completions` (openai/openai-openapi, openapi.yaml v2.3.0: CreateChatCompletionRequest and -Response, Error). vLLM, Ollama and
//! llama.cpp speak it too.

use reqwest::RequestBuilder;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use super::{End, Told, WriteRequest, Writer};
use crate::client::http::Complaint;

pub(super) fn request(writer: &Writer, request: &WriteRequest) -> RequestBuilder {
    let mut body = json!({
        "model": writer.wire_name,
        "max_completion_tokens": request.tokens_max,
        "messages": [
            {"role": "system", "content": request.instructions},
            {"role": "user", "content": request.material},
        ],
    });
    if let Some(answer) = &request.answer {
        body["response_format"] = json!({"type": "json_schema", "json_schema": {"name": answer.name, "schema": answer.schema, "strict": false}});
    }
    let asked = writer.endpoint.client.post(format!("{}/chat/completions", writer.address)).json(&body);
    // A server of one's own may need no key.
    match &writer.endpoint.key {
        Some(key) => asked.bearer_auth(key.sent()),
        None => asked,
    }
}

pub(super) fn told(answer: &Value) -> Option<Told> {
    let choice = answer["choices"].as_array()?.first()?;
    let message = &choice["message"];
    let end = match (message["refusal"].as_str(), choice["finish_reason"].as_str()) {
        (Some(refusal), _) => End::Refused(refusal.to_owned()),
        (None, Some("length")) => End::Truncated,
        (None, Some("content_filter")) => End::Refused("its filter has cut the answer".to_owned()),
        _ => End::Complete,
    };
    let text = match (message["content"].as_str(), &end) {
        (Some(text), _) => text.to_owned(),
        (None, End::Complete) => return None,
        (None, _) => String::new(),
    };
    let usage = &answer["usage"];
    Some(Told {
        text,
        json: None,
        end,
        tokens_read: usage["prompt_tokens"].as_u64(),
        tokens_written: usage["completion_tokens"].as_u64(),
    })
}

pub(super) fn complaint(answer: &Value, _: &HeaderMap) -> Complaint {
    let error = &answer["error"];
    let codes = ["code", "type"].into_iter().filter_map(|field| error[field].as_str()).map(str::to_owned).collect();
    // Ollama and llama.cpp give the message alone.
    let message = error["message"].as_str().or_else(|| error.as_str()).map(str::to_owned);
    Complaint { codes, message }
}
