//! What is kept of projects and generations, in one SQLite file.

mod database;
mod deliveries;
mod generations;
mod log;
mod pages;
mod projects;
mod refusal;
mod reservations;
mod schema;
mod waiting;
mod windows;

use std::path::Path;

use async_trait::async_trait;
use lectern_lesson::{Generation, Happening, LoggedEvent, Project, Queue};
use lectern_pipeline::{Delivery, Page, PageRequest, Recorded, Records, RecordsError, Reservation};

use database::Database;
use windows::Windows;

/// The records of a studio on one machine. The table layout is documented in `records/schema.rs`.
///
/// Deliveries to a project's webhooks are opened in the transaction that logs the event, so that none is lost with a process
/// that dies between logging and announcing; [`due_deliveries`](Self::due_deliveries) tells which wait.
#[derive(Debug)]
pub struct SqliteRecords {
    database: Database,
    windows: Windows,
}

impl SqliteRecords {
    /// Opens the records in `file`, which is made if it is not there, and brings its tables to what this version expects.
    ///
    /// # Errors
    /// When the file cannot be opened, is none of ours, or was written by a newer version.
    pub fn open(file: &Path) -> Result<Self, RecordsError> {
        Ok(Self { database: Database::open(file)?, windows: Windows::default() })
    }

