//! Discs with an illustration inside, lit while the voice is at them.

use lectern_lesson::{Rect, TextRole};
use vello_cpu::kurbo::{Circle, Point, Shape};

use crate::Color;
use crate::composer::Composer;
use crate::element::{
    Composition, Content, Element, Entrance, GlowContent, Ground, Line, Paint, Response, ShapeContent, Start,
};
use crate::text::{Align, Face};
use crate::visual::furniture::centered;

/// How much larger a disc is while its part is in focus.
pub(super) const SWELL: f64 = 0.12;

/// How far the outer ring of light stands from a disc, as a part of its radius.
const HALO_RING: f64 = 0.09;

/// Half the side of the square that an illustration has in a disc, as a part of the radius.
const INSIDE: f64 = 0.66;

/// Radius of the light of a large illustration, at most.
const LARGEST: f64 = 400.0;

/// A disc of light for a large illustration without an edge of its own: what is behind and around it.
pub(super) fn light(center: Point, radius: f64, color: Color) -> [Element; 2] {
    let glow = GlowContent { center, radius: radius * 1.5, color, strength: 0.22 };
    let disc = ShapeContent {
        path: Circle::new(center, radius).to_path(0.05),
        fill: Some(Paint::Radial {
            center,
            radius,
            stops: vec![(0.0, color, 0.2), (0.8, color, 0.1), (1.0, color, 0.07)],
        }),
        stroke: Some(Line { paint: Paint::Solid(color, 0.4), width: 2.5, dots: None, glow: None }),
    };
    [Element::new(Content::Glow(glow)), Element::new(Content::Shape(disc)).enter(Entrance::Scale)]
}

/// A large illustration that breathes on a light in the middle of its place.
pub(super) fn large(name: &str, place: Rect, composer: &Composer<'_>) -> Vec<Element> {
    let radius = (place.width.min(place.height) / 2.0).min(LARGEST);
    let center = Point::new(place.x + place.width / 2.0, place.y + place.height / 2.0);
    let half = radius * 0.7;
    let rect = Rect::new(center.x - half, center.y - half, half * 2.0, half * 2.0);
    let drawn = composer.illustration(name, rect).drift(6.0).enter(Entrance::Pop);
    light(center, radius, composer.palette().flow).into_iter().chain([drawn]).collect()
}

/// A disc of a part.
pub(super) struct Medallion<'a> {
    pub(super) center: Point,
    /// Its radius while another part is in focus.
    pub(super) radius: f64,
    pub(super) part: usize,
    /// Name of the illustration inside.
    pub(super) picture: Option<&'a str>,
    /// What stands inside without an illustration: a number, initials.
    pub(super) label: &'a str,
    pub(super) accent: Color,
    /// Whether its place is outlined before it comes.
    pub(super) is_foretold: bool,
}

impl Medallion<'_> {
    /// How far everything of a disc of that radius reaches, at its largest.
    pub(super) fn reach(radius: f64) -> f64 {
        radius * (1.0 + HALO_RING) * (1.0 + SWELL) + 2.0
    }

    /// Adds the disc with what is inside.
    pub(super) fn place(&self, composer: &Composer<'_>, composition: &mut Composition) {
        let Self { center, radius, part, accent, .. } = *self;
        let palette = composer.palette();
        let disc = Circle::new(center, radius).to_path(0.05);
        if self.is_foretold {
            let dots = Line { paint: Paint::Solid(palette.dim, 0.8), width: 3.5, dots: Some(16.0), glow: None };
            let ghost = ShapeContent { path: disc.clone(), fill: None, stroke: Some(dots) };
            composition
                .push(Element::new(Content::Shape(ghost)).part(part).start(Start::Scene).respond(Response::Foretells));
        }
        let light = GlowContent { center, radius: radius * 2.1, color: accent, strength: 0.5 };
        composition.push(Element::new(Content::Glow(light)).part(part).respond(Response::Lights));
        let top = palette.ground.mix(palette.ground_low, 0.5);
        let body = ShapeContent {
            path: disc.clone(),
            fill: Some(Paint::Linear {
                from: Point::new(center.x, center.y - radius),
                to: Point::new(center.x, center.y + radius),
                stops: vec![(0.0, palette.board, 1.0), (1.0, top, 1.0)],
            }),
            stroke: Some(Line { paint: Paint::Solid(palette.line, 1.0), width: 3.0, dots: None, glow: None }),
        };
        composition.push(Element::new(Content::Shape(body)).part(part).enter(Entrance::Pop).swell(SWELL, center));
        match self.picture {
            Some(name) => {
                let half = radius * INSIDE;
                let rect = Rect::new(center.x - half, center.y - half, half * 2.0, half * 2.0);
                composition.push(
                    composer
                        .illustration(name, rect)
                        .part(part)
                        .enter(Entrance::Pop)
                        .respond(Response::Dims)
                        .swell(SWELL, center),
                );
            }
            None => {
                let size = (radius * 0.86).max(composer.scale().floor);
                let setting = composer.display(size, radius * 4.0, Align::Left);
                let mut block = composer.plain(self.label, Face::Display, accent, setting);
                let room = radius * 1.5;
                if block.ink.width > room {
                    let size = (size * room / block.ink.width).max(composer.scale().floor);
                    block = composer.plain(
                        self.label,
                        Face::Display,
                        accent,
                        composer.display(size, radius * 4.0, Align::Left),
                    );
                }
                // Wherever on the disc it is told from its ground the least.
                let ends = [palette.board, top];
                let ground = if accent.contrast(ends[0]) < accent.contrast(ends[1]) { ends[0] } else { ends[1] };
                if block.ink.width > 0.0 {
                    let at = centered(&block, center);
                    composition.push(
                        Element::text(block, at.x, at.y, TextRole::Label, Ground::Plain(ground))
                            .part(part)
                            .enter(Entrance::Pop)
                            .swell(SWELL, center),
                    );
                }
            }
        }
        for (at, width, color, glow) in
            [(radius, 6.0, palette.text, Some(accent)), (radius * (1.0 + HALO_RING), 2.5, accent, None)]
        {
            let ring = ShapeContent {
                path: Circle::new(center, at).to_path(0.05),
                fill: None,
                stroke: Some(Line { paint: Paint::Solid(color, 0.95), width, dots: None, glow }),
            };
            composition.push(
                Element::new(Content::Shape(ring))
                    .part(part)
                    .start(Start::Part(part))
                    .respond(Response::Lights)
                    .swell(SWELL, center),
            );
        }
    }
}
