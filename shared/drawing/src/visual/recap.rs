use lectern_lesson::{Rect, TextRole};
use vello_cpu::kurbo::{Point, RoundedRect, Shape};

use crate::composer::Composer;
use crate::element::{
    Composition, Content, Element, Entrance, Ground, Line, Paint, PictureContent, Response, ShapeContent,
};
use crate::text::{Align, Face, Setting};
use crate::visual::furniture::{heading, rows, thread};

/// Most windows that stand side by side.
const WINDOWS_MAX: usize = 5;

/// What to remember: windows into the world with a line under each, joined by dots; long lines as staggered panels.
pub(crate) fn compose(
    title: Option<&str>,
    points: &[String],
    _pictures: &[Option<String>],
    composer: &Composer<'_>,
) -> Composition {
    let mut composition = Composition::default();
    let top = heading(title, composer, &mut composition);
    if !windows(points, top, composer, &mut composition) {
        rows(points, top, composer, &mut composition);
    }
    composition
}

fn windows(points: &[String], top: f64, composer: &Composer<'_>, composition: &mut Composition) -> bool {
    let count = points.len();
    if count == 0 || count > WINDOWS_MAX {
        return false;
    }
    let palette = composer.palette();
    let gap = 64.0;
    let width = ((composer.safe().width - gap * (count as f64 - 1.0)) / count as f64).min(440.0);
    let text_width = width + gap - 24.0;
    let room = 230.0;
    let setting =
        Setting { line_height: 1.16, ..composer.display(composer.scale().body * 0.96, text_width, Align::Center) };
    let mut size = f64::INFINITY;
    for text in points {
        let fitted = composer.fit_plain(text, Face::DisplaySemi, palette.text, setting, room);
        if !fitted.fits || fitted.block.breaks_word || fitted.block.size < 38.0 {
            return false;
        }
        size = size.min(fitted.block.size);
    }
    let blocks: Vec<_> = points
        .iter()
        .map(|text| {
            composer.fit_plain(text, Face::DisplaySemi, palette.text, Setting { size, ..setting }, f64::INFINITY).block
        })
        .collect();
    let tallest = blocks.iter().map(|block| block.height).fold(0.0, f64::max);
    let stagger = if count > 1 { 36.0 } else { 0.0 };
    let height = (composer.safe().bottom() - 60.0 - top - stagger - tallest - 34.0).min(540.0);
    if height < 240.0 {
        return false;
    }
    let whole = width * count as f64 + gap * (count as f64 - 1.0);
    let first_x = composer.safe().x + (composer.safe().width - whole) / 2.0;
    let first_y = top + ((composer.safe().bottom() - 60.0 - top - stagger - tallest - 34.0 - height) / 2.0).max(0.0);
    let window = |part: usize| {
        let y = first_y + if part.is_multiple_of(2) { stagger } else { 0.0 };
        Rect::new(first_x + part as f64 * (width + gap), y, width, height)
    };
    let line = first_y + stagger / 2.0 + height / 2.0;
    for part in 1..count {
        let (from, to) = (window(part - 1), window(part));
        composition.push(thread(
            Point::new(from.right() + 11.0, line),
            Point::new(to.x - 11.0, line),
            palette.flow,
            part,
        ));
    }
    for (part, block) in blocks.into_iter().enumerate() {
        let rect = window(part);
        let view = composer.window(part);
        composition.push(
            Element::new(Content::Picture(PictureContent {
                picture: view,
                rect,
                radius: 44.0,
                zoom: 1.05,
                whole: false,
                toward: Point::new(0.5, 0.2),
            }))
            .part(part)
            .enter(Entrance::Scale)
            .respond(Response::Dims),
        );
        let outline = RoundedRect::new(rect.x, rect.y, rect.right(), rect.bottom(), composer.corner(44.0)).to_path(0.1);
        let ring = Line { paint: Paint::Solid(palette.text, 0.9), width: 4.0, dots: None, glow: Some(palette.flow) };
        composition.push(
            Element::new(Content::Shape(ShapeContent { path: outline, fill: None, stroke: Some(ring) }))
                .part(part)
                .respond(Response::Lights),
        );
        let x = rect.x + rect.width / 2.0 - text_width / 2.0;
        composition.push(
            Element::text(block, x, rect.bottom() + 28.0, TextRole::Body, Ground::World)
                .part(part)
                .delay(0.12)
                .enter(Entrance::Rise)
                .respond(Response::Dims),
        );
    }
    true
}
