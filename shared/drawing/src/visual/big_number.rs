use std::sync::Arc;

use lectern_lesson::TextRole;
use vello_cpu::kurbo::Point;

use crate::composer::Composer;
use crate::easing::{cubic_bezier, progress};
use crate::element::{Composition, Content, Element, Entrance, GlowContent, Ground, Moment, TextContent};
use crate::text::{Align, Face};

/// Seconds that a number takes to count up.
const COUNT_SECS: f64 = 1.2;

/// Frames of the count: one for each frame at 30 a second.
const COUNT_STEPS: usize = 36;

/// A number in the middle that counts up to its value, then what it says.
pub(crate) fn compose(
    number: &str,
    caption: &str,
    _comparison: Option<&lectern_lesson::Scale>,
    composer: &Composer<'_>,
) -> Composition {
    let mut composition = Composition::default();
    let palette = composer.palette();
    let width = composer.safe().width - 60.0;
    let left = composer.safe().x + 30.0;
    let setting = composer.display(composer.scale().big_number, width, Align::Center);
    let fitted = composer.fit_plain(number.trim(), Face::Display, palette.text, setting, 330.0);
    if !fitted.fits {
        composition.overflow(Some(0), "the number is too long for its place");
    }
    let body = composer.body(composer.scale().body, 1300.0, Align::Center);
    let caption_fitted = composer.fit_plain(caption, Face::Body, palette.text.mix(palette.muted, 0.35), body, 215.0);
    if !caption_fitted.fits {
        composition.overflow(Some(1), "the caption is too long for its place");
    }
    let whole = fitted.block.height + 30.0 + caption_fitted.block.height;
    let top = (410.0 - whole / 2.0).max(composer.safe().y + 40.0);
    let center = Point::new(960.0, top + fitted.block.height / 2.0);
    let light = GlowContent { center, radius: 700.0, color: palette.line.mix(palette.structure, 0.4), strength: 0.42 };
    composition.push(Element::new(Content::Glow(light)).part(0).delay(0.2));

    let below = top + fitted.block.height + 30.0;
    let mut rest = Element::text(fitted.block.clone(), left, top, TextRole::Heading, Ground::World).part(0);
    let count = if fitted.fits && fitted.block.lines.len() == 1 { counts(number.trim()) } else { None };
    if let Some(count) = count {
        // The count keeps the number's right edge, so that its unit stands still.
        let setting = composer.display(fitted.block.size, width, Align::Left);
        let right = left + fitted.block.ink.right();
        let texts: Vec<TextContent> = count
            .into_iter()
            .map(|text| {
                let block = composer.plain(&text, Face::Display, palette.text, setting);
                let x = right - block.ink.right();
                TextContent {
                    block: Arc::new(block),
                    x,
                    y: top,
                    role: TextRole::Heading,
                    ground: Ground::World,
                    glow: None,
                }
            })
            .collect();
        let live = move |moment: &Moment<'_>| {
            if moment.secs >= COUNT_SECS {
                return Vec::new();
            }
            let along = cubic_bezier([0.2, 0.6, 0.35, 1.0], progress(moment.secs, 0.0, COUNT_SECS));
            let step = ((along * texts.len() as f64) as usize).min(texts.len().saturating_sub(1));
            texts.get(step).map(|text| Content::Text(text.clone())).into_iter().collect()
        };
        composition.push(Element::new(Content::Live(Arc::new(live))).part(0));
        rest = rest.delay(COUNT_SECS).enter(Entrance::Cut);
    } else {
        rest = rest.enter(Entrance::Rise);
    }
    composition.push(rest);
    composition.push(
        Element::text(caption_fitted.block, 960.0 - 650.0, below, TextRole::Body, Ground::World)
            .part(1)
            .enter(Entrance::Rise),
    );
    composition
}

/// The texts of a count from nothing to the first number in `text`; none when it has no number that can be counted.
fn counts(text: &str) -> Option<Vec<String>> {
    let start = text.find(|character: char| character.is_ascii_digit())?;
    let length = text[start..]
        .find(|character: char| !(character.is_ascii_digit() || matches!(character, '.' | ',')))
        .unwrap_or(text.len() - start);
    let figure = text[start..start + length].trim_end_matches(['.', ',']);
    let (before, after) = (&text[..start], &text[start + figure.len()..]);
    // A comma before three digits groups thousands, a point starts decimals; anything else is not counted.
    let (whole, decimals) = figure.split_once('.').unwrap_or((figure, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped = groups.len() > 1;
    let well_grouped =
        groups.iter().skip(1).all(|group| group.len() == 3) && groups.first().is_some_and(|first| first.len() <= 3);
    if (grouped && !well_grouped) || !decimals.bytes().all(|byte| byte.is_ascii_digit()) || figure.len() > 15 {
        return None;
    }
    let value: f64 = format!("{}.{decimals}0", groups.concat()).parse().ok()?;
    if value == 0.0 || whole.starts_with('0') && whole.len() > 1 {
        return None;
    }
    let shown = |value: f64| {
        let plain = format!("{value:.*}", decimals.len());
        let (whole, rest) =
            plain.split_once('.').map_or((plain.as_str(), String::new()), |(whole, rest)| (whole, format!(".{rest}")));
        let whole = if grouped { with_commas(whole) } else { whole.to_owned() };
        format!("{before}{whole}{rest}{after}")
    };
    Some((0..COUNT_STEPS).map(|step| shown(value * step as f64 / COUNT_STEPS as f64)).collect())
}

fn with_commas(digits: &str) -> String {
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_in_their_own_form() {
        let cases = [
            ("500 tonnes", "0 tonnes", "250 tonnes"),
            ("12,000", "0", "6,000"),
            ("$3.50 a cup", "$0.00 a cup", "$1.75 a cup"),
            ("about 71%", "about 0%", "about 36%"),
        ];
        for (text, first, middle) in cases {
            let steps = counts(text).expect("a number");
            assert_eq!(steps.len(), COUNT_STEPS);
            assert_eq!((steps[0].as_str(), steps[COUNT_STEPS / 2].as_str()), (first, middle));
        }
    }

    #[test]
    fn what_cannot_be_counted_is_left_alone() {
        for text in ["", "many", "0", "1,00", "007", "1.2.3", "12345678901234567890", "٣"] {
            assert_eq!(counts(text), None, "{text}");
        }
    }
}
