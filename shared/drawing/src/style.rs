//! A style: everything about a film's look that is data.

mod background;
mod checks;
mod color;
mod grade;
mod suggestion;

use serde::Deserialize;

use crate::{Picture, StyleError};

pub use background::{Backdrop, NightSky, Ornament, Texture, World};
pub(crate) use checks::TEXT_CONTRAST;
pub use color::Color;
pub use grade::{Cube, CubeError, Grade};

/// The text of a style's file in `assets/styles`.
macro_rules! shipped {
    ($name:literal) => {
        ($name, include_str!(concat!("../../../assets/styles/", $name, ".toml")))
    };
}

/// Every style that ships: name and TOML.
const STYLES: [(&str, &str); 8] = [
    shipped!("night-sky"),
    shipped!("paper-and-ink"),
    shipped!("blackboard"),
    shipped!("blueprint"),
    shipped!("warm-documentary"),
    shipped!("bright-primary"),
    shipped!("museum"),
    shipped!("editorial"),
];

/// The look of a film.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Style {
    /// Name by which storyboards ask for it.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// One sentence for people.
    pub description: String,
    /// Its colors.
    pub palette: Palette,
    /// The faces that it sets text in.
    #[serde(rename = "type")]
    pub faces: Faces,
    /// Its type sizes.
    pub type_scale: TypeScale,
    /// What its panels, shadows and lights are like.
    pub surface: Surface,
    /// What is done to the colors of the user's pictures, so that they belong to the film.
    #[serde(default)]
    pub grade: Grade,
    /// Its timing.
    pub motion: Motion,
    /// Its camera.
    pub camera: Camera,
    /// The world behind the subject.
    pub world: World,
    /// What its music is like.
    pub music: Music,
    /// The TOML it was read from, for the fingerprint.
    #[serde(skip)]
    source: String,
}

/// Named colors. Their meaning is fixed inside a film.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Palette {
    /// What the film rises from and sinks into; corners, silhouettes in front.
    pub shade: Color,
    /// Discs and code panels.
    pub board: Color,
    /// The world in the middle of a frame.
    pub ground: Color,
    /// The world at the bottom of a frame.
    pub ground_low: Color,
    /// Text in focus.
    pub text: Color,
    /// Text out of focus, captions, credits.
    pub muted: Color,
    /// Lines to come; never text.
    pub dim: Color,
    /// Hairlines and rings at rest; never text.
    pub line: Color,
    /// The accent: flow, "now", terms.
    pub flow: Color,
    /// Energy, result, answer.
    pub result: Color,
    /// The opposing force.
    pub opposite: Color,
    /// Grammar and structure.
    pub structure: Color,
    /// Correct answers only.
    pub correct: Color,
    /// Top of a panel's fill.
    pub panel_top: Color,
    /// Bottom of a panel's fill.
    pub panel_bottom: Color,
    /// A panel's edge.
    pub panel_edge: Color,
    /// Opacity of a panel's fill at the top, 0 to 1.
    pub panel_top_alpha: f64,
    /// Opacity of a panel's fill at the bottom, 0 to 1.
    pub panel_bottom_alpha: f64,
}

impl Palette {
    /// Whether dark text stands on light ground.
    pub fn is_light(&self) -> bool {
        self.ground.luminance() > self.text.luminance()
    }
}

/// The faces of a style by what they are for. [`Style::face_names`] tells which there are.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Faces {
    /// Titles, terms, numbers.
    pub display: String,
    /// Display type that is not the main thing: points, quotations, titles of charts.
    pub secondary: String,
    /// Prose.
    pub body: String,
    /// Prose with weight.
    pub strong: String,
    /// Code.
    pub code: String,
    /// Code with weight.
    pub code_strong: String,
}

/// What lies on the world: panels, shadows, lights.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Surface {
    /// Color of shadows.
    pub shadow: Color,
    /// Strength of shadows, 0 to 1.
    pub shadow_strength: f64,
    /// How much what is lit glows, 0 to 1. Without a glow it gets a stronger line, and text that would glow gets a halo
    /// of the ground's color.
    pub glow: f64,
    /// The corners of panels and pictures as a part of the radius that a visual asks for: 0 for sharp ones, 1 for round
    /// ones.
    pub corner: f64,
    /// How much lines waver, as if drawn by hand: 0 for exact ones, up to 2.
    pub hand: f64,
}

