use std::time::Duration;

use aws_sdk_apigatewaymanagement::{Client, primitives::Blob};
use futures::{StreamExt, stream};
use lectern_lesson::LoggedEvent;

use crate::{SettingsError, records, table::Span};

use super::{Listener, Sockets, SocketsError, lease::Lease};

/// Connections sent to at once.
const CONNECTIONS_AT_ONCE: usize = 16;
/// Connections of one project.
const CONNECTIONS_MAX: usize = 1000;
/// Events read at once.
const EVENTS_AT_ONCE: usize = 64;
/// Longest that sending a message takes, its retries included: the gateway's client gives up after that.
pub(crate) const SEND_TIMEOUT: Duration = Duration::from_secs(8);
/// A connection younger than this that seems to be gone may not be open yet: API Gateway waits up to 29 seconds for the function
/// that accepts it.
const OPENING_MILLIS: u64 = 30_000;

/// What became of a message.
enum Sent {
    Yes,
    /// The connection is closed, or not open yet.
    Gone,
    /// Somebody else sends now.
    Superseded,
}

impl Sockets {
    /// Sends to each connection of a project the logged events that it has not been sent yet. May be called at any time, also
    /// by many at once: each connection gets each event once, in order.
    ///
    /// # Errors
    /// When something could not be sent to some connection, after all have been tried: the caller calls again later.
    pub async fn push(&self, project_id: &str) -> Result<(), SocketsError> {
        let missing = SettingsError::Missing { name: "LECTERN_SOCKET_ENDPOINT" };
        let gateway = self.gateway.as_ref().ok_or(missing)?;
        let listeners: Vec<Listener> = self.table.list(&Span::listeners(project_id), CONNECTIONS_MAX).await?;
        let pushes = listeners.iter().map(|listener| self.push_to(gateway, project_id, listener));
        let outcomes: Vec<Result<(), SocketsError>> =
            stream::iter(pushes).buffer_unordered(CONNECTIONS_AT_ONCE).collect().await;
        outcomes.into_iter().collect()
    }

    async fn push_to(&self, gateway: &Client, project_id: &str, listener: &Listener) -> Result<(), SocketsError> {
        let connection_id = &listener.connection_id;
        if listener.expires <= self.clock.unix_millis() / 1000 {
            return self.forget(project_id, connection_id).await;
        }
        loop {
            let Some(mut lease) = self.lease(project_id, connection_id).await? else { return Ok(()) };
            let outcome = self.send_all(gateway, project_id, connection_id, &mut lease).await;
            let sent = lease.sent;
            lease.release().await?;
            match outcome? {
                Sent::Yes => {}
                Sent::Gone if self.clock.unix_millis() < listener.connected_millis + OPENING_MILLIS => {
                    return Err(SocketsError::Unopened { connection_id: connection_id.clone() });
                }
                Sent::Gone => return self.forget(project_id, connection_id).await,
                Sent::Superseded => return Ok(()),
            }
            // Whoever found the lease taken has left its event to us.
            if records::events(&self.table, project_id, sent, 1).await?.is_empty() {
                return Ok(());
            }
        }
    }

    /// Sends what is logged after the cursor.
    async fn send_all(
        &self,
        gateway: &Client,
        project_id: &str,
        connection_id: &str,
        lease: &mut Lease<'_>,
    ) -> Result<Sent, SocketsError> {
        loop {
            let events = records::events(&self.table, project_id, lease.sent, EVENTS_AT_ONCE).await?;
            if events.is_empty() {
                return Ok(Sent::Yes);
            }
            for event in events {
                if !lease.hold_for(SEND_TIMEOUT).await? {
                    return Ok(Sent::Superseded);
                }
                if !send(gateway, connection_id, &event).await? {
                    return Ok(Sent::Gone);
                }
                if !lease.move_to(event.sequence).await? {
                    return Ok(Sent::Superseded);
                }
            }
        }
    }
}

/// Sends an event. False if nobody is there.
async fn send(gateway: &Client, connection_id: &str, event: &LoggedEvent) -> Result<bool, SocketsError> {
    let message = serde_json::to_vec(event).expect("an event is plain data with string keys");
    match gateway.post_to_connection().connection_id(connection_id).data(Blob::new(message)).send().await {
        Ok(_) => Ok(true),
        Err(error) if error.as_service_error().is_some_and(|error| error.is_gone_exception()) => Ok(false),
        Err(error) => Err(SocketsError::Send { connection_id: connection_id.to_owned(), source: Box::new(error) }),
    }
}
