use std::sync::Arc;

use lectern_lesson::{Rect, TextRole};
use vello_cpu::kurbo::{Arc as Curve, BezPath, Circle, Point, RoundedRect, Shape};

use crate::composer::{Composer, GUTTER};
use crate::easing::progress;
use crate::element::{
    Composition, Content, Element, Entrance, GlowContent, Ground, Line, Moment, Paint, PanelContent, Response,
    ShapeContent, Start, TextContent, Tone,
};
use crate::text::{Align, Face, Setting};
use crate::visual::furniture::{centered, centered_lines};

/// Shortest pause that a countdown is shown for.
const PAUSE_MIN_SECS: f64 = 1.0;

/// A question with its choices, or an open one; a ring that drains while the viewer thinks; the answer.
pub(crate) fn compose(
    prompt: &str,
    choices: &[String],
    correct: Option<usize>,
    answer: Option<&str>,
    composer: &Composer<'_>,
) -> Composition {
    if choices.is_empty() { open(prompt, answer, composer) } else { closed(prompt, choices, correct, composer) }
}

fn closed(prompt: &str, choices: &[String], correct: Option<usize>, composer: &Composer<'_>) -> Composition {
    let mut composition = Composition::default();
    let palette = composer.palette();
    let is_wide = composer.is_wide();
    let (top, indent, room) = if is_wide { (56.0, 50.0, 240.0) } else { (10.0, 0.0, 370.0) };
    let top = composer.safe().y + top;
    let setting = composer.display(composer.scale().question, composer.safe().width - 2.0 * indent, Align::Center);
    // A long question takes a smaller size before it takes another line.
    let fitted = composer.fit_plain(prompt, Face::Display, palette.text, setting, room);
    if !fitted.fits {
        composition.overflow(None, "the question is too long");
    }
    let below = top + fitted.block.height + 56.0;
    composition.push(
        Element::text(fitted.block, composer.safe().x + indent, top, TextRole::Heading, Ground::World)
            .enter(Entrance::Rise),
    );

    let count = choices.len();
    let across = match (is_wide, count) {
        (true, 3 | 7..) => 3,
        (true, _) => 2_usize.min(count),
        (false, 7..) => 2,
        (false, _) => 1,
    };
    let down = count.div_ceil(across);
    let in_the_middle = is_wide && count == 4;
    // Four panels leave their common corner to the ring; others leave it room below.
    let ring_radius = if in_the_middle { 118.0 } else { composer.larger(62.0) };
    let bottom = match (in_the_middle, is_wide) {
        (true, _) => composer.safe().bottom() - 60.0,
        (false, true) => composer.safe().bottom() - 226.0,
        (false, false) => composer.safe().bottom() - 2.9 * ring_radius - 20.0,
    };
    let width = (composer.safe().width - GUTTER * (across as f64 - 1.0)) / across as f64;
    let height = ((bottom - below - GUTTER * (down as f64 - 1.0)) / down as f64).min(256.0);
    if height < 70.0 {
        composition.overflow(None, "there are too many choices for one frame");
    }
    let height = height.max(70.0);
    let used = height * down as f64 + GUTTER * (down as f64 - 1.0);
    let grid_top = below + ((bottom - below - used) / 2.0).max(0.0);
    let place = |part: usize| {
        let (row, column) = (part / across, part % across);
        // A last row that is not full stands in the middle.
        let in_row = (count - row * across).min(across) as f64;
        let indent = (composer.safe().width - in_row * width - (in_row - 1.0) * GUTTER) / 2.0;
        Rect::new(
            composer.safe().x + indent + column as f64 * (width + GUTTER),
            grid_top + row as f64 * (height + GUTTER),
            width,
            height,
        )
    };
    let badge = (height * 0.24).clamp(26.0, 56.0);
    let ring_reach = 184.0;
    let inset = badge * 2.0 + 40.0 + 36.0;
    let clear = if in_the_middle { ring_reach + 24.0 } else { 40.0 };
    let text_width = width - inset - clear;
    let setting = Setting { line_height: 1.16, ..composer.display(composer.scale().answer, text_width, Align::Left) };
    let fitted: Vec<_> = choices
        .iter()
        .map(|text| composer.fit_plain(text, Face::Display, palette.text, setting, height - 36.0))
        .collect();
    let size = fitted.iter().map(|fitted| fitted.block.size).fold(f64::INFINITY, f64::min);
    for (part, fitted) in fitted.into_iter().enumerate() {
        let rect = place(part);
        if rect.bottom() > composer.safe().bottom() - 20.0 {
            continue;
        }
        if !fitted.fits {
            composition.overflow(Some(part), format!("choice {} is too long for its panel", part + 1));
        }
        let block = if fitted.fits {
            composer
                .fit_plain(&choices[part], Face::Display, palette.text, Setting { size, ..setting }, f64::INFINITY)
                .block
        } else {
            fitted.block
        };
        let right = correct == Some(part);
        let response = if correct.is_some() && !right { Response::Wrong } else { Response::Steady };
        let radius = (height / 4.0).clamp(24.0, 44.0);
        let panel = PanelContent { rect, radius, tone: Tone::Panel, accent: None };
        composition.push(Element::new(Content::Panel(panel)).part(part).enter(Entrance::Scale).respond(response));
        if right {
            let center = Point::new(rect.x + rect.width / 2.0, rect.y + rect.height / 2.0);
            let outline =
                RoundedRect::new(rect.x, rect.y, rect.right(), rect.bottom(), composer.corner(radius)).to_path(0.1);
            let light = Paint::Radial {
                center,
                radius: rect.width * 0.62,
                stops: vec![(0.0, palette.correct, 0.2), (1.0, palette.correct, 0.04)],
            };
            let edge =
                Line { paint: Paint::Solid(palette.correct, 1.0), width: 6.0, dots: None, glow: Some(palette.correct) };
            let shape = ShapeContent { path: outline, fill: Some(light), stroke: Some(edge) };
            composition.push(Element::new(Content::Shape(shape)).start(Start::Answer));
        }
        // Panels of the right column of four carry their letter at the right, mirror of the left one.
        let mirrored = in_the_middle && part % 2 == 1;
        let badge_x = if mirrored { rect.right() - 40.0 - badge } else { rect.x + 40.0 + badge };
        let center = Point::new(badge_x, rect.y + rect.height / 2.0);
        letter(part, center, badge, right, response, composer, &mut composition);
        let x = if mirrored { rect.right() - inset - block.ink.right() } else { rect.x + inset };
        let y = centered_lines(&block, center.y);
        composition.push(
            Element::text(block, x, y, TextRole::Body, Ground::Panel(Tone::Panel))
                .part(part)
                .delay(0.08)
                .enter(Entrance::Rise)
                .respond(response),
        );
    }
    let ring_y = match (in_the_middle, is_wide) {
        (true, _) => grid_top + height + GUTTER / 2.0,
        (false, true) => composer.safe().bottom() - 100.0,
        (false, false) => composer.safe().bottom() - 1.4 * ring_radius,
    };
    ring(Point::new(composer.plane().width / 2.0, ring_y), ring_radius, composer, &mut composition);
    composition
}

