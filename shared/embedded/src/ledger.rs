use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use lectern_providers::{
    Budgets, Call, Happening, Ledger, LedgerError, MicroDollars, NextStep, Order, RequestHash, Scope,
};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use tokio::sync::Mutex;
use tokio::task;

/// How long a writer waits for another process to finish its transaction.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// The version of the table: SQLite's `user_version`. A file of version 0 is new.
const VERSION: u32 = 1;

/// The rows, whole as JSON in `call`; beside it stands what they are found and summed up by. `committed` is in millionths of a dollar, and
/// `arrival` numbers them in the order in which they were planned first.
const TABLE: &str = "
    CREATE TABLE calls (
        arrival INTEGER PRIMARY KEY,
        request TEXT NOT NULL UNIQUE,
        user_id TEXT NOT NULL,
        project_id TEXT NOT NULL,
        film TEXT NOT NULL,
        month TEXT NOT NULL,
        committed INTEGER NOT NULL,
        is_done INTEGER NOT NULL,
        call TEXT NOT NULL
    ) STRICT;
    CREATE INDEX calls_by_film ON calls (user_id, film, committed);
    CREATE INDEX calls_by_project ON calls (user_id, project_id, committed);
    CREATE INDEX calls_by_month ON calls (user_id, month, committed);
    CREATE INDEX calls_unfinished ON calls (arrival) WHERE is_done = 0;
";

/// The ledger of one machine, in a file of its own: it outlives studios and caches.
///
/// What is told to be stored is on the disk: each change is a transaction that is synchronized before it returns.
#[derive(Debug)]
pub struct SqliteLedger {
    connection: Arc<Mutex<Connection>>,
}

/// Why a transaction was not carried out.
enum Refusal {
    Ledger(LedgerError),
    Store(Box<dyn std::error::Error + Send + Sync>),
}

impl SqliteLedger {
    /// Opens the ledger in `file`, which is made, for its owner alone, if it is not there.
    ///
    /// # Errors
    /// [`LedgerError::Store`] when the file cannot be opened, is none of ours, or was written by a newer version.
    pub fn open(file: &Path) -> Result<Self, LedgerError> {
        let open = || -> Result<Connection, Refusal> {
            fs::OpenOptions::new().create(true).append(true).mode(0o600).open(file)?;
            let connection = Connection::open(file)?;
            connection.busy_timeout(BUSY_TIMEOUT)?;
            connection.pragma_update(None, "journal_mode", "wal")?;
            // A call is sent only after its row is on the disk.
            connection.pragma_update(None, "synchronous", "full")?;
            Ok(connection)
        };
        let made = open().and_then(|mut connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let version: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
            match version {
                0 => {
                    transaction.execute_batch(TABLE)?;
                    transaction.pragma_update(None, "user_version", VERSION)?;
                }
                VERSION => {}
                newer => {
                    let told = format!("{} is of version {newer}, and this program knows {VERSION}", file.display());
                    return Err(Refusal::Store(told.into()));
                }
            }
            transaction.commit()?;
            Ok(connection)
        });
        match made {
            Ok(connection) => Ok(Self { connection: Arc::new(Mutex::new(connection)) }),
            Err(refusal) => Err(refusal.into_error("open")),
        }
    }

    /// Does `work` in a transaction, which is undone if it refuses.
    async fn transact<T: Send + 'static>(
        &self,
        action: &'static str,
        work: impl FnOnce(&Connection) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, LedgerError> {
        let mut connection = Arc::clone(&self.connection).lock_owned().await;
        let done = task::spawn_blocking(move || {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let result = work(&transaction)?;
            transaction.commit()?;
            Ok(result)
        });
        match done.await {
            Ok(result) => result.map_err(|refusal: Refusal| refusal.into_error(action)),
            // The runtime ends, or a defect of ours.
            Err(error) => Err(LedgerError::Store { action, source: error.into() }),
        }
    }
}

#[async_trait]
impl Ledger for SqliteLedger {
    async fn plan(&self, order: &Order, budgets: &Budgets) -> Result<Call, LedgerError> {
        let (order, budgets) = (order.clone(), *budgets);
        self.transact("write", move |connection| {
            let call = match find(connection, &order.request)? {
                None => Call::planned(order.clone()),
                Some(row) => match row.planned_again(order.clone()) {
                    None => return Ok(row),
                    Some(call) => call,
                },
            };
            let mut sums = BTreeMap::new();
            for scope in order.scopes() {
                sums.insert(scope.clone(), sum(connection, &scope)?);
            }
            let what = format!("the scene {} by {}", order.scene, order.model);
            let committed = |scope: &Scope| sums.get(scope).copied().unwrap_or_default();
            budgets
                .admit(&order, &what, order.estimate, committed)
                .map_err(|refused| Refusal::Ledger(refused.into()))?;
            store(connection, &call)?;
            Ok(call)
        })
        .await
    }

