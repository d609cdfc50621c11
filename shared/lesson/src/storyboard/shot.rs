use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the camera looks at a scene. Where the world goes on from the scene before, the shot begins in the framing in which
/// that one ended, so that the world behind does not jump at a cut. `docs/cinematography.md` tells which shot is for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shot {
    /// Framing at the start.
    pub from: Framing,
    /// Framing at the end.
    pub to: Framing,
    /// How the camera comes from one to the other.
    #[serde(default, skip_serializing_if = "Movement::is_drift")]
    pub movement: Movement,
    /// What is sharp.
    #[serde(default, skip_serializing_if = "Focus::is_deep")]
    pub focus: Focus,
}

impl Default for Shot {
    fn default() -> Self {
        Self { from: Framing::Wide, to: Framing::Close, movement: Movement::Drift, focus: Focus::Deep }
    }
}

/// How near the camera is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Framing {
    /// The whole stage.
    Wide,
    /// Half way between wide and close.
    Medium,
    /// A few percent closer than wide.
    Close,
    /// As a shot's end only: so close that the part in focus fills much of the frame. The camera goes to it when the voice
    /// does, and is back on the whole, close, before the scene ends.
    Insert,
}

impl Framing {
    /// How close the world is, 0 wide to 1 close.
    pub fn closeness(self) -> f64 {
        match self {
            Self::Wide => 0.0,
            Self::Medium => 0.5,
            Self::Close | Self::Insert => 1.0,
        }
    }

    /// Its name, as in the JSON form.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Medium => "medium",
            Self::Close => "close",
            Self::Insert => "insert",
        }
    }
}

/// How the camera comes from one framing to the other. However it moves, near layers of the world move more than far
/// ones, and it is at rest at both ends of a scene.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Movement {
    /// It rests: both framings are the same.
    Hold,
    /// Slowly through the world, behind a subject that rests on the screen.
    #[default]
    Drift,
    /// Nearer, the subject with it, as far as its texts stay in the safe area. To an insert: onto the part in focus.
    Push,
    /// Farther, the subject with it.
    Pull,
    /// Sideways. To an insert: from part to part along a line; else through the world until it comes to rest.
    Pan,
    /// Up or down. To an insert: from part to part; else it sinks from the sky until it comes to rest on the world.
    Tilt,
    /// It rises from the ground until it comes to rest on the world; near layers sink far below far ones.
    Crane,
}

impl Movement {
    /// Its name, as in the JSON form.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Drift => "drift",
            Self::Push => "push",
            Self::Pull => "pull",
            Self::Pan => "pan",
            Self::Tilt => "tilt",
            Self::Crane => "crane",
        }
    }

    /// Whether it begins off its place in the world, which only a world that has just come can do.
    pub fn comes_to_rest(self) -> bool {
        matches!(self, Self::Pan | Self::Tilt | Self::Crane)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it by reference")]
    fn is_drift(&self) -> bool {
        *self == Self::Drift
    }
}

/// What the lens is focused on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Focus {
    /// Everything is sharp.
    #[default]
    Deep,
    /// The subject is sharp; the world behind it is out of focus.
    Shallow,
    /// The world is sharp until the subject enters; then the focus goes to the subject.
    Rack,
}

impl Focus {
    /// Whether the world is out of focus when the scene ends.
    pub fn ends_soft(self) -> bool {
        self != Self::Deep
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it by reference")]
    fn is_deep(&self) -> bool {
        *self == Self::Deep
    }
}

impl Shot {
    /// Whether the camera goes to the parts that are in focus.
    pub fn follows_parts(&self) -> bool {
        self.to == Framing::Insert
    }

    /// Whether the whole composition moves with the camera.
    pub fn carries_subject(&self) -> bool {
        !self.follows_parts() && matches!(self.movement, Movement::Push | Movement::Pull)
    }

    /// Why its movement and its framings contradict each other, if they do.
    pub fn contradiction(&self) -> Option<String> {
        let (from, to) = (self.from.closeness(), self.to.closeness());
        let name = self.movement.name();
        if self.from == Framing::Insert {
            return Some("it begins as an insert".to_owned());
        }
        let wrong = match self.movement {
            Movement::Hold => self.from != self.to,
            Movement::Push => to <= from && !self.follows_parts(),
            Movement::Pull => to >= from || self.follows_parts(),
            Movement::Crane => self.follows_parts(),
            Movement::Drift => self.follows_parts(),
            Movement::Pan | Movement::Tilt => false,
        };
        wrong.then(|| format!("a {name} does not go from {} to {}", self.from.name(), self.to.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shots_of_older_storyboards_are_read_as_they_were_meant() {
        let shot: Shot = serde_json::from_str(r#"{"from": "close", "to": "wide"}"#).expect("an older shot");
        assert_eq!(
            shot,
            Shot { from: Framing::Close, to: Framing::Wide, movement: Movement::Drift, focus: Focus::Deep }
        );
        let written = serde_json::to_string(&shot).expect("writes");
        assert_eq!(written, r#"{"from":"close","to":"wide"}"#);
    }

    #[test]
    fn movements_agree_with_their_framings() {
        use Framing::{Close, Insert, Medium, Wide};
        let cases = [
            (Movement::Hold, Medium, Medium, true),
            (Movement::Hold, Wide, Close, false),
            (Movement::Drift, Close, Wide, true),
            (Movement::Drift, Wide, Insert, false),
            (Movement::Push, Wide, Medium, true),
            (Movement::Push, Close, Close, false),
            (Movement::Push, Close, Insert, true),
            (Movement::Pull, Close, Wide, true),
            (Movement::Pull, Wide, Close, false),
            (Movement::Pan, Wide, Insert, true),
            (Movement::Crane, Wide, Wide, true),
            (Movement::Push, Insert, Close, false),
        ];
        for (movement, from, to, agrees) in cases {
            let shot = Shot { from, to, movement, focus: Focus::Deep };
            assert_eq!(shot.contradiction().is_none(), agrees, "{shot:?}");
        }
    }
}
