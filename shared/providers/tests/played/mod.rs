//! A server that reads one request and then does what is played.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What a server does once it has read a request.
pub enum Play {
    /// Sends these bytes and closes.
    Cut(Vec<u8>),
    /// Says nothing, and keeps the connection.
    Silence,
    /// Never stops.
    Endless,
    /// Is not there.
    Nobody,
}

impl Play {
    /// An answer with that body, and more headers, each with its line end.
    pub fn answer(status: u16, headers: &str, body: &Value) -> Self {
        Self::whole(status, &format!("content-type: application/json\r\n{headers}"), &body.to_string())
    }

    /// An answer that is no JSON.
    pub fn text(status: u16, body: &str) -> Self {
        Self::whole(status, "content-type: text/html\r\n", body)
    }

    fn whole(status: u16, headers: &str, body: &str) -> Self {
        let length = body.len();
        Self::Cut(format!("HTTP/1.1 {status} Played\r\n{headers}content-length: {length}\r\n\r\n{body}").into_bytes())
    }

    /// The bytes of an answer.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Cut(bytes) => bytes,
            _ => &[],
        }
    }
}

/// A request as it came.
#[derive(Clone, Default)]
pub struct Heard {
    /// Its first line and its headers.
    pub head: String,
    /// Its body.
    pub body: Value,
}

/// A server on this machine.
pub struct Server {
    /// Its address.
    pub address: String,
    heard: Arc<Mutex<Heard>>,
}

impl Server {
    /// A server that answers each request with that play.
    pub async fn playing(play: Play) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let heard: Arc<Mutex<Heard>> = Arc::default();
        if !matches!(play, Play::Nobody) {
            let heard = Arc::clone(&heard);
            tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    serve(stream, &play, &heard).await;
                }
            });
        }
        Self { address, heard }
    }

    /// The last request.
    pub fn heard(&self) -> Heard {
        self.heard.lock().expect("nobody panics").clone()
    }
}

async fn serve(mut stream: TcpStream, play: &Play, heard: &Mutex<Heard>) {
    let mut bytes = Vec::new();
    let mut buffer = vec![0; 64 << 10];
    let (head, body) = loop {
        let Ok(count @ 1..) = stream.read(&mut buffer).await else { return };
        bytes.extend_from_slice(&buffer[..count]);
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&bytes[..end + 2]).into_owned();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
        if bytes.len() >= end + 4 + length.unwrap_or(0) {
            break (head, bytes[end + 4..].to_vec());
        }
    };
    *heard.lock().expect("nobody panics") = Heard { head, body: serde_json::from_slice(&body).unwrap_or_default() };
    // The other side may have gone: then there is nothing to be played.
    match play {
        Play::Cut(answer) => drop(stream.write_all(answer).await),
        Play::Silence => drop(stream.read(&mut buffer).await),
        Play::Endless => {
            let begun = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n[").await;
            let more = vec![b' '; 1 << 20];
            if begun.is_ok() {
                while stream.write_all(&more).await.is_ok() {}
            }
        }
        Play::Nobody => {}
    }
}
