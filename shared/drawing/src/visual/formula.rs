//! A formula: lines of LaTeX, aligned at their relation, revealed as they are spoken. The glyphs that a line shares with the
//! line before it fly from there to their new places.

mod matching;

use std::sync::Arc;

use lectern_lesson::{Rect, TextRole};
use vello_cpu::kurbo::{Affine, BezPath, Point, Rect as KurboRect, Shape, Vec2};

use crate::Color;
use crate::composer::{Composer, GUTTER};
use crate::element::{
    Composition, Content, Element, Entrance, Flight, FormulaContent, GlowContent, Ground, Response, Start,
};
use crate::math::{Formula, FormulaBox, Glyph};
use crate::plane::Shape as PlaneShape;
use crate::text::{Align, Face};
use crate::visual::caption::balanced;

/// Smallest size of a formula, in design pixels.
const SIZE_FLOOR: f64 = 40.0;

/// Smallest size of its scripts, in design pixels: the limit for all text.
const SCRIPT_FLOOR: f64 = 32.0;

/// A line that would have to be smaller than this to stand in one row goes on in the next: on a wide plane, and on others, which
/// have room for more rows.
const SIZE_TO_BREAK: f64 = 72.0;
const NARROW_SIZE_TO_BREAK: f64 = 112.0;

/// Largest size for a number of rows, as a fraction of the style's formula size: several rows need air.
const SIZE_FOR_ROWS: [f64; 5] = [1.0, 0.8, 0.68, 0.6, 0.52];

/// Space between rows, in em.
const LEADING: f64 = 0.55;

/// Least height of a row, in em, so that flat lines stand as far apart as others.
const ROW_HEIGHT: f64 = 0.9;

/// Widest line of a caption.
const CAPTION_WIDTH: f64 = 1400.0;

/// Width in design pixels of a stroke along the outlines, and its growth with the size: the KaTeX fonts' hairlines are made
/// for print, and video would swallow them. Small formulas need relatively more.
const WEIGHT: (f64, f64) = (0.8, 0.003);

/// Area for the lines; a caption takes its room from the bottom.
fn area(composer: &Composer<'_>) -> Rect {
    if composer.shape() == PlaneShape::Wide {
        return Rect::new(136.0, 96.0, 1648.0, 860.0);
    }
    let safe = composer.safe();
    Rect::new(safe.x + 16.0, safe.y + 40.0, safe.width - 32.0, safe.height - 120.0)
}

/// The lines of a formula, with what they say.
pub(crate) fn compose(lines: &[String], caption: Option<&str>, composer: &Composer<'_>) -> Composition {
    let mut composition = Composition::default();
    let mut area = area(composer);
    let caption = caption.map(str::trim).filter(|caption| !caption.is_empty()).map(|caption| {
        let setting = composer.body(composer.scale().label, CAPTION_WIDTH.min(composer.safe().width), Align::Center);
        let fitted = balanced(composer, caption, Face::Body, composer.palette().muted, setting, 3.2 * setting.size);
        area.height -= fitted.block.height + 1.5 * GUTTER;
        fitted
    });

    let accents = Accents::of(lines, composer);
    let parsed: Vec<Option<Formula>> = lines.iter().map(|line| Formula::parse(line)).collect();
    let rows = Rows::new(lines, &parsed, &accents, area, composer);
    let bottom = rows.place(&mut composition, lines, &accents, area, composer);

    if let Some(fitted) = caption {
        if !fitted.fits {
            composition.overflow(None, "the caption of the formula is too long");
        }
        let y = (bottom + 1.5 * GUTTER).min(composer.safe().bottom() - fitted.block.height);
        let x = (composer.plane().width - CAPTION_WIDTH.min(composer.safe().width)) / 2.0;
        let text = Element::text(fitted.block, x, y, TextRole::Label, Ground::World);
        composition.push(text.enter(Entrance::Fade).delay(0.4));
    }
    composition
}

