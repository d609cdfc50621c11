//! Orders that come from outside the API: a script put into a bucket, an event of another system.

use lectern_lesson::{Document, Failure, Generation, Happening, PROJECT_TITLE_MAX, Project, Settings};
use sha2::{Digest, Sha256};
use ulid::Ulid;

use super::{GenerationRef, SCRIPT_BYTES_MAX, Studio, script_key};
use crate::{BAD_SCRIPT, Events, PipelineError, content_hash};

/// An order for a film.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Who it is for.
    pub user_id: String,
    /// What it is of.
    pub of: Ordered,
    /// What makes it this order and no other: an event's id, an upload's key and version. The same order twice is one.
    pub identity: String,
    /// When it was given, in milliseconds since 1970.
    pub at_millis: u64,
}

/// What an order is of.
#[derive(Clone, Debug, PartialEq)]
pub enum Ordered {
    /// A project that there is.
    Project {
        /// Its id.
        id: String,
    },
    /// A script, which becomes a project.
    Script {
        /// The file's name.
        name: String,
        /// The project's title; the file's name without its ending if not given.
        title: Option<String>,
        /// The script.
        script: Vec<u8>,
        /// How the film is to be.
        settings: Settings,
    },
}

/// Takes an order: makes the project where it is of a script, and the generation, which waits in its owner's queue then. The same
/// order taken again gives the same generation.
///
/// A script that is too large becomes a failed generation, which tells its user why.
///
/// # Errors
/// When the project is not the user's, its owner has `quota` films under way, or a store does not answer.
pub async fn order(studio: &Studio, order: &Order, quota: usize) -> Result<GenerationRef, PipelineError> {
    let project = match &order.of {
        Ordered::Project { id } => studio.records.project(&order.user_id, id).await?,
        Ordered::Script { name, title, script, settings } => {
            let project = project_of(order, name, title.as_deref(), script, settings);
            if let Some(document) = &project.script
                && let Some(key) = script_key(document)
            {
                studio.documents.put(&key, script.clone()).await?;
            }
            match studio.records.create_project(&project).await {
                // Its user has changed it since the order came first.
                Err(crate::RecordsError::Conflict { .. }) => {
                    studio.records.project(&order.user_id, &project.id).await?
                }
                Err(error) => return Err(error.into()),
                Ok(()) => project,
            }
        }
    };
    let id = id_of("gen", order);
    let at = GenerationRef { user_id: order.user_id.clone(), generation_id: id.clone() };
    let has_script = project.script.is_some() || project.storyboard.is_some();
    let generation = Generation::of(&project, id, project.settings.clone(), order.at_millis);
    studio.records.create_generation(&generation, quota).await?;
    if !has_script {
        let failure = Failure {
            error: BAD_SCRIPT.to_owned(),
            message: format!("there is no script, or it has more than {SCRIPT_BYTES_MAX} bytes"),
            findings: Vec::new(),
        };
        studio.journal(&at).happened(&Happening::Failed(failure)).await?;
    }
    Ok(at)
}

fn project_of(order: &Order, name: &str, title: Option<&str>, script: &[u8], settings: &Settings) -> Project {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let title: String = title.unwrap_or(stem).chars().take(PROJECT_TITLE_MAX).collect();
    let document = Document { name: name.to_owned(), hash: content_hash(script), bytes: script.len() as u64 };
    Project {
        id: id_of("prj", order),
        user_id: order.user_id.clone(),
        title: if title.trim().is_empty() { "Untitled".to_owned() } else { title },
        settings: settings.clone(),
        script: (document.bytes <= SCRIPT_BYTES_MAX).then_some(document),
        storyboard: None,
        assets: Vec::new(),
        webhooks: Vec::new(),
        version: 1,
        created_millis: order.at_millis,
        updated_millis: order.at_millis,
    }
}

/// An id that follows from the order: sorts by its time, and cannot be guessed by who does not know its identity.
fn id_of(prefix: &str, order: &Order) -> String {
    let digest = Sha256::digest(format!("{prefix}\n{}\n{}", order.user_id, order.identity));
    let mut random = [0; 16];
    random.copy_from_slice(&digest[..16]);
    format!("{prefix}_{}", Ulid::from_parts(order.at_millis, u128::from_be_bytes(random)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(identity: &str) -> Order {
        let of = Ordered::Project { id: "prj_1".to_owned() };
        Order { user_id: "ada".to_owned(), of, identity: identity.to_owned(), at_millis: 1_700_000_000_000 }
    }

    #[test]
    fn the_same_order_has_the_same_ids_and_another_has_others() {
        assert_eq!(id_of("gen", &order("upload 1")), id_of("gen", &order("upload 1")));
        assert_ne!(id_of("gen", &order("upload 1")), id_of("gen", &order("upload 2")));
        assert_ne!(id_of("gen", &order("upload 1"))[4..], id_of("prj", &order("upload 1"))[4..]);
        let later = Order { at_millis: 1_700_000_000_001, ..order("upload 1") };
        assert!(id_of("gen", &order("upload 9")) < id_of("gen", &later));
        assert_eq!(id_of("gen", &later).len(), 30);
    }
}
