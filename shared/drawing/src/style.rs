//! A style: everything about a film's look that is data.

use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer};

use crate::StyleError;

/// Contrast that text needs against what lies behind it (WCAG 2.2, success criterion 1.4.3).
pub(crate) const TEXT_CONTRAST: f64 = 4.5;

const NIGHT_SKY: &str = include_str!("../../../assets/styles/night-sky.toml");

/// Every style that ships: name and TOML.
const STYLES: [(&str, &str); 1] = [("night-sky", NIGHT_SKY)];

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
    /// Its type sizes.
    pub type_scale: TypeScale,
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
    /// Top of the sky, vignette, silhouettes in front.
    pub shade: Color,
    /// Discs and code panels.
    pub board: Color,
    /// Middle of the sky.
    pub ground: Color,
    /// Bottom of the sky, near hills.
    pub ground_low: Color,
    /// Lit land.
    pub haze: Color,
    /// Far ridges, bodies of clouds.
    pub violet: Color,
    /// Warm horizon.
    pub warm: Color,
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
    /// Whether text stays pinned to the screen.
    pub pin_text: bool,
}

/// The world behind the subject.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct World {
    /// Which world.
    pub kind: WorldKind,
    /// How many stars a frame has.
    pub stars: u32,
    /// Strength of the static grain that hides banding, 0 to 0.1.
    pub grain: f64,
    /// Darkness of the corners, 0 to 1.
    pub vignette: f64,
    /// How much of the camera's motion the sky makes.
    pub sky_parallax: f64,
    /// The same for stars.
    pub star_parallax: f64,
    /// The same for the moon and far clouds.
    pub moon_parallax: f64,
    /// The same for the far ridge.
    pub far_parallax: f64,
    /// The same for the mid ridge and water.
    pub mid_parallax: f64,
    /// The same for what stands in front.
    pub near_parallax: f64,
}

/// Worlds that can be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorldKind {
    /// Sky, stars, ridges, lake, moon, clouds, trees.
    NightSky,
}

/// What the music of a style is like.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Music {
    /// A mood in one word, for the composer.
    pub mood: String,
    /// Beats a minute, 40 to 200.
    pub tempo: f64,
}

/// The linear value of each sRGB channel value (IEC 61966-2-1).
static LINEAR: LazyLock<[f64; 256]> = LazyLock::new(|| {
    std::array::from_fn(|channel| {
        let value = channel as f64 / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    })
});

/// An opaque sRGB color, written `#RRGGBB`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Color {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

impl Color {
    /// A color from `0xRRGGBB`.
    pub const fn from_hex(hex: u32) -> Self {
        Self { red: (hex >> 16) as u8, green: (hex >> 8) as u8, blue: hex as u8 }
    }

    /// Parses `#RRGGBB`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        u32::from_str_radix(digits, 16).ok().map(Self::from_hex)
    }

    /// Relative luminance as WCAG 2.2 defines it, 0 (black) to 1 (white).
    pub fn luminance(self) -> f64 {
        let linear = &*LINEAR;
        0.2126 * linear[usize::from(self.red)]
            + 0.7152 * linear[usize::from(self.green)]
            + 0.0722 * linear[usize::from(self.blue)]
    }

    /// WCAG contrast with another color, 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The color between this one (0) and `other` (1).
    pub fn mix(self, other: Self, amount: f64) -> Self {
        let amount = amount.clamp(0.0, 1.0);
        let channel = |from: u8, to: u8| (f64::from(from) + (f64::from(to) - f64::from(from)) * amount).round() as u8;
        Self {
            red: channel(self.red, other.red),
            green: channel(self.green, other.green),
            blue: channel(self.blue, other.blue),
        }
    }
}

impl fmt::Display for Color {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{:02X}{:02X}{:02X}", self.red, self.green, self.blue)
    }
}

impl fmt::Debug for Color {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl<'de> Deserialize<'de> for Color {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("{text:?} is not a color such as #F5F3FF")))
    }
}

impl Style {
    /// The style of that name, if it ships.
    pub fn named(name: &str) -> Option<Self> {
        let (_, source) = STYLES.iter().find(|(known, _)| *known == name)?;
        Some(Self::parse(source).expect("a test parses every style that ships"))
    }

