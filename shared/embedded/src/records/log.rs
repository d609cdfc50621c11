//! What happened to generations, and the log of each project.

use lectern_lesson::{Applied, Event, Generation, Happening, LoggedEvent};
use lectern_pipeline::Recorded;
use rusqlite::{Connection, OptionalExtension, params};

use super::{deliveries, generations, pages, refusal::Refusal};

pub(super) fn record(
    writer: &Connection,
    user_id: &str,
    id: &str,
    happening: &Happening,
    now_millis: u64,
) -> Result<Recorded, Refusal> {
    let (mut generation, last_sequence) = generations::get_with_last_sequence(writer, user_id, id)?;
    match generation.apply(happening, now_millis) {
        Applied::Unchanged => {
            let event = match last_sequence {
                Some(sequence) if generation.state.is_final() => event_at(writer, &generation.project_id, sequence)?,
                _ => None,
            };
            Ok(Recorded { generation, changed: false, event })
        }
        Applied::Changed(event) => {
            let event = event.map(|event| append(writer, &generation, event, now_millis)).transpose()?;
            let last_sequence = event.as_ref().map(|event| event.sequence).or(last_sequence);
            generations::update(writer, &generation, last_sequence)?;
            Ok(Recorded { generation, changed: true, event })
        }
    }
}

pub(super) fn events(
    reader: &Connection,
    project_id: &str,
    after: u64,
    limit: usize,
) -> Result<Vec<LoggedEvent>, Refusal> {
    pages::documents(
        reader,
        "SELECT document FROM events WHERE project_id = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3",
        params![project_id, after, limit],
    )
}

/// Logs an event at the next place of its project's log and opens its deliveries.
fn append(writer: &Connection, generation: &Generation, event: Event, now_millis: u64) -> Result<LoggedEvent, Refusal> {
    let project_id = &generation.project_id;
    let sequence = writer
        .prepare_cached("SELECT coalesce(max(sequence), 0) + 1 FROM events WHERE project_id = ?1")?
        .query_row([project_id], |row| row.get(0))?;
    let logged = LoggedEvent::new(sequence, now_millis, event);
    writer
        .prepare_cached("INSERT INTO events (project_id, sequence, document) VALUES (?1, ?2, ?3)")?
        .execute(params![project_id, sequence, serde_json::to_string(&logged)?])?;
    deliveries::open_all(writer, generation, sequence, now_millis)?;
    Ok(logged)
}

fn event_at(reader: &Connection, project_id: &str, sequence: u64) -> Result<Option<LoggedEvent>, Refusal> {
    let document: Option<String> = reader
        .prepare_cached("SELECT document FROM events WHERE project_id = ?1 AND sequence = ?2")?
        .query_row(params![project_id, sequence], |row| row.get(0))
        .optional()?;
    Ok(document.as_deref().map(serde_json::from_str).transpose()?)
}
