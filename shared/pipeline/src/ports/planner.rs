use async_trait::async_trait;
use lectern_lesson::{Asset, Document, Finding, Project, Settings, Storyboard};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Plans and lints what users write, before they ask for its film: processor work and untrusted input, which the API
/// leaves to others.
#[async_trait]
pub trait Planner: Send + Sync {
    /// Plans or lints a manuscript. What cannot be planned is no error: its findings say why.
    async fn preview(&self, inquiry: &Inquiry) -> Result<Preview, PlannerError>;
}

/// What is asked of a planner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Inquiry {
    /// What is to be told.
    pub about: Subject,
    /// What it is to be told of.
    pub manuscript: Manuscript,
}

/// What a planner is to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Subject {
    /// What reading and analysis find in the script.
    Script,
    /// The storyboard, as written or planned from the script, and what the linter finds in it.
    Storyboard,
}

/// What a project's film is made from, by hash: the documents store has the bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manuscript {
    /// The script.
    pub script: Option<Document>,
    /// A storyboard written by hand; it is filmed in place of the script.
    pub storyboard: Option<Document>,
    /// Pictures.
    pub assets: Vec<Asset>,
    /// What the film is to be like.
    pub settings: Settings,
}

/// What a planner tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// The storyboard, if it was asked for and there can be one.
    pub storyboard: Option<Storyboard>,
    /// What was found. Where there can be no storyboard, why.
    pub findings: Vec<Finding>,
}

/// Why a planner did not answer.
#[derive(Debug, Error)]
pub enum PlannerError {
    /// It has no place free for now.
    #[error("others are being planned; try again later")]
    Busy,
    /// It does not answer, or what it needs does not.
    #[error("the planner does not answer")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It broke off.
    #[error("the planner broke off")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Manuscript {
    /// That of a project.
    pub fn of(project: &Project) -> Self {
        Self {
            script: project.script.clone(),
            storyboard: project.storyboard.clone(),
            assets: project.assets.clone(),
            settings: project.settings.clone(),
        }
    }
}
