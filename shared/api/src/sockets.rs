//! The events of a project over a WebSocket, where this router serves it itself.

use std::{pin::pin, sync::Arc, time::Duration};

use axum::{
    extract::{
        State,
        ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    response::Response,
};
use lectern_pipeline::{RecordsError, error_chain};
use serde::Deserialize;
use tokio::{
    sync::watch,
    time::{self, MissedTickBehavior},
};

use crate::{
    Studio,
    auth::Caller,
    ids::{Id, OfProject},
    problem::{Code, Problem},
    request::Parameters,
};

/// Tells that something was logged.
pub trait News: Send + Sync {
    /// Changes whenever an event of the project is logged; the value is its place in the project's log.
    fn subscribe(&self, project_id: &str) -> watch::Receiver<u64>;
}

impl<F: Fn(&str) -> watch::Receiver<u64> + Send + Sync> News for F {
    fn subscribe(&self, project_id: &str) -> watch::Receiver<u64> {
        self(project_id)
    }
}

/// Where in the log to begin.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct After {
    /// The last event that the client has; all are sent if it has none.
    #[serde(default)]
    after: u64,
    /// The token, where there is no header; the guard has read it.
    #[serde(default, rename = "access_token")]
    _access_token: Option<serde::de::IgnoredAny>,
}

/// How often a client is asked whether it is still there.
const PING_EVERY: Duration = Duration::from_secs(25);

/// How long sending may take: a client that takes nothing for so long is cut off, and comes back with `?after=`.
const SEND_LIMIT: Duration = Duration::from_secs(20);

/// Events that are read at once. What a slow client has yet to take stays in the log, not in memory.
const READ_AT_ONCE: usize = 64;

/// Largest message of a client, in bytes. Clients have nothing to say.
const CLIENT_BYTES_MAX: usize = 4096;

/// Close code for a token that has ended (4000 to 4999 are for applications: RFC 6455, section 7.4.2).
const CLOSE_TOKEN_ENDED: u16 = 4401;

/// Close code when the log cannot be read (RFC 6455, section 7.4.1).
const CLOSE_INTERNAL: u16 = 1011;

/// `GET /ws/projects/{projectId}`
pub(crate) async fn follow(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    id: Id<OfProject>,
    Parameters(After { after, .. }): Parameters<After>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    studio.records.project(&caller.user_id, &id.text).await?;
    let news = studio.news.as_ref().ok_or_else(|| Problem::not_found("address"))?.subscribe(&id.text);
    let upgrade = upgrade.map_err(|error| Problem::new(Code::InvalidParameter, error.body_text()))?;
    let session = Session { studio, caller, project_id: id.text, after, news };
    let upgrade = upgrade.max_message_size(CLIENT_BYTES_MAX).max_frame_size(CLIENT_BYTES_MAX);
    Ok(upgrade.on_upgrade(|socket| session.run(socket)))
}

struct Session {
    studio: Arc<Studio>,
    caller: Caller,
    project_id: String,
    /// Place in the log of the last event that was sent.
    after: u64,
    news: watch::Receiver<u64>,
}

/// Why a session ends.
enum End {
    /// The client is gone, or does not take what is sent.
    Gone,
    /// We close it.
    Closed(u16, &'static str),
}

impl Session {
    async fn run(mut self, mut socket: WebSocket) {
        if let End::Closed(code, reason) = self.send_all_events(&mut socket).await {
            let farewell = Message::Close(Some(CloseFrame { code, reason: reason.into() }));
            // Whether it arrives makes no difference: the connection ends now.
            let _ = time::timeout(SEND_LIMIT, socket.send(farewell)).await;
        }
    }

    async fn send_all_events(&mut self, socket: &mut WebSocket) -> End {
        let mut pings = time::interval_at(time::Instant::now() + PING_EVERY, PING_EVERY);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut is_answered = true;
        let mut token_end = pin!(time::sleep(self.token_left()));
        loop {
            // Marked as seen before the log is read, so that what is logged meanwhile wakes the next round.
            self.news.mark_unchanged();
            if let Err(end) = self.send_new_events(socket).await {
                return end;
            }
            tokio::select! {
                changed = self.news.changed() => if changed.is_err() {
                    return End::Closed(axum::extract::ws::close_code::AWAY, "the studio stops");
                },
                message = socket.recv() => match message {
                    Some(Ok(Message::Pong(_))) => is_answered = true,
                    Some(Ok(Message::Text(_) | Message::Binary(_) | Message::Ping(_))) => {}
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return End::Gone,
                },
                _ = pings.tick() => {
                    if !std::mem::replace(&mut is_answered, false) {
                        return End::Gone;
                    }
                    if let Err(end) = send(socket, Message::Ping(axum::body::Bytes::new())).await {
                        return end;
                    }
                }
                () = &mut token_end => return End::Closed(CLOSE_TOKEN_ENDED, "the access token has ended"),
            }
        }
    }

    async fn send_new_events(&mut self, socket: &mut WebSocket) -> Result<(), End> {
        loop {
            let events = self.studio.records.events(&self.project_id, self.after, READ_AT_ONCE).await;
            let events = events.map_err(|error: RecordsError| {
                tracing::error!(error = error_chain(&error), project = self.project_id, "cannot read the log");
                End::Closed(CLOSE_INTERNAL, "the log cannot be read; come back with ?after=")
            })?;
            if events.is_empty() {
                return Ok(());
            }
            for event in events {
                let json = serde_json::to_string(&event).expect("an event is plain data");
                send(socket, Message::Text(json.into())).await?;
                self.after = event.sequence;
            }
        }
    }

    /// How long the caller's token still holds.
    fn token_left(&self) -> Duration {
        // As good as never, and short enough for a timer.
        const YEAR_SECS: u64 = 365 * 24 * 3600;
        let now_secs = self.studio.clock.unix_millis() / 1000;
        let left_secs = self.caller.expires_secs.map_or(YEAR_SECS, |end| end.saturating_sub(now_secs));
        Duration::from_secs(left_secs.min(YEAR_SECS))
    }
}

async fn send(socket: &mut WebSocket, message: Message) -> Result<(), End> {
    match time::timeout(SEND_LIMIT, socket.send(message)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(End::Gone),
    }
}
