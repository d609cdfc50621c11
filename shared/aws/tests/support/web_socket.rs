use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::Emulator;

/// A WebSocket API whose connections are told their id when they send something.
#[derive(Debug)]
pub struct WebSocketApi {
    /// Where browsers connect.
    pub url: String,
    /// Where messages to connections are posted.
    pub endpoint: String,
}

/// Answers a message with the connection's id: clients do not learn it otherwise.
const FUNCTION: &str = r#"
def handler(event, context):
    return {"statusCode": 200, "body": event["requestContext"]["connectionId"]}
"#;

impl Emulator {
    /// Makes a WebSocket API.
    pub async fn create_web_socket_api(&self) -> WebSocketApi {
        let function = json!({
            "FunctionName": "who",
            "Runtime": "python3.11",
            "Handler": "who.handler",
            "Role": "arn:aws:iam::123456789012:role/function",
            "Code": { "ZipFile": STANDARD.encode(archive("who.py", FUNCTION.as_bytes())) },
        });
        self.post("2015-03-31/functions", &function).await;
        let expression = "$request.body.action";
        let api = json!({ "name": "sockets", "protocolType": "WEBSOCKET", "routeSelectionExpression": expression });
        let api = text(&self.post("v2/apis", &api).await, "apiId");
        let function = format!("{}:who", self.arn("lambda", "function"));
        let uri = format!("arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function}/invocations");
        let integration = json!({ "integrationType": "AWS_PROXY", "integrationUri": uri, "integrationMethod": "POST" });
        let integration = text(&self.post(&format!("v2/apis/{api}/integrations"), &integration).await, "integrationId");
        let route = json!({ "routeKey": "$default", "target": format!("integrations/{integration}") });
        self.post(&format!("v2/apis/{api}/routes"), &route).await;
        self.post(&format!("v2/apis/{api}/stages"), &json!({ "stageName": "prod", "autoDeploy": true })).await;
        let endpoint = format!("{}/_aws/execute-api/{api}/prod", self.address());
        WebSocketApi { url: endpoint.replacen("http", "ws", 1), endpoint }
    }

    /// Asks for something that no other test needs a client for.
    async fn post(&self, path: &str, body: &Value) -> Value {
        let request = reqwest::Client::new().post(format!("{}/{path}", self.address())).json(body);
        let response = request.send().await.expect("an answer");
        let (status, body) = (response.status(), response.text().await.expect("a body"));
        assert!(status.is_success(), "{path}: {status} {body}");
        serde_json::from_str(&body).expect("JSON")
    }
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("{name} in {value}")).to_owned()
}

/// A ZIP file that holds one file, as it is. (PKWARE's APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16.)
fn archive(name: &str, bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).expect("a small file");
    let name_length = u16::try_from(name.len()).expect("a short name");
    // Version 2.0, no flags, stored, midnight of the first day of 1980.
    let mut entry = [20_u16, 0, 0, 0, 33].map(u16::to_le_bytes).concat();
    entry.extend([crc32(bytes), length, length].map(u32::to_le_bytes).concat());
    entry.extend([name_length, 0].map(u16::to_le_bytes).concat());
    let mut file = [&b"PK\x03\x04"[..], &entry, name.as_bytes(), bytes].concat();
    let directory_start = u32::try_from(file.len()).expect("a small file");
    file.extend([&b"PK\x01\x02\x14\0"[..], &entry, &[0; 14], name.as_bytes()].concat());
    let directory_length = u32::try_from(file.len()).expect("a small file") - directory_start;
    file.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    file.extend([directory_length, directory_start].map(u32::to_le_bytes).concat());
    file.extend([0; 2]);
    file
}

/// The checksum of ZIP files: polynomial 0xEDB88320, bits reflected.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg()))
    })
}
