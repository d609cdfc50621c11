use lectern_lesson::{Rect, TextRole};
use vello_cpu::kurbo::{BezPath, Circle, Point, Shape};

use crate::composer::Composer;
use crate::element::{Composition, Content, Element, Entrance, Ground, Line, Paint, Response, ShapeContent, Start};
use crate::text::{Align, Face, Setting};
use crate::visual::furniture::{centered_lines, heading, orb};

/// Most steps that stand side by side.
const COLUMNS_MAX: usize = 5;

/// Smallest type under an orb; longer steps are set as rows.
const COLUMN_TYPE_MIN: f64 = 40.0;

/// A path with numbered orbs: done is solid and glowing, to come is dotted and dim.
pub(crate) fn compose(title: Option<&str>, first: u32, steps: &[String], composer: &Composer<'_>) -> Composition {
    let mut composition = Composition::default();
    let top = heading(title, composer, &mut composition);
    if !columns(first, steps, top, composer, &mut composition) {
        rows(first, steps, top, composer, &mut composition);
    }
    composition
}

fn number(first: u32, part: usize) -> String {
    u64::from(first).saturating_add(part as u64).to_string()
}

/// The way from one orb to the next, first dotted, then solid when the step is reached.
fn way(path: BezPath, part: usize, composer: &Composer<'_>, composition: &mut Composition) {
    let palette = composer.palette();
    let dotted = Line { paint: Paint::Solid(palette.dim, 0.75), width: 6.0, dots: Some(18.0), glow: None };
    let ahead = ShapeContent { path: path.clone(), fill: None, stroke: Some(dotted) };
    composition.push(Element::new(Content::Shape(ahead)).delay(0.1 * part as f64).enter(Entrance::Draw(0.6)));
    let solid = Line { paint: Paint::Solid(palette.flow, 1.0), width: 8.0, dots: None, glow: Some(palette.flow) };
    let done = ShapeContent { path, fill: None, stroke: Some(solid) };
    composition.push(Element::new(Content::Shape(done)).start(Start::Part(part)).enter(Entrance::Draw(0.7)));
}

/// A place on the way where a step will be.
fn place_to_come(center: Point, radius: f64, part: usize, composer: &Composer<'_>, composition: &mut Composition) {
    let line = Line { paint: Paint::Solid(composer.palette().dim, 0.7), width: 5.0, dots: Some(15.0), glow: None };
    let path = Circle::new(center, radius).to_path(0.05);
    let ring = ShapeContent { path, fill: None, stroke: Some(line) };
    composition.push(Element::new(Content::Shape(ring)).delay(0.1 * part as f64).enter(Entrance::Fade));
}

fn columns(first: u32, steps: &[String], top: f64, composer: &Composer<'_>, composition: &mut Composition) -> bool {
    let count = steps.len();
    let most = if composer.is_wide() { COLUMNS_MAX } else { 0 };
    if count == 0 || count > most {
        return false;
    }
    let palette = composer.palette();
    let column = composer.safe().width / count as f64;
    let radius = if count == COLUMNS_MAX { 84.0 } else { 104.0 };
    let swing = if count > 2 { 56.0 } else { 0.0 };
    let room = composer.safe().bottom() - 90.0 - top - 2.0 * radius - 2.0 * swing - 60.0;
    let setting = Setting {
        line_height: 1.18,
        ..composer.display(composer.scale().body, (column - 44.0).min(640.0), Align::Center)
    };
    let mut size = f64::INFINITY;
    for text in steps {
        let fitted = composer.fit_plain(text, Face::DisplaySemi, palette.text, setting, room.min(330.0));
        if !fitted.fits || fitted.block.breaks_word || fitted.block.size < COLUMN_TYPE_MIN {
            return false;
        }
        size = size.min(fitted.block.size);
    }
    let blocks: Vec<_> = steps
        .iter()
        .map(|text| {
            composer.fit_plain(text, Face::DisplaySemi, palette.text, Setting { size, ..setting }, f64::INFINITY).block
        })
        .collect();
    let tallest = blocks.iter().map(|block| block.height).fold(0.0, f64::max);
    let whole = 2.0 * radius + 2.0 * swing + 44.0 + tallest;
    let start = top + ((composer.safe().bottom() - 80.0 - top - whole) / 2.0).max(0.0);
    let middle = start + swing + radius;
    let center = |part: usize| {
        let up = if part.is_multiple_of(2) { swing } else { -swing };
        Point::new(composer.safe().x + column * (part as f64 + 0.5), middle + up)
    };
    for part in 1..count {
        let (from, to) = (center(part - 1), center(part));
        let gap = radius + 26.0;
        let direction = (to - from).normalize();
        let (begin, end) = (from + direction * gap, to - direction * gap);
        let bend = (end.x - begin.x) * 0.4;
        let mut path = BezPath::new();
        path.move_to(begin);
        path.curve_to(Point::new(begin.x + bend, begin.y), Point::new(end.x - bend, end.y), end);
        way(path, part, composer, composition);
    }
    for (part, block) in blocks.into_iter().enumerate() {
        let at = center(part);
        place_to_come(at, radius, part, composer, composition);
        orb(&number(first, part), at, radius, part, palette.flow, Start::Part(part), composer, composition);
        let x = at.x - setting.width / 2.0;
        composition.push(
            Element::text(block, x, at.y + radius + 34.0, TextRole::Label, Ground::World)
                .part(part)
                .delay(0.1)
                .enter(Entrance::Rise)
                .respond(Response::Dims),
        );
    }
    true
}

