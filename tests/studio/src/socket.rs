use std::time::Duration;

use futures::StreamExt;
use serde_json::Value;
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message},
};

/// Longest wait for the next event. A film of these tests takes less, on a machine that builds at the same time too.
const PATIENCE: Duration = Duration::from_secs(300);

/// Somebody who follows a project over a WebSocket.
pub struct Follower {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Follower {
    /// Follows at an address, which names project, token and `after`.
    ///
    /// # Errors
    /// When the connection is refused.
    pub async fn connect(address: &str) -> Result<Self, Box<Error>> {
        Ok(Self { socket: connect_async(address).await.map_err(Box::new)?.0 })
    }

    /// The next event.
    ///
    /// # Panics
    /// When none comes, or what comes is none.
    pub async fn next(&mut self) -> Value {
        loop {
            let message = timeout(PATIENCE, self.socket.next()).await.expect("an event in time");
            match message.expect("the socket stays open").expect("a message") {
                Message::Text(text) => return serde_json::from_str(&text).expect("an event"),
                Message::Close(frame) => panic!("the socket was closed: {frame:?}"),
                _ => {}
            }
        }
    }

    /// All events up to and with the last of a generation.
    ///
    /// # Panics
    /// As [`next`](Self::next).
    pub async fn until_end(&mut self) -> Vec<Value> {
        let mut events = Vec::new();
        loop {
            let event = self.next().await;
            let is_last = matches!(event["eventType"].as_str(), Some("GENERATION_FINISHED" | "GENERATION_FAILED"));
            events.push(event);
            if is_last {
                return events;
            }
        }
    }
}