/// Type sizes in design pixels and line heights as multiples of the size.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each size is named for what it sets")]
pub struct TypeScale {
    pub title: f64,
    pub big_number: f64,
    pub formula: f64,
    pub term: f64,
    pub question: f64,
    pub statement: f64,
    pub focus: f64,
    pub heading: f64,
    pub answer: f64,
    pub chapter: f64,
    pub body: f64,
    pub label: f64,
    pub sublabel: f64,
    pub code: f64,
    pub credit: f64,
    /// No text is ever smaller than this; at least 32.
    pub floor: f64,
    pub display_line_height: f64,
    pub body_line_height: f64,
    pub code_line_height: f64,
    /// Letter spacing of display type as a fraction of its size.
    pub display_tracking: f64,
}

/// Durations in seconds and easing curves as CSS `cubic-bezier` control points.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Motion {
    /// An entrance.
    pub enter: f64,
    /// A move or a hand-over of focus.
    pub r#move: f64,
    /// An exit.
    pub leave: f64,
    /// Delay between things that enter together.
    pub stagger: f64,
    /// How long before its word an entrance begins, at most 0.12.
    pub anticipation: f64,
    /// How long scenery takes to rise.
    pub scenery_enter: f64,
    /// How long scenery takes to sink.
    pub scenery_leave: f64,
    /// The fade at the end of the film.
    pub fade_out: f64,
    /// Easing of entrances.
    pub enter_curve: [f64; 4],
    /// Easing of moves.
    pub move_curve: [f64; 4],
    /// Easing of exits.
    pub leave_curve: [f64; 4],
}

/// The camera that looks at the world.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Camera {
    /// Scale of a close framing; a wide one has 1.
    pub close: f64,
    /// Sideways drift between the framings in design pixels.
    pub drift: f64,
    /// Whether the subject stays pinned to the screen, whatever the camera does.
    pub pin_text: bool,
    /// Scale of the subject in a close framing, where the camera takes it with it.
    #[serde(default = "push")]
    pub push: f64,
    /// Scale of the subject in an insert, at most.
    #[serde(default = "insert")]
    pub insert: f64,
    /// How far the world is out of focus where only the subject is sharp: the radius of the blur in design pixels, 0 for a
    /// world without depth.
    #[serde(default)]
    pub depth_of_field: f64,
    /// Height of the bars of shade above and below the picture in films of 16:9, in design pixels; 0 for none.
    #[serde(default)]
    pub letterbox: f64,
}

fn push() -> f64 {
    1.05
}

fn insert() -> f64 {
    1.5
}

/// What the music of a style is like.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Music {
    /// A mood in one word, for the composer.
    pub mood: String,
    /// Beats a minute, 40 to 200.
    pub tempo: f64,
    /// Home key, such as `"D"` or `"Bb minor"`; the composer's choice if not given.
    #[serde(default)]
    pub key: Option<String>,
    /// How much is played, 0.25 to 2; 1 is usual.
    #[serde(default = "usual_density")]
    pub density: f64,
    /// Seconds of echo, 0.3 to 8; the mood's own if not given.
    #[serde(default)]
    pub room_secs: Option<f64>,
}

fn usual_density() -> f64 {
    1.0
}

impl Style {
    /// The style of that name, if it ships.
    pub fn named(name: &str) -> Option<Self> {
        let (_, source) = STYLES.iter().find(|(known, _)| *known == name)?;
        Some(Self::parse(source).expect("a test parses every style that ships"))
    }

