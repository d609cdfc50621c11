//! A running program beside its code: the calls under way as a stack of boxes, the variables, the output.

use std::sync::Arc;

use lectern_lesson::{Rect, TextRole, TraceStep};
use vello_cpu::kurbo::{BezPath, Point, Rect as KurboRect, Shape};

use super::padding;
use crate::Color;
use crate::composer::{Composer, GUTTER};
use crate::easing::{cubic_bezier, progress};
use crate::element::{
    Composition, Content, Element, Entrance, Ground, Line, Moment, Paint, PanelContent, ShapeContent, TextContent, Tone,
};
use crate::plane::Shape as PlaneShape;
use crate::text::{Face, TextBlock, TextRun};
use crate::timeline::PartRange;
use crate::visual::furniture::centered_lines;

/// Seconds that a box takes to come or go, and the bar to glide.
const CHANGE_SECS: f64 = 0.34;

/// Highest box of a call, and the space between boxes, which holds the top of the box below.
const BOX_HEIGHT: f64 = 112.0;
const BOX_GAP: f64 = 34.0;

/// How far a box reaches to the back: to the right and up.
const BOX_DEPTH: (f64, f64) = (28.0, 20.0);

/// Space inside of a box at its sides.
const BOX_PADDING: f64 = 28.0;

/// Height of the strip of variables, and of a line of output.
const STRIP_HEIGHT: f64 = 92.0;
const OUTPUT_LINE: f64 = 60.0;

/// Lines of output that are seen at once: the last ones.
const OUTPUT_LINES: usize = 4;

/// The largest part of the plane that the boxes take.
const WIDE_STACK: f64 = 0.36;
const TALL_STACK: f64 = 0.46;

/// Where code, stack, variables and output stand.
pub(super) struct Places {
    pub(super) code: Rect,
    stack: Option<Rect>,
    has_variables: bool,
    output_lines: usize,
}

impl Places {
    pub(super) fn new(trace: &[&TraceStep], area: Rect, composer: &Composer<'_>) -> Self {
        let depth = trace.iter().map(|step| step.stack.len()).max().unwrap_or(0);
        let has_variables = trace.iter().any(|step| !step.variables.is_empty());
        let output_lines = trace.iter().map(|step| step.output.len()).max().unwrap_or(0).min(OUTPUT_LINES);
        let mut below = 0.0;
        if has_variables {
            below += STRIP_HEIGHT + GUTTER / 2.0;
        }
        if output_lines > 0 {
            below += output_height(output_lines) + GUTTER / 2.0;
        }
        let (mut code, mut stack) = (area, None);
        if depth > 0 {
            if composer.shape() == PlaneShape::Wide {
                let width = area.width * WIDE_STACK;
                code.width -= width + 1.5 * GUTTER;
                // The full stack stands in the middle, beside the code.
                let height = (depth as f64 * (BOX_HEIGHT + BOX_GAP)).min(area.height);
                let top = area.y + (area.height - height) / 2.0;
                stack = Some(Rect::new(code.right() + 1.5 * GUTTER, top, width - BOX_DEPTH.0, height));
            } else {
                let wanted = depth as f64 * (BOX_HEIGHT + BOX_GAP);
                let height = wanted.min(area.height * TALL_STACK);
                code.height -= height + GUTTER;
                let width = (area.width * 0.8).min(760.0);
                let x = area.x + (area.width - width - BOX_DEPTH.0) / 2.0;
                stack = Some(Rect::new(x, area.bottom() - height, width, height));
            }
        }
        code.height -= below;
        Self { code, stack, has_variables, output_lines }
    }
}

fn output_height(lines: usize) -> f64 {
    lines as f64 * OUTPUT_LINE + 36.0
}

/// The line that ran before, the one that runs now, and the seconds since it does.
pub(super) fn running(moment: &Moment<'_>, lines: &[usize]) -> (Option<PartRange>, Option<PartRange>, f64) {
    let (step, since) = step_at(moment, lines);
    let range = |step: usize| lines.get(step).map(|line| (*line, *line));
    match step {
        Some(step) => (step.checked_sub(1).and_then(range), range(step), since),
        None => (None, None, 1.0),
    }
}

