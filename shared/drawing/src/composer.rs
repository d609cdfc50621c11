//! What a visual composes with: measured text in the sizes of the style, and the plane's grid.

use std::sync::Arc;

use lectern_lesson::Rect;

use crate::element::{Content, Element, IllustrationContent};
use crate::plane::{Plane, Shape};
use crate::text::{Align, Face, Setting, TextBlock, TextRun, Typesetter};
use crate::world::Gallery;
use crate::{Color, Palette, Picture, Pictures, Style, TypeScale};

/// Space between columns and between things that stand apart.
pub(crate) const GUTTER: f64 = 40.0;

/// Room between what stands in a letterboxed frame and its bars.
const BESIDE_BAR: f64 = 30.0;

/// Measures and sets text for visuals.
pub(crate) struct Composer<'a> {
    plane: Plane,
    style: &'a Style,
    typesetter: &'a Typesetter,
    pictures: &'a dyn Pictures,
    gallery: &'a Gallery,
}

/// Text that was made to fit.
pub(crate) struct Fitted {
    pub(crate) block: TextBlock,
    /// Whether all of it is there; if not, the block ends in an ellipsis and the visual reports an overflow.
    pub(crate) fits: bool,
}

impl<'a> Composer<'a> {
    pub(crate) fn new(
        plane: Plane,
        style: &'a Style,
        typesetter: &'a Typesetter,
        pictures: &'a dyn Pictures,
        gallery: &'a Gallery,
    ) -> Self {
        Self { plane, style, typesetter, pictures, gallery }
    }

    /// The plane's shape.
    pub(crate) fn shape(&self) -> Shape {
        self.plane.shape
    }

    /// Whether things stand side by side; on other planes they stand one under another.
    pub(crate) fn is_wide(&self) -> bool {
        self.plane.shape == Shape::Wide
    }

    /// A size of type for this plane: high planes are looked at on small screens, and have room for more lines.
    pub(crate) fn larger(&self, size: f64) -> f64 {
        size * match self.plane.shape {
            Shape::Wide => 1.0,
            Shape::Square => 1.08,
            Shape::Portrait => 1.12,
            Shape::Tall => 1.16,
        }
    }

    /// The whole plane.
    pub(crate) fn plane(&self) -> Rect {
        self.plane.rect()
    }

    /// Where subjects may stand.
    pub(crate) fn safe(&self) -> Rect {
        let safe = self.plane.safe();
        let bar = if self.is_wide() { self.style.camera.letterbox } else { 0.0 };
        let inset = if bar > 0.0 { (bar + BESIDE_BAR - safe.y).max(0.0) } else { 0.0 };
        Rect::new(safe.x, safe.y + inset, safe.width, safe.height - 2.0 * inset)
    }