    /// Queued generations of all users that could run now, at most `limit`, where each user may have `running_limit` running.
    ///
    /// Fair: each user's own come in the order of their queue. Users take turns: who has fewer running comes first, then who was
    /// admitted longest ago, then who waits longest.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn next_in_turn(&self, running_limit: usize, limit: usize) -> Result<Vec<Generation>, RecordsError> {
        self.database
            .read("list", "what waits", move |reader| waiting::next_in_turn(reader, running_limit, limit))
            .await
    }

    /// All running generations, the oldest first. At the start of a process these are what another one left behind.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn running(&self) -> Result<Vec<Generation>, RecordsError> {
        self.database.read("list", "what runs", waiting::running).await
    }

    /// Counts that a process begins to make a generation, and tells how often one did. More than once means that a process died
    /// while it made it, unless it said that it stopped ([`stopped`](Self::stopped)).
    ///
    /// # Errors
    /// When there is no such generation, or the store does not answer.
    pub async fn started(&self, id: &str) -> Result<u32, RecordsError> {
        let id = id.to_owned();
        self.database
            .write("start", format!("generation {id}"), move |writer| waiting::count_start(writer, &id, 1))
            .await
    }

    /// Takes a [`started`](Self::started) back: the process stopped making the generation in good order and will go on. A
    /// generation that is not there any more needs none.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn stopped(&self, id: &str) -> Result<(), RecordsError> {
        let id = id.to_owned();
        let what = format!("generation {id}");
        match self.database.write("stop", what, move |writer| waiting::count_start(writer, &id, -1)).await {
            Ok(_) | Err(RecordsError::NotFound { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Pending deliveries that are due, the longest due first, at most `limit`.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn due_deliveries(&self, now_millis: u64, limit: usize) -> Result<Vec<Delivery>, RecordsError> {
        self.database.read("list", "due deliveries", move |reader| deliveries::due(reader, now_millis, limit)).await
    }

    /// When the next pending delivery is due, in milliseconds since 1970; `None` if none is pending.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn next_due_millis(&self) -> Result<Option<u64>, RecordsError> {
        self.database.read("read", "when the next delivery is due", deliveries::next_due_millis).await
    }
}

#[async_trait]
impl Records for SqliteRecords {
    async fn create_project(&self, project: &Project) -> Result<(), RecordsError> {
        let (what, project) = (format!("project {}", project.id), project.clone());
        self.database.write("store", what, move |writer| projects::create(writer, &project)).await
    }

    async fn project(&self, user_id: &str, id: &str) -> Result<Project, RecordsError> {
        let (user_id, id) = (user_id.to_owned(), id.to_owned());
        self.database.read("read", format!("project {id}"), move |reader| projects::get(reader, &user_id, &id)).await
    }

    async fn projects(&self, user_id: &str, page: &PageRequest) -> Result<Page<Project>, RecordsError> {
        let (user_id, page) = (user_id.to_owned(), page.clone());
        self.database.read("list", "projects", move |reader| projects::list(reader, &user_id, &page)).await
    }

    async fn update_project(&self, project: &Project) -> Result<Project, RecordsError> {
        let (what, project) = (format!("project {}", project.id), project.clone());
        self.database.write("update", what, move |writer| projects::update(writer, project)).await
    }

    async fn delete_project(&self, user_id: &str, id: &str) -> Result<(), RecordsError> {
        let (user_id, id) = (user_id.to_owned(), id.to_owned());
        self.database
            .write("delete", format!("project {id}"), move |writer| projects::delete(writer, &user_id, &id))
            .await
    }

    async fn create_generation(&self, generation: &Generation, quota: usize) -> Result<(), RecordsError> {
        let (what, generation) = (format!("generation {}", generation.id), generation.clone());
        self.database.write("store", what, move |writer| generations::create(writer, &generation, quota)).await
    }

    async fn generation(&self, user_id: &str, id: &str) -> Result<Generation, RecordsError> {
        let (user_id, id) = (user_id.to_owned(), id.to_owned());
        let what = format!("generation {id}");
        self.database.read("read", what, move |reader| generations::get(reader, &user_id, &id)).await
    }

    async fn generations(
        &self,
        user_id: &str,
        project_id: Option<&str>,
        page: &PageRequest,
    ) -> Result<Page<Generation>, RecordsError> {
        let (user_id, project_id, page) = (user_id.to_owned(), project_id.map(str::to_owned), page.clone());
        let list = move |reader: &_| generations::list(reader, &user_id, project_id.as_deref(), &page);
        self.database.read("list", "generations", list).await
    }

    async fn queue(&self, user_id: &str) -> Result<Queue, RecordsError> {
        let user_id = user_id.to_owned();
        self.database.read("read", "a queue", move |reader| waiting::queue(reader, &user_id)).await
    }

    async fn admit(&self, user_id: &str, id: &str, limit: usize, now_millis: u64) -> Result<bool, RecordsError> {
        let (user_id, id) = (user_id.to_owned(), id.to_owned());
        let what = format!("generation {id}");
        self.database.write("admit", what, move |writer| waiting::admit(writer, &user_id, &id, limit, now_millis)).await
    }

    async fn record(
        &self,
        user_id: &str,
        id: &str,
        happening: &Happening,
        now_millis: u64,
    ) -> Result<Recorded, RecordsError> {
        let (user_id, id, happening) = (user_id.to_owned(), id.to_owned(), happening.clone());
        let what = format!("what happened to generation {id}");
        self.database
            .write("record", what, move |writer| log::record(writer, &user_id, &id, &happening, now_millis))
            .await
    }

    async fn events(&self, project_id: &str, after: u64, limit: usize) -> Result<Vec<LoggedEvent>, RecordsError> {
        let project_id = project_id.to_owned();
        let what = format!("the log of project {project_id}");
        self.database.read("read", what, move |reader| log::events(reader, &project_id, after, limit)).await
    }

    async fn reserve(
        &self,
        user_id: &str,
        key: &str,
        reservation: &Reservation,
        now_millis: u64,
    ) -> Result<Reservation, RecordsError> {
        let (user_id, key, reservation) = (user_id.to_owned(), key.to_owned(), reservation.clone());
        let reserve = move |writer: &_| reservations::reserve(writer, &user_id, &key, reservation, now_millis);
        self.database.write("store", "a reservation", reserve).await
    }

    /// Counts in this process alone, and forgets with it: a window is over in a minute, and a write to the disk for each
    /// request would cost more than the request.
    async fn count_request(&self, user_id: &str, window_secs: u64, now_millis: u64) -> Result<u64, RecordsError> {
        Ok(self.windows.count(user_id, window_secs, now_millis))
    }

    async fn open_delivery(&self, delivery: &Delivery) -> Result<Delivery, RecordsError> {
        let (what, delivery) = (deliveries::name(delivery), delivery.clone());
        self.database.write("open", what, move |writer| deliveries::open(writer, &delivery)).await
    }

    async fn update_delivery(&self, delivery: &Delivery) -> Result<(), RecordsError> {
        let (what, delivery) = (deliveries::name(delivery), delivery.clone());
        self.database.write("update", what, move |writer| deliveries::update(writer, &delivery)).await
    }

    async fn ping(&self) -> Result<(), RecordsError> {
        self.database.read("reach", "the records", |reader| Ok(reader.query_row("SELECT 1", [], |_| Ok(()))?)).await
    }
}
