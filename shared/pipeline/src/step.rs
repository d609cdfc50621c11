use std::fmt;

use serde::{Deserialize, Serialize};

/// The steps of a production. One word each, the same for the function, the folder of its artifacts, the state and the
/// progress line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Text → `Script`.
    Read,
    /// `Script` → `Lesson`.
    Analyze,
    /// `Lesson` → `Storyboard`.
    Plan,
    /// `Storyboard` → findings.
    Lint,
    /// Scene → `Narration`.
    Narrate,
    /// Narrations → what is to be filmed when.
    Schedule,
    /// Scene and narration → clip.
    Render,
    /// Timings → music, mixed with the voice.
    Score,
    /// Clips, sound, captions → film.
    Composite,
    /// Film → `QualityReport`.
    Inspect,
    /// Film → streams, teaser, stills.
    Package,
    /// Film and sidecars → where the user wants them.
    Publish,
}

impl Step {
    /// Its name, as in folders and progress lines.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Analyze => "analyze",
            Self::Plan => "plan",
            Self::Lint => "lint",
            Self::Narrate => "narrate",
            Self::Schedule => "schedule",
            Self::Render => "render",
            Self::Score => "score",
            Self::Composite => "composite",
            Self::Inspect => "inspect",
            Self::Package => "package",
            Self::Publish => "publish",
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
