//! Who is told of a project's events.

use std::{fmt, sync::Arc};

use axum::{
    Json as Answer,
    extract::State,
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{StatusCode, header};
use lectern_lesson::{Project, WEBHOOKS_MAX, Webhook};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{
    Studio,
    auth::Caller,
    idempotency::Creation,
    ids::{Id, OfProject, OfWebhook},
    limits::URL_MAX,
    preconditions::Expected,
    problem::{Code, Fault, Problem},
    projects::change,
    request::{Checked, Faults, Json},
    webhook_delivery::SECRET_PREFIX,
};

/// A webhook to be created or changed.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewWebhook {
    /// Where events are posted: `https`, without user name and password.
    #[schemars(length(min = 1, max = 2000), regex(pattern = URL_PATTERN), example = "https://example.com/lectern")]
    url: String,
}

/// Addresses as a regular expression. [`is_public_name`] says the same.
const URL_PATTERN: &str = concat!(
    r"^https://([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?",
    r"(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3}))?",
    r"(/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?$"
);

/// Whether a text is an https address of a named host, without user name, password and fragment: narrower than what could
/// be parsed, so that nothing in it is read in two ways.
fn is_public_name(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else { return false };
    let (authority, path) = rest.find('/').map_or((rest, ""), |slash| rest.split_at(slash));
    let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    let is_label = |label: &str| {
        let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !label.is_empty() && !label.starts_with('-') && !label.ends_with('-') && label.bytes().all(is_inner)
    };
    let is_port = |port: &str| {
        port.bytes().all(|byte| byte.is_ascii_digit())
            && !port.starts_with('0')
            && port.parse::<u16>().is_ok_and(|port| port > 0)
    };
    // The last part of an address in numbers begins with a digit.
    let is_name = host.rsplit('.').next().is_some_and(|last| last.starts_with(|it: char| it.is_ascii_alphabetic()));
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._~!$&'()*+,;=:@%/?-".contains(&byte);
    host.split('.').all(is_label) && is_name && port.is_none_or(is_port) && path.bytes().all(is_plain)
}

/// A webhook.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Webhook")]
pub(crate) struct WebhookView<'a> {
    /// Its id.
    id: &'a str,
    /// Where events are posted.
    url: &'a str,
}

/// A webhook that was just created.
#[derive(Serialize, JsonSchema)]
pub(crate) struct CreatedWebhook<'a> {
    /// Its id.
    id: &'a str,
    /// Where events are posted.
    url: &'a str,
    /// What events are signed with, as the Standard Webhooks write it. Not shown again.
    secret: &'a str,
}

/// The webhooks of a project.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Webhooks<'a> {
    /// The webhooks, the oldest first.
    items: Vec<WebhookView<'a>>,
}

/// Refuses an address that is none of the public Internet, unless the studio works inside a closed network.
fn check_address(studio: &Studio, wanted: &NewWebhook) -> Result<(), Problem> {
    if is_public_name(&wanted.url) || (studio.settings.private_webhooks && wanted.url.starts_with("http")) {
        return Ok(());
    }
    let detail = "must be https:// with a host name, without user name, password and fragment";
    Err(Problem::invalid(vec![Fault { place: "/url".to_owned(), detail: detail.to_owned() }]))
}

/// Bytes of a secret: within the 24 to 64 of the Standard Webhooks.
const SECRET_BYTES: usize = 32;

impl<'a> WebhookView<'a> {
    fn of(webhook: &'a Webhook) -> Self {
        Self { id: &webhook.id, url: &webhook.url }
    }
}

impl Checked for NewWebhook {
    fn check(&self, faults: &mut Faults) {
        faults.unless((1..=URL_MAX).contains(&self.url.len()), "/url", "must have 1 to 2000 characters");
        faults.unless(Url::parse(&self.url).is_ok_and(|url| url.has_host()), "/url", "must be an address");
    }
}

/// `GET /projects/{projectId}/webhooks`
pub(crate) async fn list(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    id: Id<OfProject>,
) -> Result<Response, Problem> {
    let project = studio.records.project(&caller.user_id, &id.text).await?;
    Ok(Answer(Webhooks { items: project.webhooks.iter().map(WebhookView::of).collect() }).into_response())
}

