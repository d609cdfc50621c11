//! Each writer's adapter against a server that speaks as its vendor does: what is asked for, what comes back, each class of error, and a
//! connection that is cut at every point. The shapes are written from the published descriptions that each adapter names.

mod played;

use std::time::Duration;

use lectern_providers::{AnswerSchema, Fault, Key, Protocol, ProviderError, WriteRequest, Writer, Written};
use played::{Play, Server};
use serde_json::{Value, json};

const KEY: &str = "sk-test-3f9a1c77e2";

/// A vendor: its protocol, the header and the value in which its key goes, where it listens, and what its bodies look like.
struct Vendor {
    protocol: Protocol,
    key_header: (&'static str, String),
    path: &'static str,
    /// An answer with this text or, with a form, this JSON.
    answers: fn(&str, Option<&Value>) -> Value,
    /// Where in a request instructions, material and schema stand, as JSON pointers.
    places: [&'static str; 3],
    truncated: fn() -> Value,
    refused: fn() -> Value,
    complaints: fn() -> Vec<Complaint>,
}

/// A complaint: its status, its kind where a header tells it, its body, and the fault that it is.
type Complaint = (u16, &'static str, Value, Fault);

fn vendors() -> Vec<Vendor> {
    vec![openai(), anthropic(), gemini(), bedrock()]
}

fn openai() -> Vendor {
    fn choice(message: Value, finish: &str) -> Value {
        json!({"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m",
            "choices": [{"index": 0, "message": message, "finish_reason": finish}],
            "usage": {"prompt_tokens": 12, "completion_tokens": 34, "total_tokens": 46}})
    }
    fn said(text: &str) -> Value {
        json!({"role": "assistant", "content": text, "refusal": null})
    }
    fn complaint(code: Value, kind: &str) -> Value {
        json!({"error": {"message": format!("Wrong with {KEY}."), "type": kind, "param": null, "code": code}})
    }
    Vendor {
        protocol: Protocol::OpenaiChat,
        key_header: ("authorization", format!("Bearer {KEY}")),
        path: "/chat/completions",
        answers: |text, json| choice(said(&json.map_or_else(|| text.to_owned(), Value::to_string)), "stop"),
        places: ["/messages/0/content", "/messages/1/content", "/response_format/json_schema/schema"],
        truncated: || choice(said("{\"scenes\": ["), "length"),
        refused: || choice(json!({"role": "assistant", "content": null, "refusal": "I can't help with that."}), "stop"),
        complaints: || {
            vec![
                (401, "", complaint(json!("invalid_api_key"), "invalid_request_error"), Fault::Auth),
                (403, "", complaint(json!("unsupported_country_region_territory"), "request_forbidden"), Fault::Auth),
                (429, "", complaint(json!("insufficient_quota"), "insufficient_quota"), Fault::Quota),
                (429, "", complaint(json!("rate_limit_exceeded"), "requests"), Fault::Rate { retry_after: None }),
                (400, "", complaint(json!("content_policy_violation"), "invalid_request_error"), Fault::Moderation),
                (400, "", complaint(Value::Null, "invalid_request_error"), Fault::BadRequest),
                (404, "", complaint(json!("model_not_found"), "invalid_request_error"), Fault::BadRequest),
                (500, "", complaint(Value::Null, "server_error"), Fault::UnknownOutcome),
                (503, "", complaint(Value::Null, "server_error"), Fault::Transient { retry_after: None }),
            ]
        },
    }
}

fn anthropic() -> Vendor {
    fn message(content: Value, stop: &str) -> Value {
        json!({"id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": content, "stop_reason": stop,
            "stop_sequence": null, "usage": {"input_tokens": 12, "output_tokens": 34}})
    }
    fn complaint(kind: &str) -> Value {
        json!({"type": "error", "error": {"type": kind, "message": format!("Wrong with {KEY}.")}, "request_id": "req_1"})
    }
    Vendor {
        protocol: Protocol::AnthropicMessages,
        key_header: ("x-api-key", KEY.to_owned()),
        path: "/messages",
        answers: |text, json| match json {
            None => message(json!([{"type": "text", "text": text}]), "end_turn"),
            Some(json) => {
                let used = json!({"type": "tool_use", "id": "toolu_1", "name": "storyboard", "input": json});
                message(json!([used]), "tool_use")
            }
        },
        places: ["/system", "/messages/0/content", "/tools/0/input_schema"],
        truncated: || message(json!([{"type": "text", "text": "Once upon"}]), "max_tokens"),
        refused: || message(json!([]), "refusal"),
        complaints: || {
            vec![
                (401, "", complaint("authentication_error"), Fault::Auth),
                (403, "", complaint("permission_error"), Fault::Auth),
                (402, "", complaint("billing_error"), Fault::Quota),
                (429, "", complaint("rate_limit_error"), Fault::Rate { retry_after: None }),
                (400, "", complaint("invalid_request_error"), Fault::BadRequest),
                (413, "", complaint("request_too_large"), Fault::BadRequest),
                (500, "", complaint("api_error"), Fault::UnknownOutcome),
                (504, "", complaint("timeout_error"), Fault::UnknownOutcome),
                (529, "", complaint("overloaded_error"), Fault::Transient { retry_after: None }),
            ]
        },
    }
}

fn gemini() -> Vendor {
    fn candidate(text: &str, finish: &str) -> Value {
        json!({"candidates": [{"index": 0, "content": {"role": "model", "parts": [{"text": text}]}, "finishReason": finish}],
            "usageMetadata": {"promptTokenCount": 12, "candidatesTokenCount": 34, "totalTokenCount": 46}})
    }
    fn complaint(code: u16, status: &str, reason: &str) -> Value {
        let details = json!([{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com"}]);
        json!({"error": {"code": code, "message": format!("Wrong with {KEY}."), "status": status, "details": details}})
    }
    Vendor {
        protocol: Protocol::GeminiGenerate,
        key_header: ("x-goog-api-key", KEY.to_owned()),
        path: "/models/writer-1:generateContent",
        answers: |text, json| candidate(&json.map_or_else(|| text.to_owned(), Value::to_string), "STOP"),
        places: ["/systemInstruction/parts/0/text", "/contents/0/parts/0/text", "/generationConfig/responseJsonSchema"],
        truncated: || candidate("Once upon", "MAX_TOKENS"),
        refused: || json!({"promptFeedback": {"blockReason": "SAFETY"}, "usageMetadata": {"promptTokenCount": 12}}),
        complaints: || {
            vec![
                (400, "", complaint(400, "INVALID_ARGUMENT", "API_KEY_INVALID"), Fault::Auth),
                (403, "", complaint(403, "PERMISSION_DENIED", "SERVICE_DISABLED"), Fault::Auth),
                (429, "", complaint(429, "RESOURCE_EXHAUSTED", ""), Fault::Rate { retry_after: None }),
                (400, "", complaint(400, "INVALID_ARGUMENT", ""), Fault::BadRequest),
                (404, "", complaint(404, "NOT_FOUND", ""), Fault::BadRequest),
                (500, "", complaint(500, "INTERNAL", ""), Fault::UnknownOutcome),
                (503, "", complaint(503, "UNAVAILABLE", ""), Fault::Transient { retry_after: None }),
                (504, "", complaint(504, "DEADLINE_EXCEEDED", ""), Fault::UnknownOutcome),
            ]
        },
    }
}

fn bedrock() -> Vendor {
    fn converse(content: Value, stop: &str) -> Value {
        json!({"output": {"message": {"role": "assistant", "content": content}}, "stopReason": stop,
            "usage": {"inputTokens": 12, "outputTokens": 34, "totalTokens": 46}, "metrics": {"latencyMs": 5}})
    }
    fn complaint() -> Value {
        json!({"message": format!("Wrong with {KEY}.")})
    }
    Vendor {
        protocol: Protocol::BedrockConverse,
        key_header: ("authorization", format!("Bearer {KEY}")),
        path: "/model/writer-1/converse",
        answers: |text, json| match json {
            None => converse(json!([{"text": text}]), "end_turn"),
            Some(json) => {
                let used = json!({"toolUse": {"toolUseId": "t", "name": "storyboard", "input": json}});
                converse(json!([used]), "tool_use")
            }
        },
        places: ["/system/0/text", "/messages/0/content/0/text", "/toolConfig/tools/0/toolSpec/inputSchema/json"],
        truncated: || converse(json!([{"text": "Once upon"}]), "max_tokens"),
        refused: || converse(json!([]), "guardrail_intervened"),
        complaints: || {
            vec![
                (403, "AccessDeniedException:http://internal/", complaint(), Fault::Auth),
                (400, "ServiceQuotaExceededException", complaint(), Fault::Quota),
                (429, "ThrottlingException", complaint(), Fault::Rate { retry_after: None }),
                (429, "ModelNotReadyException", complaint(), Fault::Transient { retry_after: None }),
                (400, "ValidationException", complaint(), Fault::BadRequest),
                (408, "ModelTimeoutException", complaint(), Fault::UnknownOutcome),
                (500, "InternalServerException", complaint(), Fault::UnknownOutcome),
                (503, "ServiceUnavailableException", complaint(), Fault::Transient { retry_after: None }),
            ]
        },
    }
}

fn asked(answer: Option<Value>) -> WriteRequest {
    let answer = answer.map(|schema| AnswerSchema { name: "storyboard".to_owned(), schema });
    let (instructions, material) = ("Plan a film.".to_owned(), "Water boils.".to_owned());
    WriteRequest { instructions, material, answer, tokens_max: 500 }
}

/// Writes with a vendor's adapter to a server that plays that, and holds every error to not showing the key.
async fn written(vendor: &Vendor, server: &Server, request: &WriteRequest) -> Result<Written, ProviderError> {
    // An error says only that somebody was here before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let names = ("vendor/writer", server.address.as_str(), "writer-1");
    let writer = Writer::new(vendor.protocol, names, Some(Key::new(format!(" {KEY}\n"))), PATIENCE).expect("writes");
    assert!(!format!("{writer:?}").contains(KEY), "the key is shown");
    let written = writer.write(request).await;
    if let Err(error) = &written {
        let told = format!("{error} {error:?}");
        assert!(!told.contains(KEY) && told.contains("vendor/writer"), "{told}");
    }
    written
}

/// Longer than any answer here takes, and short enough to wait for where none comes.
const PATIENCE: Duration = Duration::from_secs(3);

#[tokio::test]
async fn what_is_asked_for_is_sent_and_what_is_written_comes_back() {
    for vendor in vendors() {
        let told = format!("{:?}", vendor.protocol);
        let schema = json!({"type": "object", "properties": {"scenes": {"type": "array"}}});
        let wanted = json!({"scenes": [{"narration": "Water boils."}]});
        for form in [None, Some((&schema, &wanted))] {
            let server =
                Server::playing(Play::answer(200, "", &(vendor.answers)("A plan.", form.map(|form| form.1)))).await;
            let request = asked(form.map(|form| form.0.clone()));
            let written = written(&vendor, &server, &request).await.expect("writes");
            assert_eq!(written.answer, form.map_or(json!("A plan."), |form| form.1.clone()), "{told}");
            assert_eq!((written.tokens_read, written.tokens_written), (Some(12), Some(34)), "{told}");

            let heard = server.heard();
            assert!(heard.head.starts_with(&format!("POST {} HTTP/1.1", vendor.path)), "{told}: {}", heard.head);
            let (header, value) = &vendor.key_header;
            assert!(heard.head.contains(&format!("{header}: {value}\r\n")), "{told}: {}", heard.head);
            let at = |place: &str| heard.body.pointer(place).cloned();
            assert_eq!(at(vendor.places[0]), Some(json!("Plan a film.")), "{told}: {}", heard.body);
            assert_eq!(at(vendor.places[1]), Some(json!("Water boils.")), "{told}: {}", heard.body);
            assert_eq!(at(vendor.places[2]), form.map(|form| form.0.clone()), "{told}: {}", heard.body);
        }
    }
}

#[tokio::test]
async fn each_complaint_is_of_its_class() {
    for vendor in vendors() {
        for (status, code, body, fault) in (vendor.complaints)() {
            let header = if code.is_empty() { String::new() } else { format!("x-amzn-errortype: {code}\r\n") };
            let server = Server::playing(Play::answer(status, &header, &body)).await;
            let error = written(&vendor, &server, &asked(None)).await.expect_err("a complaint");
            assert_eq!(error.fault, fault, "{:?} {status} {body}", vendor.protocol);
            assert!(error.said.contains("Wrong with [key]."), "{error}");
        }
    }
}

#[tokio::test]
async fn a_pause_is_asked_for_in_seconds_or_by_a_date() {
    let cases = [
        ("retry-after: 7\r\n", Some(7)),
        ("retry-after: 0\r\n", Some(0)),
        ("date: Mon, 23 Nov 2026 10:00:00 GMT\r\nretry-after: Mon, 23 Nov 2026 10:01:30 GMT\r\n", Some(90)),
        ("date: Mon, 23 Nov 2026 10:00:00 GMT\r\nretry-after: Mon, 23 Nov 2026 09:00:00 GMT\r\n", Some(0)),
        ("retry-after: 99999999\r\n", Some(24 * 3600)),
        ("retry-after: soon\r\n", None),
        ("retry-after: -1\r\n", None),
        ("", None),
    ];
    for vendor in vendors() {
        for (header, secs) in cases {
            let retry_after = secs.map(Duration::from_secs);
            for (status, fault) in [(429, Fault::Rate { retry_after }), (503, Fault::Transient { retry_after })] {
                let server = Server::playing(Play::answer(status, header, &json!({}))).await;
                let error = written(&vendor, &server, &asked(None)).await.expect_err("a complaint");
                assert_eq!(error.fault, fault, "{header:?}");
                assert!(error.fault.may_be_repeated());
            }
        }
    }
}

#[tokio::test]
async fn what_is_cut_off_refused_or_of_another_form_is_told_apart() {
    for vendor in vendors() {
        let schema = json!({"type": "object"});
        let no_json = (vendor.answers)("Here is your storyboard!", None);
        let fenced = (vendor.answers)("```json\n{\"scenes\": []}\n```", None);
        let cases = [
            ((vendor.truncated)(), Fault::Truncated),
            ((vendor.refused)(), Fault::Moderation),
            (no_json, Fault::BadAnswer),
            (json!({}), Fault::BadAnswer),
            (json!([1, 2]), Fault::BadAnswer),
            (json!("no"), Fault::BadAnswer),
        ];
        for (body, fault) in cases {
            let server = Server::playing(Play::answer(200, "", &body)).await;
            let error = written(&vendor, &server, &asked(Some(schema.clone()))).await.expect_err("no answer");
            assert_eq!(error.fault, fault, "{:?}: {body} gave {error}", vendor.protocol);
            assert!(!error.fault.may_be_repeated(), "it may be paid: {error}");
        }
        let server = Server::playing(Play::answer(200, "", &fenced)).await;
        let written = written(&vendor, &server, &asked(Some(schema))).await.expect("JSON in a fence");
        assert_eq!(written.answer, json!({"scenes": []}));
    }
}

#[tokio::test]
async fn a_connection_is_cut_at_every_point() {
    let web_page = "<html><body>Bad gateway</body></html>";
    for vendor in vendors() {
        let whole = Play::answer(200, "", &(vendor.answers)("A plan.", None));
        let cases = [
            ("nobody listens", Play::Nobody, Fault::Transient { retry_after: None }),
            ("before an answer", Play::Cut(Vec::new()), Fault::UnknownOutcome),
            ("within the head", Play::Cut(whole.bytes()[..10].to_vec()), Fault::UnknownOutcome),
            ("within the body", Play::Cut(whole.bytes()[..whole.bytes().len() - 5].to_vec()), Fault::UnknownOutcome),
            ("never", Play::Silence, Fault::UnknownOutcome),
            ("after too much", Play::Endless, Fault::BadAnswer),
            ("a page of a proxy", Play::text(502, web_page), Fault::UnknownOutcome),
            ("a page instead of an answer", Play::text(200, web_page), Fault::BadAnswer),
            ("an empty answer", Play::text(200, ""), Fault::BadAnswer),
            ("an empty complaint", Play::text(429, ""), Fault::Rate { retry_after: None }),
        ];
        for (when, play, fault) in cases {
            let server = Server::playing(play).await;
            let error = written(&vendor, &server, &asked(None)).await.expect_err(when);
            assert_eq!(error.fault, fault, "{:?}, {when}: {error}", vendor.protocol);
        }
    }
}

#[tokio::test]
async fn no_key_goes_to_where_a_server_points() {
    for vendor in vendors() {
        for status in [301, 302, 303, 307, 308] {
            let other = Server::playing(Play::answer(200, "", &(vendor.answers)("Mine now.", None))).await;
            let location = format!("location: {}{}\r\n", other.address, vendor.path);
            let server = Server::playing(Play::answer(status, &location, &json!({}))).await;
            let error = written(&vendor, &server, &asked(None)).await.expect_err("it points elsewhere");
            assert_eq!(error.fault, Fault::BadRequest, "{:?}: {error}", vendor.protocol);
            assert!(error.said.contains("is not followed"), "{error}");
            assert_eq!(other.heard().head, "", "{:?} {status}: the other server was asked", vendor.protocol);
        }
    }
}

#[test]
fn a_protocol_of_another_kind_does_not_write() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let error = Writer::new(Protocol::RunwayTasks, ("runway/gen4.5", "http://localhost", "gen4.5"), None, PATIENCE)
        .expect_err("no writer");
    assert_eq!(error.fault, Fault::BadRequest);
}
