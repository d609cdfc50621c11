use std::time::Duration;

use aws_sdk_dynamodb::types::AttributeValue;

use crate::table::{Key, Table, TableError, number};

use super::{Listener, Sockets};

/// How long a lease holds unless it is renewed, in milliseconds.
const LEASE_MILLIS: u64 = 15_000;

/// The right to send to a connection, of one sender for a while.
pub(super) struct Lease<'a> {
    sockets: &'a Sockets,
    key: Key,
    holder: AttributeValue,
    until_millis: u64,
    /// The cursor.
    pub(super) sent: u64,
}

impl Sockets {
    /// How long the lease of a sender that died is in the way of others, in seconds.
    pub const LEASE_SECS: u64 = LEASE_MILLIS / 1000;

    /// Takes the lease of a connection. `None` if somebody else has it, or the connection is gone.
    pub(super) async fn lease(&self, project_id: &str, connection_id: &str) -> Result<Option<Lease<'_>>, TableError> {
        let mut holder = [0; 16];
        self.randomness.fill(&mut holder);
        let holder = AttributeValue::S(format!("{:032x}", u128::from_be_bytes(holder)));
        let key = Key::listener(project_id, connection_id);
        let now = self.clock.unix_millis();
        let until_millis = now + LEASE_MILLIS;
        let values = [(":holder", holder.clone()), (":until", number(until_millis)), (":now", number(now))];
        let free = "attribute_exists(pk) AND (attribute_not_exists(lease) OR leaseUntil <= :now)";
        let listener: Option<Listener> =
            self.table.change(&key, "SET lease = :holder, leaseUntil = :until", free, &values).await?;
        Ok(listener.map(|Listener { sent, .. }| Lease { sockets: self, key, holder, until_millis, sent }))
    }
}

impl Lease<'_> {
    /// Makes sure that the lease holds for so long from now on. False if somebody else has taken it.
    pub(super) async fn hold_for(&mut self, time: Duration) -> Result<bool, TableError> {
        if u128::from(self.until_millis.saturating_sub(self.sockets.clock.unix_millis())) > time.as_millis() {
            return Ok(true);
        }
        self.move_to(self.sent).await
    }

    /// Moves the cursor and renews the lease. False if somebody else has taken it.
    pub(super) async fn move_to(&mut self, sent: u64) -> Result<bool, TableError> {
        let until_millis = self.sockets.clock.unix_millis() + LEASE_MILLIS;
        let values = [(":holder", self.holder.clone()), (":until", number(until_millis)), (":sent", number(sent))];
        let update = "SET sent = :sent, leaseUntil = :until";
        let moved: Option<Listener> = self.table().change(&self.key, update, "lease = :holder", &values).await?;
        if moved.is_some() {
            (self.sent, self.until_millis) = (sent, until_millis);
        }
        Ok(moved.is_some())
    }

    /// Gives the lease back.
    pub(super) async fn release(self) -> Result<(), TableError> {
        let values = [(":holder", self.holder.clone())];
        let released = self.table().change(&self.key, "REMOVE lease, leaseUntil", "lease = :holder", &values);
        // Who has taken it in the meantime, because it had expired, goes on.
        released.await.map(|_: Option<Listener>| ())
    }

    fn table(&self) -> &Table {
        &self.sockets.table
    }
}
