//! Requests to the emulated AWS as the services' own protocols have them: tests see what any other client would.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// The account of the emulator; also the access key, by which it tells accounts apart.
pub const ACCOUNT: &str = "123456789012";

/// The region of the emulator.
pub const REGION: &str = "us-east-1";

/// A client of the emulated AWS.
#[derive(Clone, Debug)]
pub struct Aws {
    http: reqwest::Client,
    endpoint: String,
}

impl Aws {
    /// A client of the emulator at an address.
    pub fn at(endpoint: &str) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self { http: reqwest::Client::new(), endpoint: endpoint.to_owned() }
    }

    /// The emulator's address.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Calls a service that speaks JSON: `AmazonSQS.ReceiveMessage` and the like.
    ///
    /// # Panics
    /// When it refuses.
    pub async fn call(&self, service: &str, target: &str, body: Value) -> Value {
        let request = self
            .http
            .post(&self.endpoint)
            .header("x-amz-target", target)
            .header("content-type", "application/x-amz-json-1.0")
            .header("authorization", authorization(service))
            .body(body.to_string());
        let response = request.send().await.unwrap_or_else(|error| panic!("{target}: {error}"));
        let status = response.status();
        let text = response.text().await.unwrap_or_else(|error| panic!("{target}: {error}"));
        assert!(status.is_success(), "{target}: {status} {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// Puts an object into a bucket.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn put_object(&self, bucket: &str, key: &str, bytes: Vec<u8>) {
        let (status, text) = self.object(Method::PUT, bucket, key, bytes).await;
        assert!(status.is_success(), "{key}: {status} {}", String::from_utf8_lossy(&text));
    }

    /// Removes an object.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn delete_object(&self, bucket: &str, key: &str) {
        let (status, text) = self.object(Method::DELETE, bucket, key, Vec::new()).await;
        assert!(status.is_success(), "{key}: {status} {}", String::from_utf8_lossy(&text));
    }

    async fn object(&self, method: Method, bucket: &str, key: &str, bytes: Vec<u8>) -> (StatusCode, Vec<u8>) {
        let url = format!("{}/{bucket}/{key}", self.endpoint);
        let request = self.http.request(method, &url).header("authorization", authorization("s3")).body(bytes);
        let response = request.send().await.unwrap_or_else(|error| panic!("{url}: {error}"));
        (response.status(), response.bytes().await.unwrap_or_else(|error| panic!("{url}: {error}")).to_vec())
    }

    /// The keys in a bucket, all of them.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn keys(&self, bucket: &str) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        loop {
            let after = keys.last().map_or(String::new(), |key| format!("&start-after={key}"));
            let url = format!("{}/{bucket}?list-type=2{after}", self.endpoint);
            let request = self.http.get(&url).header("authorization", authorization("s3"));
            let response = request.send().await.unwrap_or_else(|error| panic!("{url}: {error}"));
            let text = response.text().await.unwrap_or_else(|error| panic!("{url}: {error}"));
            let found: Vec<String> = text
                .split("<Key>")
                .skip(1)
                .filter_map(|part| part.split_once("</Key>"))
                .map(|(key, _)| key.to_owned())
                .collect();
            keys.extend(found);
            if !text.contains("<IsTruncated>true</IsTruncated>") {
                return keys;
            }
        }
    }

    /// Sends an event of another system to a bus.
    pub async fn put_event(&self, bus: &str, detail_type: &str, detail: &Value) {
        let entry = json!({
            "EventBusName": bus, "Source": "school.timetable", "DetailType": detail_type, "Detail": detail.to_string(),
        });
        let answer = self.call("events", "AWSEvents.PutEvents", json!({ "Entries": [entry] })).await;
        assert_eq!(answer["FailedEntryCount"], 0, "{answer}");
    }

    /// Sends a message to a queue.
    pub async fn send_message(&self, queue_url: &str, body: &str) {
        self.call("sqs", "AmazonSQS.SendMessage", json!({ "QueueUrl": queue_url, "MessageBody": body })).await;
    }

    /// Number of messages in a queue, those being worked on included.
    pub async fn messages(&self, queue_url: &str) -> u64 {
        let names = json!(["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]);
        let body = json!({ "QueueUrl": queue_url, "AttributeNames": names });
        let answer = self.call("sqs", "AmazonSQS.GetQueueAttributes", body).await;
        let count = |name: &str| {
            answer["Attributes"][name].as_str().and_then(|count| count.parse::<u64>().ok()).unwrap_or_default()
        };
        count("ApproximateNumberOfMessages") + count("ApproximateNumberOfMessagesNotVisible")
    }

    /// Status and output of the execution that makes a generation; `None` if there is none.
    pub async fn execution(&self, state_machine: &str, generation: &str) -> Option<String> {
        let body = json!({ "stateMachineArn": state_machine });
        let answer = self.call("states", "AWSStepFunctions.ListExecutions", body).await;
        let executions = answer["executions"].as_array()?;
        let found = executions.iter().find(|execution| execution["name"] == generation)?;
        Some(found["status"].as_str().unwrap_or_default().to_owned())
    }
}

fn authorization(service: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential={ACCOUNT}/20260101/{REGION}/{service}/aws4_request, SignedHeaders=host, Signature=0"
    )
}
