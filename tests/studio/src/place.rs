use crate::Client;

/// A studio, wherever it runs.
pub trait Place: Sync {
    /// A client with a role.
    fn client(&self, user_id: &str, role: &str) -> Client;

    /// A client without a token.
    fn stranger(&self) -> Client;

    /// Address of a project's events after a place in its log, for a client.
    fn events(&self, project: &str, client: &Client, after: u64) -> String;
}