    /// Names of the faces that a style may use.
    pub fn face_names() -> Vec<&'static str> {
        crate::text::face_names().collect()
    }

    /// Names of the styles that ship.
    pub fn names() -> Vec<&'static str> {
        STYLES.iter().map(|(name, _)| *name).collect()
    }

    /// Reads a style and checks it. A new style is a copy of one that ships (`assets/styles`) with other values.
    ///
    /// # Errors
    /// When it is not TOML of the right form, when a number is out of range, when it names a face that is not embedded, or
    /// when a text color has less than 4.5:1 against a ground that text stands on (world and panels).
    pub fn parse(toml: &str) -> Result<Self, StyleError> {
        let mut style: Self = toml::from_str(toml).map_err(|cause| StyleError::Unreadable { cause })?;
        style.source = toml.to_owned();
        style.check_faces()?;
        style.check_ranges()?;
        style.check_contrast()?;
        Ok(style)
    }

    /// The text of its file, to be copied and changed.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The text of a style's file as a storyboard carries it: with the table of colors that it names, which `read` finds, as a part of
    /// the text. A style without one is its own text.
    ///
    /// # Errors
    /// When the text is not TOML, when the table cannot be read, or is none.
    pub fn carried(toml: &str, read: impl FnOnce(&str) -> std::io::Result<String>) -> Result<String, StyleError> {
        let mut table: toml::Table = toml::from_str(toml).map_err(|cause| StyleError::Unreadable { cause })?;
        let lut = table.get_mut("grade").and_then(|grade| grade.get_mut("lut"));
        let Some(toml::Value::String(lut)) = lut.filter(|lut| lut.as_str().is_some_and(|lut| !Cube::is_carried(lut)))
        else {
            return Ok(toml.to_owned());
        };
        let text = read(lut).map_err(|cause| StyleError::LutNotFound { name: lut.clone(), cause })?;
        *lut = Cube::parse(&text).map_err(|cause| StyleError::BadLut { name: lut.clone(), cause })?.carried();
        Ok(table.to_string())
    }

    /// How far the colors of a picture lie from those of this style, as it is and as the style shows it: 0 for the same colors, about
    /// 1 for black on white. None for a drawing, which keeps its colors, and for a picture without pixels.
    pub fn distances(&self, picture: &Picture) -> Option<(f64, f64)> {
        let pixels = picture.is_photograph().then(|| picture.pixels().data_as_u8_slice())?;
        self.grade.distances(pixels, &self.palette)
    }

    /// What tells two styles apart in cache keys: 32 hexadecimal digits of its source.
    pub fn fingerprint(&self) -> String {
        // FNV-1a, 128 bit: http://www.isthe.com/chongo/tech/comp/fnv/. Not for security.
        let hash = self.source.bytes().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128, |hash, byte| {
            (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
        });
        format!("{hash:032x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn night_sky() -> &'static str {
        STYLES[0].1
    }

    #[test]
    fn every_style_that_ships_parses_under_its_name() {
        for name in Style::names() {
            let style = Style::named(name).expect("ships");
            assert_eq!(style.name, name);
            assert_eq!(style.fingerprint().len(), 32);
        }
        assert_eq!(Style::named("no-such-style"), None);
    }

    #[test]
    fn text_that_cannot_be_read_is_refused_by_name() {
        let cases = [
            (("muted = \"#BDC1F2\"", "muted = \"#5A5FA0\""), "muted #5A5FA0"),
            (("panel_top = \"#2A2E86\"", "panel_top = \"#8A8EE6\""), "panel_top #8A8EE6"),
        ];
        for ((from, to), named) in cases {
            let error = Style::parse(&night_sky().replace(from, to)).expect_err("too little contrast");
            assert!(error.to_string().contains(named), "{error}");
        }
    }

    #[test]
    fn light_styles_are_held_to_the_same_contrast() {
        let (_, paper) = STYLES[1];
        let too_light =
            Style::parse(&paper.replace("flow = \"#9C2116\"", "flow = \"#D9806F\"")).expect_err("too little contrast");
        assert!(too_light.to_string().contains("flow #D9806F"), "{too_light}");
        let too_dark = Style::parse(&paper.replace("light = \"#FAF1DE\"", "light = \"#8A7A66\""))
            .expect_err("too little contrast");
        assert!(too_dark.to_string().contains("world.light #8A7A66"), "{too_dark}");
    }

    #[test]
    fn a_face_that_is_not_embedded_is_refused_with_those_that_are() {
        let error = Style::parse(&night_sky().replace("\"Inter Bold\"", "\"Comic Sans\"")).expect_err("no such face");
        let message = error.to_string();
        assert!(message.contains("type.strong") && message.contains("EB Garamond SemiBold"), "{message}");
    }

    #[test]
    fn numbers_out_of_range_and_unknown_fields_are_refused() {
        let cases = [
            ("floor = 34.0", "floor = 12.0", "type_scale.floor"),
            ("close = 1.05", "close = 3.0", "camera.close"),
            ("close = 1.05", "close = nan", "camera.close"),
            ("anticipation = 0.12", "anticipation = 0.5", "motion.anticipation"),
            ("enter_curve = [0.16,", "enter_curve = [-0.16,", "motion.enter_curve"),
        ];
        for (from, to, named) in cases {
            let error = Style::parse(&night_sky().replace(from, to)).expect_err("out of range");
            assert!(error.to_string().contains(named), "{error}");
        }
        for bad in ["", "name = 3", &night_sky().replace("[music]", "[musik]"), &night_sky().replace("#060822", "ink")]
        {
            assert!(matches!(Style::parse(bad), Err(StyleError::Unreadable { .. })));
        }
    }

    #[test]
    fn fingerprints_tell_styles_apart() {
        let one = Style::named("night-sky").expect("ships");
        let other = Style::parse(&night_sky().replace("tempo = 72.0", "tempo = 73.0")).expect("valid");
        assert_ne!(one.fingerprint(), other.fingerprint());
    }
}
