//! Formulas: LaTeX becomes outlines, by way of RaTeX and the KaTeX fonts.
//!
//! A [`Formula`] is parsed once; its top-level atoms can be laid out as a whole or in ranges, so that lines align at
//! their relation and long lines can go on below. All lengths are in em of the formula's size, with y downward and the
//! origin at the left end of the baseline.

mod outlines;
mod symbols;

use std::collections::HashMap;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use ratex_layout::{
    FallbackGlyphMetrics, LayoutOptions, layout_with_fallback_metrics, to_display_list, validate_layout,
};
use ratex_parser::{Mode, ParseNode};
use ratex_types::display_item::{DisplayItem, DisplayList};
use ratex_types::path_command::PathCommand;
use vello_cpu::kurbo::{Affine, BezPath, Rect, Shape};

/// Longest LaTeX in characters that is tried.
const LENGTH_LIMIT: usize = 2_000;

/// Largest box in em that is still a formula: `\rule` and `\hspace` can ask for anything.
const EXTENT_LIMIT: f64 = 1_000.0;

/// Most outlines in a formula; more cannot be read on one frame, and drawing them would be slow.
const PIECE_LIMIT: usize = 2_000;

/// Thickness in em of strokes that RaTeX leaves open (the rule of the KaTeX fonts).
const STROKE_EM: f64 = 0.04;

/// A parsed formula.
#[derive(Clone, Debug)]
pub(crate) struct Formula {
    nodes: Vec<ParseNode>,
    fallback: Arc<HashMap<char, FallbackGlyphMetrics>>,
}

/// A formula, or a part of one, as outlines.
#[derive(Clone, Debug, Default)]
pub(crate) struct FormulaBox {
    /// Its outlines, to be filled by the non-zero rule, in reading order.
    pub pieces: Vec<Piece>,
    /// Advance width in em.
    pub width: f64,
    /// Height above the baseline in em.
    pub ascent: f64,
    /// Depth below the baseline in em.
    pub descent: f64,
    /// Bounds of its ink in em.
    pub ink: Rect,
    /// Size of its smallest glyph as a fraction of the formula's, at most 1: scripts have 0.7 and 0.5.
    pub smallest: f64,
    /// Characters that no font at hand has; they are left out.
    pub missing: Vec<char>,
}

/// An outline of a formula.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// The outline.
    pub path: BezPath,
    /// Index of the marked variable that it belongs to.
    pub mark: Option<usize>,
    /// What it is, whatever its place: pieces of the same glyph can become one another.
    pub glyph: Glyph,
}

/// The identity of an outline.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Glyph {
    /// The face of RaTeX; `rule` and `path` for what is no character.
    pub face: String,
    /// The character, or for a path the number of its commands.
    pub code: u32,
    /// Its size as a fraction of the formula's; 1 for rules and paths.
    pub scale: f64,
}

impl Glyph {
    fn of(item: &DisplayItem) -> Self {
        let plain = |face: &str, code: usize| Self {
            face: face.to_owned(),
            code: u32::try_from(code).unwrap_or(u32::MAX),
            scale: 1.0,
        };
        match item {
            DisplayItem::GlyphPath { font, char_code, scale, .. } => {
                Self { face: font.clone(), code: *char_code, scale: *scale }
            }
            DisplayItem::Line { .. } | DisplayItem::Rect { .. } => plain("rule", 0),
            DisplayItem::Path { commands, .. } => plain("path", commands.len()),
        }
    }
}

impl Formula {
    /// Parses LaTeX; none when it is broken, empty, or longer than 2,000 characters.
    pub fn parse(latex: &str) -> Option<Self> {
        let latex = latex.trim();
        if latex.is_empty() || latex.chars().nth(LENGTH_LIMIT).is_some() {
            return None;
        }
        let marks = TopLevelMarks::find(latex);
        let prepared = if marks.has_line_break {
            format!("\\begin{{aligned}}{latex}\\end{{aligned}}")
        } else {
            marks.without_alignment
        };
        // RaTeX bounds depth, macro expansion and output itself; a panic in it must not end a whole film.
        let nodes = catch_unwind(AssertUnwindSafe(|| ratex_parser::parse(&prepared))).ok()?.ok()?;
        let nodes = symbols::flatten(nodes);
        if nodes.is_empty() {
            return None;
        }
        let formula = Self { nodes, fallback: Arc::new(fallback_metrics(latex)) };
        formula.lay_out_all(&[]).filter(|laid_out| !laid_out.pieces.is_empty())?;
        Some(formula)
    }