/// A formula beside something else: its lines in `area`, coming with a part of that. `named` are the colors that variables
/// have there.
pub(crate) fn beside(
    latex: &str,
    area: Rect,
    named: &[(String, Color)],
    part: usize,
    composer: &Composer<'_>,
    composition: &mut Composition,
) {
    let lines: Vec<String> =
        latex.split(r"\\").map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
    let parsed: Vec<Option<Formula>> = lines.iter().map(|line| Formula::parse(line)).collect();
    let accents = if named.is_empty() {
        Accents::of(&lines, composer)
    } else {
        let (marked, colors) = named.iter().cloned().unzip();
        Accents { marked, colors }
    };
    let mut own = Composition::default();
    Rows::new(&lines, &parsed, &accents, area, composer).place(&mut own, &lines, &accents, area, composer);
    for mut element in own.elements {
        element.part = Some(part);
        element.start = Start::Part(part);
        element.delay += 0.5;
        composition.push(element);
    }
    if let Some(overflow) = own.overflows.into_iter().next() {
        composition.overflow(Some(part), overflow.message);
    }
}

/// The variables that have a color of their own. A color tells a learner which symbol is which from line to line; more
/// than three would tell nothing.
struct Accents {
    marked: Vec<String>,
    colors: Vec<Color>,
}

impl Accents {
    fn of(lines: &[String], composer: &Composer<'_>) -> Self {
        let palette = composer.palette();
        let formulas: Vec<Formula> = lines.iter().filter_map(|line| Formula::parse(line)).collect();
        let mut variables: Vec<String> = Vec::new();
        for name in formulas.iter().flat_map(Formula::variables) {
            if !variables.contains(&name) {
                variables.push(name);
            }
        }
        let colors = match variables.len() {
            1 => vec![palette.result],
            2 => vec![palette.flow, palette.result],
            3 => vec![palette.opposite, palette.flow, palette.result],
            _ => {
                // Many symbols: only the one that the formula is about.
                let subject = formulas.first().and_then(Formula::subject);
                variables = subject.into_iter().collect();
                vec![palette.result]
            }
        };
        Self { marked: variables, colors }
    }

    fn color(&self, mark: Option<usize>, otherwise: Color) -> Color {
        mark.and_then(|mark| self.colors.get(mark)).copied().unwrap_or(otherwise)
    }
}

/// A row on the plane; lengths in em.
struct Row {
    /// The line that it shows, or goes on with.
    part: usize,
    /// What stands before the relation.
    left: FormulaBox,
    /// The relation and what follows.
    right: FormulaBox,
    /// Further to the right than the relation: a row that goes on after an operator.
    indent: f64,
    /// LaTeX that could not be read is shown as it was written.
    source: bool,
}

impl Row {
    fn ascent(&self) -> f64 {
        // What is inked counts, not only what TeX's boxes say: accents reach higher.
        self.left.ascent.max(self.right.ascent).max(-self.left.ink.y0).max(-self.right.ink.y0)
    }

    fn descent(&self) -> f64 {
        self.left.descent.max(self.right.descent).max(self.left.ink.y1).max(self.right.ink.y1)
    }

    fn height(&self) -> f64 {
        (self.ascent() + self.descent()).max(ROW_HEIGHT)
    }

    fn width(&self) -> f64 {
        self.left.width + self.indent + self.right.width
    }

    fn smallest(&self) -> f64 {
        let size = |part: &FormulaBox| if part.pieces.is_empty() { 1.0 } else { part.smallest };
        size(&self.left).min(size(&self.right)).max(0.1)
    }
}

/// All rows, and how they are set.
struct Rows {
    rows: Vec<Row>,
    /// Whether they are aligned at their relation; else each is centered.
    aligned: bool,
    /// Size in design pixels.
    size: f64,
    /// Size below which the formula cannot be read.
    floor: f64,
}

