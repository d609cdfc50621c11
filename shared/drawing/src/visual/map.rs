mod sheet;
mod tags;

use lectern_lesson::{Arrow, MapPlace, Rect, TextRole};
use vello_cpu::kurbo::{Affine, BezPath, Circle, Point, Shape as _};

use crate::Color;
use crate::composer::Composer;
use crate::element::{
    Composition, Content, Element, Entrance, GlowContent, Ground, Line, Paint, Response, ShapeContent, Start,
};
use crate::plane::Shape;
use crate::text::{Align, Face};
use crate::visual::furniture::centered;
use crate::visual::map::sheet::{Sheet, is_point};
use crate::visual::map::tags::{Taken, place_tags};

/// Radius of a city's dot, in design pixels.
const DOT: f64 = 11.0;

/// Seconds that a route takes to draw itself.
const ROUTE_SECS: f64 = 1.1;

/// Names that stand on the map for orientation, at most: more would be a map to study, not one to listen to.
const NAMES_MAX: usize = 6;

/// A map over the whole frame, with its places in the middle: land, water and borders in quiet colors, a tag for each place that
/// comes on its word, and routes that draw themselves.
pub(crate) fn compose(
    title: Option<&str>,
    date: Option<&str>,
    places: &[MapPlace],
    routes: &[Arrow],
    composer: &Composer<'_>,
) -> Composition {
    let mut composition = Composition::default();
    let mut header = Composition::default();
    let taken_by_header = head(title, date, composer, &mut header);
    let safe = composer.safe();
    let top = taken_by_header.map_or(safe.y, |rect| match composer.shape() {
        // On a wide map the header stands in a corner, beside the places.
        Shape::Wide => safe.y + rect.height * 0.4,
        _ => rect.bottom(),
    });
    let sheet = Sheet::of(places, Rect::new(safe.x, top, safe.width, safe.bottom() - top), composer);
    sheet.draw(&mut composition);

    let mut taken = Taken::new(safe);
    taken.add_all(taken_by_header);
    for (part, place) in places.iter().enumerate().filter(|(_, place)| is_point(place)) {
        let at = sheet.at(place);
        if !within(at, safe) {
            composition.overflow(Some(part), format!("{} lies outside the map", place.name));
        }
        taken.add(Rect::new(at.x - DOT * 1.6, at.y - DOT * 1.6, DOT * 3.2, DOT * 3.2));
    }
    draw_routes(places, routes, &sheet, composer, &mut composition);
    for (part, place) in places.iter().enumerate() {
        light(part, sheet.at(place), composer, &mut composition);
        if is_point(place) {
            dot(part, sheet.at(place), composer, &mut composition);
        }
    }
    place_tags(places, &sheet, &mut taken, composer, &mut composition);
    scale_bar(&sheet, &mut taken, composer, &mut composition);
    orientation(places, &sheet, &mut taken, composer, &mut composition);
    composition.elements.extend(header.elements);
    composition.overflows.extend(header.overflows);
    composition
}

fn within(at: Point, area: Rect) -> bool {
    (area.x..=area.right()).contains(&at.x) && (area.y..=area.bottom()).contains(&at.y)
}