    async fn advance(&self, request: &RequestHash, revision: u64, happening: &Happening) -> Result<Call, LedgerError> {
        let (request, happening) = (request.clone(), happening.clone());
        self.transact("write", move |connection| {
            let row = find(connection, &request)?
                .ok_or_else(|| Refusal::Ledger(LedgerError::NotFound { request: request.clone() }))?;
            if row.revision != revision {
                let moved = LedgerError::Moved { request, expected: revision, stored: row.revision };
                return Err(Refusal::Ledger(moved));
            }
            let call = row.after(&happening).map_err(|wrong| Refusal::Ledger(wrong.into()))?;
            store(connection, &call)?;
            Ok(call)
        })
        .await
    }

    async fn find(&self, request: &RequestHash) -> Result<Option<Call>, LedgerError> {
        let request = request.clone();
        self.transact("read", move |connection| find(connection, &request)).await
    }

    async fn unfinished(&self) -> Result<Vec<Call>, LedgerError> {
        self.transact("read", |connection| {
            let mut statement =
                connection.prepare_cached("SELECT call FROM calls WHERE is_done = 0 ORDER BY arrival")?;
            let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
            rows.map(|row| Ok(serde_json::from_str(&row?)?)).collect()
        })
        .await
    }

    async fn committed(&self, scope: &Scope) -> Result<MicroDollars, LedgerError> {
        let scope = scope.clone();
        self.transact("read", move |connection| sum(connection, &scope)).await
    }
}

fn find(connection: &Connection, request: &RequestHash) -> Result<Option<Call>, Refusal> {
    let mut statement = connection.prepare_cached("SELECT call FROM calls WHERE request = ?")?;
    let row: Option<String> = statement.query_row([&request.0], |row| row.get(0)).optional()?;
    Ok(row.map(|row| serde_json::from_str(&row)).transpose()?)
}

fn store(connection: &Connection, call: &Call) -> Result<(), Refusal> {
    let Order { request, user, project, film, month, .. } = &call.order;
    // SQLite counts to 2⁶³; a larger amount is above every budget either way.
    let committed = i64::try_from(call.committed().0).unwrap_or(i64::MAX);
    let is_done = call.next_step(false) == NextStep::Done;
    let document = serde_json::to_string(call)?;
    connection
        .prepare_cached(
            "INSERT INTO calls (request, user_id, project_id, film, month, committed, is_done, call)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (request) DO UPDATE SET user_id = excluded.user_id, project_id = excluded.project_id,
                 film = excluded.film, month = excluded.month, committed = excluded.committed,
                 is_done = excluded.is_done, call = excluded.call",
        )?
        .execute(params![request.0, user, project, film, month.to_string(), committed, is_done, document])?;
    Ok(())
}

/// Summed up here, since SQLite fails on a sum above 2⁶³ where [`MicroDollars`] stop at the largest amount.
fn sum(connection: &Connection, scope: &Scope) -> Result<MicroDollars, Refusal> {
    let (condition, user, value) = match scope {
        Scope::Film { user, film } => (" AND film = ?2", user, film.clone()),
        Scope::Project { user, project } => (" AND project_id = ?2", user, project.clone()),
        Scope::User { user } => (" AND ?2 = ''", user, String::new()),
        Scope::Month { user, month } => (" AND month = ?2", user, month.to_string()),
    };
    let mut statement =
        connection.prepare_cached(&format!("SELECT committed FROM calls WHERE user_id = ?1{condition}"))?;
    let amounts = statement.query_map(params![user, value], |row| row.get::<_, i64>(0))?;
    let mut total = MicroDollars::ZERO;
    for amount in amounts {
        total = total + MicroDollars(amount?.unsigned_abs());
    }
    Ok(total)
}

impl Refusal {
    fn into_error(self, action: &'static str) -> LedgerError {
        match self {
            Self::Ledger(error) => error,
            Self::Store(source) => LedgerError::Store { action, source },
        }
    }
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Store(error.into())
    }
}
