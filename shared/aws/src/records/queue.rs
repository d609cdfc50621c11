use lectern_lesson::{Generation, GenerationState, Queue};
use lectern_pipeline::RecordsError;
use serde::{Deserialize, Serialize};

use crate::table::{Key, TableError, Write};

use super::DynamoRecords;

/// A user's generations that are not final.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct StoredQueue {
    /// 0 of one that was never stored, one more at each change.
    pub(super) version: u64,
    /// Those that wait, in the order of their arrival.
    waiting: Vec<Entry>,
    running: Vec<Entry>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    id: String,
    project_id: String,
}

impl StoredQueue {
    pub(super) fn len(&self) -> usize {
        self.waiting.len() + self.running.len()
    }

    pub(super) fn queue(self) -> Queue {
        let ids = |entries: Vec<Entry>| entries.into_iter().map(|entry| entry.id).collect();
        Queue { queued: ids(self.waiting), running: ids(self.running) }
    }

    /// Whether a generation of the project is not final.
    pub(super) fn holds_project(&self, project_id: &str) -> bool {
        self.waiting.iter().chain(&self.running).any(|entry| entry.project_id == project_id)
    }

    /// How many wait longer than a generation; `None` if it does not wait.
    pub(super) fn before(&self, id: &str) -> Option<usize> {
        self.waiting.iter().position(|entry| entry.id == id)
    }

    /// How many more may run.
    pub(super) fn free(&self, limit: usize) -> usize {
        limit.saturating_sub(self.running.len())
    }

    /// The queue once a generation is in its state: at the end of those that wait, among those that run, or gone.
    pub(super) fn with(&self, generation: &Generation) -> Self {
        let mut next = Self { version: self.version + 1, ..self.clone() };
        for entries in [&mut next.waiting, &mut next.running] {
            entries.retain(|entry| entry.id != generation.id);
        }
        let entry = Entry { id: generation.id.clone(), project_id: generation.project_id.clone() };
        match generation.state {
            GenerationState::Queued => next.waiting.push(entry),
            GenerationState::Running => next.running.push(entry),
            GenerationState::Succeeded | GenerationState::Failed | GenerationState::Cancelled => {}
        }
        next
    }

    /// The write that stores this next version, unless somebody else has stored one.
    pub(super) fn write(&self, user_id: &str) -> Result<Write, TableError> {
        let key = Key::queue(user_id);
        match self.version {
            1 => Write::new_item(&key, self),
            version => Write::replacement(&key, self, version - 1),
        }
    }
}

impl DynamoRecords {
    pub(super) async fn read_queue(&self, user_id: &str) -> Result<StoredQueue, RecordsError> {
        Ok(self.table.get(&Key::queue(user_id)).await?.unwrap_or_default())
    }
}