/// The letter of a choice on a disc.
fn letter(
    part: usize,
    center: Point,
    radius: f64,
    right: bool,
    response: Response,
    composer: &Composer<'_>,
    composition: &mut Composition,
) {
    let palette = composer.palette();
    let disc = Circle::new(center, radius).to_path(0.05);
    let line = Line { paint: Paint::Solid(palette.structure, 0.7), width: 3.0, dots: None, glow: None };
    let shape = ShapeContent { path: disc.clone(), fill: Some(Paint::Solid(palette.board, 0.95)), stroke: Some(line) };
    composition.push(Element::new(Content::Shape(shape)).part(part).delay(0.05).enter(Entrance::Pop).respond(response));
    if right {
        let line = Line { paint: Paint::Solid(palette.correct, 1.0), width: 5.0, dots: None, glow: None };
        let shape = ShapeContent { path: disc, fill: None, stroke: Some(line) };
        composition.push(Element::new(Content::Shape(shape)).start(Start::Answer));
    }
    let name = char::from(b'A' + (part % 26) as u8).to_string();
    let size = (radius * 1.0).max(composer.scale().floor);
    let block = composer.plain(&name, Face::Display, palette.structure, composer.display(size, 300.0, Align::Left));
    let at = centered(&block, center);
    composition.push(
        Element::text(block, at.x, at.y, TextRole::Label, Ground::Plain(palette.board))
            .part(part)
            .delay(0.05)
            .enter(Entrance::Pop)
            .respond(response),
    );
}

