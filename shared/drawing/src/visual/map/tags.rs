//! The tags that name a map's places, where there is room for them.

use lectern_lesson::{MapPlace, Rect, TextRole};
use vello_cpu::kurbo::{BezPath, Point, RoundedRect, Shape as _, Vec2};

use crate::composer::Composer;
use crate::element::{Composition, Content, Element, Entrance, Ground, Line, Paint, Response, ShapeContent};
use crate::text::{Align, Face, TextBlock};
use crate::visual::map::sheet::{Sheet, is_point};

/// Space between a tag's edge and its text, across and down.
const PAD: (f64, f64) = (22.0, 12.0);

/// Sizes of a name that are tried, as parts of the body size: on a crowded map smaller ones find a place.
const SIZES: [f64; 3] = [1.1, 0.95, 0.8];

/// How far tags stand from their place, in design pixels.
const DISTANCES: [f64; 4] = [34.0, 70.0, 120.0, 180.0];

/// What has its place on a map already.
pub(super) struct Taken {
    area: Rect,
    rects: Vec<Rect>,
}

impl Taken {
    /// Nothing yet, in an area.
    pub(super) fn new(area: Rect) -> Self {
        Self { area, rects: Vec::new() }
    }

    pub(super) fn add(&mut self, rect: Rect) {
        self.rects.push(rect);
    }

    pub(super) fn add_all(&mut self, rects: impl IntoIterator<Item = Rect>) {
        self.rects.extend(rects);
    }

    /// Whether a rectangle lies within the area and touches nothing.
    pub(super) fn is_free(&self, rect: Rect) -> bool {
        self.area.contains(&rect, 0.0) && self.rects.iter().all(|other| !other.overlaps(&rect, 0.0))
    }
}

/// A name with what is said of it, set.
struct Tag {
    name: TextBlock,
    note: Option<TextBlock>,
}

impl Tag {
    fn size(&self) -> (f64, f64) {
        let wide = |block: &TextBlock| block.ink.x + block.ink.width;
        let note = self.note.as_ref();
        let width = wide(&self.name).max(note.map_or(0.0, wide));
        (width + 2.0 * PAD.0, self.name.height + note.map_or(0.0, |note| note.height) + 2.0 * PAD.1)
    }
}

/// Places a tag for each place, the ones with least room first found where they touch nothing.
pub(super) fn place_tags(
    places: &[MapPlace],
    sheet: &Sheet<'_>,
    taken: &mut Taken,
    composer: &Composer<'_>,
    composition: &mut Composition,
) {
    for (part, place) in places.iter().enumerate() {
        let at = sheet.at(place);
        let found = SIZES.into_iter().find_map(|size| {
            let tag = set(place, size, composer);
            let rect = candidates(at, tag.size(), is_point(place)).into_iter().find(|rect| taken.is_free(*rect))?;
            Some((tag, rect))
        });
        let Some((tag, rect)) = found else {
            composition.overflow(Some(part), format!("there is no room on the map for the name {}", place.name));
            continue;
        };
        taken.add(rect);
        draw(part, at, &tag, rect, is_point(place), composer, composition);
    }
}

fn set(place: &MapPlace, size: f64, composer: &Composer<'_>) -> Tag {
    let palette = composer.palette();
    let width = composer.safe().width * 0.42;
    let setting = composer.display((composer.scale().body * size).max(composer.scale().floor), width, Align::Left);
    let name = composer.fit_plain(&place.name, Face::Display, palette.text, setting, setting.size * 2.6).block;
    let note = place.note.as_deref().map(str::trim).filter(|note| !note.is_empty()).map(|note| {
        let setting = composer.body(composer.scale().floor, width, Align::Left);
        composer.fit_plain(note, Face::Body, palette.muted, setting, setting.size * 3.0).block
    });
    Tag { name, note }
}

/// Where a tag could stand, the best first: beside its dot, above or below it; in the middle of what is no point.
fn candidates(at: Point, (width, height): (f64, f64), is_point: bool) -> Vec<Rect> {
    let centered = |x: f64, y: f64| Rect::new(x - width / 2.0, y - height / 2.0, width, height);
    let mut rects = Vec::new();
    if !is_point {
        rects.push(centered(at.x, at.y));
    }
    for distance in DISTANCES {
        let (beside, above) = (width / 2.0 + distance, height / 2.0 + distance);
        let ways = [
            (beside, 0.0),
            (-beside, 0.0),
            (beside * 0.9, -above * 0.8),
            (-beside * 0.9, -above * 0.8),
            (beside * 0.9, above * 0.8),
            (-beside * 0.9, above * 0.8),
            (0.0, -above),
            (0.0, above),
        ];
        rects.extend(ways.map(|(x, y)| centered(at.x + x, at.y + y)));
    }
    rects
}

fn draw(
    part: usize,
    at: Point,
    tag: &Tag,
    rect: Rect,
    is_point: bool,
    composer: &Composer<'_>,
    composition: &mut Composition,
) {
    let palette = composer.palette();
    if is_point {
        let nearest =
            Point::new(at.x.clamp(rect.x, rect.right()), at.y.clamp(rect.y + PAD.1, rect.bottom() - PAD.1));
        let way = nearest - at;
        let leader = Line { paint: Paint::Solid(palette.text, 0.75), width: 3.0, dots: None, glow: None };
        let mut path = BezPath::new();
        path.move_to(at + toward(way, 16.0));
        path.line_to(nearest);
        composition.push(shape(path, None, Some(leader)).part(part).enter(Entrance::Draw(0.3)).respond(Response::Dims));
    }
    let outline = RoundedRect::new(rect.x, rect.y, rect.right(), rect.bottom(), composer.corner(14.0)).to_path(0.1);
    let rest = Line { paint: Paint::Solid(palette.line, 0.7), width: 2.0, dots: None, glow: None };
    let lit = Line { paint: Paint::Solid(palette.flow, 1.0), width: 4.0, dots: None, glow: Some(palette.flow) };
    composition.push(
        shape(outline.clone(), Some(Paint::Solid(palette.board, 1.0)), Some(rest)).part(part).enter(Entrance::Scale),
    );
    composition.push(shape(outline, None, Some(lit)).part(part).respond(Response::Lights));
    let ground = Ground::Plain(palette.board);
    let below = rect.y + PAD.1 + tag.name.height;
    composition.push(
        Element::text(tag.name.clone(), rect.x + PAD.0, rect.y + PAD.1, TextRole::Label, ground)
            .part(part)
            .enter(Entrance::Fade)
            .respond(Response::Dims),
    );
    if let Some(note) = &tag.note {
        composition.push(
            Element::text(note.clone(), rect.x + PAD.0, below, TextRole::Label, ground)
                .part(part)
                .enter(Entrance::Fade)
                .respond(Response::Dims),
        );
    }
}

fn toward(way: Vec2, length: f64) -> Vec2 {
    let whole = way.hypot();
    if whole > length { way * (length / whole) } else { Vec2::ZERO }
}

fn shape(path: BezPath, fill: Option<Paint>, stroke: Option<Line>) -> Element {
    Element::new(Content::Shape(ShapeContent { path, fill, stroke }))
}
