use lectern_pipeline::Reservation;
use rusqlite::{Connection, OptionalExtension, params};

use super::refusal::Refusal;

/// How long an id is promised.
const DAY_MILLIS: u64 = 24 * 60 * 60 * 1000;

pub(super) fn reserve(
    writer: &Connection,
    user_id: &str,
    key: &str,
    reservation: Reservation,
    now_millis: u64,
) -> Result<Reservation, Refusal> {
    // A user's expired ones go with the user's next, so that nothing has to sweep.
    writer
        .prepare_cached("DELETE FROM reservations WHERE user_id = ?1 AND expires_millis <= ?2")?
        .execute(params![user_id, now_millis])?;
    let stored: Option<String> = writer
        .prepare_cached("SELECT document FROM reservations WHERE user_id = ?1 AND key = ?2")?
        .query_row([user_id, key], |row| row.get(0))
        .optional()?;
    if let Some(document) = stored {
        return Ok(serde_json::from_str(&document)?);
    }
    writer
        .prepare_cached("INSERT INTO reservations (user_id, key, expires_millis, document) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![user_id, key, now_millis + DAY_MILLIS, serde_json::to_string(&reservation)?])?;
    Ok(reservation)
}
