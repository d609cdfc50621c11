//! Records in one DynamoDB table.
//!
//! | `pk` | `sk` | what it is |
//! |---|---|---|
//! | `USER#<user>` | `PROJECT#<id>` | a project |
//! | `USER#<user>` | `GENERATION#<id>` | a generation, and the place of its last event in the log |
//! | `USER#<user>` | `QUEUE` | the user's generations that are not final, in the order of their arrival, with a version |
//! | `USER#<user>` | `REMOVAL#<project>` | a deleted project of which something may be left |
//! | `USER#<user>` | `RESERVATION#<key>` | the id that an idempotency key stands for; expires |
//! | `USER#<user>` | `WINDOW#<start>` | requests in a window of time; expires |
//! | `PROJECT#<project>` | `GENERATION#<id>` | that the generation is one of the project, and whose |
//! | `PROJECT#<project>` | `EVENT#<sequence, 20 digits>` | a logged event |
//! | `PROJECT#<project>` | `DELIVERY#<sequence, 20 digits>#<webhook>` | the delivery of an event to a webhook |
//! | `PROJECT#<project>` | `CONNECTION#<id>` | a WebSocket connection's cursor and lease ([`crate::Sockets`]); expires |
//! | `CONNECTION#<id>` | `CONNECTION` | whose a WebSocket connection is; expires |
//!
//! `expires` holds seconds since 1970, is the table's TTL attribute, and is looked at on reading, since DynamoDB takes
//! expired items away late.
//!
//! | asked for | request |
//! |---|---|
//! | a project, a generation, the queue | `GetItem` |
//! | a user's projects or generations, the newest first | `Query` of `USER#<user>`, backwards |
//! | a project's generations | `Query` of `PROJECT#<project>`, `GENERATION#…`, backwards, then `GetItem` for each |
//! | a project's events after a place | `Query` of `PROJECT#<project>`, `EVENT#…` |
//! | the last place of a log | the same backwards, one item |
//! | a project's connections | `Query` of `PROJECT#<project>`, `CONNECTION#…` |
//!
//! All reads are strongly consistent, which is why a project's generations are items of their own and no index. What must change
//! together is one `TransactWriteItems`: a generation with its owner's queue and its project's log. The queue and each
//! generation carry a version that the transaction checks, and an event is stored only where none is, so the log has no gaps
//! and a writer that was too late reads again and tries again.

mod deliveries;
mod generations;
mod limits;
mod log;
mod projects;
mod queue;

pub(crate) use log::events;

use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_dynamodb::Client;
use lectern_lesson::{Generation, Happening, LoggedEvent, Project, Queue};
use lectern_pipeline::{Delivery, Page, PageRequest, Randomness, Recorded, Records, RecordsError, Reservation};

use crate::table::{Backoff, Table, TableError};

/// Records in a DynamoDB table with the string keys `pk` and `sk`.
///
/// Needs on the table: `dynamodb:GetItem`, `dynamodb:Query` to read; `dynamodb:PutItem`, `dynamodb:DeleteItem`,
/// `dynamodb:ConditionCheckItem` for transactions; `dynamodb:UpdateItem` to count requests; `dynamodb:BatchWriteItem` to
/// delete projects.
#[derive(Clone)]
pub struct DynamoRecords {
    table: Table,
    randomness: Arc<dyn Randomness>,
}

impl DynamoRecords {
    /// Records in the table of that name. The randomness keeps writers that met apart.
    pub fn new(client: Client, table: impl Into<String>, randomness: Arc<dyn Randomness>) -> Self {
        Self { table: Table::new(client, table), randomness }
    }

    fn backoff(&self) -> Backoff {
        Backoff::new(Arc::clone(&self.randomness))
    }
}

impl std::fmt::Debug for DynamoRecords {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("DynamoRecords").field("table", &self.table).finish_non_exhaustive()
    }
}

impl From<TableError> for RecordsError {
    fn from(TableError { action, what, source }: TableError) -> Self {
        Self::Unavailable { action, what, source }
    }
}