    /// How many top-level atoms it has.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Its variables in order of appearance.
    pub fn variables(&self) -> Vec<String> {
        symbols::variables(&self.nodes)
    }

    /// The variable that stands alone before the first relation, as in `y = m x + b`.
    pub fn subject(&self) -> Option<String> {
        let relation = self.first_relation()?;
        let mut left = symbols::variables(&self.nodes[..relation]);
        if relation == 1 && left.len() == 1 { left.pop() } else { None }
    }

    /// Index of the first top-level relation.
    pub fn first_relation(&self) -> Option<usize> {
        symbols::first_relation(&self.nodes)
    }

    /// Indices of the atoms before which a long line may be broken: at relations, and at binary operators.
    pub fn break_points(&self) -> (Vec<usize>, Vec<usize>) {
        symbols::break_points(&self.nodes)
    }

    /// Lays out the whole formula.
    pub fn lay_out_all(&self, marked: &[String]) -> Option<FormulaBox> {
        self.lay_out(0..self.len(), marked)
    }

    /// Lays out a range of its top-level atoms, with the variables in `marked` marked by their index there. None when
    /// the result is no formula to draw: boundless, or beyond the limits.
    pub fn lay_out(&self, range: Range<usize>, marked: &[String]) -> Option<FormulaBox> {
        let mut nodes = Vec::with_capacity(range.len() + 1);
        if range.start > 0 {
            // An empty atom keeps the space before a relation or an operator that opens the range.
            nodes.push(ParseNode::OrdGroup { mode: Mode::Math, body: Vec::new(), semisimple: None, loc: None });
        }
        nodes.extend_from_slice(self.nodes.get(range)?);
        symbols::mark(&mut nodes, marked);
        let list = catch_unwind(AssertUnwindSafe(|| {
            let tree = layout_with_fallback_metrics(&nodes, &LayoutOptions::default(), Arc::clone(&self.fallback));
            let sound = [tree.width, tree.height, tree.depth].iter().all(|length| length.abs() < EXTENT_LIMIT);
            (sound && validate_layout(&tree).is_ok()).then(|| to_display_list(&tree))
        }))
        .ok()??;
        FormulaBox::from_list(&list)
    }
}

impl FormulaBox {
    fn from_list(list: &DisplayList) -> Option<Self> {
        if list.items.len() > PIECE_LIMIT {
            return None;
        }
        let mut laid_out =
            Self { width: list.width, ascent: list.height, descent: list.depth, smallest: 1.0, ..Self::default() };
        // RaTeX counts y from the top of the box.
        let to_baseline = Affine::translate((0.0, -list.height));
        let mut ink: Option<Rect> = None;
        for item in &list.items {
            let Some((path, color)) = laid_out.outline(item) else { continue };
            let path = to_baseline * path;
            if path.elements().is_empty() {
                continue;
            }
            let bounds = path.bounding_box();
            if ![bounds.x0, bounds.y0, bounds.x1, bounds.y1].iter().all(|edge| edge.abs() < EXTENT_LIMIT) {
                return None;
            }
            ink = Some(ink.map_or(bounds, |ink| ink.union(bounds)));
            laid_out.pieces.push(Piece { path, mark: symbols::mark_of(color), glyph: Glyph::of(item) });
        }
        laid_out.ink = ink.unwrap_or_default();
        Some(laid_out)
    }

