//! A chart: bars from a zero line, curves that draw themselves as they are spoken of, points, or a ring of parts.

mod axis;
mod bars;
mod crossing;
mod curve;
mod legend;
mod lines;
mod ring;
mod scatter;
mod stacked;

use lectern_lesson::{ChartKind, Rect, Series, TextRole};

use crate::Color;
use crate::composer::Composer;
use crate::element::{Composition, Element, Entrance, Ground};
use crate::text::{Align, Face, Setting};
use crate::visual::caption::balanced;

/// Space under a chart: there the ridge begins.
const BELOW: f64 = 50.0;

/// Size of tick labels and axis names, in design pixels.
const TICK_SIZE: f64 = 40.0;

/// What a chart shows, with everything that cannot be drawn left out.
struct Data<'a> {
    x_label: Option<&'a str>,
    y_label: Option<&'a str>,
    categories: &'a [String],
    series: Vec<&'a Series>,
    /// The series that the third is a shift of, where curves cross.
    shift: Option<usize>,
}

impl Data<'_> {
    /// The value of a series for a category, if there is a finite one.
    fn value(&self, series: usize, category: usize) -> Option<f64> {
        let value = self.series.get(series)?.values.get(category).copied()?;
        // Beyond this, differences between values overflow.
        (value.is_finite() && value.abs() < 1e300).then_some(value)
    }

    /// Every finite value.
    fn values(&self) -> impl Iterator<Item = f64> + '_ {
        (0..self.series.len())
            .flat_map(move |series| (0..self.categories.len()).filter_map(move |category| self.value(series, category)))
    }

    /// The color of a series. A shifted curve is the same thing later: it keeps its color.
    fn color(&self, series: usize, composer: &Composer<'_>) -> Color {
        color_of(self.shift.filter(|_| self.is_new(series)).unwrap_or(series), composer)
    }

    /// Whether a series is the shift of another.
    fn is_new(&self, series: usize) -> bool {
        self.shift.is_some() && series == 2
    }

    fn range(&self) -> (f64, f64) {
        let low = self.values().fold(f64::INFINITY, f64::min);
        let high = self.values().fold(f64::NEG_INFINITY, f64::max);
        if low <= high { (low, high) } else { (0.0, 1.0) }
    }
}

/// Series of values over categories.
pub(crate) fn compose(
    chart: ChartKind,
    title: Option<&str>,
    x_label: Option<&str>,
    y_label: Option<&str>,
    categories: &[String],
    series: &[Series],
    composer: &Composer<'_>,
) -> Composition {
    let mut composition = Composition::default();
    let most = match chart {
        ChartKind::Ring => 1,
        ChartKind::Bar => 3,
        ChartKind::Stacked | ChartKind::Line | ChartKind::Area | ChartKind::Scatter => 4,
    };
    if series.len() > most {
        composition.overflow(Some(most), format!("a chart shows at most {most} series; there are {}", series.len()));
    }
    let mut data = Data {
        shift: None,
        x_label: x_label.map(str::trim).filter(|label| !label.is_empty()),
        y_label: y_label.map(str::trim).filter(|label| !label.is_empty()),
        categories,
        series: series.iter().take(most).collect(),
    };
    if chart == ChartKind::Line {
        data.shift = crossing::shifted(&data);
    }
    let mut top = composer.safe().y + 18.0;
    if let Some(title) = title.map(str::trim).filter(|title| !title.is_empty()) {
        let size = composer.scale().body.max(composer.scale().heading * 0.72);
        let setting =
            Setting { line_height: 1.12, ..composer.display(size, composer.safe().width.min(1_500.0), Align::Left) };
        let fitted = balanced(composer, title, Face::DisplaySemi, composer.palette().text, setting, 2.3 * size);
        if !fitted.fits {
            composition.overflow(None, "the title of the chart is too long");
        }
        let height = fitted.block.height;
        // Slanted letters may begin before their place.
        let x = composer.safe().x - fitted.block.ink.x.min(0.0);
        composition.push(Element::text(fitted.block, x, top, TextRole::Heading, Ground::World).enter(Entrance::Rise));
        top += height + 26.0;
    }
    if data.values().next().is_none() {
        composition.overflow(None, "the chart has no numbers to draw");
        return composition;
    }
    let safe = composer.safe();
    let area = Rect::new(safe.x, top, safe.width, safe.bottom() - BELOW - top);
    let composition_of = match chart {
        ChartKind::Bar => bars::compose,
        ChartKind::Stacked => stacked::compose,
        ChartKind::Ring => ring::compose,
        ChartKind::Scatter => scatter::compose,
        ChartKind::Line => lines::compose,
        ChartKind::Area => lines::compose_areas,
    };
    composition_of(&data, area, composer, &mut composition);
    composition
}

/// The color of a series.
fn color_of(series: usize, composer: &Composer<'_>) -> Color {
    let palette = composer.palette();
    [palette.flow, palette.opposite, palette.result, palette.structure].get(series).copied().unwrap_or(palette.muted)
}

/// One line of muted text of that size, or smaller if it would be wider than `width`.
fn label(
    text: &str,
    color: Color,
    face: Face,
    size: f64,
    width: f64,
    align: Align,
    composer: &Composer<'_>,
) -> crate::composer::Fitted {
    let setting = Setting { line_height: 1.2, ..composer.body(size, width, align) };
    composer.fit_plain(text, face, color, setting, 1.3 * size)
}