    /// Names of the styles that ship.
    pub fn names() -> Vec<&'static str> {
        STYLES.iter().map(|(name, _)| *name).collect()
    }

    /// Reads a style and checks it.
    ///
    /// # Errors
    /// When it is not TOML of the right form, when a number is out of range, or when a text color has less than 4.5:1
    /// against a ground that text stands on (sky and panels).
    pub fn parse(toml: &str) -> Result<Self, StyleError> {
        let mut style: Self = toml::from_str(toml).map_err(|cause| StyleError::Unreadable { cause })?;
        style.source = toml.to_owned();
        style.check_ranges()?;
        style.check_contrast()?;
        Ok(style)
    }

    /// What tells two styles apart in cache keys: 32 hexadecimal digits of its source.
    pub fn fingerprint(&self) -> String {
        // FNV-1a, 128 bit: http://www.isthe.com/chongo/tech/comp/fnv/. Not for security.
        let hash = self.source.bytes().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128, |hash, byte| {
            (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
        });
        format!("{hash:032x}")
    }

    fn check_ranges(&self) -> Result<(), StyleError> {
        let size = "from 32 to 400";
        let secs = "from 0.05 to 5 seconds";
        let part = "from 0 to 1";
        let (scale, motion) = (&self.type_scale, &self.motion);
        let checks = [
            ("type_scale.floor", scale.floor, 32.0, 400.0, size),
            ("type_scale.title", scale.title, scale.floor, 400.0, size),
            ("type_scale.big_number", scale.big_number, scale.floor, 400.0, size),
            ("type_scale.formula", scale.formula, scale.floor, 400.0, size),
            ("type_scale.term", scale.term, scale.floor, 400.0, size),
            ("type_scale.question", scale.question, scale.floor, 400.0, size),
            ("type_scale.statement", scale.statement, scale.floor, 400.0, size),
            ("type_scale.focus", scale.focus, scale.floor, 400.0, size),
            ("type_scale.heading", scale.heading, scale.floor, 400.0, size),
            ("type_scale.answer", scale.answer, scale.floor, 400.0, size),
            ("type_scale.chapter", scale.chapter, scale.floor, 400.0, size),
            ("type_scale.body", scale.body, scale.floor, 400.0, size),
            ("type_scale.label", scale.label, scale.floor, 400.0, size),
            ("type_scale.sublabel", scale.sublabel, scale.floor, 400.0, size),
            ("type_scale.code", scale.code, scale.floor, 400.0, size),
            ("type_scale.credit", scale.credit, scale.floor, 400.0, size),
            ("type_scale.display_line_height", scale.display_line_height, 0.8, 3.0, "from 0.8 to 3"),
            ("type_scale.body_line_height", scale.body_line_height, 0.8, 3.0, "from 0.8 to 3"),
            ("type_scale.code_line_height", scale.code_line_height, 0.8, 3.0, "from 0.8 to 3"),
            ("type_scale.display_tracking", scale.display_tracking, -0.1, 0.2, "from -0.1 to 0.2"),
            ("motion.enter", motion.enter, 0.05, 5.0, secs),
            ("motion.move", motion.r#move, 0.05, 5.0, secs),
            ("motion.leave", motion.leave, 0.05, 5.0, secs),
            ("motion.stagger", motion.stagger, 0.0, 1.0, "from 0 to 1 second"),
            ("motion.anticipation", motion.anticipation, 0.0, 0.12, "from 0 to 0.12 seconds"),
            ("motion.scenery_enter", motion.scenery_enter, 0.05, 5.0, secs),
            ("motion.scenery_leave", motion.scenery_leave, 0.05, 5.0, secs),
            ("motion.fade_out", motion.fade_out, 0.05, 5.0, secs),
            ("camera.close", self.camera.close, 1.0, 1.15, "from 1 to 1.15"),
            ("camera.drift", self.camera.drift, 0.0, 60.0, "from 0 to 60 pixels"),
            ("world.grain", self.world.grain, 0.0, 0.1, "from 0 to 0.1"),
            ("world.stars", f64::from(self.world.stars), 0.0, 2000.0, "from 0 to 2000"),
            ("world.vignette", self.world.vignette, 0.0, 1.0, part),
            ("world.sky_parallax", self.world.sky_parallax, 0.0, 2.0, "from 0 to 2"),
            ("world.star_parallax", self.world.star_parallax, 0.0, 2.0, "from 0 to 2"),
            ("world.moon_parallax", self.world.moon_parallax, 0.0, 2.0, "from 0 to 2"),
            ("world.far_parallax", self.world.far_parallax, 0.0, 2.0, "from 0 to 2"),
            ("world.mid_parallax", self.world.mid_parallax, 0.0, 2.0, "from 0 to 2"),
            ("world.near_parallax", self.world.near_parallax, 0.0, 2.0, "from 0 to 2"),
            ("palette.panel_top_alpha", self.palette.panel_top_alpha, 0.0, 1.0, part),
            ("palette.panel_bottom_alpha", self.palette.panel_bottom_alpha, 0.0, 1.0, part),
            ("music.tempo", self.music.tempo, 40.0, 200.0, "from 40 to 200"),
        ];
        for (field, value, low, high, range) in checks {
            if !(low..=high).contains(&value) {
                return Err(StyleError::OutOfRange { field, value, range });
            }
        }
        for (field, curve) in [
            ("motion.enter_curve", motion.enter_curve),
            ("motion.move_curve", motion.move_curve),
            ("motion.leave_curve", motion.leave_curve),
        ] {
            let bad = |value: &f64| !value.is_finite() || value.abs() > 4.0;
            if let Some(value) = curve.iter().copied().find(bad) {
                return Err(StyleError::OutOfRange { field, value, range: "finite and small" });
            }
            if let Some(value) = [curve[0], curve[2]].into_iter().find(|value| !(0.0..=1.0).contains(value)) {
                return Err(StyleError::OutOfRange {
                    field,
                    value,
                    range: "from 0 to 1 in its first and third number",
                });
            }
        }
        Ok(())
    }

    fn check_contrast(&self) -> Result<(), StyleError> {
        let palette = &self.palette;
        let texts = [
            ("text", palette.text),
            ("muted", palette.muted),
            ("flow", palette.flow),
            ("result", palette.result),
            ("opposite", palette.opposite),
            ("structure", palette.structure),
            ("correct", palette.correct),
        ];
        let grounds = [
            ("shade", palette.shade),
            ("board", palette.board),
            ("ground", palette.ground),
            ("ground_low", palette.ground_low),
            ("panel_top", palette.panel_top),
            ("panel_bottom", palette.panel_bottom),
        ];
        for (text_name, text) in texts {
            for (ground_name, ground) in grounds {
                let contrast = text.contrast(ground);
                if contrast < TEXT_CONTRAST {
                    return Err(StyleError::LowContrast {
                        text: format!("{text_name} {text}"),
                        ground: format!("{ground_name} {ground}"),
                        contrast,
                        needed: TEXT_CONTRAST,
                    });
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let error = Style::parse(&NIGHT_SKY.replace(from, to)).expect_err("too little contrast");
            assert!(error.to_string().contains(named), "{error}");
        }
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
            let error = Style::parse(&NIGHT_SKY.replace(from, to)).expect_err("out of range");
            assert!(error.to_string().contains(named), "{error}");
        }
        for bad in ["", "name = 3", &NIGHT_SKY.replace("[music]", "[musik]"), &NIGHT_SKY.replace("#060822", "ink")] {
            assert!(matches!(Style::parse(bad), Err(StyleError::Unreadable { .. })));
        }
    }

    #[test]
    fn contrast_follows_the_standard() {
        let black = Color::from_hex(0);
        let white = Color::from_hex(0xFF_FFFF);
        assert!((white.contrast(black) - 21.0).abs() < 1e-9);
        // 4.54 is the contrast of #767676 on white in every published checker.
        assert!((Color::from_hex(0x76_7676).contrast(white) - 4.54).abs() < 0.01);
    }

    #[test]
    fn fingerprints_tell_styles_apart() {
        let one = Style::named("night-sky").expect("ships");
        let other = Style::parse(&NIGHT_SKY.replace("tempo = 72.0", "tempo = 73.0")).expect("valid");
        assert_ne!(one.fingerprint(), other.fingerprint());
    }
}