    pub(crate) fn style(&self) -> &'a Style {
        self.style
    }

    /// The radius of corners that a visual asks for, as round as the style has them.
    pub(crate) fn corner(&self, radius: f64) -> f64 {
        radius * self.style.surface.corner
    }

    pub(crate) fn palette(&self) -> &'a Palette {
        &self.style.palette
    }

    pub(crate) fn scale(&self) -> &'a TypeScale {
        &self.style.type_scale
    }

    /// The picture of that source; none when it is missing or does not decode.
    pub(crate) fn picture(&self, source: &str) -> Option<Arc<Picture>> {
        self.pictures.picture(source)
    }

    /// The illustration of that name in the middle of a place. It is there whether the library has it or not, so that the
    /// layout is the same with and without the pictures at hand.
    pub(crate) fn illustration(&self, name: &str, place: Rect) -> Element {
        let content = IllustrationContent { name: name.to_owned(), rect: place, drift: 0.0, artwork: None };
        Element::new(Content::Illustration(content))
    }

    /// A window into the world; the same for the same index.
    pub(crate) fn window(&self, index: usize) -> Arc<Picture> {
        self.gallery.window(self.style, index)
    }

    /// A setting of display type: tight lines, tight letters.
    pub(crate) fn display(&self, size: f64, width: f64, align: Align) -> Setting {
        let scale = self.scale();
        Setting { size, line_height: scale.display_line_height, tracking: scale.display_tracking, width, align }
    }

    /// A setting of prose.
    pub(crate) fn body(&self, size: f64, width: f64, align: Align) -> Setting {
        Setting { size, line_height: self.scale().body_line_height, tracking: 0.0, width, align }
    }

    /// A setting of code.
    pub(crate) fn code(&self, size: f64, width: f64) -> Setting {
        Setting { size, line_height: self.scale().code_line_height, tracking: 0.0, width, align: Align::Left }
    }

    /// Sets text of one face and color.
    pub(crate) fn plain(&self, text: &str, face: Face, color: Color, setting: Setting) -> TextBlock {
        self.set(&[TextRun { text: text.to_owned(), face, color }], setting)
    }

    /// Sets text of several faces and colors.
    pub(crate) fn set(&self, runs: &[TextRun], setting: Setting) -> TextBlock {
        self.typesetter.set(runs, setting)
    }

    /// Sets text as large as it fits: `setting.size` first, then smaller in steps of 8 % down to the floor of the scale.
    /// A size that would break a word is passed over. What does not fit even at the floor ends in an ellipsis.
    pub(crate) fn fit(&self, runs: &[TextRun], setting: Setting, height: f64) -> Fitted {
        let floor = self.scale().floor;
        let mut size = setting.size.max(floor);
        loop {
            let at_floor = size <= floor;
            let block = self.set(runs, Setting { size, ..setting });
            let fits = block.height <= height + 0.5;
            if fits && (at_floor || !block.breaks_word) {
                return Fitted { block: self.balanced(runs, Setting { size, ..setting }, block), fits };
            }
            if at_floor {
                return Fitted { block: self.cut(runs, Setting { size, ..setting }, height, &block), fits: false };
            }
            // A word longer than any line is broken at a size that still looks like its place, not at the smallest.
            if fits && size * 0.92 <= (setting.size * 0.45).max(floor * 1.2) {
                return Fitted { block, fits };
            }
            size = (size * 0.92).max(floor);
        }
    }

    /// [`fit`](Self::fit) for text of one face and color.
    pub(crate) fn fit_plain(&self, text: &str, face: Face, color: Color, setting: Setting, height: f64) -> Fitted {
        self.fit(&[TextRun { text: text.to_owned(), face, color }], setting, height)
    }

    /// The same text in as many lines, of about the same length: display type and centered text leave no word alone.
    fn balanced(&self, runs: &[TextRun], setting: Setting, block: TextBlock) -> TextBlock {
        let is_display = setting.tracking != 0.0 || setting.align == Align::Center;
        let count = block.lines.len();
        if !is_display || !(2..=5).contains(&count) || block.breaks_word {
            return block;
        }
        let (mut low, mut high) = (block.width / 2.0, block.width.min(setting.width));
        let mut best = None;
        for _ in 0..6 {
            let width = f64::midpoint(low, high);
            let tried = self.set(runs, Setting { width, ..setting });
            if tried.lines.len() <= count && !tried.breaks_word {
                high = width;
                best = Some((tried, width));
            } else {
                low = width;
            }
        }
        let Some((mut tried, width)) = best else { return block };
        let spare = setting.width - width;
        tried.shift(match setting.align {
            Align::Left => 0.0,
            Align::Center => spare / 2.0,
            Align::Right => spare,
        });
        tried
    }

    /// As many lines of an overflowing text as there is room for, the last ending in an ellipsis.
    fn cut(&self, runs: &[TextRun], setting: Setting, height: f64, whole: &TextBlock) -> TextBlock {
        let line_height = setting.size * setting.line_height;
        let room = ((height / line_height).floor() as usize).max(1);
        let mut end = whole.lines.get(room - 1).map_or(whole.text.len(), |line| line.range.end);
        loop {
            while end > 0 && !whole.text.is_char_boundary(end) {
                end -= 1;
            }
            let kept = runs_until(runs, end);
            let block = self.set(&kept, setting);
            if block.lines.len() <= room || end == 0 {
                return block;
            }
            // The ellipsis took a line of its own: leave out a little more.
            end = whole.text[..end].char_indices().rev().nth(3).map_or(0, |(at, _)| at);
        }
    }
}

/// The runs up to a byte of their joined text, and an ellipsis.
fn runs_until(runs: &[TextRun], end: usize) -> Vec<TextRun> {
    let mut kept = Vec::new();
    let mut at = 0;
    for run in runs {
        let room = end.saturating_sub(at);
        if room == 0 {
            break;
        }
        let mut cut = room.min(run.text.len());
        while !run.text.is_char_boundary(cut) {
            cut -= 1;
        }
        kept.push(TextRun { text: run.text[..cut].to_owned(), ..run.clone() });
        at += run.text.len();
    }
    if let Some(last) = kept.last_mut() {
        last.text.truncate(last.text.trim_end().len());
        last.text.push('…');
    } else if let Some(first) = runs.first() {
        kept.push(TextRun { text: "…".to_owned(), ..first.clone() });
    }
    kept
}
