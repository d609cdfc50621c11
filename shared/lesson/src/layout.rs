use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An axis-aligned rectangle in design pixels: a 16:9 frame is 1920 × 1080 of them whatever its real size, a frame of another
/// shape about as many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Rect {
    /// A rectangle from its left, top, width and height.
    pub const fn new(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self { x, y, width, height }
    }

    /// Right edge.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// Bottom edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// The smallest rectangle that holds both.
    #[must_use]
    pub fn united(&self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Self::new(x, y, self.right().max(other.right()) - x, self.bottom().max(other.bottom()) - y)
    }

    /// The same with every length multiplied.
    #[must_use]
    pub fn scaled(&self, by: f64) -> Self {
        Self::new(self.x * by, self.y * by, self.width * by, self.height * by)
    }

    /// The largest scale about its middle at which every one of `others` stays inside it; infinite for none.
    pub fn room(&self, others: impl IntoIterator<Item = Self>) -> f64 {
        let (middle_x, middle_y) = (self.x + self.width / 2.0, self.y + self.height / 2.0);
        others.into_iter().fold(f64::INFINITY, |room, other| {
            let reach_x = (other.right() - middle_x).max(middle_x - other.x);
            let reach_y = (other.bottom() - middle_y).max(middle_y - other.y);
            room.min(self.width / 2.0 / reach_x.max(1.0)).min(self.height / 2.0 / reach_y.max(1.0))
        })
    }

    /// Whether `other` lies inside, with `tolerance` pixels to spare.
    pub fn contains(&self, other: &Self, tolerance: f64) -> bool {
        other.x >= self.x - tolerance
            && other.y >= self.y - tolerance
            && other.right() <= self.right() + tolerance
            && other.bottom() <= self.bottom() + tolerance
    }

    /// Whether the two share more than `tolerance` pixels in both directions.
    pub fn overlaps(&self, other: &Self, tolerance: f64) -> bool {
        self.x + tolerance < other.right()
            && other.x + tolerance < self.right()
            && self.y + tolerance < other.bottom()
            && other.y + tolerance < self.bottom()
    }
}

/// What a placed text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say all there is")]
pub enum TextRole {
    Heading,
    Body,
    Label,
    Code,
    Formula,
    Credit,
}

/// A text as laid out on the frame at rest (all parts shown, nothing moving).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlacedText {
    /// The part of the visual that it belongs to; none for furniture such as a heading.
    pub part: Option<usize>,
    /// What it says.
    pub text: String,
    /// Its ink's bounding box.
    pub rect: Rect,
    /// Smallest font size in it, in design pixels.
    pub size_px: f64,
    /// Lowest contrast against what lies behind it (WCAG 2.2 relative luminance), 1 to 21.
    pub contrast: f64,
    /// What it is for.
    pub role: TextRole,
}

/// Something that did not fit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Overflow {
    /// The part that did not fit; none for furniture.
    pub part: Option<usize>,
    /// What did not fit, for people.
    pub message: String,
}

/// A visual as laid out: what the linter judges and the planner splits by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Layout {
    /// Where texts may stand.
    pub safe: Rect,
    /// Every text on the frame.
    pub texts: Vec<PlacedText>,
    /// What did not fit; empty for a good frame.
    pub overflows: Vec<Overflow>,
    /// Characters that no font at hand can draw.
    pub missing_characters: Vec<char>,
    /// The largest scale about the middle of the frame at which every text stays in the safe area: how near a camera may
    /// come that takes the subject with it. 0 where it was not measured.
    #[serde(default)]
    pub room: f64,
}

impl Default for Layout {
    /// An empty 16:9 frame, whose texts keep 5 % from every edge.
    fn default() -> Self {
        let safe = Rect::new(96.0, 54.0, 1728.0, 972.0);
        Self { safe, texts: Vec::new(), overflows: Vec::new(), missing_characters: Vec::new(), room: 0.0 }
    }
}

impl Layout {
    /// Whether everything fits at a readable size.
    pub fn fits(&self) -> bool {
        self.overflows.is_empty()
    }
}
