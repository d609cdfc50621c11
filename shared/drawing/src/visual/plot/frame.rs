//! The axes of a plot with their numbers, and the mapping from values to the plane.

use lectern_lesson::{Axis, Rect, TextRole};
use vello_cpu::kurbo::{BezPath, Point};

use crate::composer::Composer;
use crate::element::{Composition, Content, Element, Entrance, Ground, Line, Paint, ShapeContent};
use crate::number::{full, ticks};
use crate::plane::Shape;
use crate::text::{Align, Face, TextBlock};

/// Space between an axis and its numbers.
const TICK_GAP: f64 = 18.0;

/// Space between two numbers on an axis, at least.
const NUMBER_GAP: f64 = 26.0;

/// Numbers of an axis with where they stand: value, block.
type Numbers = Vec<(f64, TextBlock)>;

/// The axes of a plot.
pub(super) struct PlotFrame {
    rect: Rect,
    x: (f64, f64),
    y: (f64, f64),
    x_numbers: Numbers,
    y_numbers: Numbers,
    x_ticks: Vec<f64>,
    y_ticks: Vec<f64>,
    x_label: Option<TextBlock>,
    y_label: Option<TextBlock>,
}

impl PlotFrame {
    /// The frame under a heading; none when an axis has no extent.
    pub(super) fn new(
        x: &Axis,
        y: &Axis,
        top: f64,
        composer: &Composer<'_>,
        composition: &mut Composition,
    ) -> Option<Self> {
        let sound = |axis: &Axis| {
            let (from, to) = (axis.from, axis.to);
            from.is_finite() && to.is_finite() && to - from > 1e-9 * from.abs().max(to.abs()) && (to - from) < 1e12
        };
        if !sound(x) || !sound(y) {
            return None;
        }
        let safe = composer.safe();
        let land = composer.plane().bottom() - composer.plane().height * 0.097;
        let bottom = land.min(safe.bottom());
        let mut label = |axis: &Axis, width: f64| {
            let text = axis.label.as_deref().map(str::trim).filter(|text| !text.is_empty())?;
            let setting = composer.body(composer.scale().sublabel, width, Align::Left);
            let size = setting.size;
            let setting = crate::text::Setting { line_height: 1.2, ..setting };
            let fitted = composer.fit_plain(text, Face::Body, composer.palette().muted, setting, 1.3 * size);
            if !fitted.fits {
                composition.overflow(None, "the name of an axis is too long");
            }
            Some(fitted.block)
        };
        let (x_label, y_label) = (label(x, safe.width * 0.5), label(y, safe.width * 0.8));
        let number = |value: f64, decimals: usize| {
            let setting = composer.body(composer.scale().floor + 2.0, 1_000.0, Align::Left);
            let setting = crate::text::Setting { line_height: 1.2, ..setting };
            composer.plain(&full(value, decimals), Face::Body, composer.palette().muted, setting)
        };
        let wanted = |axis: &Axis, count: usize| {
            let ticks = ticks(axis.from, axis.to, count);
            let slack = (axis.to - axis.from) * 1e-9;
            let inside = |value: &f64| *value >= axis.from - slack && *value <= axis.to + slack;
            let values: Vec<f64> = ticks.values.into_iter().filter(inside).collect();
            let numbers: Numbers = if axis.numbers {
                values.iter().map(|value| (*value, number(*value, ticks.decimals))).collect()
            } else {
                Vec::new()
            };
            (values, numbers)
        };
        let (wide, high) = if composer.shape() == Shape::Wide { (8, 5) } else { (5, 6) };
        let (x_ticks, mut x_numbers) = wanted(x, wide);
        let (y_ticks, mut y_numbers) = wanted(y, high);
        let line = composer.scale().floor * 1.3;
        let widest = y_numbers.iter().map(|(_, block)| block.width).fold(0.0, f64::max);
        let half = x_numbers.iter().map(|(_, block)| block.width / 2.0).fold(0.0, f64::max);
        let left = safe.x + if widest > 0.0 { widest + TICK_GAP } else { 0.0 }.max(half);
        let above = y_label.as_ref().map_or(0.0, |label| label.height + TICK_GAP);
        let below = if x_numbers.is_empty() { 0.0 } else { line + TICK_GAP }
            + x_label.as_ref().map_or(0.0, |label| label.height + 6.0);
        let first = top + above + if y_numbers.is_empty() { 0.0 } else { line / 2.0 };
        let rect = Rect::new(left, first, safe.right() - half - left, bottom - below - first);
        if rect.width < 200.0 || rect.height < 160.0 {
            composition.overflow(None, "there is no room for the axes");
            return None;
        }
        let frame = Self {
            rect,
            x: (x.from, x.to),
            y: (y.from, y.to),
            x_numbers: Vec::new(),
            y_numbers: Vec::new(),
            x_ticks,
            y_ticks,
            x_label,
            y_label,
        };
        // Numbers that would touch their neighbors go: every second one, until there is room.
        thin(&mut x_numbers, |value| frame.point((value, 0.0)).x, |block| block.width + NUMBER_GAP);
        thin(&mut y_numbers, |value| -frame.point((0.0, value)).y, |block| block.height * 1.1);
        Some(Self { x_numbers, y_numbers, ..frame })
    }

