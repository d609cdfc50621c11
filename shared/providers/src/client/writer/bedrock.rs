//! `POST /model/{id}/converse` of Amazon Bedrock Runtime, with a bearer API key (aws/api-models-aws, bedrock-runtime 2023-09-30: Converse).
//! A form is asked for as the input of a tool that must be used.

use reqwest::RequestBuilder;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use super::{End, Told, WriteRequest, Writer, texts};
use crate::client::http::Complaint;

pub(super) fn request(writer: &Writer, request: &WriteRequest) -> RequestBuilder {
    let mut body = json!({
        "system": [{"text": request.instructions}],
        "messages": [{"role": "user", "content": [{"text": request.material}]}],
        "inferenceConfig": {"maxTokens": request.tokens_max},
    });
    if let Some(answer) = &request.answer {
        let tool =
            json!({"name": answer.name, "description": "Takes the answer.", "inputSchema": {"json": answer.schema}});
        body["toolConfig"] = json!({"tools": [{"toolSpec": tool}], "toolChoice": {"tool": {"name": answer.name}}});
    }
    let mut address = format!("{}/model/", writer.address);
    // Names of models have colons, ARNs slashes.
    for letter in writer.wire_name.chars() {
        match letter {
            ':' => address.push_str("%3A"),
            '/' => address.push_str("%2F"),
            letter => address.push(letter),
        }
    }
    let asked = writer.endpoint.client.post(address + "/converse").json(&body);
    match &writer.endpoint.key {
        Some(key) => asked.bearer_auth(key.sent()),
        None => asked,
    }
}

pub(super) fn told(answer: &Value) -> Option<Told> {
    let content = &answer["output"]["message"]["content"];
    let end = match answer["stopReason"].as_str() {
        Some("max_tokens") => End::Truncated,
        Some(reason @ ("guardrail_intervened" | "content_filtered")) => End::Refused(reason.replace('_', " ")),
        _ => End::Complete,
    };
    let used = content.as_array()?.iter().find_map(|part| part.get("toolUse"));
    Some(Told {
        text: texts(content)?,
        json: used.map(|used| used["input"].clone()),
        end,
        tokens_read: answer["usage"]["inputTokens"].as_u64(),
        tokens_written: answer["usage"]["outputTokens"].as_u64(),
    })
}

pub(super) fn complaint(answer: &Value, headers: &HeaderMap) -> Complaint {
    // "ThrottlingException:http://internal.amazon.com/…": what follows the colon is none of the name.
    let named = headers.get("x-amzn-errortype").and_then(|name| name.to_str().ok());
    let code = named.and_then(|name| name.split(':').next()).map(str::to_owned);
    Complaint { codes: code.into_iter().collect(), message: answer["message"].as_str().map(str::to_owned) }
}