/// Title and date on a plate in the corner; where it stands.
fn head(
    title: Option<&str>,
    date: Option<&str>,
    composer: &Composer<'_>,
    composition: &mut Composition,
) -> Option<Rect> {
    const PAD: f64 = 34.0;
    let safe = composer.safe();
    let palette = composer.palette();
    let width = match composer.shape() {
        Shape::Wide => safe.width * 0.46,
        _ => safe.width,
    } - 2.0 * PAD;
    let mut lines = Vec::new();
    let said = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    if let Some(title) = said(title) {
        let size = composer.scale().heading * 0.8;
        let fitted =
            composer.fit_plain(&title, Face::Display, palette.text, composer.display(size, width, Align::Left), 170.0);
        if !fitted.fits {
            composition.overflow(None, "the title of the map is too long");
        }
        lines.push((fitted.block, TextRole::Heading));
    }
    if let Some(date) = said(date) {
        let setting = composer.display(composer.scale().body * 1.15, width, Align::Left);
        let fitted = composer.fit_plain(&date, Face::Display, palette.flow, setting, 120.0);
        if !fitted.fits {
            composition.overflow(None, "the date of the map is too long");
        }
        lines.push((fitted.block, TextRole::Label));
    }
    if lines.is_empty() {
        return None;
    }
    let inner = lines.iter().map(|(block, _)| block.ink.x + block.ink.width).fold(0.0, f64::max);
    let height: f64 = lines.iter().map(|(block, _)| block.height).sum::<f64>() + 10.0 * (lines.len() - 1) as f64;
    let plate = Rect::new(safe.x, safe.y, inner + 2.0 * PAD, height + PAD * 1.3);
    composition.push(board(plate, composer).enter(Entrance::Fade));
    let mut y = plate.y + PAD * 0.65;
    for (block, role) in lines {
        let below = y + block.height + 10.0;
        composition.push(
            Element::text(block, plate.x + PAD, y, role, Ground::Plain(palette.board)).enter(Entrance::Rise),
        );
        y = below;
    }
    Some(plate)
}

/// An opaque plate in the color of the style's boards.
fn board(rect: Rect, composer: &Composer<'_>) -> Element {
    let palette = composer.palette();
    let outline = vello_cpu::kurbo::RoundedRect::new(rect.x, rect.y, rect.right(), rect.bottom(), composer.corner(16.0));
    Element::new(Content::Shape(ShapeContent {
        path: outline.to_path(0.1),
        fill: Some(Paint::Solid(palette.board, 1.0)),
        stroke: Some(Line { paint: Paint::Solid(palette.line, 0.7), width: 2.0, dots: None, glow: None }),
    }))
}

/// Light around a place while it is spoken about.
fn light(part: usize, at: Point, composer: &Composer<'_>, composition: &mut Composition) {
    let light = GlowContent { center: at, radius: 150.0, color: composer.palette().flow, strength: 0.4 };
    composition.push(Element::new(Content::Glow(light)).part(part).respond(Response::Lights));
}

fn dot(part: usize, at: Point, composer: &Composer<'_>, composition: &mut Composition) {
    let palette = composer.palette();
    let circle = |radius: f64| Circle::new(at, radius).to_path(0.05);
    let ring = Line { paint: Paint::Solid(palette.flow, 1.0), width: 4.0, dots: None, glow: Some(palette.flow) };
    composition.push(shape(circle(DOT * 1.9), None, Some(ring)).part(part).respond(Response::Lights));
    let edge = Line { paint: Paint::Solid(palette.board, 1.0), width: 4.0, dots: None, glow: None };
    composition.push(
        shape(circle(DOT), Some(Paint::Solid(palette.flow, 1.0)), Some(edge))
            .part(part)
            .enter(Entrance::Pop)
            .respond(Response::Steady),
    );
}

fn shape(path: BezPath, fill: Option<Paint>, stroke: Option<Line>) -> Element {
    Element::new(Content::Shape(ShapeContent { path, fill, stroke }))
}

/// Ways between places that draw themselves when their end is shown.
fn draw_routes(
    places: &[MapPlace],
    routes: &[Arrow],
    sheet: &Sheet<'_>,
    composer: &Composer<'_>,
    composition: &mut Composition,
) {
    let color = composer.palette().result;
    for route in routes {
        let (Some(from), Some(to)) = (places.get(route.from), places.get(route.to)) else { continue };
        let path = sheet.route(from, to);
        if path.elements().len() < 2 {
            continue;
        }
        let head = arrowhead(&path, DOT * 1.9);
        let stroke = Line { paint: Paint::Solid(color, 0.95), width: 7.0, dots: None, glow: Some(color) };
        composition.push(shape(path, None, Some(stroke)).part(route.to).enter(Entrance::Draw(ROUTE_SECS)));
        if let Some(head) = head {
            composition.push(
                shape(head, Some(Paint::Solid(color, 1.0)), None)
                    .part(route.to)
                    .start(Start::Part(route.to))
                    .delay(ROUTE_SECS * 0.85),
            );
        }
    }
}

