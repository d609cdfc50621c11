use lectern_pipeline::{RecordsError, Reservation};
use serde::{Deserialize, Serialize};

use crate::table::{Key, Stored};

use super::{DynamoRecords, conflict};

/// How long a reservation holds, in seconds: a day.
const RESERVATION_SECS: u64 = 24 * 60 * 60;

/// A reservation as it is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct StoredReservation {
    #[serde(flatten)]
    reservation: Reservation,
    /// Seconds since 1970.
    expires: u64,
}

impl DynamoRecords {
    pub(super) async fn keep_reservation(
        &self,
        user_id: &str,
        key: &str,
        reservation: &Reservation,
        now_millis: u64,
    ) -> Result<Reservation, RecordsError> {
        let now_secs = now_millis / 1000;
        let expires = now_secs + RESERVATION_SECS;
        let wanted = StoredReservation { reservation: reservation.clone(), expires };
        let place = Key::reservation(user_id, key);
        let mut backoff = self.backoff();
        loop {
            match self.table.store_new(&place, &wanted, Some(now_secs)).await? {
                Stored::New => return Ok(wanted.reservation),
                Stored::Found(found) => return Ok(found.reservation),
                Stored::Busy if backoff.pause().await => {}
                Stored::Busy => return Err(conflict("reservation", key)),
            }
        }
    }

    pub(super) async fn count_in_window(
        &self,
        user_id: &str,
        window_secs: u64,
        now_millis: u64,
    ) -> Result<u64, RecordsError> {
        let now_secs = now_millis / 1000;
        let window_secs = window_secs.max(1);
        let start = now_secs / window_secs * window_secs;
        // One window more, for requests whose clock is late.
        Ok(self.table.count(&Key::window(user_id, start), start + 2 * window_secs).await?)
    }
}
