//! The tables. Nouns are stored whole, as JSON in `document`; beside it stand the columns by which they are found.
//!
//! | what is asked | how it is found |
//! |---|---|
//! | a project, a generation by id | primary key, unique `generations.id`; then the owner is compared |
//! | a user's projects, newest first | `projects_by_user`: ids sort by time |
//! | a user's generations, all or of a project, newest first | `generations_by_user`, `generations_by_project` |
//! | a user's queue; all that waits or runs | `generations_under_way`, which holds nothing that is final |
//! | when an owner was admitted last | `generations_by_user_and_admission` |
//! | a project's log after a place | primary key of `events` |
//! | the last event of a generation | `generations.last_sequence`, then the primary key of `events` |
//! | due deliveries | `deliveries_due`, which holds pending ones only |
//!
//! `generations.arrival` and `generations.admission` number generations in the order in which they were stored and admitted.
//! `generations.starts` counts how often a process began to make it and did not tell that it stopped in good order.
//!
//! Ids are unique over all users: a project of another user's under a taken id is a conflict, so that no log is shared.

use rusqlite::Connection;

use super::refusal::{Refusal, unavailable};

/// The steps from one version of the tables to the next. Never changed, only added to.
const MIGRATIONS: [&str; 1] = ["
    CREATE TABLE projects (
        id TEXT NOT NULL PRIMARY KEY,
        user_id TEXT NOT NULL,
        version INTEGER NOT NULL,
        document TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX projects_by_user ON projects (user_id, id);

    CREATE TABLE generations (
        arrival INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        user_id TEXT NOT NULL,
        project_id TEXT NOT NULL,
        state TEXT NOT NULL,
        last_sequence INTEGER,
        admission INTEGER,
        starts INTEGER NOT NULL DEFAULT 0,
        document TEXT NOT NULL
    ) STRICT;
    CREATE INDEX generations_by_user ON generations (user_id, id);
    CREATE INDEX generations_by_project ON generations (project_id, user_id, id);
    CREATE INDEX generations_under_way ON generations (user_id, state, arrival, id)
        WHERE state IN ('queued', 'running');
    CREATE INDEX generations_by_admission ON generations (admission);
    CREATE INDEX generations_by_user_and_admission ON generations (user_id, admission);

    CREATE TABLE events (
        project_id TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        document TEXT NOT NULL,
        PRIMARY KEY (project_id, sequence)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE deliveries (
        project_id TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        webhook_id TEXT NOT NULL,
        state TEXT NOT NULL,
        due_millis INTEGER NOT NULL,
        document TEXT NOT NULL,
        PRIMARY KEY (project_id, sequence, webhook_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX deliveries_due ON deliveries (due_millis) WHERE state = 'pending';

    CREATE TABLE reservations (
        user_id TEXT NOT NULL,
        key TEXT NOT NULL,
        expires_millis INTEGER NOT NULL,
        document TEXT NOT NULL,
        PRIMARY KEY (user_id, key)
    ) STRICT, WITHOUT ROWID;
"];

/// Brings the tables to the newest version. The version a file has is its `user_version`.
pub(super) fn migrate(writer: &Connection) -> Result<(), Refusal> {
    writer.execute_batch("BEGIN IMMEDIATE")?;
    let result = migrate_in_transaction(writer);
    writer.execute_batch(if result.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    result
}

fn migrate_in_transaction(writer: &Connection) -> Result<(), Refusal> {
    let version: usize = writer.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let steps = MIGRATIONS.get(version..).ok_or_else(|| {
        let newest = MIGRATIONS.len();
        let reason = format!("its tables are of version {version}, and this program knows them up to {newest}");
        Refusal::Records(unavailable("open", "the records", reason))
    })?;
    for step in steps {
        writer.execute_batch(step)?;
    }
    writer.pragma_update(None, "user_version", MIGRATIONS.len())?;
    Ok(())
}
