use lectern_lesson::{Arrow, Item, Rect, TextRole};
use vello_cpu::kurbo::Point;

use crate::composer::Composer;
use crate::element::{Composition, Content, Element, Entrance, Ground, Response, Start, Tone};
use crate::plane::Shape;
use crate::text::{Align, Face};
use crate::visual::arrow::{Keep, arrow, between, length, swung};
use crate::visual::clearance::is_clear;
use crate::visual::furniture::{heading, panel};
use crate::visual::layers::Layers;
use crate::visual::medallion::Medallion;
use crate::visual::naming::{listed, name, names, note, picture, shared_notes};

/// Most things that an arrangement is tried for; more are listed.
const THINGS_MAX: usize = 10;

/// Radii of discs that are tried, from large to small; without pictures the height of panels follows them. Two things fill the frame as
/// ten do.
const RADII: [f64; 12] = [280.0, 230.0, 200.0, 174.0, 150.0, 132.0, 116.0, 102.0, 88.0, 76.0, 64.0, 54.0];

/// Largest names of things, of two as large as display type, and words along arrows.
const NAME_MAX: f64 = 88.0;
const NAME_OF_TWO_MAX: f64 = 120.0;
const LABEL_MAX: f64 = 60.0;

/// Room for notes at the bottom.
const NOTE_ROOM: f64 = 130.0;

/// What leads to what: causes at the left or top, effects at the right or bottom, curved arrows between.
pub(crate) fn compose(title: Option<&str>, things: &[Item], arrows: &[Arrow], composer: &Composer<'_>) -> Composition {
    let known = |arrow: &&Arrow| arrow.from < things.len() && arrow.to < things.len() && arrow.from != arrow.to;
    let arrows: Vec<Arrow> = arrows.iter().filter(known).cloned().collect();
    if (1..=THINGS_MAX).contains(&things.len()) {
        let layers = Layers::of(things.len(), &arrows);
        let is_tall = matches!(composer.shape(), Shape::Tall | Shape::Portrait);
        // Along the frame where that is not much smaller than across it, and with the words along the arrows if there is any way.
        let orders = RADII.chunks(4).flat_map(|radii| [(!is_tall, radii), (is_tall, radii)]);
        let ways = orders.flat_map(|(sideways, radii)| radii.iter().map(move |radius| (sideways, *radius)));
        for with_labels in [true, false] {
            for (sideways, radius) in ways.clone() {
                let frame = Plan { things, arrows: &arrows, layers: &layers, radius, sideways, with_labels };
                let Some(mut composition) = frame.composed(title, composer) else { continue };
                if !is_clear(&composition, composer) {
                    continue;
                }
                if !with_labels && arrows.iter().any(|arrow| arrow.label.is_some()) {
                    composition.overflow(None, "there is no room for the words along the arrows");
                }
                return composition;
            }
        }
    }
    let names: Vec<String> = things.iter().map(|thing| thing.name.clone()).collect();
    listed(title, &names, composer)
}

/// An arrangement to be tried.
struct Plan<'a> {
    things: &'a [Item],
    arrows: &'a [Arrow],
    layers: &'a Layers,
    radius: f64,
    /// Whether it runs from left to right instead of from the top down.
    sideways: bool,
    with_labels: bool,
}