impl Rows {
    fn new(
        lines: &[String],
        parsed: &[Option<Formula>],
        accents: &Accents,
        area: Rect,
        composer: &Composer<'_>,
    ) -> Self {
        let whole: Vec<Row> = parsed
            .iter()
            .enumerate()
            .map(|(part, formula)| {
                let row = formula.as_ref().and_then(|formula| row(formula, part, accents));
                row.unwrap_or_else(|| unreadable(part))
            })
            .collect();
        let set = Self::set(whole, area, composer);
        let enough = if composer.is_wide() { SIZE_TO_BREAK } else { NARROW_SIZE_TO_BREAK };
        if set.size >= enough || lines.len() > 4 {
            return set;
        }
        // Break the lines that are too wide, and keep that if it makes the formula larger.
        let broken = parsed
            .iter()
            .enumerate()
            .flat_map(|(part, formula)| match formula {
                Some(formula) => broken_rows(formula, part, accents, area.width / enough),
                None => vec![unreadable(part)],
            })
            .collect();
        let broken = Self::set(broken, area, composer);
        if broken.size > set.size * 1.15 { broken } else { set }
    }

    fn set(rows: Vec<Row>, area: Rect, composer: &Composer<'_>) -> Self {
        let mut set = Self { aligned: false, size: SIZE_FLOOR, floor: SIZE_FLOOR, rows };
        let widest = set.rows.iter().map(Row::width).fold(0.1, f64::max);
        let with_relation = set.rows.iter().filter(|row| !row.source && row.right.width > 0.0).count();
        let aligned = set.left_width() + set.right_width();
        // Alignment that pushes the lines far apart helps nobody.
        set.aligned = with_relation >= 2 && aligned <= widest * 1.35;
        let width = if set.aligned { aligned.max(widest) } else { widest };
        let smallest = set.rows.iter().map(Row::smallest).fold(1.0, f64::min);
        set.floor = SIZE_FLOOR.max(SCRIPT_FLOOR / smallest);
        let step = SIZE_FOR_ROWS.get(set.rows.len().saturating_sub(1)).copied().unwrap_or(0.46);
        let largest = (composer.scale().formula * step).max(set.floor);
        let height = (set.height() - set.rows.iter().filter(|row| row.source).count() as f64).max(0.5);
        set.size = largest.min(area.width / width).min(area.height / height);
        set
    }

    fn left_width(&self) -> f64 {
        self.rows.iter().map(|row| row.left.width).fold(0.0, f64::max)
    }

    fn right_width(&self) -> f64 {
        self.rows.iter().map(|row| row.indent + row.right.width).fold(0.0, f64::max)
    }

    fn height(&self) -> f64 {
        self.rows.iter().map(Row::height).sum::<f64>() + LEADING * self.rows.len().saturating_sub(1) as f64
    }

    /// Adds the rows to the composition and tells where they end.
    fn place(
        &self,
        composition: &mut Composition,
        lines: &[String],
        accents: &Accents,
        area: Rect,
        composer: &Composer<'_>,
    ) -> f64 {
        let size = self.size.max(self.floor);
        let sources: Vec<_> = self
            .rows
            .iter()
            .map(|row| {
                let latex = lines.get(row.part).filter(|_| row.source)?;
                let setting = composer.code(composer.scale().code, area.width);
                let setting = crate::text::Setting { line_height: 1.4, align: Align::Center, ..setting };
                Some(composer.fit_plain(latex, Face::Code, composer.palette().text, setting, 5.0 * setting.size))
            })
            .collect();
        let heights: Vec<f64> = self
            .rows
            .iter()
            .zip(&sources)
            .map(|(row, source)| source.as_ref().map_or(row.height() * size, |fitted| fitted.block.height))
            .collect();
        let leading = LEADING * size;
        let total = heights.iter().sum::<f64>() + leading * heights.len().saturating_sub(1) as f64;
        let mut top = area.y + ((area.height - total) / 2.0).max(0.0);
        let block = (self.left_width() + self.right_width()) * size;
        let relation_x = area.x + (area.width - block) / 2.0 + self.left_width() * size;
        let mut reported = Vec::new();
        let mut before: Option<PlacedRow> = None;
        for ((row, source), height) in self.rows.iter().zip(sources).zip(heights) {
            let part = Some(row.part);
            let too_low = top + height > area.bottom() + 1.0;
            let too_wide = !row.source && row.width() * size > area.width + 1.0;
            let too_long = source.as_ref().is_some_and(|fitted| !fitted.fits);
            if (too_low || too_wide || too_long) && !reported.contains(&row.part) {
                reported.push(row.part);
                let why = if too_low { "there is no room for this line" } else { "this line is too wide" };
                composition.overflow(part, format!("{why} at {size:.0} px"));
            }
            if too_low || too_wide {
                continue;
            }
            if let Some(fitted) = source {
                let text = Element::text(fitted.block, area.x, top, TextRole::Code, Ground::World);
                composition.push(text.part(row.part).enter(Entrance::Rise).respond(Response::Dims));
            } else {
                let baseline = top + row.ascent() * size + (height - (row.ascent() + row.descent()) * size) / 2.0;
                let left = if self.aligned {
                    relation_x - row.left.width * size
                } else {
                    area.x + (area.width - row.width() * size) / 2.0
                };
                let latex = lines.get(row.part).map_or("", String::as_str);
                let whole = self.rows.iter().filter(|other| other.part == row.part).count() == 1;
                let origin = before.as_ref().filter(|_| whole);
                let placed =
                    draw_row(composition, row, latex, Point::new(left, baseline), size, accents, origin, composer);
                before = whole.then_some(placed);
            }
            top += height + leading;
        }
        top - leading
    }
}

