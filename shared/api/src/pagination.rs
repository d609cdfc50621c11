//! Parts of lists.

use lectern_pipeline::{Page, PageRequest};
use serde::{Deserialize, Serialize};

use crate::{
    ids::{Kind, is_ulid},
    problem::{Code, Problem},
};

/// Items of a page when the caller does not say.
pub(crate) const PAGE_DEFAULT: usize = 20;

/// Most items of a page.
pub(crate) const PAGE_MAX: usize = 100;

/// Which part of a list the caller wants.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PageParameters {
    limit: Option<usize>,
    cursor: Option<String>,
}

impl PageParameters {
    /// As the records ask. A cursor is the last id without its prefix: the order of ids is the order of lists, so it holds
    /// when its item is gone.
    pub(crate) fn of<K: Kind>(self) -> Result<PageRequest, Problem> {
        let invalid = |detail: &str| Problem::new(Code::InvalidParameter, detail);
        let limit = self.limit.unwrap_or(PAGE_DEFAULT);
        if !(1..=PAGE_MAX).contains(&limit) {
            return Err(invalid("limit must be from 1 to 100"));
        }
        let after = match self.cursor {
            Some(cursor) if is_ulid(&cursor) => Some(format!("{}{cursor}", K::PREFIX)),
            Some(_) => return Err(invalid("cursor must be the nextCursor of a page")),
            None => None,
        };
        Ok(PageRequest { after, limit })
    }
}

/// A page, as sent.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PageBody<'a, T> {
    items: Vec<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<&'a str>,
}

impl<'a, T> PageBody<'a, T> {
    /// A page with its items as they are shown.
    pub(crate) fn new<I>(page: &'a Page<I>, show: impl Fn(&'a I) -> T) -> Self {
        let next_cursor = page.next.as_deref().map(|id| id.split_once('_').map_or(id, |(_, ulid)| ulid));
        Self { items: page.items.iter().map(show).collect(), next_cursor }
    }
}
