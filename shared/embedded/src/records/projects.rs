use lectern_lesson::Project;
use lectern_pipeline::{Page, PageRequest};
use rusqlite::{Connection, OptionalExtension, params};

use super::{
    pages,
    refusal::{Refusal, conflict, not_found},
};

pub(super) fn create(writer: &Connection, project: &Project) -> Result<(), Refusal> {
    let document = serde_json::to_string(project)?;
    let stored = writer
        .prepare_cached(
            "INSERT INTO projects (id, user_id, version, document) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO NOTHING",
        )?
        .execute(params![project.id, project.user_id, project.version, document])?;
    if stored == 1 || get(writer, &project.user_id, &project.id).is_ok_and(|stored| stored == *project) {
        return Ok(());
    }
    Err(conflict("project", &project.id))
}

pub(super) fn get(reader: &Connection, user_id: &str, id: &str) -> Result<Project, Refusal> {
    let document: Option<String> = reader
        .prepare_cached("SELECT document FROM projects WHERE id = ?1 AND user_id = ?2")?
        .query_row([id, user_id], |row| row.get(0))
        .optional()?;
    let document = document.ok_or_else(|| not_found("project", id))?;
    Ok(serde_json::from_str(&document)?)
}

pub(super) fn list(reader: &Connection, user_id: &str, request: &PageRequest) -> Result<Page<Project>, Refusal> {
    pages::page(
        reader,
        "SELECT id, document FROM projects WHERE user_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3",
        params![user_id, pages::before(request), pages::rows_for(request)],
        request,
    )
}

pub(super) fn update(writer: &Connection, mut project: Project) -> Result<Project, Refusal> {
    let read_version = project.version;
    project.version += 1;
    let document = serde_json::to_string(&project)?;
    let updated = writer
        .prepare_cached(
            "UPDATE projects SET version = ?1, document = ?2 WHERE id = ?3 AND user_id = ?4 AND version = ?5",
        )?
        .execute(params![project.version, document, project.id, project.user_id, read_version])?;
    if updated == 0 {
        get(writer, &project.user_id, &project.id)?;
        return Err(conflict("project", &project.id));
    }
    Ok(project)
}

pub(super) fn delete(writer: &Connection, user_id: &str, id: &str) -> Result<(), Refusal> {
    get(writer, user_id, id)?;
    let under_way: bool = writer
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM generations WHERE project_id = ?1 AND state IN ('queued', 'running'))",
        )?
        .query_row([id], |row| row.get(0))?;
    if under_way {
        return Err(conflict("project", id));
    }
    for sql in [
        "DELETE FROM deliveries WHERE project_id = ?1",
        "DELETE FROM events WHERE project_id = ?1",
        "DELETE FROM generations WHERE project_id = ?1",
        "DELETE FROM projects WHERE id = ?1",
    ] {
        writer.prepare_cached(sql)?.execute([id])?;
    }
    Ok(())
}