/// The pieces of a row where they stand.
struct PlacedRow {
    glyphs: Vec<Glyph>,
    bounds: Vec<KurboRect>,
    /// Index of the first piece after the relation.
    relation: usize,
}

#[expect(clippy::too_many_arguments, reason = "what, where, how large, and after what: nothing that goes together")]
fn draw_row(
    composition: &mut Composition,
    row: &Row,
    latex: &str,
    origin: Point,
    size: f64,
    accents: &Accents,
    before: Option<&PlacedRow>,
    composer: &Composer<'_>,
) -> PlacedRow {
    let right = Point::new(origin.x + (row.left.width + row.indent) * size, origin.y);
    let text = composer.palette().text;
    let mut pieces = Vec::new();
    for (part, origin) in [(&row.left, origin), (&row.right, right)] {
        let place = Affine::translate(origin.to_vec2()) * Affine::scale(size);
        pieces.extend(part.pieces.iter().map(|piece| (place * &piece.path, accents.color(piece.mark, text))));
    }
    let placed = PlacedRow {
        glyphs: row.left.pieces.iter().chain(&row.right.pieces).map(|piece| piece.glyph.clone()).collect(),
        bounds: pieces.iter().map(|(path, _)| path.bounding_box()).collect(),
        relation: row.left.pieces.len(),
    };
    let flights = before.map(|before| flights(before, &placed, composer.palette().structure)).unwrap_or_default();
    let content = FormulaContent {
        flights: Arc::new(flights),
        ..FormulaContent::new(
            pieces,
            WEIGHT.0 + WEIGHT.1 * size,
            latex.to_owned(),
            size * row.smallest(),
            Ground::World,
        )
    };
    // Light behind the last symbol of the result's color: one focal point in a line.
    let sun = composer.palette().result;
    let is_sun = |piece: &&(BezPath, Color)| piece.1 == sun;
    let lit = content.pieces.iter().rev().skip_while(|piece| !is_sun(piece)).take_while(is_sun);
    let bounds = lit.map(|(path, _)| path.bounding_box()).reduce(|one, two| one.union(two));
    if let Some(bounds) = bounds.filter(|_| accents.marked.len() > 1) {
        let radius = size * 0.6 + bounds.width() * 0.5;
        let glow = GlowContent { center: bounds.center(), radius, color: sun, strength: 0.24 };
        let light = Element::new(Content::Glow(glow)).part(row.part).delay(0.85);
        composition.push(light.enter(Entrance::Fade).respond(Response::Dims));
    }
    let element = Element::new(Content::Formula(content)).part(row.part);
    composition.push(element.enter(Entrance::Rise).respond(Response::Dims));
    placed
}