/// The step that runs and the seconds since it does.
fn step_at(moment: &Moment<'_>, lines: &[usize]) -> (Option<usize>, f64) {
    let times = moment.timeline.step_times(lines);
    let begun = times.iter().filter(|time| **time <= moment.scene_secs).count();
    let step = begun.checked_sub(1);
    let since = step.and_then(|step| times.get(step)).map_or(0.0, |time| moment.scene_secs - time);
    (step, since)
}

/// Adds what belongs to a run: all but the code, whose panel is where `panel` says.
pub(super) fn compose(
    trace: &[&TraceStep],
    places: &Places,
    panel: Rect,
    composer: &Composer<'_>,
    composition: &mut Composition,
) {
    let lines: Arc<Vec<usize>> = Arc::new(trace.iter().map(|step| step.line).collect());
    if let Some(place) = places.stack {
        let boxes = Boxes::new(trace, place, composer, composition);
        let lines = Arc::clone(&lines);
        live(composition, move |moment| boxes.at(moment, &lines));
    }
    // Variables and output stand under the code, as wide as that.
    let inset = padding(composer).0;
    let mut top = panel.bottom() + GUTTER / 2.0;
    if places.has_variables {
        let strip = Rect::new(panel.x, top, panel.width, STRIP_HEIGHT);
        board(composition, strip, 26.0);
        let blocks = variables(trace, strip.width - 2.0 * inset, composer, composition);
        let lines = Arc::clone(&lines);
        let x = strip.x + inset;
        let middle = strip.y + strip.height / 2.0;
        live(composition, move |moment| {
            let block = step_at(moment, &lines).0.and_then(|step| blocks.get(step)).cloned();
            block.into_iter().map(|block| text(&block, x, middle)).collect()
        });
        top = strip.bottom() + GUTTER / 2.0;
    }
    if places.output_lines > 0 {
        let rect = Rect::new(panel.x, top, panel.width, output_height(places.output_lines));
        board(composition, rect, 26.0);
        let blocks = output(trace, rect.width - 2.0 * inset, composer, composition);
        let x = rect.x + inset;
        live(composition, move |moment| {
            let Some(shown) = step_at(moment, &lines).0.and_then(|step| blocks.get(step)) else { return Vec::new() };
            let middle = |row: usize| rect.y + 18.0 + OUTPUT_LINE * (row as f64 + 0.5);
            shown.iter().enumerate().map(|(row, block)| text(block, x, middle(row))).collect()
        });
    }
}