fn not_found(kind: &str, id: &str) -> RecordsError {
    RecordsError::NotFound { what: format!("{kind} {id}") }
}

fn conflict(kind: &str, id: &str) -> RecordsError {
    RecordsError::Conflict { what: format!("{kind} {id}") }
}

/// A page of `limit` items out of what was listed from the last item of the page before on: up to `limit + 2` of them, so
/// that it can begin after that item and tells whether there are more.
fn page_of<T>(listed: Vec<T>, request: &PageRequest, id: impl Fn(&T) -> &str) -> Page<T> {
    let mut items: Vec<T> = listed.into_iter().skip_while(|item| request.after.as_deref() == Some(id(item))).collect();
    let more = items.len() > request.limit;
    items.truncate(request.limit);
    let next = items.last().filter(|_| more).map(|item| id(item).to_owned());
    Page { items, next }
}

#[async_trait]
impl Records for DynamoRecords {
    async fn create_project(&self, project: &Project) -> Result<(), RecordsError> {
        self.store_project(project).await
    }

    async fn project(&self, user_id: &str, id: &str) -> Result<Project, RecordsError> {
        self.read_project(user_id, id).await
    }

    async fn projects(&self, user_id: &str, page: &PageRequest) -> Result<Page<Project>, RecordsError> {
        self.list_projects(user_id, page).await
    }

    async fn update_project(&self, project: &Project) -> Result<Project, RecordsError> {
        self.replace_project(project).await
    }

    async fn delete_project(&self, user_id: &str, id: &str) -> Result<(), RecordsError> {
        self.remove_project(user_id, id).await
    }

    async fn create_generation(&self, generation: &Generation, quota: usize) -> Result<(), RecordsError> {
        self.store_generation(generation, quota).await
    }

    async fn generation(&self, user_id: &str, id: &str) -> Result<Generation, RecordsError> {
        Ok(self.read_generation(user_id, id).await?.generation)
    }

    async fn generations(
        &self,
        user_id: &str,
        project_id: Option<&str>,
        page: &PageRequest,
    ) -> Result<Page<Generation>, RecordsError> {
        match project_id {
            None => self.list_generations(user_id, page).await,
            Some(project_id) => self.list_generations_of(user_id, project_id, page).await,
        }
    }

    async fn queue(&self, user_id: &str) -> Result<Queue, RecordsError> {
        Ok(self.read_queue(user_id).await?.queue())
    }

    async fn admit(&self, user_id: &str, id: &str, limit: usize, now_millis: u64) -> Result<bool, RecordsError> {
        self.admit_generation(user_id, id, limit, now_millis).await
    }

    async fn record(
        &self,
        user_id: &str,
        id: &str,
        happening: &Happening,
        now_millis: u64,
    ) -> Result<Recorded, RecordsError> {
        self.record_happening(user_id, id, happening, now_millis).await
    }

    async fn events(&self, project_id: &str, after: u64, limit: usize) -> Result<Vec<LoggedEvent>, RecordsError> {
        Ok(events(&self.table, project_id, after, limit).await?)
    }

    async fn reserve(
        &self,
        user_id: &str,
        key: &str,
        reservation: &Reservation,
        now_millis: u64,
    ) -> Result<Reservation, RecordsError> {
        self.keep_reservation(user_id, key, reservation, now_millis).await
    }

    async fn count_request(&self, user_id: &str, window_secs: u64, now_millis: u64) -> Result<u64, RecordsError> {
        self.count_in_window(user_id, window_secs, now_millis).await
    }

    async fn open_delivery(&self, delivery: &Delivery) -> Result<Delivery, RecordsError> {
        self.store_delivery(delivery).await
    }

    async fn update_delivery(&self, delivery: &Delivery) -> Result<(), RecordsError> {
        self.replace_delivery(delivery).await
    }

    async fn ping(&self) -> Result<(), RecordsError> {
        Ok(self.table.ping().await?)
    }
}
