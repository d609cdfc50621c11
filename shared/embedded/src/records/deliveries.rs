use lectern_lesson::Generation;
use lectern_pipeline::{Delivery, DeliveryState};
use rusqlite::{Connection, params};

use super::{pages, projects, refusal::Refusal};

/// Of errors.
pub(super) fn name(delivery: &Delivery) -> String {
    format!("the delivery of {}.{} to {}", delivery.project_id, delivery.sequence, delivery.webhook_id)
}

pub(super) fn open(writer: &Connection, delivery: &Delivery) -> Result<Delivery, Refusal> {
    insert(writer, delivery)?;
    let document: String = writer
        .prepare_cached("SELECT document FROM deliveries WHERE project_id = ?1 AND sequence = ?2 AND webhook_id = ?3")?
        .query_row(params![delivery.project_id, delivery.sequence, delivery.webhook_id], |row| row.get(0))?;
    Ok(serde_json::from_str(&document)?)
}

/// Opens the deliveries of a logged event to the webhooks that its project has now.
pub(super) fn open_all(
    writer: &Connection,
    generation: &Generation,
    sequence: u64,
    now_millis: u64,
) -> Result<(), Refusal> {
    let project = projects::get(writer, &generation.user_id, &generation.project_id)?;
    for webhook in project.webhooks {
        let delivery = Delivery {
            user_id: generation.user_id.clone(),
            project_id: generation.project_id.clone(),
            sequence,
            webhook_id: webhook.id,
            state: DeliveryState::Pending,
            attempts: 0,
            due_millis: now_millis,
        };
        insert(writer, &delivery)?;
    }
    Ok(())
}

fn insert(writer: &Connection, delivery: &Delivery) -> Result<(), Refusal> {
    writer
        .prepare_cached(
            "INSERT INTO deliveries (project_id, sequence, webhook_id, state, due_millis, document)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            delivery.project_id,
            delivery.sequence,
            delivery.webhook_id,
            state_name(delivery.state),
            delivery.due_millis,
            serde_json::to_string(delivery)?
        ])?;
    Ok(())
}

pub(super) fn update(writer: &Connection, delivery: &Delivery) -> Result<(), Refusal> {
    writer
        .prepare_cached(
            "UPDATE deliveries SET state = ?1, due_millis = ?2, document = ?3
             WHERE project_id = ?4 AND sequence = ?5 AND webhook_id = ?6",
        )?
        .execute(params![
            state_name(delivery.state),
            delivery.due_millis,
            serde_json::to_string(delivery)?,
            delivery.project_id,
            delivery.sequence,
            delivery.webhook_id
        ])?;
    // Its project may have been deleted in the meantime; then there is nothing to keep.
    Ok(())
}

pub(super) fn due(reader: &Connection, now_millis: u64, limit: usize) -> Result<Vec<Delivery>, Refusal> {
    pages::documents(
        reader,
        "SELECT document FROM deliveries WHERE state = 'pending' AND due_millis <= ?1
         ORDER BY due_millis, project_id, sequence LIMIT ?2",
        params![now_millis, limit],
    )
}

pub(super) fn next_due_millis(reader: &Connection) -> Result<Option<u64>, Refusal> {
    Ok(reader
        .prepare_cached("SELECT min(due_millis) FROM deliveries WHERE state = 'pending'")?
        .query_row([], |row| row.get(0))?)
}

const fn state_name(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Pending => "pending",
        DeliveryState::Delivered => "delivered",
        DeliveryState::Dead => "dead",
    }
}
