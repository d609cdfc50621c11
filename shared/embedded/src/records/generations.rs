use lectern_lesson::{Generation, GenerationState};
use lectern_pipeline::{Page, PageRequest, RecordsError};
use rusqlite::{Connection, OptionalExtension, params};

use super::{
    pages, projects,
    refusal::{Refusal, conflict, not_found},
    waiting,
};

pub(super) fn create(writer: &Connection, generation: &Generation, quota: usize) -> Result<(), Refusal> {
    let taken: Option<(String, String)> = writer
        .prepare_cached("SELECT user_id, project_id FROM generations WHERE id = ?1")?
        .query_row([&generation.id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((user_id, project_id)) = taken {
        if (&user_id, &project_id) == (&generation.user_id, &generation.project_id) {
            return Ok(());
        }
        return Err(conflict("generation", &generation.id));
    }
    projects::get(writer, &generation.user_id, &generation.project_id)?;
    let queue = waiting::queue(writer, &generation.user_id)?;
    if queue.queued.len() + queue.running.len() >= quota {
        return Err(Refusal::Records(RecordsError::Quota { limit: quota }));
    }
    writer
        .prepare_cached(
            "INSERT INTO generations (id, user_id, project_id, state, document) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            generation.id,
            generation.user_id,
            generation.project_id,
            generation.state.name(),
            serde_json::to_string(generation)?
        ])?;
    Ok(())
}

pub(super) fn get(reader: &Connection, user_id: &str, id: &str) -> Result<Generation, Refusal> {
    Ok(get_with_last_sequence(reader, user_id, id)?.0)
}

/// A generation, and the place of its last event in the project's log.
pub(super) fn get_with_last_sequence(
    reader: &Connection,
    user_id: &str,
    id: &str,
) -> Result<(Generation, Option<u64>), Refusal> {
    let row: Option<(String, Option<u64>)> = reader
        .prepare_cached("SELECT document, last_sequence FROM generations WHERE id = ?1 AND user_id = ?2")?
        .query_row([id, user_id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (document, last_sequence) = row.ok_or_else(|| not_found("generation", id))?;
    Ok((serde_json::from_str(&document)?, last_sequence))
}

/// Stores what has become of a generation.
pub(super) fn update(writer: &Connection, generation: &Generation, last_sequence: Option<u64>) -> Result<(), Refusal> {
    let document = serde_json::to_string(generation)?;
    writer
        .prepare_cached("UPDATE generations SET state = ?1, last_sequence = ?2, document = ?3 WHERE id = ?4")?
        .execute(params![generation.state.name(), last_sequence, document, generation.id])?;
    Ok(())
}

pub(super) fn list(
    reader: &Connection,
    user_id: &str,
    project_id: Option<&str>,
    request: &PageRequest,
) -> Result<Page<Generation>, Refusal> {
    let (before, rows) = (pages::before(request), pages::rows_for(request));
    match project_id {
        None => pages::page(
            reader,
            "SELECT id, document FROM generations WHERE user_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3",
            params![user_id, before, rows],
            request,
        ),
        Some(project_id) => pages::page(
            reader,
            "SELECT id, document FROM generations WHERE project_id = ?1 AND user_id = ?2 AND id < ?3
             ORDER BY id DESC LIMIT ?4",
            params![project_id, user_id, before, rows],
            request,
        ),
    }
}

/// The states that a queue holds, as in the index of what is under way.
pub(super) const QUEUED: &str = GenerationState::Queued.name();
/// See [`QUEUED`].
pub(super) const RUNNING: &str = GenerationState::Running.name();
