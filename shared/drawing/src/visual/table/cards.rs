//! A table on a plane too narrow for its columns: each row a card, with its first cell as name and the others under it.

use lectern_lesson::{Rect, TextRole};
use vello_cpu::kurbo::Vec2;

use super::{Grid, READABLE, ROW_INSET, SIZES, light, rule};
use crate::composer::Composer;
use crate::element::{Composition, Element, Entrance, Ground, Paint, Response};
use crate::text::{Align, Face, Setting, TextBlock};

/// How much larger a row's name is than what is told of it.
const NAME_SCALE: f64 = 1.12;

/// A table as cards, measured.
pub(super) struct Cards {
    cards: Vec<Card>,
    gap: f64,
}

/// A row: its name, and pairs of what a column tells and what that is.
struct Card {
    name: TextBlock,
    facts: Vec<(TextBlock, TextBlock)>,
}

impl Card {
    fn height(&self) -> f64 {
        let fact = |(label, value): &(TextBlock, TextBlock)| label.height.max(value.height);
        self.name.height + self.facts.iter().map(fact).sum::<f64>()
    }
}

impl Cards {
    /// The largest type in which all rows have room; none when there is none, or, if the table itself fits, none that is read
    /// easily.
    pub(super) fn new(grid: &Grid, area: Rect, table_fits: bool, composer: &Composer<'_>) -> Option<Self> {
        let least = if table_fits { READABLE } else { composer.scale().floor };
        let sizes = SIZES.into_iter().chain([composer.scale().floor]).filter(|size| *size >= least);
        sizes
            .map(|size| Self::at_size(grid, size, area, composer))
            .find_map(|cards| cards.filter(|cards| cards.height() <= area.height))
    }

    /// None when a word does not fit into its column.
    fn at_size(grid: &Grid, size: f64, area: Rect, composer: &Composer<'_>) -> Option<Self> {
        let palette = composer.palette();
        let room = area.width - 2.0 * ROW_INSET;
        let set = |text: &str, face: Face, color, size: f64, width: f64, align: Align| {
            let setting = Setting { line_height: 1.22, ..composer.body(size, width, align) };
            composer.plain(text, face, color, setting)
        };
        let mut cards = Vec::with_capacity(grid.rows.len());
        for row in &grid.rows {
            let first = row.first().map_or("", String::as_str);
            let name = set(first, Face::BodyBold, palette.flow, size * NAME_SCALE, room, Align::Left);
            let mut facts = Vec::new();
            for (header, cell) in grid.headers.iter().zip(row).skip(1).filter(|(_, cell)| !cell.is_empty()) {
                let label = set(header, Face::Body, palette.muted, size, room * 0.42, Align::Left);
                let value = set(cell, Face::Body, palette.text, size, room * 0.55, Align::Right);
                if label.breaks_word || value.breaks_word {
                    return None;
                }
                facts.push((label, value));
            }
            if name.breaks_word {
                return None;
            }
            cards.push(Card { name, facts });
        }
        Some(Self { cards, gap: size * 0.9 })
    }

    fn height(&self) -> f64 {
        self.cards.iter().map(|card| card.height() + self.gap).sum()
    }

    /// Adds the cards to the composition and tells where they end.
    pub(super) fn place(self, area: Rect, composer: &Composer<'_>, composition: &mut Composition) -> f64 {
        let palette = composer.palette();
        // Cards may stand further apart than they must.
        let spare = (area.height - self.height()) / self.cards.len().max(1) as f64;
        let gap = self.gap + spare.clamp(0.0, self.gap * 1.4);
        let whole: f64 = self.cards.iter().map(|card| card.height() + gap).sum();
        let mut top = area.y + (area.height - whole) / 2.0;
        let (left, edges) = (area.x + ROW_INSET, (area.x, area.right()));
        let last = self.cards.len().saturating_sub(1);
        for (part, card) in self.cards.into_iter().enumerate() {
            let height = card.height() + gap;
            light(edges, top, height, part, composer, composition);
            let mut y = top + gap / 2.0;
            let mut put = |block: TextBlock, x: f64, y: f64, role: TextRole| {
                if block.ink.width > 0.0 {
                    let text = Element::text(block, x, y, role, Ground::World).part(part);
                    composition.push(text.enter(Entrance::Slide(Vec2::new(0.0, 24.0))).respond(Response::Dims));
                }
            };
            let below = y + card.name.height;
            put(card.name, left, y, TextRole::Heading);
            y = below;
            for (label, value) in card.facts {
                let height = label.height.max(value.height);
                let x = area.right() - ROW_INSET - (area.width - 2.0 * ROW_INSET) * 0.55;
                put(label, left, y, TextRole::Label);
                put(value, x, y, TextRole::Body);
                y += height;
            }
            top += height;
            if part < last {
                let line = rule(edges, top, Paint::Solid(palette.line, 0.4), 2.0).part(part);
                composition.push(line.enter(Entrance::Draw(0.5)));
            }
        }
        top
    }
}
