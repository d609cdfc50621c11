use lectern_lesson::{Rect, TextRole};
use vello_cpu::kurbo::Point;

use crate::composer::{Composer, GUTTER};
use crate::element::{Composition, Element, Entrance, Ground, Response, Start, Tone};
use crate::text::{Align, Face, Setting};
use crate::visual::furniture::{heading, orb, panel, rows, thread};

/// Most cards that stand side by side.
const COLUMNS_MAX: usize = 4;

/// Smallest type in a card; longer texts take the whole width.
const CARD_TYPE_MIN: f64 = 42.0;

/// Points as cards side by side, joined by dots; long ones as staggered panels.
pub(crate) fn compose(title: Option<&str>, points: &[String], composer: &Composer<'_>) -> Composition {
    let mut composition = Composition::default();
    let top = heading(title, composer, &mut composition);
    if !columns(points, top, composer, &mut composition) {
        rows(points, top, composer, &mut composition);
    }
    composition
}

/// Composes the points side by side, if they fit that way.
fn columns(points: &[String], top: f64, composer: &Composer<'_>, composition: &mut Composition) -> bool {
    let count = points.len();
    if count == 0 || count > COLUMNS_MAX {
        return false;
    }
    let palette = composer.palette();
    let gap = if count == COLUMNS_MAX { GUTTER } else { GUTTER + 24.0 };
    let width = ((composer.safe().width - gap * (count as f64 - 1.0)) / count as f64).min(620.0);
    let (radius, padding) = (64.0, 36.0);
    let room = composer.safe().bottom() - 90.0 - top - 2.0 * radius - 150.0;
    let setting =
        Setting { line_height: 1.2, ..composer.display(composer.scale().body, width - 2.0 * padding, Align::Center) };
    let mut blocks = Vec::new();
    for text in points {
        let fitted = composer.fit_plain(text, Face::DisplaySemi, palette.text, setting, room);
        if !fitted.fits || fitted.block.breaks_word || fitted.block.size < CARD_TYPE_MIN {
            return false;
        }
        blocks.push(fitted.block);
    }
    // One size for all cards.
    let size = blocks.iter().map(|block| block.size).fold(f64::INFINITY, f64::min);
    let blocks: Vec<_> = points
        .iter()
        .map(|text| {
            composer.fit_plain(text, Face::DisplaySemi, palette.text, Setting { size, ..setting }, f64::INFINITY).block
        })
        .collect();
    let tallest = blocks.iter().map(|block| block.height).fold(0.0, f64::max);
    let height = (2.0 * radius + tallest + 170.0).max(400.0);
    let stagger = if count > 2 { 26.0 } else { 0.0 };
    let first_y = top + ((composer.safe().bottom() - 70.0 - top - height - stagger) / 2.0).max(0.0);
    let first_x = composer.safe().x + (composer.safe().width - width * count as f64 - gap * (count as f64 - 1.0)) / 2.0;
    let card = |part: usize| {
        let y = first_y + if part.is_multiple_of(2) { stagger } else { 0.0 };
        Rect::new(first_x + part as f64 * (width + gap), y, width, height)
    };
    let line = first_y + stagger / 2.0 + 60.0 + radius;
    for part in 1..count {
        let (from, to) = (card(part - 1), card(part));
        composition.push(thread(
            Point::new(from.right() + 10.0, line),
            Point::new(to.x - 10.0, line),
            palette.flow,
            part,
        ));
    }
    for (part, block) in blocks.into_iter().enumerate() {
        let rect = card(part);
        composition.push(panel(rect, part, palette.flow));
        let center = Point::new(rect.x + rect.width / 2.0, rect.y + 60.0 + radius);
        orb(&(part + 1).to_string(), center, radius, part, palette.flow, Start::Part(part), composer, composition);
        let area = (rect.y + 60.0 + 2.0 * radius, rect.bottom());
        let y = f64::midpoint(area.0, area.1) - block.ink.y - block.ink.height / 2.0 - 6.0;
        composition.push(
            Element::text(block, rect.x + padding, y, TextRole::Body, Ground::Panel(Tone::Panel))
                .part(part)
                .delay(0.08)
                .enter(Entrance::Rise)
                .respond(Response::Dims),
        );
    }
    true
}
