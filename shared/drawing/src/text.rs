//! Type: the embedded fonts, and text measured and broken into lines of positioned glyphs.

mod faces;

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use lectern_lesson::Rect;
use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride, SourceCache};
use parley::{
    Alignment, AlignmentOptions, FontContext, FontFamily, FontFamilyName, FontFeatures, LayoutContext, LineHeight,
    OverflowWrap, PositionedLayoutItem, StyleProperty,
};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use vello_cpu::Glyph;
use vello_cpu::peniko::FontData;

use crate::style::Faces;
use crate::{Color, DrawingError};

pub(crate) use faces::{Face, face_names};

/// A stretch of text in one face and color.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TextRun {
    pub(crate) text: String,
    pub(crate) face: Face,
    pub(crate) color: Color,
}

/// Where the lines of a block stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Align {
    #[default]
    Left,
    Center,
    Right,
}

/// How a block is set; sizes in design pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Setting {
    /// Font size.
    pub(crate) size: f64,
    /// Line height as a multiple of the size.
    pub(crate) line_height: f64,
    /// Letter spacing as a fraction of the size.
    pub(crate) tracking: f64,
    /// Where lines break; also what they are aligned in.
    pub(crate) width: f64,
    pub(crate) align: Align,
}

/// Glyphs of one font, size and color, positioned from the block's top left corner.
#[derive(Clone)]
pub(crate) struct PositionedRun {
    pub(crate) font: FontData,
    pub(crate) size: f32,
    pub(crate) color: Color,
    pub(crate) glyphs: Vec<Glyph>,
}

/// A line of a block.
#[derive(Clone)]
pub(crate) struct TextLine {
    /// The baseline, from the block's top.
    pub(crate) baseline: f64,
    /// Bounding box of its ink, from the block's top left corner; empty for a blank line.
    pub(crate) ink: Rect,
    /// The bytes of the block's text that it shows.
    pub(crate) range: Range<usize>,
    pub(crate) runs: Vec<PositionedRun>,
}

/// Text, measured and broken into lines.
#[derive(Clone)]
pub(crate) struct TextBlock {
    pub(crate) text: String,
    pub(crate) size: f64,
    pub(crate) lines: Vec<TextLine>,
    /// Widest line, advance (side bearings included).
    pub(crate) width: f64,
    /// Sum of the line heights.
    pub(crate) height: f64,
    /// Bounding box of all ink, from the block's top left corner.
    pub(crate) ink: Rect,
    /// Whether a word had to be broken.
    pub(crate) breaks_word: bool,
}

impl TextBlock {
    /// Moves everything sideways.
    pub(crate) fn shift(&mut self, by: f64) {
        for line in &mut self.lines {
            line.ink.x += by;
            for glyph in line.runs.iter_mut().flat_map(|run| &mut run.glyphs) {
                glyph.x += by as f32;
            }
        }
        self.ink.x += by;
    }

    /// Every color that its text has.
    pub(crate) fn colors(&self) -> impl Iterator<Item = Color> + '_ {
        self.lines.iter().flat_map(|line| &line.runs).map(|run| run.color)
    }
}

/// Control characters and line separators become spaces: a block breaks where it is too wide, nowhere else. Newlines stay.
fn cleaned(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\n' => '\n',
            '\u{2028}' | '\u{2029}' | '\u{85}' => ' ',
            control if control.is_control() => ' ',
            // Overrides of the writing direction reorder what stands around them; they have no place in a lesson.
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => ' ',
            other => other,
        })
        .collect()
}

/// The embedded fonts and the machinery that shapes text with them.
pub(crate) struct Typesetter {
    faces: Faces,
    /// Files of the fonts at hand.
    files: Vec<&'static [u8]>,
    engine: Mutex<Engine>,
}

struct Engine {
    fonts: FontContext,
    layouts: LayoutContext<u16>,
}

impl Typesetter {
    /// A typesetter with the faces of a style.
    ///
    /// # Errors
    /// When an embedded font cannot be read.
    pub(crate) fn new(faces: &Faces) -> Result<Self, DrawingError> {
        let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
        let fonts = faces::fonts_of(faces);
        for (name, bytes) in &fonts {
            let named = FontInfoOverride { family_name: Some(name), ..FontInfoOverride::default() };
            let families = collection.register_fonts(Blob::new(std::sync::Arc::new(*bytes)), Some(named));
            if families.is_empty() {
                return Err(DrawingError::BadFont { name });
            }
        }
        let files = fonts.into_iter().map(|(_, file)| file).collect();
        let fonts = FontContext { collection, source_cache: SourceCache::default() };
        let engine = Mutex::new(Engine { fonts, layouts: LayoutContext::new() });
        Ok(Self { faces: faces.clone(), files, engine })
    }

