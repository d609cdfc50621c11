use lectern_lesson::{Rect, TextRole};
use vello_cpu::kurbo::{Point, RoundedRect, Shape as _};

use crate::composer::Composer;
use crate::element::{
    Composition, Content, Element, Entrance, GlowContent, Ground, Line, Paint, PictureContent, Response, ShapeContent,
};
use crate::text::{Align, Face, Setting};
use crate::visual::furniture::{heading, rows, thread};
use crate::visual::naming::{name, names, picture};

/// Most windows that stand side by side.
const WINDOWS_MAX: usize = 5;

/// What to remember: windows into the world with a line under or beside each; long lines as staggered panels.
pub(crate) fn compose(
    title: Option<&str>,
    points: &[String],
    pictures: &[Option<String>],
    composer: &Composer<'_>,
) -> Composition {
    let mut composition = Composition::default();
    let top = heading(title, composer, &mut composition);
    let is_listed = !composer.is_wide() && list(points, pictures, top, composer, &mut composition);
    if !is_listed && !windows(points, pictures, top, composer, &mut composition) {
        rows(points, top, composer, &mut composition);
    }
    composition
}

/// Windows one under another with their lines beside them; false when there is no room.
fn list(
    points: &[String],
    pictures: &[Option<String>],
    top: f64,
    composer: &Composer<'_>,
    composition: &mut Composition,
) -> bool {
    let safe = composer.safe();
    let count = points.len() as f64;
    let gap = 34.0;
    let side = ((safe.bottom() - top - gap * (count - 1.0)) / count).min(safe.width * 0.34).min(330.0);
    // Letters may reach a little out of their lines.
    let width = safe.width - side - 72.0;
    if points.is_empty() || side < 120.0 {
        return false;
    }
    let texts: Vec<&str> = points.iter().map(String::as_str).collect();
    let largest = composer.larger(composer.scale().focus * 0.7);
    let Some(blocks) = names(&texts, largest, width, side, Align::Left, composer) else {
        return false;
    };
    let whole = side * count + gap * (count - 1.0);
    let first = top + (safe.bottom() - top - whole) * 0.45;
    for (part, block) in blocks.into_iter().enumerate() {
        let rect = Rect::new(safe.x, first + part as f64 * (side + gap), side, side);
        let name_of = pictures.get(part).and_then(Option::as_ref);
        window(rect, part, picture(name_of), composer, composition);
        let y = rect.y + (side - block.height) / 2.0;
        composition.push(name(block, rect.right() + 48.0, y, part));
    }
    true
}

/// A window of a part: onto the world, or with an illustration before a plain sky.
fn window(rect: Rect, part: usize, illustration: Option<&str>, composer: &Composer<'_>, composition: &mut Composition) {
    let palette = composer.palette();
    let radius = composer.corner(44.0);
    let outline = RoundedRect::new(rect.x, rect.y, rect.right(), rect.bottom(), radius).to_path(0.1);
    let element = match illustration {
        None => Element::new(Content::Picture(PictureContent {
            picture: composer.window(part),
            rect,
            radius,
            zoom: 1.05,
            whole: false,
            toward: Point::new(0.5, 0.2),
        })),
        Some(_) => Element::new(Content::Shape(ShapeContent {
            path: outline.clone(),
            fill: Some(Paint::Linear {
                from: Point::new(rect.x, rect.y),
                to: Point::new(rect.x, rect.bottom()),
                stops: vec![(0.0, palette.board, 0.96), (1.0, palette.ground.mix(palette.ground_low, 0.6), 0.96)],
            }),
            stroke: Some(Line { paint: Paint::Solid(palette.line, 0.9), width: 2.5, dots: None, glow: None }),
        })),
    };
    let response = if illustration.is_some() { Response::Recedes } else { Response::Dims };
    composition.push(element.part(part).enter(Entrance::Scale).respond(response));
    if let Some(name) = illustration {
        let side = rect.width.min(rect.height) * 0.8;
        let center = Point::new(rect.x + rect.width / 2.0, rect.y + rect.height / 2.0);
        let light = GlowContent { center, radius: side * 0.62, color: palette.flow, strength: 0.22 };
        composition.push(Element::new(Content::Glow(light)).part(part).delay(0.1));
        let place = Rect::new(center.x - side / 2.0, center.y - side / 2.0, side, side);
        composition.push(
            composer.illustration(name, place).part(part).delay(0.1).enter(Entrance::Pop).respond(Response::Dims),
        );
    }
    let ring = Line { paint: Paint::Solid(palette.text, 0.9), width: 4.0, dots: None, glow: Some(palette.flow) };
    composition.push(
        Element::new(Content::Shape(ShapeContent { path: outline, fill: None, stroke: Some(ring) }))
            .part(part)
            .respond(Response::Lights),
    );
}

fn windows(
    points: &[String],
    pictures: &[Option<String>],
    top: f64,
    composer: &Composer<'_>,
    composition: &mut Composition,
) -> bool {
    let count = points.len();
    if count == 0 || count > WINDOWS_MAX {
        return false;
    }
    let palette = composer.palette();
    let gap = 64.0;
    let width = ((composer.safe().width - gap * (count as f64 - 1.0)) / count as f64).min(440.0);
    // Texts may be wider than their windows, but reach no further out than these may stand.
    let beside = composer.safe().width - width * count as f64 - gap * (count as f64 - 1.0);
    let text_width = width + (gap - 24.0).min(beside);
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
    // An illustration is about square: a high window would be half empty.
    let has_pictures = pictures.iter().any(|name| picture(name.as_ref()).is_some());
    let height = if has_pictures { height.min((width * 1.3).max(240.0)) } else { height };
    if height < 240.0 {
        return false;
    }
    let whole = width * count as f64 + gap * (count as f64 - 1.0);
    let first_x = composer.safe().x + (composer.safe().width - whole) / 2.0;
    let first_y = top + ((composer.safe().bottom() - 60.0 - top - stagger - tallest - 34.0 - height) / 2.0).max(0.0);
    let place = |part: usize| {
        let y = first_y + if part.is_multiple_of(2) { stagger } else { 0.0 };
        Rect::new(first_x + part as f64 * (width + gap), y, width, height)
    };
    let line = first_y + stagger / 2.0 + height / 2.0;
    for part in 1..count {
        let (from, to) = (place(part - 1), place(part));
        composition.push(thread(
            Point::new(from.right() + 11.0, line),
            Point::new(to.x - 11.0, line),
            palette.flow,
            part,
        ));
    }
    for (part, block) in blocks.into_iter().enumerate() {
        let rect = place(part);
        window(rect, part, picture(pictures.get(part).and_then(Option::as_ref)), composer, composition);
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
