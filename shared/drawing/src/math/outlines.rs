//! Glyph outlines for formulas: the KaTeX fonts that RaTeX lays out with, and text fonts for what they lack.

use ratex_font::{FontId, katex_ttf_glyph_char};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use vello_cpu::kurbo::{Affine, BezPath};

/// The fonts of KaTeX 0.16 by the face that RaTeX names.
const MATH_FONTS: [(FontId, &[u8]); 19] = [
    (FontId::AmsRegular, include_bytes!("../../../../assets/fonts/katex/KaTeX_AMS-Regular.ttf")),
    (FontId::CaligraphicRegular, include_bytes!("../../../../assets/fonts/katex/KaTeX_Caligraphic-Regular.ttf")),
    (FontId::FrakturRegular, include_bytes!("../../../../assets/fonts/katex/KaTeX_Fraktur-Regular.ttf")),
    (FontId::FrakturBold, include_bytes!("../../../../assets/fonts/katex/KaTeX_Fraktur-Bold.ttf")),
    (FontId::MainBold, include_bytes!("../../../../assets/fonts/katex/KaTeX_Main-Bold.ttf")),
    (FontId::MainBoldItalic, include_bytes!("../../../../assets/fonts/katex/KaTeX_Main-BoldItalic.ttf")),
    (FontId::MainItalic, include_bytes!("../../../../assets/fonts/katex/KaTeX_Main-Italic.ttf")),
    (FontId::MainRegular, include_bytes!("../../../../assets/fonts/katex/KaTeX_Main-Regular.ttf")),
    (FontId::MathBoldItalic, include_bytes!("../../../../assets/fonts/katex/KaTeX_Math-BoldItalic.ttf")),
    (FontId::MathItalic, include_bytes!("../../../../assets/fonts/katex/KaTeX_Math-Italic.ttf")),
    (FontId::SansSerifBold, include_bytes!("../../../../assets/fonts/katex/KaTeX_SansSerif-Bold.ttf")),
    (FontId::SansSerifItalic, include_bytes!("../../../../assets/fonts/katex/KaTeX_SansSerif-Italic.ttf")),
    (FontId::SansSerifRegular, include_bytes!("../../../../assets/fonts/katex/KaTeX_SansSerif-Regular.ttf")),
    (FontId::ScriptRegular, include_bytes!("../../../../assets/fonts/katex/KaTeX_Script-Regular.ttf")),
    (FontId::Size1Regular, include_bytes!("../../../../assets/fonts/katex/KaTeX_Size1-Regular.ttf")),
    (FontId::Size2Regular, include_bytes!("../../../../assets/fonts/katex/KaTeX_Size2-Regular.ttf")),
    (FontId::Size3Regular, include_bytes!("../../../../assets/fonts/katex/KaTeX_Size3-Regular.ttf")),
    (FontId::Size4Regular, include_bytes!("../../../../assets/fonts/katex/KaTeX_Size4-Regular.ttf")),
    (FontId::TypewriterRegular, include_bytes!("../../../../assets/fonts/katex/KaTeX_Typewriter-Regular.ttf")),
];

/// Fonts for characters that the KaTeX fonts lack, such as accented letters inside `\text`.
const TEXT_FONTS: [&[u8]; 2] = [
    include_bytes!("../../../../assets/fonts/Inter-Medium.ttf"),
    include_bytes!("../../../../assets/fonts/NotoSansMath-Regular.ttf"),
];

/// The face that stands in where a named one lacks the character.
const PLAIN_FACE: FontId = FontId::MainRegular;

/// The outline of a character in a face of RaTeX, in em with y downward, the origin on the baseline. None when no font
/// at hand has it; empty for a space.
pub(super) fn glyph_outline(face: &str, code: u32) -> Option<BezPath> {
    let face = FontId::parse(face).unwrap_or(PLAIN_FACE);
    let named =
        MATH_FONTS.iter().find(|(id, _)| *id == face).map(|(id, bytes)| (*bytes, katex_ttf_glyph_char(*id, code)));
    let plain = MATH_FONTS
        .iter()
        .find(|(id, _)| *id == PLAIN_FACE)
        .map(|(id, bytes)| (*bytes, katex_ttf_glyph_char(*id, code)));
    let character = char::from_u32(code)?;
    let text = TEXT_FONTS.iter().map(|bytes| (*bytes, character));
    named.into_iter().chain(plain).chain(text).find_map(|(bytes, character)| outline(bytes, character))
}

/// Width in em of a character in the fonts for text, with its ink's height and depth; none where they lack it.
pub(super) fn text_metrics(character: char) -> Option<(f64, f64, f64)> {
    TEXT_FONTS.iter().find_map(|bytes| {
        let font = FontRef::new(bytes).ok()?;
        let glyph = glyph_of(&font, character)?;
        let size = Size::new(1.0);
        let width = font.glyph_metrics(size, LocationRef::default()).advance_width(glyph)?;
        let bounds = font.glyph_metrics(size, LocationRef::default()).bounds(glyph).unwrap_or_default();
        Some((f64::from(width), f64::from(bounds.y_max).max(0.0), f64::from(-bounds.y_min).max(0.0)))
    })
}

/// Whether the KaTeX fonts have a character themselves.
pub(super) fn is_in_math_fonts(character: char) -> bool {
    MATH_FONTS.iter().filter_map(|(_, bytes)| FontRef::new(bytes).ok()).any(|font| glyph_of(&font, character).is_some())
}

fn glyph_of(font: &FontRef<'_>, character: char) -> Option<GlyphId> {
    font.charmap().map(character).filter(|glyph| glyph.to_u32() != 0)
}

fn outline(bytes: &[u8], character: char) -> Option<BezPath> {
    let font = FontRef::new(bytes).ok()?;
    let glyph = glyph_of(&font, character)?;
    let units_per_em = f64::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em).max(1.0);
    let mut pen = PathPen(BezPath::new());
    if let Some(outline) = font.outline_glyphs().get(glyph) {
        outline.draw(DrawSettings::unhinted(Size::unscaled(), LocationRef::default()), &mut pen).ok()?;
    }
    Some(Affine::scale_non_uniform(1.0 / units_per_em, -1.0 / units_per_em) * pen.0)
}

struct PathPen(BezPath);

impl OutlinePen for PathPen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to((f64::from(x), f64::from(y)));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to((f64::from(x), f64::from(y)));
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.0.quad_to((f64::from(cx0), f64::from(cy0)), (f64::from(x), f64::from(y)));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.0.curve_to(
            (f64::from(cx0), f64::from(cy0)),
            (f64::from(cx1), f64::from(cy1)),
            (f64::from(x), f64::from(y)),
        );
    }

    fn close(&mut self) {
        self.0.close_path();
    }
}