/// `POST /projects/{projectId}/webhooks`
pub(crate) async fn create(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    id: Id<OfProject>,
    creation: Creation<NewWebhook>,
) -> Result<Response, Problem> {
    check_address(&studio, &creation.value)?;
    studio.records.project(&caller.user_id, &id.text).await?;
    let webhook_id = creation.id::<OfWebhook>(&studio, &caller).await?;
    let mut bytes = [0; SECRET_BYTES];
    studio.randomness.fill(&mut bytes);
    let secret = format!("{SECRET_PREFIX}{}", STANDARD.encode(bytes));
    let wanted = Webhook { id: webhook_id, url: creation.value.url.clone(), secret };
    let (_, webhook) = change(&studio, &caller, &id.text, &Expected::Whatever, |project| {
        // A repetition of the request that created it is told the same, the secret too: the first answer may be lost.
        if let Some(known) = project.webhooks.iter().find(|known| known.id == wanted.id) {
            return Ok(known.clone());
        }
        if project.webhooks.len() >= WEBHOOKS_MAX {
            return Err(Problem::new(Code::Conflict, format!("a project has at most {WEBHOOKS_MAX} webhooks")));
        }
        project.webhooks.push(wanted.clone());
        Ok(wanted.clone())
    })
    .await?;
    let location = format!("/projects/{}/webhooks/{}", id.text, webhook.id);
    let body = Answer(CreatedWebhook { id: &webhook.id, url: &webhook.url, secret: &webhook.secret });
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], body).into_response())
}

/// `GET /projects/{projectId}/webhooks/{webhookId}`
pub(crate) async fn read(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    id: Id<OfProject>,
    webhook: Id<OfWebhook>,
) -> Result<Response, Problem> {
    let mut project = studio.records.project(&caller.user_id, &id.text).await?;
    let webhook = find(&mut project, &webhook.text)?;
    Ok(Answer(WebhookView::of(webhook)).into_response())
}

/// `PUT /projects/{projectId}/webhooks/{webhookId}`
pub(crate) async fn update(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    id: Id<OfProject>,
    webhook: Id<OfWebhook>,
    Json(wanted): Json<NewWebhook>,
) -> Result<Response, Problem> {
    check_address(&studio, &wanted)?;
    let (_, webhook) = change(&studio, &caller, &id.text, &Expected::Whatever, |project| {
        let webhook = find(project, &webhook.text)?;
        webhook.url.clone_from(&wanted.url);
        Ok(webhook.clone())
    })
    .await?;
    Ok(Answer(WebhookView::of(&webhook)).into_response())
}

/// `DELETE /projects/{projectId}/webhooks/{webhookId}`
pub(crate) async fn delete(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    id: Id<OfProject>,
    webhook: Id<OfWebhook>,
) -> Result<StatusCode, Problem> {
    change(&studio, &caller, &id.text, &Expected::Whatever, |project| {
        find(project, &webhook.text)?;
        project.webhooks.retain(|known| known.id != webhook.text);
        Ok(())
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

fn find<'a>(project: &'a mut Project, id: &str) -> Result<&'a mut Webhook, Problem> {
    project.webhooks.iter_mut().find(|known| known.id == id).ok_or_else(|| Problem::not_found("webhook"))
}

impl fmt::Debug for CreatedWebhook<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("CreatedWebhook").field("id", &self.id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::is_public_name;

    #[test]
    fn only_names_are_taken_as_addresses() {
        for url in ["https://a", "https://a.example/x?y=%20", "https://1-a.b-c.example:65535/", "https://A.example"] {
            assert!(is_public_name(url), "{url}");
        }
        for url in [
            "http://a.example",
            "https://",
            "https://10.0.0.1",
            "https://[::1]/",
            "https://a.1",
            "https://-a.example",
            "https://a..b",
            "https://a.example:0",
            "https://a.example:65536",
            "https://a.example:",
            "https://a@b.example",
            "https://a.example/#x",
            "https://a.example?x",
            "https://a.example/ x",
            "https://ü.example",
            "https://a*",
        ] {
            assert!(!is_public_name(url), "{url}");
        }
    }
}
