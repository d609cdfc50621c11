//! WebSocket connections: who follows which project, and sending them its events in order, each once.
//!
//! A connection has a cursor, the place in the project's log of the last event it was sent, and a lease, which the one holds
//! who is sending to it. Whoever has logged an event calls [`Sockets::push`], which for each connection of the project
//!
//! 1. takes the lease, or leaves the connection to the one who has it,
//! 2. sends the logged events after the cursor and moves the cursor after each,
//! 3. gives the lease back, and
//! 4. looks at the log again: who came between 2 and 3 has left it to us.
//!
//! A sender that dies leaves its lease to expire, and its message to its queue, which brings it again after that. The queue
//! must hide a message for longer than the lease ([`LEASE_SECS`](Sockets::LEASE_SECS)).

mod lease;
mod push;

pub(crate) use push::SEND_TIMEOUT;

use std::{error::Error, fmt, sync::Arc};

use lectern_pipeline::{Clock, Randomness};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    SettingsError,
    table::{Key, Table, TableError, Write},
};

/// API Gateway closes connections after two hours (Amazon API Gateway quotas, "Connection duration for WebSocket API"); with
/// ten minutes for a late end.
const CONNECTION_SECS: u64 = 2 * 60 * 60 + 10 * 60;

/// Connections of an API Gateway WebSocket API, kept in the table.
///
/// Connecting and disconnecting need `dynamodb:GetItem`, `dynamodb:PutItem`, `dynamodb:BatchWriteItem` on the table. Pushing
/// needs `dynamodb:Query`, `dynamodb:UpdateItem` and `dynamodb:BatchWriteItem` on it and `execute-api:ManageConnections` on
/// the WebSocket API's stage.
#[derive(Clone)]
pub struct Sockets {
    table: Table,
    gateway: Option<aws_sdk_apigatewaymanagement::Client>,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
}

/// Why connections could not be kept or sent to.
#[derive(Debug, Error)]
pub enum SocketsError {
    /// The table did not do what was asked.
    #[error("cannot {action} {what}")]
    Table {
        /// What was tried, as a verb.
        action: &'static str,
        /// On what.
        what: String,
        /// Why not.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// A message could not be sent.
    #[error("cannot send to connection {connection_id}")]
    Send {
        /// The connection.
        connection_id: String,
        /// Why not.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// It was accepted just now, and nothing can be sent before API Gateway has told the client so. Try again a little later.
    #[error("connection {connection_id} is not open yet")]
    Unopened {
        /// The connection.
        connection_id: String,
    },
    /// Where to send to is not known.
    #[error(transparent)]
    Settings(#[from] SettingsError),
}

impl From<TableError> for SocketsError {
    fn from(TableError { action, what, source }: TableError) -> Self {
        Self::Table { action, what, source }
    }
}

/// A connection by its id alone.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Connection {
    project_id: String,
    user_id: String,
    /// Seconds since 1970.
    expires: u64,
}

/// A connection among those of its project.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listener {
    connection_id: String,
    /// The cursor: place in the log of the last event that was sent.
    sent: u64,
    /// Milliseconds since 1970.
    connected_millis: u64,
    /// Seconds since 1970.
    expires: u64,
}

impl Sockets {
    /// Connections kept in the table of that name. Without a gateway, nothing can be sent to them.
    pub fn new(
        table_client: aws_sdk_dynamodb::Client,
        table: impl Into<String>,
        gateway: Option<aws_sdk_apigatewaymanagement::Client>,
        clock: Arc<dyn Clock>,
        randomness: Arc<dyn Randomness>,
    ) -> Self {
        Self { table: Table::new(table_client, table), gateway, clock, randomness }
    }

    /// Notes a connection that follows a project from the events after a place in its log on. Whether its user may do so has been
    /// asked before. The first events are sent by the next [`Sockets::push`], when the connection is open.
    ///
    /// # Errors
    /// When the table does not answer.
    pub async fn connect(
        &self,
        connection_id: &str,
        user_id: &str,
        project_id: &str,
        after: u64,
    ) -> Result<(), SocketsError> {
        let connected_millis = self.clock.unix_millis();
        let expires = connected_millis / 1000 + CONNECTION_SECS;
        let connection = Connection { project_id: project_id.to_owned(), user_id: user_id.to_owned(), expires };
        let listener = Listener { connection_id: connection_id.to_owned(), sent: after, connected_millis, expires };
        let writes = vec![
            Write::new_item(&Key::connection(connection_id), &connection)?,
            Write::new_item(&Key::listener(project_id, connection_id), &listener)?,
        ];
        // Refused is what was noted before: ids of connections are API Gateway's and never come again. Nobody else writes to
        // new items, so nothing is busy for long, and a client whose connection is not noted connects again.
        self.table.write("a connection", writes).await?;
        Ok(())
    }

    /// Forgets a connection. Forgetting what is not known is a success.
    ///
    /// # Errors
    /// When the table does not answer.
    pub async fn disconnect(&self, connection_id: &str) -> Result<(), SocketsError> {
        let connection: Option<Connection> = self.table.get(&Key::connection(connection_id)).await?;
        match connection {
            Some(connection) => self.forget(&connection.project_id, connection_id).await,
            None => Ok(()),
        }
    }

    async fn forget(&self, project_id: &str, connection_id: &str) -> Result<(), SocketsError> {
        let keys = [Key::listener(project_id, connection_id), Key::connection(connection_id)];
        Ok(self.table.remove(&keys, &mut self.backoff()).await?)
    }

    fn backoff(&self) -> crate::table::Backoff {
        crate::table::Backoff::new(Arc::clone(&self.randomness))
    }
}

impl fmt::Debug for Sockets {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Sockets").field("table", &self.table).finish_non_exhaustive()
    }
}