    /// The characters that no embedded font has, each once.
    pub(crate) fn missing_characters(&self, text: &str) -> Vec<char> {
        let charmaps: Vec<_> =
            self.files.iter().filter_map(|bytes| FontRef::new(bytes).ok()).map(|font| font.charmap()).collect();
        let mut missing = Vec::new();
        for character in text.chars() {
            // What has no shape of its own needs no font: white space, controls, joiners, variation selectors.
            let shapeless = character.is_whitespace()
                || character.is_control()
                || matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}');
            if !shapeless && !missing.contains(&character) && !charmaps.iter().any(|map| map.map(character).is_some()) {
                missing.push(character);
            }
        }
        missing
    }

    /// Sets text: shapes it, breaks it into lines and measures its ink.
    pub(crate) fn set(&self, runs: &[TextRun], setting: Setting) -> TextBlock {
        let mut text = String::new();
        let mut ranges = Vec::with_capacity(runs.len());
        for run in runs {
            let start = text.len();
            text.push_str(&cleaned(&run.text));
            ranges.push(start..text.len());
        }
        // A panic in another thread's shaping leaves nothing half-written that the next shaping would read.
        let mut engine = self.engine.lock().unwrap_or_else(PoisonError::into_inner);
        let Engine { fonts, layouts } = &mut *engine;
        let mut builder = layouts.ranged_builder(fonts, &text, 1.0, false);
        builder.push_default(StyleProperty::FontSize(setting.size as f32));
        builder.push_default(StyleProperty::LineHeight(LineHeight::FontSizeRelative(setting.line_height as f32)));
        builder.push_default(StyleProperty::LetterSpacing((setting.tracking * setting.size) as f32));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        for (index, (run, range)) in runs.iter().zip(&ranges).enumerate() {
            if range.is_empty() {
                continue;
            }
            let families: Vec<FontFamilyName<'_>> = run.face.families(&self.faces).map(FontFamilyName::named).to_vec();
            builder.push(StyleProperty::FontFamily(FontFamily::List(families.into())), range.clone());
            builder.push(StyleProperty::Brush(u16::try_from(index).unwrap_or(u16::MAX)), range.clone());
            let features = if matches!(run.face, Face::Code | Face::CodeBold) {
                // JetBrains Mono joins != and => into one sign; a learner must see what to type.
                "\"liga\" 0, \"calt\" 0, \"clig\" 0"
            } else {
                // Figures of one height in faces that have old ones too: numbers are compared.
                "\"lnum\" 1"
            };
            builder.push(StyleProperty::FontFeatures(FontFeatures::Source(features.into())), range.clone());
        }
        let mut layout = builder.build(&text);
        layout.break_all_lines(Some(setting.width.max(1.0) as f32));
        let alignment = match setting.align {
            Align::Left => Alignment::Left,
            Align::Center => Alignment::Center,
            Align::Right => Alignment::Right,
        };
        layout.align(alignment, AlignmentOptions::default());

        let mut lines = Vec::new();
        let mut width: f64 = 0.0;
        let mut breaks_word = false;
        for line in layout.lines() {
            let metrics = line.metrics();
            width = width.max(f64::from(metrics.advance - metrics.hanging_advance));
            breaks_word |= line.break_reason() == parley::BreakReason::Emergency;
            let mut ink = Ink::default();
            let mut positioned = Vec::new();
            for item in line.items() {
                let PositionedLayoutItem::GlyphRun(glyph_run) = item else { continue };
                let run = glyph_run.run();
                let index = usize::from(glyph_run.style().brush);
                let color = runs.get(index).map_or(Color::from_hex(0xFF_FFFF), |run| run.color);
                let glyphs: Vec<Glyph> =
                    glyph_run.positioned_glyphs().map(|glyph| Glyph { id: glyph.id, x: glyph.x, y: glyph.y }).collect();
                ink.add(run.font(), run.font_size(), &glyphs);
                positioned.push(PositionedRun { font: run.font().clone(), size: run.font_size(), color, glyphs });
            }
            lines.push(TextLine {
                baseline: f64::from(metrics.baseline),
                ink: ink.rect(),
                range: line.text_range(),
                runs: positioned,
            });
        }
        let ink = lines.iter().map(|line| line.ink).filter(|ink| ink.width > 0.0).reduce(united).unwrap_or_default();
        TextBlock { size: setting.size, width, height: f64::from(layout.height()), ink, breaks_word, lines, text }
    }
}

/// The smallest rectangle around both.
pub(crate) fn united(one: Rect, two: Rect) -> Rect {
    let (x, y) = (one.x.min(two.x), one.y.min(two.y));
    Rect::new(x, y, one.right().max(two.right()) - x, one.bottom().max(two.bottom()) - y)
}

/// Gathers the bounding box of glyphs.
#[derive(Default)]
struct Ink {
    bounds: Option<[f64; 4]>,
}

impl Ink {
    fn add(&mut self, font: &FontData, size: f32, glyphs: &[Glyph]) {
        let Ok(face) = FontRef::from_index(font.data.as_ref(), font.index) else { return };
        let metrics = face.glyph_metrics(Size::new(size), LocationRef::default());
        for glyph in glyphs {
            let Some(bounds) = metrics.bounds(GlyphId::new(glyph.id)) else { continue };
            if bounds.x_max <= bounds.x_min || bounds.y_max <= bounds.y_min {
                continue;
            }
            let found = [
                f64::from(glyph.x + bounds.x_min),
                f64::from(glyph.y - bounds.y_max),
                f64::from(glyph.x + bounds.x_max),
                f64::from(glyph.y - bounds.y_min),
            ];
            self.bounds = Some(self.bounds.map_or(found, |old| {
                [old[0].min(found[0]), old[1].min(found[1]), old[2].max(found[2]), old[3].max(found[3])]
            }));
        }
    }

    fn rect(&self) -> Rect {
        self.bounds.map_or_else(Rect::default, |[x0, y0, x1, y1]| Rect::new(x0, y0, x1 - x0, y1 - y0))
    }
}