    pub(super) fn rect(&self) -> Rect {
        self.rect
    }

    /// Where values stand on the plane; also outside of the frame, within bounds.
    pub(super) fn point(&self, at: (f64, f64)) -> Point {
        let across = (at.0 - self.x.0) / (self.x.1 - self.x.0);
        let up = (at.1 - self.y.0) / (self.y.1 - self.y.0);
        Point::new(
            self.rect.x + self.rect.width * across.clamp(-1e5, 1e5),
            self.rect.bottom() - self.rect.height * up.clamp(-1e5, 1e5),
        )
    }

    /// The same; none outside of the frame.
    pub(super) fn inside(&self, at: (f64, f64)) -> Option<Point> {
        let point = self.point(at);
        let rect = self.rect;
        let within = (rect.x - 0.5..=rect.right() + 0.5).contains(&point.x)
            && (rect.y - 0.5..=rect.bottom() + 0.5).contains(&point.y);
        (at.0.is_finite() && at.1.is_finite() && within).then_some(point)
    }

    /// The value of x at a place of the plane.
    pub(super) fn x_at(&self, across: f64) -> f64 {
        self.x.0 + (self.x.1 - self.x.0) * (across - self.rect.x) / self.rect.width
    }

    /// Where the horizontal axis stands: at zero, or at the edge that is nearer to it.
    pub(super) fn base(&self) -> f64 {
        self.point((self.x.0, 0.0_f64.clamp(self.y.0, self.y.1))).y
    }

    fn side(&self) -> f64 {
        self.point((0.0_f64.clamp(self.x.0, self.x.1), self.y.0)).x
    }

    /// Where the guides of a point meet the axes.
    pub(super) fn feet(&self, at: Point) -> [Point; 2] {
        [Point::new(at.x, self.base()), Point::new(self.side(), at.y)]
    }

    /// Adds axes, ticks, numbers and names.
    pub(super) fn draw(&self, composer: &Composer<'_>, composition: &mut Composition) {
        let palette = composer.palette();
        let rect = self.rect;
        let mut grid = BezPath::new();
        for value in &self.x_ticks {
            let x = self.point((*value, self.y.0)).x;
            grid.move_to((x, rect.y));
            grid.line_to((x, rect.bottom()));
        }
        for value in &self.y_ticks {
            let y = self.point((self.x.0, *value)).y;
            grid.move_to((rect.x, y));
            grid.line_to((rect.right(), y));
        }
        let faint = Line { paint: Paint::Solid(palette.line, 0.3), width: 2.0, dots: None, glow: None };
        composition.push(Element::new(Content::Shape(ShapeContent { path: grid, fill: None, stroke: Some(faint) })));
        let mut axes = BezPath::new();
        axes.move_to((rect.x, self.base()));
        axes.line_to((rect.right(), self.base()));
        axes.move_to((self.side(), rect.bottom()));
        axes.line_to((self.side(), rect.y));
        let line = Line { paint: Paint::Solid(palette.muted, 0.9), width: 4.0, dots: None, glow: None };
        let axes = Element::new(Content::Shape(ShapeContent { path: axes, fill: None, stroke: Some(line) }));
        composition.push(axes.enter(Entrance::Draw(0.7)));
        let mut write = |block: &TextBlock, x: f64, y: f64| {
            let text = Element::text(block.clone(), x, y, TextRole::Label, Ground::World);
            composition.push(text.enter(Entrance::Fade).delay(0.3));
        };
        for (value, block) in &self.x_numbers {
            let x = self.point((*value, self.y.0)).x - block.width / 2.0;
            write(block, x, rect.bottom() + TICK_GAP - 6.0);
        }
        for (value, block) in &self.y_numbers {
            let y = self.point((self.x.0, *value)).y - block.height / 2.0;
            write(block, rect.x - TICK_GAP - block.width, y);
        }
        if let Some(label) = &self.x_label {
            let height = self.x_numbers.first().map_or(0.0, |(_, block)| block.height + TICK_GAP);
            write(label, rect.right() - label.width, rect.bottom() + height);
        }
        if let Some(label) = &self.y_label {
            let half = self.y_numbers.first().map_or(0.0, |(_, block)| block.height / 2.0);
            write(label, composer.safe().x, rect.y - half - label.height - 4.0);
        }
    }
}

/// Leaves out every second number until none touches its neighbor.
fn thin(numbers: &mut Numbers, place: impl Fn(f64) -> f64, extent: impl Fn(&TextBlock) -> f64) {
    loop {
        let touches = numbers.windows(2).any(|pair| {
            let [(one, first), (two, second)] = pair else { return false };
            place(*two) - place(*one) < f64::midpoint(extent(first), extent(second))
        });
        if !touches {
            return;
        }
        let mut index = 0;
        numbers.retain(|_| {
            index += 1;
            index % 2 == 1
        });
    }
}