    /// The outline of an item; backgrounds have none, since the style decides about colors.
    fn outline(&mut self, item: &DisplayItem) -> Option<(BezPath, ratex_types::color::Color)> {
        match item {
            DisplayItem::GlyphPath { x, y, scale, font, char_code, color } => {
                let Some(glyph) = outlines::glyph_outline(font, *char_code) else {
                    let character = char::from_u32(*char_code).unwrap_or(char::REPLACEMENT_CHARACTER);
                    if !self.missing.contains(&character) {
                        self.missing.push(character);
                    }
                    return None;
                };
                let is_prime = *char_code == 0x2032;
                if !is_prime && !glyph.elements().is_empty() && *scale > 0.0 {
                    self.smallest = self.smallest.min(*scale);
                }
                let place = Affine::translate((*x, *y)) * Affine::scale(*scale);
                Some((place * glyph, *color))
            }
            DisplayItem::Line { x, y, width, thickness, color, dashed } => {
                let top = y - thickness / 2.0;
                let mut path = BezPath::new();
                if *dashed {
                    let dash = (4.0 * thickness).max(0.02);
                    let count = (width / (2.0 * dash)).ceil().clamp(0.0, 500.0) as usize;
                    for index in 0..count {
                        let left = x + 2.0 * dash * index as f64;
                        let right = (left + dash).min(x + width);
                        path.extend(Rect::new(left, top, right, top + thickness).path_elements(0.01));
                    }
                } else {
                    path.extend(Rect::new(*x, top, x + width, top + thickness).path_elements(0.01));
                }
                Some((path, *color))
            }
            DisplayItem::Rect { x, y, width, height, color } => {
                // Column rules of arrays come as thin rectangles, `\colorbox` as wide ones.
                let is_rule = width.min(*height) <= 3.0 * STROKE_EM;
                is_rule.then(|| (Rect::new(*x, *y, x + width, y + height).to_path(0.01), *color))
            }
            DisplayItem::Path { x, y, commands, fill, color } => {
                let path = Affine::translate((*x, *y)) * path_of(commands);
                if *fill {
                    return Some((path, *color));
                }
                let style = vello_cpu::kurbo::Stroke::new(STROKE_EM);
                let options = vello_cpu::kurbo::StrokeOpts::default();
                Some((vello_cpu::kurbo::stroke(path, &style, &options, 0.002), *color))
            }
        }
    }
}

fn path_of(commands: &[PathCommand]) -> BezPath {
    let mut path = BezPath::new();
    for command in commands {
        // A path must begin with a move.
        let starts = matches!(command, PathCommand::MoveTo { .. });
        if path.elements().is_empty() && !starts {
            path.move_to((0.0, 0.0));
        }
        match *command {
            PathCommand::MoveTo { x, y } => path.move_to((x, y)),
            PathCommand::LineTo { x, y } => path.line_to((x, y)),
            PathCommand::CubicTo { x1, y1, x2, y2, x, y } => path.curve_to((x1, y1), (x2, y2), (x, y)),
            PathCommand::QuadTo { x1, y1, x, y } => path.quad_to((x1, y1), (x, y)),
            PathCommand::Close => path.close_path(),
        }
    }
    path
}

/// Metrics of the characters of a formula that only the fonts for text have.
fn fallback_metrics(latex: &str) -> HashMap<char, FallbackGlyphMetrics> {
    latex
        .chars()
        .filter(|character| !character.is_ascii() && !outlines::is_in_math_fonts(*character))
        .filter_map(|character| {
            let (width, height, depth) = outlines::text_metrics(character)?;
            Some((character, FallbackGlyphMetrics { width, height, depth }))
        })
        .collect()
}

/// What stands outside of all groups and environments: alignment marks, line breaks.
struct TopLevelMarks {
    without_alignment: String,
    has_line_break: bool,
}

impl TopLevelMarks {
    fn find(latex: &str) -> Self {
        let mut marks = Self { without_alignment: String::with_capacity(latex.len()), has_line_break: false };
        let mut depth = 0_usize;
        let mut rest = latex;
        while let Some(character) = rest.chars().next() {
            let mut taken = character.len_utf8();
            match character {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                '\\' if rest.starts_with("\\begin") => depth += 1,
                '\\' if rest.starts_with("\\end") => depth = depth.saturating_sub(1),
                '\\' => {
                    let next = rest[taken..].chars().next();
                    marks.has_line_break |= depth == 0 && next == Some('\\');
                    taken += next.map_or(0, char::len_utf8);
                }
                '&' if depth == 0 => {
                    rest = &rest[taken..];
                    continue;
                }
                _ => {}
            }
            marks.without_alignment.push_str(&rest[..taken]);
            rest = &rest[taken..];
        }
        marks
    }
}

#[cfg(test)]
mod tests;
