//! What an API Gateway authorizer is asked, and what it answers.
//! (API Gateway Developer Guide: "Input to an API Gateway Lambda authorizer", "Output from an API Gateway Lambda authorizer".)

use std::collections::HashMap;

use lectern_api::auth::Caller;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The question of an authorizer of type REQUEST, of the REST and of the WebSocket API.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Question {
    method_arn: String,
    #[serde(default)]
    headers: Option<Map<String, Value>>,
    #[serde(default)]
    query_string_parameters: Option<Map<String, Value>>,
}

impl Question {
    /// The access token: from the `Authorization` header, or, since browsers cannot set headers of a WebSocket, from the query
    /// parameter `access_token`.
    pub fn token(&self) -> Option<&str> {
        let header = self
            .headers
            .iter()
            .flatten()
            .find(|(name, _)| name.eq_ignore_ascii_case("authorization"))
            .and_then(|(_, value)| value.as_str());
        let bearer = header.and_then(|value| {
            let (scheme, token) = value.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
        });
        bearer.or_else(|| self.query_string_parameters.as_ref()?.get("access_token")?.as_str())
    }

    /// Lets the caller through to the whole stage: the answer is kept for a while and holds for other routes too, and what
    /// the caller may do on each is judged behind it.
    pub fn allow(&self, caller: &Caller) -> Value {
        // arn:aws:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>
        let stage: Vec<&str> = self.method_arn.splitn(3, '/').take(2).collect();
        json!({
            "principalId": caller.user_id.as_ref(),
            "policyDocument": {
                "Version": "2012-10-17",
                "Statement": [{
                    "Action": "execute-api:Invoke",
                    "Effect": "Allow",
                    "Resource": format!("{}/*", stage.join("/")),
                }],
            },
            "context": {
                "userId": caller.user_id.as_ref(),
                "permissions": caller.permission_names(),
                // Values of the context are strings, numbers or booleans.
                "expires": caller.expires_secs.unwrap_or_default().to_string(),
            },
        })
    }
}

/// The caller whom the authorizer's context describes; `None` if no authorizer was asked.
pub fn caller(context: &HashMap<String, Value>) -> Option<Caller> {
    let text = |name: &str| context.get(name).and_then(Value::as_str);
    let expires_secs = text("expires").and_then(|secs| secs.parse().ok()).filter(|secs| *secs > 0);
    Caller::described(text("userId")?, text("permissions")?, expires_secs).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(headers: Value, query: Value) -> Question {
        let arn = "arn:aws:execute-api:us-east-1:123456789012:abc/prod/GET/projects/prj_1";
        let event = json!({ "methodArn": arn, "headers": headers, "queryStringParameters": query });
        serde_json::from_value(event).expect("a question")
    }

    #[test]
    fn tokens_are_found_in_the_header_and_in_the_query() {
        for (headers, query, token) in [
            (json!({ "Authorization": "Bearer abc" }), Value::Null, Some("abc")),
            (json!({ "authorization": "bearer abc" }), json!({ "access_token": "xyz" }), Some("abc")),
            (Value::Null, json!({ "access_token": "xyz" }), Some("xyz")),
            (json!({ "Authorization": "Basic abc" }), Value::Null, None),
            (json!({ "Authorization": "abc" }), Value::Null, None),
            (Value::Null, Value::Null, None),
        ] {
            assert_eq!(question(headers.clone(), query).token(), token, "{headers}");
        }
    }

    #[test]
    fn the_answer_lets_through_to_the_stage_and_describes_the_caller() {
        let known =
            Caller::described("auth0|ada", "projects:read generations:create", Some(1_800_000_000)).expect("ada");
        let answer = question(Value::Null, Value::Null).allow(&known);
        let statement = &answer["policyDocument"]["Statement"][0];
        assert_eq!(statement["Resource"], "arn:aws:execute-api:us-east-1:123456789012:abc/prod/*");
        let context = serde_json::from_value(answer["context"].clone()).expect("a context");
        assert_eq!(caller(&context), Some(known));
        assert_eq!(caller(&HashMap::new()), None);
    }
}
