use lectern_pipeline::{Page, PageRequest};
use rusqlite::{Connection, Params};
use serde::de::DeserializeOwned;

use super::refusal::Refusal;

/// One more item than the page holds is asked for: it tells whether there is another page.
pub(super) fn rows_for(page: &PageRequest) -> usize {
    page.limit.max(1) + 1
}

/// The id before which, in the order of ids, a page's items lie.
pub(super) fn before(page: &PageRequest) -> &str {
    // No id sorts after this one.
    page.after.as_deref().unwrap_or("\u{10FFFF}")
}

/// Runs a statement that gives the ids and documents of a page's rows, [`rows_for`] at most.
pub(super) fn page<T: DeserializeOwned>(
    reader: &Connection,
    sql: &str,
    params: impl Params,
    request: &PageRequest,
) -> Result<Page<T>, Refusal> {
    let mut statement = reader.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut page = Page { items: Vec::new(), next: None };
    let mut last_id = None;
    while let Some(row) = rows.next()? {
        if page.items.len() == request.limit.max(1) {
            page.next = last_id;
            break;
        }
        last_id = Some(row.get::<_, String>(0)?);
        page.items.push(serde_json::from_str(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?)?);
    }
    Ok(page)
}

/// Runs a statement that gives documents.
pub(super) fn documents<T: DeserializeOwned>(
    reader: &Connection,
    sql: &str,
    params: impl Params,
) -> Result<Vec<T>, Refusal> {
    let mut statement = reader.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut documents = Vec::new();
    while let Some(row) = rows.next()? {
        documents.push(serde_json::from_str(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?);
    }
    Ok(documents)
}
