use lectern_pipeline::{Delivery, RecordsError};

use crate::table::{Key, Stored};

use super::{DynamoRecords, conflict, not_found};

impl DynamoRecords {
    pub(super) async fn store_delivery(&self, delivery: &Delivery) -> Result<Delivery, RecordsError> {
        let mut backoff = self.backoff();
        loop {
            match self.table.store_new(&key(delivery), delivery, None).await? {
                Stored::New => return Ok(delivery.clone()),
                Stored::Found(found) => return Ok(found),
                Stored::Busy if backoff.pause().await => {}
                Stored::Busy => return Err(conflict("delivery to", &delivery.webhook_id)),
            }
        }
    }

    /// What is gone with its project stays gone.
    pub(super) async fn replace_delivery(&self, delivery: &Delivery) -> Result<(), RecordsError> {
        match self.table.replace(&key(delivery), delivery).await? {
            true => Ok(()),
            false => Err(not_found("delivery to", &delivery.webhook_id)),
        }
    }
}

fn key(delivery: &Delivery) -> Key {
    Key::delivery(&delivery.project_id, delivery.sequence, &delivery.webhook_id)
}
