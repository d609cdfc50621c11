//! What is queued and what runs.

use lectern_lesson::{Generation, GenerationState, Happening, Queue};
use rusqlite::{Connection, OptionalExtension, params};

use super::{
    generations::{self, QUEUED, RUNNING},
    log, pages,
    refusal::{Refusal, not_found},
};

pub(super) fn queue(reader: &Connection, user_id: &str) -> Result<Queue, Refusal> {
    let mut statement = reader.prepare_cached(
        "SELECT state, id FROM generations WHERE user_id = ?1 AND state IN ('queued', 'running') ORDER BY arrival",
    )?;
    let mut rows = statement.query([user_id])?;
    let mut queue = Queue::default();
    while let Some(row) = rows.next()? {
        let (state, id): (String, String) = (row.get(0)?, row.get(1)?);
        let list = if state == QUEUED { &mut queue.queued } else { &mut queue.running };
        list.push(id);
    }
    Ok(queue)
}

pub(super) fn admit(
    writer: &Connection,
    user_id: &str,
    id: &str,
    limit: usize,
    now_millis: u64,
) -> Result<bool, Refusal> {
    let state = generations::get(writer, user_id, id)?.state;
    if state != GenerationState::Queued {
        return Ok(state == GenerationState::Running);
    }
    let queue = queue(writer, user_id)?;
    let places = limit.saturating_sub(queue.running.len());
    if !queue.queued.iter().take(places).any(|queued| queued == id) {
        return Ok(false);
    }
    log::record(writer, user_id, id, &Happening::Admitted, now_millis)?;
    writer
        .prepare_cached(
            "UPDATE generations SET admission = (SELECT coalesce(max(admission), 0) + 1 FROM generations) WHERE id = ?1",
        )?
        .execute([id])?;
    Ok(true)
}

pub(super) fn next_in_turn(
    reader: &Connection,
    running_limit: usize,
    limit: usize,
) -> Result<Vec<Generation>, Refusal> {
    // A generation's turn is its place among its owner's, running ones included. Of those whose turn is the same, the owner
    // who was admitted longest ago comes first, or else the longest queue would be emptied before the next one is looked at.
    pages::documents(
        reader,
        "WITH in_turn AS (
             SELECT arrival,
                 row_number() OVER (PARTITION BY user_id ORDER BY arrival)
                     + (SELECT count(*) FROM generations AS running
                        WHERE running.user_id = queued.user_id
                            AND running.state IN ('queued', 'running') AND running.state = 'running') AS turn,
                 coalesce((SELECT max(admission) FROM generations AS admitted
                           WHERE admitted.user_id = queued.user_id), 0) AS served
             FROM generations AS queued INDEXED BY generations_under_way
             WHERE state IN ('queued', 'running') AND state = 'queued'
         )
         SELECT document FROM in_turn JOIN generations USING (arrival)
         WHERE turn <= ?1 ORDER BY turn, served, arrival LIMIT ?2",
        params![running_limit, limit],
    )
}

pub(super) fn running(reader: &Connection) -> Result<Vec<Generation>, Refusal> {
    pages::documents(
        reader,
        "SELECT document FROM generations INDEXED BY generations_under_way
         WHERE state IN ('queued', 'running') AND state = ?1 ORDER BY arrival",
        [RUNNING],
    )
}

/// Adds to the starts of a generation and tells how many there are.
pub(super) fn count_start(writer: &Connection, id: &str, change: i32) -> Result<u32, Refusal> {
    writer
        .prepare_cached("UPDATE generations SET starts = starts + ?1 WHERE id = ?2 RETURNING starts")?
        .query_row(params![change, id], |row| row.get(0))
        .optional()?
        .ok_or_else(|| not_found("generation", id))
}