impl Plan<'_> {
    fn composed(&self, title: Option<&str>, composer: &Composer<'_>) -> Option<Composition> {
        let mut composition = Composition::default();
        let top = heading(title, composer, &mut composition);
        let safe = composer.safe();
        let has_notes = self.things.iter().any(|thing| note(thing).is_some());
        let bottom = safe.bottom() - if has_notes { NOTE_ROOM } else { 0.0 };
        let place = Rect::new(safe.x, top - 10.0, safe.width, bottom - top + 10.0);
        let (long, wide) = if self.sideways { (place.width, place.height) } else { (place.height, place.width) };
        let step = long / self.layers.count() as f64;
        let cell = (step, wide / self.layers.widest() as f64);
        let (width, height) = if self.sideways { cell } else { (cell.1, cell.0) };
        let has_pictures = self.things.iter().any(|thing| picture(thing.picture.as_ref()).is_some());
        let texts: Vec<&str> = self.things.iter().map(|thing| thing.name.as_str()).collect();
        let reach = Medallion::reach(self.radius);
        let largest = if self.things.len() <= 2 { NAME_OF_TWO_MAX } else { NAME_MAX };
        let size = (self.radius * 0.44).clamp(composer.scale().floor + 4.0, largest);
        let width = if has_pictures {
            (width - 30.0).min(self.radius * 3.4)
        } else {
            (width - if self.sideways { 130.0 } else { 40.0 }).min(self.radius * 4.4) - 56.0
        };
        let height =
            if has_pictures { height - reach * 2.0 - 20.0 } else { height - if self.sideways { 50.0 } else { 120.0 } };
        let blocks = names(&texts, size, width, height.min(size * 3.6), Align::Center, composer)?;
        let middle = |part: usize| {
            let (along, across) = self.layers.place(part);
            self.point(place, along, across)
        };
        // What each thing covers: its disc and its name, or its panel.
        let mut keeps: Vec<Vec<Keep>> = Vec::new();
        let mut shown: Vec<Element> = Vec::new();
        let mut discs = Composition::default();
        for (part, (thing, block)) in self.things.iter().zip(blocks).enumerate() {
            let at = middle(part);
            // What has no picture is a panel with its name, among discs too.
            if let Some(drawn) = picture(thing.picture.as_ref()) {
                let center = Point::new(at.x, at.y - (block.height + 10.0) / 2.0);
                Medallion {
                    center,
                    radius: self.radius,
                    part,
                    picture: Some(drawn),
                    label: "",
                    accent: composer.palette().flow,
                    is_foretold: false,
                }
                .place(composer, &mut discs);
                let element = name(block, at.x - width / 2.0, center.y + reach + 8.0, part);
                keeps.push(vec![Keep::Disc(center, reach + 12.0), Keep::Box(ink(&element)).wider(14.0)]);
                shown.push(element);
            } else {
                let (wide, high) = (block.ink.width + 1.25 * size.max(58.0), block.height + 0.76 * size.max(58.0));
                let rect = Rect::new(at.x - wide / 2.0, at.y - high / 2.0, wide, high);
                discs.push(panel(rect, part, composer.palette().flow));
                let y = at.y - block.height / 2.0;
                shown.push(
                    Element::text(block, at.x - width / 2.0, y, TextRole::Label, Ground::Panel(Tone::Panel))
                        .part(part)
                        .delay(0.1)
                        .enter(Entrance::Rise)
                        .respond(Response::Dims),
                );
                keeps.push(vec![Keep::Box(rect).wider(12.0)]);
            }
        }
        let center = |part: usize| match keeps[part].first() {
            Some(Keep::Disc(center, _)) => *center,
            _ => middle(part),
        };
        let mut ways: Vec<Vec<Point>> = Vec::new();
        for (index, link) in self.arrows.iter().enumerate() {
            let mut stops = vec![center(link.from)];
            stops.extend(self.layers.passes(index).iter().map(|(along, across)| self.point(place, *along, *across)));
            stops.push(center(link.to));
            let legs = stops.len() as f64 - 1.0;
            let way = |along: f64| {
                let leg = ((along * legs).floor() as usize).min(stops.len() - 2);
                swung(stops[leg], stops[leg + 1], self.sideways)(along * legs - leg as f64)
            };
            let points = between(way, &keeps[link.from], &keeps[link.to]);
            // An arrow comes with the later of what it joins.
            let part = link.from.max(link.to);
            if length(&points) < (self.radius * 0.55).max(36.0)
                || !arrow(&points, part, composer.palette().flow, &mut composition)
            {
                return None;
            }
            ways.push(points);
        }
        composition.elements.append(&mut discs.elements);
        composition.elements.append(&mut shown);
        if self.with_labels {
            for (index, link) in self.arrows.iter().enumerate() {
                let Some(text) = link.label.as_deref().filter(|text| !text.trim().is_empty()) else { continue };
                // One word for a fan of arrows that say the same.
                let is_same = |other: &Arrow| other.from == link.from && other.label == link.label;
                if self.arrows[..index].iter().any(is_same) {
                    continue;
                }
                let part = link.from.max(link.to);
                let size = (self.radius * 0.24).clamp(composer.scale().sublabel.min(40.0), LABEL_MAX);
                composition.push(label((text, size), part, &ways[index], (&ways, &keeps), composer)?);
            }
        }
        let notes = Rect::new(safe.x + safe.width * 0.06, bottom + 14.0, safe.width * 0.88, NOTE_ROOM - 14.0);
        (!has_notes || shared_notes(self.things, notes, composer, &mut composition)).then_some(composition)
    }

    /// A point of the place: how far along the way from causes to effects and across it, 0 to 1.
    fn point(&self, place: Rect, along: f64, across: f64) -> Point {
        let (x, y) = if self.sideways { (along, across) } else { (across, along) };
        Point::new(place.x + place.width * x, place.y + place.height * y)
    }
}

/// A word of that size beside an arrow, where it touches neither an arrow nor a thing; none when there is no such place.
fn label(
    (text, size): (&str, f64),
    part: usize,
    way: &[Point],
    (ways, keeps): (&[Vec<Point>], &[Vec<Keep>]),
    composer: &Composer<'_>,
) -> Option<Element> {
    let palette = composer.palette();
    let setting = composer.body(size, 300.0_f64.max(size * 8.0), Align::Left);
    let block = composer.fit_plain(text, Face::Body, palette.muted, setting, size * 2.8);
    if !block.fits || block.block.breaks_word {
        return None;
    }
    let block = block.block;
    for at in [0.5, 0.4, 0.6, 0.3, 0.7] {
        let on = *way.get((way.len() as f64 * at) as usize)?;
        for (dx, dy) in
            [(0.0, -1.0), (0.0, 1.0), (1.0, 0.0), (-1.0, 0.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0), (-1.0, -1.0)]
        {
            let x = on.x + dx * (block.ink.width / 2.0 + 26.0);
            let y = on.y + dy * (block.ink.height / 2.0 + 22.0);
            let rect =
                Rect::new(x - block.ink.width / 2.0, y - block.ink.height / 2.0, block.ink.width, block.ink.height);
            let keep = Keep::Box(rect).wider(12.0);
            let corners =
                [(rect.x, rect.y), (rect.right(), rect.y), (rect.x, rect.bottom()), (rect.right(), rect.bottom())];
            let touches = |thing: &Keep| corners.iter().any(|(x, y)| thing.holds(Point::new(*x, *y)));
            if ways.iter().flatten().all(|point| !keep.holds(*point)) && !keeps.iter().flatten().any(touches) {
                let (x, y) = (rect.x - block.ink.x, rect.y - block.ink.y);
                return Some(
                    Element::text(block, x, y, TextRole::Label, Ground::World)
                        .part(part)
                        .start(Start::Reached(part))
                        .delay(0.3),
                );
            }
        }
    }
    None
}

fn ink(element: &Element) -> Rect {
    match &element.content {
        Content::Text(text) => text.ink(),
        _ => Rect::default(),
    }
}