/// A ring that drains while the viewer thinks, with the seconds left in it.
fn ring(center: Point, radius: f64, composer: &Composer<'_>, composition: &mut Composition) {
    let palette = composer.palette().clone();
    let size = (radius * 1.05).max(composer.scale().floor);
    let numerals: Vec<TextContent> = (0..=30)
        .map(|second: u32| {
            let text = second.to_string();
            let setting = composer.display(size, 800.0, Align::Left);
            let block = composer.plain(&text, Face::Display, palette.text, Setting { tracking: 0.0, ..setting });
            let at = centered(&block, center);
            let ground = Ground::Plain(palette.board);
            TextContent { block: Arc::new(block), x: at.x, y: at.y, role: TextRole::Label, ground, glow: None }
        })
        .collect();
    let live = move |moment: &Moment<'_>| -> Vec<Content> {
        let (from, to) = moment.timeline.pause;
        if to - from < PAUSE_MIN_SECS {
            return Vec::new();
        }
        let left = 1.0 - progress(moment.scene_secs, from, to - from);
        let plate = radius * 1.32;
        let line =
            |color, alpha, width, glow| Some(Line { paint: Paint::Solid(color, alpha), width, dots: None, glow });
        let circle = |radius: f64| Circle::new(center, radius).to_path(0.05);
        let width = radius * 0.16;
        let sweep = std::f64::consts::TAU * left;
        let top = -std::f64::consts::FRAC_PI_2;
        let mut arc = BezPath::new();
        arc.extend(Curve::new(center, (radius, radius), top, sweep, 0.0).to_path(0.05));
        let tip = Point::new(center.x + radius * (top + sweep).cos(), center.y + radius * (top + sweep).sin());
        let mut contents = vec![
            Content::Glow(GlowContent { center, radius: radius * 2.1, color: palette.result, strength: 0.3 }),
            Content::Shape(ShapeContent {
                path: circle(plate),
                fill: Some(Paint::Solid(palette.board, 0.96)),
                stroke: line(palette.line, 0.7, 2.0, None),
            }),
            Content::Shape(ShapeContent {
                path: circle(radius),
                fill: None,
                stroke: line(palette.ground_low, 1.0, width, None),
            }),
        ];
        if left > 0.002 {
            contents.push(Content::Shape(ShapeContent {
                path: arc,
                fill: None,
                stroke: line(palette.result, 1.0, width, Some(palette.result)),
            }));
            contents.push(Content::Shape(ShapeContent {
                path: Circle::new(tip, width * 0.85).to_path(0.05),
                fill: Some(Paint::Solid(palette.text.mix(palette.result, 0.25), 1.0)),
                stroke: None,
            }));
        }
        let seconds = (left * (to - from)).ceil().max(1.0) as usize;
        contents.extend(numerals.get(seconds).map(|numeral| Content::Text(numeral.clone())));
        contents
    };
    composition.push(
        Element::new(Content::Live(Arc::new(live)))
            .start(Start::Pause)
            .enter(Entrance::Fade)
            .respond(Response::LeavesAtAnswer),
    );
}

fn open(prompt: &str, answer: Option<&str>, composer: &Composer<'_>) -> Composition {
    let mut composition = Composition::default();
    let palette = composer.palette();
    let answer = answer.filter(|answer| !answer.trim().is_empty());
    let (is_wide, center) = (composer.is_wide(), composer.plane().width / 2.0);
    let (indent, room, middle, highest) = if is_wide {
        (70.0, 400.0, 310.0, 50.0)
    } else {
        (0.0, composer.safe().height * 0.42, composer.safe().y + composer.safe().height * 0.28, 10.0)
    };
    let width = composer.safe().width - 2.0 * indent;
    let setting = composer.display(composer.scale().question * 1.1, width, Align::Center);
    let fitted = composer.fit_plain(prompt, Face::Display, palette.text, setting, room);
    if !fitted.fits {
        composition.overflow(None, "the question is too long");
    }
    let top = (middle - fitted.block.height / 2.0).max(composer.safe().y + highest);
    let below = top + fitted.block.height + 60.0;
    composition.push(
        Element::text(fitted.block, composer.safe().x + indent, top, TextRole::Heading, Ground::World)
            .enter(Entrance::Rise),
    );
    let bottom = composer.safe().bottom() - if is_wide { 70.0 } else { 0.0 };
    let middle = Point::new(center, f64::midpoint(below, bottom));
    ring(middle, composer.larger(118.0), composer, &mut composition);
    if let Some(answer) = answer {
        let (padding, margin) = (56.0, if is_wide { 200.0 } else { 0.0 });
        let setting = Setting {
            line_height: 1.2,
            ..composer.display(composer.scale().answer, composer.safe().width - margin - 2.0 * padding, Align::Center)
        };
        let fitted =
            composer.fit_plain(answer, Face::DisplaySemi, palette.result, setting, bottom - below - 2.0 * 40.0);
        if !fitted.fits {
            composition.overflow(None, "the answer is too long");
        }
        let (panel_width, height) = (fitted.block.width + 2.0 * padding, fitted.block.height + 2.0 * 40.0);
        let rect = Rect::new(center - panel_width / 2.0, middle.y - height / 2.0, panel_width, height);
        let light = GlowContent { center: middle, radius: 620.0, color: palette.structure, strength: 0.3 };
        composition.push(Element::new(Content::Glow(light)).start(Start::Answer));
        let panel = PanelContent { rect, radius: 40.0, tone: Tone::Panel, accent: None };
        composition.push(Element::new(Content::Panel(panel)).start(Start::Answer).delay(0.16).enter(Entrance::Scale));
        let x = center - setting.width / 2.0;
        composition.push(
            Element::text(fitted.block, x, rect.y + 40.0, TextRole::Body, Ground::Panel(Tone::Panel))
                .start(Start::Answer)
                .delay(0.24)
                .enter(Entrance::Rise),
        );
    }
    composition
}