/// Where the pieces of a row come from: the same glyphs of the row before. A term that changes sides is lit on its way.
fn flights(before: &PlacedRow, row: &PlacedRow, lit: Color) -> Vec<Option<Flight>> {
    let Some(matches) = matching::matched(&before.glyphs, &row.glyphs) else { return Vec::new() };
    matches
        .into_iter()
        .enumerate()
        .map(|(to, from)| {
            let from = from?;
            let (old, new) = (before.bounds.get(from)?, row.bounds.get(to)?);
            let ratio = |old: f64, new: f64| if new > 0.01 { (old / new).clamp(0.1, 10.0) } else { 1.0 };
            let scale = Affine::scale_non_uniform(ratio(old.width(), new.width()), ratio(old.height(), new.height()));
            let home: Vec2 = new.origin().to_vec2();
            let place = Affine::translate(old.origin().to_vec2()) * scale * Affine::translate(-home);
            let crosses = (from < before.relation) != (to < row.relation);
            Some(Flight { from: place, color: crosses.then_some(lit) })
        })
        .collect()
}

/// A line in one row.
fn row(formula: &Formula, part: usize, accents: &Accents) -> Option<Row> {
    let (left, right) = match formula.first_relation() {
        Some(relation) => {
            let left =
                if relation == 0 { FormulaBox::default() } else { formula.lay_out(0..relation, &accents.marked)? };
            (left, formula.lay_out(relation..formula.len(), &accents.marked)?)
        }
        None => (formula.lay_out_all(&accents.marked)?, FormulaBox::default()),
    };
    Some(Row { part, left, right, indent: 0.0, source: false })
}

fn unreadable(part: usize) -> Row {
    Row { part, left: FormulaBox::default(), right: FormulaBox::default(), indent: 0.0, source: true }
}

/// A line in as many rows as its width needs: broken before relations, and before operators where that is not enough.
fn broken_rows(formula: &Formula, part: usize, accents: &Accents, width: f64) -> Vec<Row> {
    let Some(whole) = row(formula, part, accents) else { return vec![unreadable(part)] };
    if whole.width() <= width {
        return vec![whole];
    }
    let first = formula.first_relation().unwrap_or(0);
    let left_width = whole.left.width;
    // The right side starts under the relation of the first row; a left side that takes most of the line gets its own.
    let own_row = left_width > width * 0.6;
    let room = if own_row { width - 1.0 } else { width - left_width };
    let (relations, binaries) = formula.break_points();
    let candidates: Vec<(usize, bool)> = {
        let mut all: Vec<_> = relations.into_iter().map(|index| (index, true)).collect();
        all.extend(binaries.into_iter().map(|index| (index, false)));
        all.retain(|(index, _)| *index > first);
        all.sort_unstable();
        all
    };
    let measure = |from: usize, to: usize| formula.lay_out(from..to, &accents.marked);
    let mut rows = Vec::new();
    if own_row {
        rows.push(Row { part, left: FormulaBox::default(), right: whole.left.clone(), indent: 0.0, source: false });
    }
    let mut start = (first, true);
    while start.0 < formula.len() {
        let mut end = (formula.len(), true);
        if measure(start.0, end.0).is_none_or(|rest| rest.width > room) {
            let fitting = |strong: bool| {
                candidates
                    .iter()
                    .rev()
                    .filter(|(index, relation)| *index > start.0 && (*relation || !strong))
                    .find(|(index, _)| measure(start.0, *index).is_some_and(|piece| piece.width <= room))
            };
            let next = candidates.iter().find(|(index, _)| *index > start.0);
            end = fitting(true).or_else(|| fitting(false)).or(next).copied().unwrap_or(end);
        }
        let Some(right) = measure(start.0, end.0) else { return vec![whole] };
        let opens = rows.is_empty();
        let left = if opens { whole.left.clone() } else { FormulaBox::default() };
        let indent = if start.1 && !(own_row && opens) { 0.0 } else { 1.0 };
        rows.push(Row { part, left, right, indent, source: false });
        start = end;
    }
    rows
}

impl FormulaContent {
    /// A formula that stands where its pieces are.
    pub(crate) fn new(pieces: Vec<(BezPath, Color)>, weight: f64, text: String, size: f64, ground: Ground) -> Self {
        let ink =
            pieces.iter().map(|(path, _)| path.bounding_box()).reduce(|one, two| one.union(two)).unwrap_or_default();
        let ink = Rect::new(ink.x0, ink.y0, ink.width(), ink.height());
        Self { pieces: Arc::new(pieces), weight, text, ink, size, ground, flights: Arc::default() }
    }
}
