//! Who made a picture, who said a sentence.

use lectern_lesson::{Figure, RichText, Run};

use crate::inline::{self, squeeze};

/// Splits "(credit: …)" off the caption.
pub(crate) fn split_credit(figure: &mut Figure) {
    let Some(caption) = &figure.caption else {
        return;
    };
    let lower = caption.to_ascii_lowercase();
    let marks = ["(credit", "(photo:", "(photo by", "(image:", "(image by", "(image courtesy", "(source:", "(courtesy"];
    let found = marks.iter().filter_map(|mark| lower.rfind(mark)).max();
    let (kept, credit) = match found {
        Some(start) => {
            let inside = caption[start + 1..].trim_end();
            let inside = inside.strip_suffix('.').unwrap_or(inside);
            // Only at the end: a caption may go on after a parenthesis.
            let Some(credit) = inside.strip_suffix(')') else {
                return;
            };
            (caption[..start].trim_end().to_owned(), credit.to_owned())
        }
        None => {
            let tail = ["credit: ", "photo: ", "image: ", "source: "]
                .iter()
                .filter_map(|mark| lower.rfind(mark))
                .find(|start| *start == 0 || lower[..*start].trim_end().ends_with(['.', '!', '?', ';']));
            let Some(start) = tail else { return };
            (caption[..start].trim_end().to_owned(), caption[start..].trim().to_owned())
        }
    };
    figure.credit = Some(squeeze(&credit));
    figure.caption = (!kept.is_empty()).then_some(kept);
}

/// The quoted words without the line that names their author.
pub(crate) fn split_author(paragraphs: Vec<RichText>) -> (RichText, Option<String>) {
    let mut runs: Vec<Run> = Vec::new();
    for paragraph in paragraphs {
        if !runs.is_empty() {
            runs.push(Run::Plain { text: " ".to_owned() });
        }
        runs.extend(paragraph.runs);
    }
    let whole = inline::tidy(runs);
    let text = whole.text();
    let at = ["— ", "– ", "-- ", "― ", "—", "―"]
        .iter()
        .filter_map(|dash| text.rfind(dash).map(|at| (at, dash.len())))
        .find(|(at, length)| {
            let before = text[..*at].trim_end();
            let author = text[at + length..].trim();
            let is_after_stop = before.ends_with(['.', '!', '?', '"', '”', '’', '…']);
            is_after_stop && !author.is_empty() && author.len() < 90 && !author.ends_with(['?', '!'])
        });
    let Some((at, length)) = at else {
        return (whole, None);
    };
    let author = text[at + length..].trim().trim_end_matches('.').to_owned();
    (crate::sentence::part(&whole, 0, text[..at].trim_end().len(), 0..=text.len()), Some(author))
}

/// Quotation marks around the whole go: the picture sets its own.
pub(crate) fn unquote(text: &mut RichText) {
    let whole = text.text();
    for (open, close) in [('"', '"'), ('“', '”'), ('«', '»'), ('„', '“')] {
        if whole.len() > 2
            && whole.starts_with(open)
            && whole.ends_with(close)
            && whole.matches(close).count() <= 1 + usize::from(open == close)
        {
            *text = crate::sentence::part(text, open.len_utf8(), whole.len() - close.len_utf8(), 0..=whole.len());
            return;
        }
    }
}
