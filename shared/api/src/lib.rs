//! The REST and WebSocket API over the ports.