fn rows(first: u32, steps: &[String], top: f64, composer: &Composer<'_>, composition: &mut Composition) {
    let palette = composer.palette();
    let count = steps.len().max(1) as f64;
    let is_wide = composer.is_wide();
    let bottom = composer.safe().bottom() - if is_wide { 60.0 } else { 0.0 };
    // On a narrow plane the way is longer, its places larger.
    let (highest, largest, sway) = if is_wide { (190.0, 58.0, 26.0) } else { (320.0, 92.0, 36.0) };
    let height = ((bottom - top) / count).min(highest);
    let start = top + ((bottom - top - height * count) / 2.0).max(0.0);
    let radius = (height * 0.36).clamp(24.0, largest);
    let swing = if steps.len() > 2 { sway } else { 0.0 };
    let body = composer.larger(composer.scale().body);
    let (face, size) = if is_wide { (Face::Body, body) } else { (Face::DisplaySemi, body * 1.06) };
    // Short steps stand in the middle of the frame, not at its edge.
    let ways = 2.0 * radius + 2.0 * swing + if is_wide { 90.0 } else { 60.0 };
    let limit = if is_wide { 1300.0 } else { composer.safe().width - ways };
    let widest = steps
        .iter()
        .map(|text| {
            let setting = Setting { line_height: 1.2, ..composer.body(size, limit, Align::Left) };
            composer.plain(text, face, palette.text, setting).width
        })
        .fold(0.0, f64::max);
    let indent = ((composer.safe().width - ways - widest) / 2.0 - if is_wide { 40.0 } else { 0.0 }).max(0.0);
    let text_x = composer.safe().x + indent + ways;
    let center = |part: usize| {
        let side = if part.is_multiple_of(2) { -swing } else { swing };
        Point::new(composer.safe().x + indent + 20.0 + swing + radius + side, start + height * (part as f64 + 0.5))
    };
    let fits_rows = height >= 56.0;
    for (part, text) in steps.iter().enumerate() {
        if !fits_rows {
            composition.overflow(Some(part), "there are too many steps for one frame");
            if part as f64 >= ((bottom - top) / 56.0).floor() {
                continue;
            }
        }
        let height = height.max(56.0);
        let at = if fits_rows {
            center(part)
        } else {
            Point::new(composer.safe().x + 60.0, top + height * (part as f64 + 0.5))
        };
        let radius = if fits_rows { radius } else { 24.0 };
        if part > 0 && fits_rows {
            let from = center(part - 1);
            let direction = (at - from).normalize();
            let gap = radius + 8.0;
            if (at - from).length() > gap * 2.0 + 14.0 {
                let mut path = BezPath::new();
                path.move_to(from + direction * gap);
                path.line_to(at - direction * gap);
                way(path, part, composer, composition);
            }
        }
        place_to_come(at, radius, part, composer, composition);
        orb(&number(first, part), at, radius, part, palette.flow, Start::Part(part), composer, composition);
        let area = Rect::new(text_x, at.y - height / 2.0, composer.safe().right() - text_x, height);
        let setting = Setting { line_height: 1.2, ..composer.body(size, area.width, Align::Left) };
        let fitted = composer.fit_plain(text, face, palette.text, setting, height - 10.0);
        if !fitted.fits {
            composition.overflow(Some(part), format!("step {} is too long for its row", number(first, part)));
        }
        let y = centered_lines(&fitted.block, at.y);
        composition.push(
            Element::text(fitted.block, area.x, y, TextRole::Body, Ground::World)
                .part(part)
                .delay(0.1)
                .enter(Entrance::Rise)
                .respond(Response::Dims),
        );
    }
}
