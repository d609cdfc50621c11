use lectern_lesson::Project;
use lectern_pipeline::{Page, PageRequest, RecordsError};
use serde::{Deserialize, Serialize};

use crate::table::{Key, Span, Stored, Write, Written};

use super::{DynamoRecords, conflict, generations::Membership, not_found, page_of};

/// A deleted project of which something may be left.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Removal {
    project_id: String,
}

impl DynamoRecords {
    pub(super) async fn store_project(&self, project: &Project) -> Result<(), RecordsError> {
        let key = Key::project(&project.user_id, &project.id);
        let mut backoff = self.backoff();
        loop {
            match self.table.store_new(&key, project, None).await? {
                Stored::New => return Ok(()),
                Stored::Found(found) if found == *project => return Ok(()),
                Stored::Found(_) => return Err(conflict("project", &project.id)),
                Stored::Busy if backoff.pause().await => {}
                Stored::Busy => return Err(conflict("project", &project.id)),
            }
        }
    }

    pub(super) async fn read_project(&self, user_id: &str, id: &str) -> Result<Project, RecordsError> {
        self.table.get(&Key::project(user_id, id)).await?.ok_or_else(|| not_found("project", id))
    }

    pub(super) async fn list_projects(
        &self,
        user_id: &str,
        request: &PageRequest,
    ) -> Result<Page<Project>, RecordsError> {
        let span = Span::projects(user_id, request.after.as_deref());
        let listed = self.table.list(&span, request.limit + 2).await?;
        Ok(page_of(listed, request, |project: &Project| &project.id))
    }

    pub(super) async fn replace_project(&self, project: &Project) -> Result<Project, RecordsError> {
        let key = Key::project(&project.user_id, &project.id);
        let next = Project { version: project.version + 1, ..project.clone() };
        let mut backoff = self.backoff();
        loop {
            // A transaction of one write, for its token: an update that is sent twice does not meet its own new version.
            match self.table.write("a project", vec![Write::replacement(&key, &next, project.version)?]).await? {
                Written::Done => return Ok(next),
                Written::Refused(_) => {
                    self.read_project(&project.user_id, &project.id).await?;
                    return Err(conflict("project", &project.id));
                }
                Written::Busy if backoff.pause().await => {}
                Written::Busy => return Err(conflict("project", &project.id)),
            }
        }
    }

    /// First the project itself goes, in one transaction that notes that its leftovers are to be removed; then they go. A
    /// removal that was broken off is taken up when it is asked for again.
    pub(super) async fn remove_project(&self, user_id: &str, id: &str) -> Result<(), RecordsError> {
        let (key, removal) = (Key::project(user_id, id), Key::removal(user_id, id));
        let mut backoff = self.backoff();
        loop {
            let queue = self.read_queue(user_id).await?;
            if queue.holds_project(id) {
                // Only whoever has the project may know that.
                self.read_project(user_id, id).await?;
                return Err(conflict("project", id));
            }
            // The queue as it was read: a generation that is created meanwhile changes it.
            let writes = vec![
                Write::removal(&key)?,
                Write::expect_version(&Key::queue(user_id), queue.version)?,
                Write::new_item(&removal, &Removal { project_id: id.to_owned() })?,
            ];
            match self.table.write("a deletion", writes).await? {
                Written::Done => break,
                Written::Refused(refused) if refused.first() == Some(&true) => {
                    match self.table.get::<Removal>(&removal).await? {
                        Some(_) => break,
                        None => return Err(not_found("project", id)),
                    }
                }
                Written::Refused(_) | Written::Busy if backoff.pause().await => {}
                Written::Refused(_) | Written::Busy => return Err(conflict("project", id)),
            }
        }
        self.remove_leftovers(user_id, id).await
    }

    async fn remove_leftovers(&self, user_id: &str, id: &str) -> Result<(), RecordsError> {
        let mut backoff = self.backoff();
        let mut after = None;
        loop {
            let span = Span::memberships(id, after.as_deref());
            let request = PageRequest { after: after.take(), limit: 100 };
            let listed = self.table.list(&span, request.limit + 2).await?;
            let page = page_of(listed, &request, |member: &Membership| &member.generation_id);
            let generations = page.items.iter().map(|member| Key::generation(user_id, &member.generation_id));
            self.table.remove(&generations.collect::<Vec<_>>(), &mut backoff).await?;
            match page.next {
                Some(next) => after = Some(next),
                None => break,
            }
        }
        // The memberships go last, with the rest under the project's id: they tell what else there is to remove.
        self.table.clear(&Span::of_project(id), &mut backoff).await?;
        Ok(self.table.remove(&[Key::removal(user_id, id)], &mut backoff).await?)
    }
}
