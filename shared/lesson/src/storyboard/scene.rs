use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Shot, Visual};
use crate::Span;

/// Longest scene id in characters; ids are `[a-z0-9-]+` and unique in a storyboard.
pub const SCENE_ID_MAX: usize = 48;

/// A scene: one thought, one picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scene {
    /// Stable id: lower-case letters, digits and hyphens.
    pub id: String,
    /// The chapter that begins with this scene.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chapter: Option<String>,
    /// What is said: words with marks (`[[shown|spoken]]`, `[[*stressed*]]`, `[[voice am_puck Student]]`, `[[pause 2]]`).
    pub narration: String,
    /// What is shown.
    pub visual: Visual,
    /// Picture description for those who cannot see it.
    pub description: String,
    /// How the camera looks at it.
    #[serde(default)]
    pub shot: Shot,
    /// What happens on which word. Parts without a `show` cue are there from the start.
    #[serde(default)]
    pub cues: Vec<Cue>,
    /// How the scene begins.
    #[serde(default)]
    pub transition: Transition,
    /// Its mood, for music and light.
    #[serde(default)]
    pub mood: Mood,
    /// The places in the script that it comes from.
    #[serde(default)]
    pub sources: Vec<Span>,
    /// The sentence that made the planner choose the visual; none where the script itself asks for it (a figure, a formula, a
    /// heading), and in storyboards written by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen_for: Option<String>,
}

/// Something that happens on a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cue {
    /// Index of the word in the narration, counted from 0.
    pub word: usize,
    /// What happens.
    pub action: Action,
    /// The part of the visual that it happens to; see [`Visual`] for what its parts are.
    #[serde(default)]
    pub part: usize,
    /// The last part, where it happens to several (lines of code).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_part: Option<usize>,
}

/// What a cue does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// The part enters.
    Show,
    /// The part is in focus until the next focus; the others step back.
    Focus,
    /// The answer of a question is revealed.
    Answer,
}

/// How a scene begins, seen from the scene before it. `docs/cinematography.md` tells which is for what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Transition {
    /// The world stays; only the subject changes.
    #[default]
    Continue,
    /// The scenery changes by way of the open sky.
    Dissolve,
    /// At once, the subject with its world.
    Cut,
    /// The picture sinks into ink, and the next one rises from it.
    Dip,
    /// The next picture takes the place of this one from one side to the other.
    Wipe,
    /// The camera is thrown to the side, past what cannot be made out, and stands before the next picture.
    Whip,
    /// An illustration that both scenes show goes from its place in one to its place in the next; all else changes as in `continue`.
    Match,
}

impl Transition {
    /// Its name, as in the JSON form.
    pub fn name(self) -> &'static str {
        match self {
            Self::Continue => "continue",
            Self::Dissolve => "dissolve",
            Self::Cut => "cut",
            Self::Dip => "dip",
            Self::Wipe => "wipe",
            Self::Whip => "whip",
            Self::Match => "match",
        }
    }

    /// Whether scenery leaves before it and enters after it.
    pub fn changes_world(self) -> bool {
        !self.keeps_world()
    }

    /// Whether the world goes on behind it, so that the camera must not jump.
    pub fn keeps_world(self) -> bool {
        matches!(self, Self::Continue | Self::Match)
    }

    /// Whether the next picture comes over the last one of the scene before, which stands until then.
    pub fn needs_picture_before(self) -> bool {
        matches!(self, Self::Dissolve | Self::Wipe | Self::Whip)
    }

    /// Whether the subject of the scene before stands until the very end of its scene, and what does not wait for a word
    /// is in its place when the next begins.
    pub fn takes_subject(self) -> bool {
        matches!(self, Self::Cut | Self::Dip | Self::Wipe | Self::Whip)
    }
}

/// Moods for music and light.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say all there is")]
pub enum Mood {
    #[default]
    Calm,
    Curious,
    Bright,
    Serious,
    Triumphant,
}