/// A head that points along the end of a way, its tip that far before the way's end.
fn arrowhead(path: &BezPath, before: f64) -> Option<BezPath> {
    use vello_cpu::kurbo::PathEl;
    let mut points = Vec::new();
    vello_cpu::kurbo::flatten(path.iter(), 0.5, |element| {
        if let PathEl::MoveTo(point) | PathEl::LineTo(point) = element {
            points.push(point);
        }
    });
    let end = *points.last()?;
    let start = points.iter().rev().find(|point| point.distance(end) > before + 30.0)?;
    let along = (end - *start).normalize();
    let tip = end - along * before;
    let across = vello_cpu::kurbo::Vec2::new(-along.y, along.x);
    let mut head = BezPath::new();
    head.move_to(tip);
    head.line_to(tip - along * 30.0 + across * 15.0);
    head.line_to(tip - along * 22.0);
    head.line_to(tip - along * 30.0 - across * 15.0);
    head.close_path();
    Some(head)
}

/// A bar that tells how far it is, where there is room for it at the bottom.
fn scale_bar(sheet: &Sheet<'_>, taken: &mut Taken, composer: &Composer<'_>, composition: &mut Composition) {
    let Some((length, kilometers)) = sheet.scale_bar() else { return };
    let safe = composer.safe();
    let color = composer.palette().text;
    let setting = composer.body(composer.scale().floor, safe.width, Align::Left);
    let block = composer.plain(&format!("{kilometers} km"), Face::Body, color, setting);
    let height = block.height + 26.0;
    let width = length.max(block.ink.width + 12.0);
    let corners = [safe.right() - width - 12.0, safe.x + 12.0];
    let room = corners.map(|x| Rect::new(x, safe.bottom() - height - 6.0, width, height));
    let Some(place) = room.into_iter().find(|rect| taken.is_free(*rect)) else { return };
    taken.add(place);
    let bar = place.bottom() - 14.0;
    let mut path = BezPath::new();
    path.move_to((place.x, bar - 10.0));
    path.line_to((place.x, bar));
    path.line_to((place.x + length, bar));
    path.line_to((place.x + length, bar - 10.0));
    let line = Line { paint: Paint::Solid(color, 0.9), width: 3.0, dots: None, glow: None };
    composition.push(shape(path, None, Some(line)));
    composition.push(Element::text(block, place.x, place.y, TextRole::Credit, Ground::Plain(sheet.worst_ground(color))));
}

/// The names of seas, neighbors and large cities, as far as there is room for them.
fn orientation(
    places: &[MapPlace],
    sheet: &Sheet<'_>,
    taken: &mut Taken,
    composer: &Composer<'_>,
    composition: &mut Composition,
) {
    let color: Color = composer.palette().muted;
    let setting = composer.body(composer.scale().floor, composer.safe().width, Align::Left);
    let set = |name: &str| composer.plain(name, Face::Body, color, setting);
    let labels = sheet.labels(places, |name| {
        let ink = set(name).ink;
        (ink.width + 16.0, composer.scale().floor * 1.2)
    });
    let mut count = 0;
    for label in labels {
        if count == NAMES_MAX {
            break;
        }
        let rect = label.rect;
        let dot = label.dot.map(|at| Rect::new(at.x - 8.0, at.y - 8.0, 16.0, 16.0));
        if !taken.is_free(rect) || dot.is_some_and(|dot| !taken.is_free(dot)) {
            continue;
        }
        taken.add(rect);
        count += 1;
        let block = set(&label.name);
        let at = centered(&block, Point::new(rect.x + rect.width / 2.0, rect.y + rect.height / 2.0));
        let ground = Ground::Plain(sheet.worst_ground(color));
        if let Some(at) = label.dot {
            let path = Affine::translate(at.to_vec2()) * Circle::new((0.0, 0.0), 5.0).to_path(0.05);
            composition.push(shape(path, Some(Paint::Solid(color, 0.9)), None).delay(0.5));
        }
        composition.push(Element::text(block, at.x, at.y, TextRole::Credit, ground).delay(0.5));
    }
}
