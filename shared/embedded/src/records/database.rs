use std::{
    fs,
    os::unix::fs::OpenOptionsExt,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    thread::available_parallelism,
    time::Duration,
};

use lectern_pipeline::RecordsError;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use tokio::{
    sync::{Mutex as AsyncMutex, OwnedSemaphorePermit, Semaphore},
    task,
};

use super::{
    refusal::{Refusal, unavailable},
    schema,
};

/// How long a writer waits for another process to finish its transaction. Within this process writers wait for each other
/// before they begin one.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// More statements than this file's modules have, so that each is parsed once per connection.
const STATEMENTS_KEPT: usize = 64;

/// SQLite in write-ahead mode: one connection writes, a few read beside it without waiting.
#[derive(Debug)]
pub(super) struct Database {
    writer: Arc<AsyncMutex<Connection>>,
    readers: Arc<Readers>,
}

/// Connections that read. There are as many permits as connections, so that nobody waits for one on a thread.
#[derive(Debug)]
struct Readers {
    permits: Arc<Semaphore>,
    idle: Mutex<Vec<Connection>>,
}

impl Database {
    pub(super) fn open(file: &Path) -> Result<Self, RecordsError> {
        let what = file.display().to_string();
        // Webhooks have secrets. SQLite gives the files beside this one the same mode.
        let make = || fs::OpenOptions::new().create(true).append(true).mode(0o600).open(file).map(drop);
        make().map_err(|error| unavailable("open", what.clone(), error))?;
        let open = || -> Result<Self, Refusal> {
            let writer = connect(file, OpenFlags::default())?;
            writer.pragma_update(None, "journal_mode", "wal")?;
            // An accepted request is a promise, so it is on the disk before it is confirmed.
            writer.pragma_update(None, "synchronous", "full")?;
            schema::migrate(&writer)?;
            let count = available_parallelism().map_or(2, |cores| cores.get().clamp(2, 8));
            let idle = (0..count)
                .map(|_| connect(file, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX))
                .collect::<Result<Vec<_>, _>>()?;
            let readers = Readers { permits: Arc::new(Semaphore::new(count)), idle: Mutex::new(idle) };
            Ok(Self { writer: Arc::new(AsyncMutex::new(writer)), readers: Arc::new(readers) })
        };
        open().map_err(|refusal| refusal.into_error("open", what))
    }

    /// Reads in one statement, or sees one state in several if `work` begins a transaction.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        action: &'static str,
        what: impl Into<String>,
        work: impl FnOnce(&Connection) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, RecordsError> {
        let what = what.into();
        let permit = Arc::clone(&self.readers.permits).acquire_owned().await.expect("the semaphore is never closed");
        let readers = Arc::clone(&self.readers);
        let done = task::spawn_blocking(move || readers.with(permit, work)).await;
        finish(done, action, what)
    }

    /// Writes in a transaction, which is undone if `work` refuses.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        action: &'static str,
        what: impl Into<String>,
        work: impl FnOnce(&Connection) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, RecordsError> {
        let what = what.into();
        let mut writer = Arc::clone(&self.writer).lock_owned().await;
        let done = task::spawn_blocking(move || {
            let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let result = work(&transaction)?;
            transaction.commit()?;
            Ok(result)
        })
        .await;
        finish(done, action, what)
    }
}

impl Readers {
    fn with<T>(&self, permit: OwnedSemaphorePermit, work: impl FnOnce(&Connection) -> T) -> T {
        let connection = self.lock().pop().expect("there is a connection for every permit");
        let result = work(&connection);
        self.lock().push(connection);
        drop(permit);
        result
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        // Nothing panics while it is locked, and a vector of connections is whole at any time.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn connect(file: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    Ok(connection)
}

fn finish<T>(
    done: Result<Result<T, Refusal>, task::JoinError>,
    action: &'static str,
    what: String,
) -> Result<T, RecordsError> {
    match done {
        Ok(result) => result.map_err(|refusal| refusal.into_error(action, what)),
        // The runtime ends, or a defect of ours.
        Err(error) => Err(unavailable(action, what, error)),
    }
}