fn live(composition: &mut Composition, at: impl Fn(&Moment<'_>) -> Vec<Content> + Send + Sync + 'static) {
    composition.push(Element::new(Content::Live(Arc::new(at))).enter(Entrance::Fade));
}

fn board(composition: &mut Composition, rect: Rect, radius: f64) {
    let content = PanelContent { rect, radius, tone: Tone::Board, accent: None };
    composition.push(Element::new(Content::Panel(content)).enter(Entrance::Scale).delay(0.15));
}

fn text(block: &Arc<TextBlock>, x: f64, middle: f64) -> Content {
    Content::Text(TextContent {
        block: Arc::clone(block),
        x,
        y: centered_lines(block, middle),
        role: TextRole::Code,
        ground: Ground::Panel(Tone::Board),
        glow: None,
    })
}

fn set(runs: &[TextRun], size: f64, composer: &Composer<'_>) -> TextBlock {
    composer.set(runs, crate::text::Setting { line_height: 1.2, ..composer.code(size, 100_000.0) })
}

fn run(text: &str, face: Face, color: Color) -> TextRun {
    TextRun { text: text.to_owned(), face, color }
}

/// The variables of each step in one row; the one that changed in the color of results.
fn variables(
    trace: &[&TraceStep],
    width: f64,
    composer: &Composer<'_>,
    composition: &mut Composition,
) -> Vec<Arc<TextBlock>> {
    let palette = composer.palette();
    let size = (composer.scale().code * 0.87).max(composer.scale().floor);
    let mut dropped = false;
    let blocks = trace
        .iter()
        .enumerate()
        .map(|(index, step)| {
            let before = index.checked_sub(1).and_then(|before| trace.get(before));
            let is_new = |pair: &(String, String)| before.is_none_or(|before| !before.variables.contains(pair));
            // The newest are kept where there is no room for all.
            let mut kept: Vec<&(String, String)> = step.variables.iter().collect();
            loop {
                let mut runs = Vec::new();
                for (place, pair) in kept.iter().enumerate() {
                    if place > 0 {
                        runs.push(run("   ", Face::Code, palette.muted));
                    }
                    runs.push(run(&pair.0, Face::Code, palette.flow));
                    runs.push(run(" = ", Face::Code, palette.muted));
                    let color = if is_new(pair) { palette.result } else { palette.text };
                    runs.push(run(&pair.1, Face::CodeBold, color));
                }
                let block = set(&runs, size, composer);
                if block.width <= width || kept.len() <= 1 {
                    dropped |= block.width > width;
                    let empty = || set(&[run(" ", Face::Code, palette.muted)], size, composer);
                    return Arc::new(if block.width > width { empty() } else { block });
                }
                kept.remove(0);
            }
        })
        .collect();
    if dropped {
        composition.overflow(None, "there is a variable that is too long to be shown");
    }
    blocks
}

/// The last lines of output of each step.
fn output(
    trace: &[&TraceStep],
    width: f64,
    composer: &Composer<'_>,
    composition: &mut Composition,
) -> Vec<Vec<Arc<TextBlock>>> {
    let palette = composer.palette();
    let size = (composer.scale().code * 0.87).max(composer.scale().floor);
    let mut cut = false;
    let mut line = |text: &str| {
        let runs = |text: &str| [run("› ", Face::Code, palette.muted), run(text, Face::Code, palette.text)];
        let mut text = text.to_owned();
        let mut block = set(&runs(&text), size, composer);
        while block.width > width && text.chars().count() > 1 {
            cut = true;
            let keep = (text.chars().count() - 1).min((text.chars().count() as f64 * width / block.width) as usize);
            text = text.chars().take(keep.saturating_sub(1)).chain(['…']).collect();
            block = set(&runs(&text), size, composer);
        }
        Arc::new(block)
    };
    let blocks = trace
        .iter()
        .map(|step| step.output.iter().rev().take(OUTPUT_LINES).rev().map(|text| line(text)).collect())
        .collect();
    if cut {
        composition.overflow(None, "a line of output is too long");
    }
    blocks
}

/// A box of a call with its words.
#[derive(Clone)]
struct Frame {
    call: Arc<TextBlock>,
    note: Option<Arc<TextBlock>>,
}

/// The calls of every step.
struct Boxes {
    steps: Vec<Vec<Frame>>,
    place: Rect,
    height: f64,
    accent: Color,
    resting: Color,
    board: Color,
    low: Color,
}

impl Boxes {
    fn new(trace: &[&TraceStep], place: Rect, composer: &Composer<'_>, composition: &mut Composition) -> Self {
        let palette = composer.palette();
        let floor = composer.scale().floor;
        let depth = trace.iter().map(|step| step.stack.len()).max().unwrap_or(1).max(1) as f64;
        let height = (place.height / depth - BOX_GAP).min(BOX_HEIGHT);
        if height < floor * 1.5 {
            composition.overflow(None, "there is no room for so many calls");
        }
        let height = height.max(floor * 1.3);
        let room = place.width - 2.0 * BOX_PADDING;
        let word =
            |text: &str, color: Color, size: f64| Arc::new(set(&[run(text, Face::CodeBold, color)], size, composer));
        let build = |size: f64| -> Vec<Vec<Frame>> {
            let frame = |frame: &lectern_lesson::TraceFrame| Frame {
                call: word(&frame.call, palette.text, size),
                note: frame.note.as_deref().map(|note| word(note, palette.result, size)),
            };
            trace.iter().map(|step| step.stack.iter().map(frame).collect()).collect()
        };
        let width = |frame: &Frame| frame.call.width + frame.note.as_ref().map_or(0.0, |note| note.width + 28.0);
        let mut size = (composer.scale().code * 0.91).min(height * 0.5).max(floor);
        let mut steps = build(size);
        let widest = |steps: &[Vec<Frame>]| steps.iter().flatten().map(width).fold(0.0, f64::max);
        let wide = widest(&steps);
        if wide > room {
            size = (size * 0.985 * room / wide).max(floor);
            steps = build(size);
        }
        let mut left_out = false;
        for frame in steps.iter_mut().flatten() {
            // Of a reckoning that is too long the result stays; then what it waits for goes; a call that is too long alone
            // is left out as a whole.
            let result =
                frame.note.as_ref().and_then(|note| note.text.rsplit_once(" = ").map(|(_, result)| result.to_owned()));
            if width(frame) > room
                && let Some(result) = result
            {
                frame.note = Some(word(&format!("= {result}"), palette.result, size));
            }
            if width(frame) > room {
                left_out = true;
                frame.note = None;
                if frame.call.width > room {
                    frame.call = word("…", palette.text, size);
                }
            }
        }
        if left_out {
            composition.overflow(None, "a call is too long for its box");
        }
        Self {
            steps,
            place,
            height,
            accent: palette.flow,
            resting: palette.structure,
            board: palette.board,
            low: palette.ground,
        }
    }

    /// What is seen at a moment: the boxes of the step, one coming or going.
    fn at(&self, moment: &Moment<'_>, lines: &[usize]) -> Vec<Content> {
        let (Some(step), since) = step_at(moment, lines) else { return Vec::new() };
        let Some(frames) = self.steps.get(step) else { return Vec::new() };
        let before = step.checked_sub(1).and_then(|before| self.steps.get(before));
        let known = before.map_or(0, Vec::len);
        let change = cubic_bezier(moment.timeline.motion.move_curve, progress(since, 0.0, CHANGE_SECS));
        let mut contents = Vec::new();
        for (index, frame) in frames.iter().enumerate() {
            let come = if index >= known { change } else { 1.0 };
            self.push_box(&mut contents, frame, index, index + 1 == frames.len(), come);
        }
        // What returned goes up and away.
        for (index, frame) in before.into_iter().flatten().enumerate().skip(frames.len()) {
            if change < 1.0 {
                self.push_box(&mut contents, frame, index, false, 1.0 - change);
            }
        }
        contents
    }

    fn push_box(&self, contents: &mut Vec<Content>, frame: &Frame, index: usize, runs: bool, come: f64) {
        let lift = (1.0 - come) * 46.0;
        let pitch = self.height + BOX_GAP;
        let bottom = self.place.bottom() - index as f64 * pitch - lift;
        let front = KurboRect::new(self.place.x, bottom - self.height, self.place.right(), bottom);
        let color = if runs { self.accent } else { self.resting };
        let (back, up) = BOX_DEPTH;
        let face = |corners: [(f64, f64); 4], paint: Paint| {
            let mut path = BezPath::new();
            path.move_to(corners[0]);
            corners[1..].iter().for_each(|corner| path.line_to(*corner));
            path.close_path();
            Content::Shape(ShapeContent { path, fill: Some(paint), stroke: None })
        };
        let (x0, y0, x1, y1) = (front.x0, front.y0, front.x1, front.y1);
        let top = [(x0, y0), (x0 + back, y0 - up), (x1 + back, y0 - up), (x1, y0)];
        let side = [(x1, y0), (x1 + back, y0 - up), (x1 + back, y1 - up), (x1, y1)];
        contents.push(face(top, Paint::Solid(color, come)));
        contents.push(face(side, Paint::Solid(color.mix(self.low, 0.6), come)));
        let body = ShapeContent { path: front.to_path(0.1), fill: Some(Paint::Solid(self.board, come)), stroke: None };
        contents.push(Content::Shape(body));
        let tinted = Paint::Linear {
            from: Point::new(x0, y0),
            to: Point::new(x0, y1),
            stops: vec![(0.0, color, 0.3 * come), (1.0, color, 0.14 * come)],
        };
        let line = Line {
            paint: Paint::Solid(color, come),
            width: 4.0,
            dots: None,
            glow: (runs && come >= 1.0).then_some(color),
        };
        contents.push(Content::Shape(ShapeContent {
            path: front.to_path(0.1),
            fill: Some(tinted),
            stroke: Some(line),
        }));
        // Letters do not fade: they come when the box is nearly there.
        if come > 0.6 {
            let middle = f64::midpoint(y0, y1);
            contents.push(text(&frame.call, x0 + BOX_PADDING, middle));
            if let Some(note) = &frame.note {
                contents.push(text(note, x1 - BOX_PADDING - note.width, middle));
            }
        }
    }
}
