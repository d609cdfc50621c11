use lectern_lesson::{Applied, Generation, GenerationState, Happening};
use lectern_pipeline::{Page, PageRequest, RecordsError};
use serde::{Deserialize, Serialize};

use crate::table::{Key, Span, Write, Written};

use super::{DynamoRecords, conflict, not_found, page_of};

/// A generation as it is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StoredGeneration {
    #[serde(flatten)]
    pub(super) generation: Generation,
    /// Place of its last event in the project's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last_event: Option<u64>,
}

/// That a generation is one of a project.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Membership {
    pub(super) generation_id: String,
    user_id: String,
}

impl DynamoRecords {
    pub(super) async fn store_generation(&self, generation: &Generation, quota: usize) -> Result<(), RecordsError> {
        let Generation { id, project_id, user_id, .. } = generation;
        let key = Key::generation(user_id, id);
        let stored = StoredGeneration { generation: generation.clone(), last_event: None };
        let membership = Membership { generation_id: id.clone(), user_id: user_id.clone() };
        let mut backoff = self.backoff();
        loop {
            // The queue first: if it holds this generation already, the generation is there when it is looked for.
            let queue = self.read_queue(user_id).await?;
            if self.table.get::<StoredGeneration>(&key).await?.is_some() {
                return Ok(());
            }
            if queue.len() >= quota {
                self.read_project(user_id, project_id).await?;
                return Err(RecordsError::Quota { limit: quota });
            }
            let writes = vec![
                Write::expect(&Key::project(user_id, project_id))?,
                Write::new_item(&key, &stored)?,
                Write::new_item(&Key::membership(project_id, id), &membership)?,
                queue.with(generation).write(user_id)?,
            ];
            match self.table.write("a generation", writes).await? {
                Written::Done => return Ok(()),
                Written::Refused(refused) if refused.first() == Some(&true) => {
                    return Err(not_found("project", project_id));
                }
                Written::Refused(_) | Written::Busy if backoff.pause().await => {}
                Written::Refused(_) | Written::Busy => return Err(conflict("queue of", user_id)),
            }
        }
    }

    pub(super) async fn read_generation(&self, user_id: &str, id: &str) -> Result<StoredGeneration, RecordsError> {
        self.table.get(&Key::generation(user_id, id)).await?.ok_or_else(|| not_found("generation", id))
    }

    pub(super) async fn list_generations(
        &self,
        user_id: &str,
        request: &PageRequest,
    ) -> Result<Page<Generation>, RecordsError> {
        let span = Span::generations(user_id, request.after.as_deref());
        let listed = self.table.list(&span, request.limit + 2).await?;
        let page = page_of(listed, request, |stored: &StoredGeneration| &stored.generation.id);
        let items = page.items.into_iter().map(|stored| stored.generation).collect();
        Ok(Page { items, next: page.next })
    }

    pub(super) async fn list_generations_of(
        &self,
        user_id: &str,
        project_id: &str,
        request: &PageRequest,
    ) -> Result<Page<Generation>, RecordsError> {
        let span = Span::memberships(project_id, request.after.as_deref());
        let listed = self.table.list(&span, request.limit + 2).await?;
        let page = page_of(listed, request, |member: &Membership| &member.generation_id);
        // A project has one owner: of another user's project nothing is read.
        let members = page.items.iter().filter(|member| member.user_id == user_id);
        let reads = members.map(|member| self.read_generation(user_id, &member.generation_id));
        let mut items = Vec::new();
        for read in futures::future::join_all(reads).await {
            match read {
                Ok(stored) => items.push(stored.generation),
                // It is being removed with its project.
                Err(RecordsError::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        let next = if items.is_empty() { None } else { page.next };
        Ok(Page { items, next })
    }

    pub(super) async fn admit_generation(
        &self,
        user_id: &str,
        id: &str,
        limit: usize,
        now_millis: u64,
    ) -> Result<bool, RecordsError> {
        let mut backoff = self.backoff();
        loop {
            let mut stored = self.read_generation(user_id, id).await?;
            let version = stored.generation.version;
            match stored.generation.state {
                GenerationState::Queued => {}
                GenerationState::Running => return Ok(true),
                GenerationState::Succeeded | GenerationState::Failed | GenerationState::Cancelled => return Ok(false),
            }
            let queue = self.read_queue(user_id).await?;
            match queue.before(id) {
                Some(before) if before >= queue.free(limit) => return Ok(false),
                Some(_) if stored.generation.apply(&Happening::Admitted, now_millis) != Applied::Unchanged => {
                    let writes = vec![
                        Write::replacement(&Key::generation(user_id, id), &stored, version)?,
                        queue.with(&stored.generation).write(user_id)?,
                    ];
                    if self.table.write("an admission", writes).await? == Written::Done {
                        return Ok(true);
                    }
                }
                // It has moved on between the two reads.
                _ => {}
            }
            if !backoff.pause().await {
                return Err(conflict("queue of", user_id));
            }
        }
    }
}
