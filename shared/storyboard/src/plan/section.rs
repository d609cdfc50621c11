//! A section becomes scenes: exhibits find their sentences, blocks take their lead-in, and prose fills the rest.

use lectern_lesson::{PassageKind, Section, Visual};

use super::blocks;
use super::dialogue;
use super::draft::Draft;
use super::exhibits::{self, Exhibit, shared};
use super::line::Line;
use super::phrases::Phrases;
use super::prose::{self, Guide, Known, Said};
use super::worth::look;
use crate::words::{cardinal, content_stems, normalize};

enum Item {
    Said { said: Box<Said>, paragraph: usize, taken: Option<usize> },
    Exhibit { number: usize },
    Block { draft: Box<Draft>, formula: bool },
}

/// The scenes of a section, without its heading.
pub(crate) fn scenes(section: &Section, known: &mut Known, guide: &Guide<'_>, phrases: &Phrases) -> Vec<Draft> {
    known.formulas = section
        .passages
        .iter()
        .flat_map(|passage| match &passage.kind {
            PassageKind::Formula(formula) => formula.lines.as_slice(),
            _ => &[],
        })
        .map(|line| line.latex.clone())
        .collect();
    let mut exhibits: Vec<Exhibit> = Vec::new();
    let mut items = gather(section, known, phrases, &mut exhibits);
    for (number, exhibit) in exhibits.iter().enumerate() {
        take_window(&mut items, number, exhibit);
    }
    let mut drafts: Vec<Draft> = Vec::new();
    let mut shown = vec![false; exhibits.len()];
    let mut position = 0;
    while position < items.len() {
        match &items[position] {
            Item::Block { draft, .. } => {
                drafts.push((**draft).clone());
                position += 1;
            }
            Item::Exhibit { number } => {
                let has_window =
                    items.iter().any(|item| matches!(item, Item::Said { taken: Some(taken), .. } if taken == number));
                if !has_window
                    && !shown[*number]
                    && let Some(alone) = exhibits[*number].alone.clone()
                {
                    drafts.push(alone.about(&exhibits[*number].about));
                }
                shown[*number] = true;
                position += 1;
            }
            Item::Said { taken: Some(number), .. } => {
                let number = *number;
                let mut lines = Vec::new();
                while let Some(Item::Said { said, taken: Some(taken), .. }) = items.get(position) {
                    if *taken != number {
                        break;
                    }
                    lines.push(said.line.clone());
                    position += 1;
                }
                shown[number] = true;
                drafts.push(Draft::new(exhibits[number].visual.clone(), lines).about(&exhibits[number].about));
            }
            Item::Said { paragraph, .. } => {
                let paragraph = *paragraph;
                let mut run: Vec<Said> = Vec::new();
                while let Some(Item::Said { said, paragraph: own, taken: None }) = items.get(position) {
                    if *own != paragraph {
                        break;
                    }
                    run.push((**said).clone());
                    position += 1;
                }
                known.seen = seen(&drafts);
                drafts.extend(prose::scenes(&run, known, guide));
            }
        }
    }
    merge_short(&mut drafts);
    drafts
}

/// What the last scene looks like, and how many before it look the same.
fn seen(drafts: &[Draft]) -> Option<(prose::Look, usize)> {
    let last = look(&drafts.last()?.visual);
    let same = drafts.iter().rev().take_while(|draft| look(&draft.visual) == last).count();
    Some((last, (same - 1).min(2)))
}

/// What the section says, without its exhibits.
fn prose_of(section: &Section) -> String {
    let sentences = section.passages.iter().flat_map(|passage| match &passage.kind {
        PassageKind::Prose { sentences } => sentences.as_slice(),
        _ => &[],
    });
    sentences.map(|sentence| sentence.text.text()).collect::<Vec<_>>().join(" ")
}

fn gather(section: &Section, known: &Known, phrases: &Phrases, exhibits: &mut Vec<Exhibit>) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for (paragraph, passage) in section.passages.iter().enumerate() {
        let span = passage.span;
        match &passage.kind {
            PassageKind::Prose { sentences } => {
                for (number, said) in sentences.iter().filter_map(Said::of).enumerate() {
                    let mut said = said;
                    said.line.opens_paragraph = number == 0;
                    if let Some(Item::Block { draft, formula: true }) = items.last_mut()
                        && speaks_of_formula(&said)
                        && draft.secs() + said.line.secs() <= 18.0
                    {
                        draft.lines.push(said.line);
                        continue;
                    }
                    items.push(Item::Said { said: Box::new(said), paragraph, taken: None });
                }
            }
            PassageKind::List { steps, items: entries } => {
                let lead = pop_lead(&mut items, |said| leads_to_list(said, entries.len()));
                if let Some(draft) = blocks::list(*steps, entries, lead, known, phrases) {
                    items.push(Item::Block { draft: Box::new(draft), formula: false });
                }
            }
            PassageKind::Quotation { text, author } => {
                if let Some(draft) = blocks::quotation(text, author.as_deref(), span) {
                    items.push(Item::Block { draft: Box::new(draft), formula: false });
                }
            }
            PassageKind::Formula(formula) => {
                let lead = pop_lead(&mut items, |said| !said.line.is_finished());
                let lead_line = lead.clone().map(|said| said.line);
                match blocks::formula(formula, span, lead_line) {
                    Some(draft) => items.push(Item::Block { draft: Box::new(draft), formula: true }),
                    None => items.extend(lead.map(|said| Item::Said { said: Box::new(said), paragraph, taken: None })),
                }
            }
            PassageKind::Dialogue { turns } => {
                let drafts = dialogue::scenes(turns, &known.cast);
                items.extend(drafts.into_iter().map(|draft| Item::Block { draft: Box::new(draft), formula: false }));
            }
            PassageKind::Question(question) => {
                let lead = if question.prompt.is_empty() { pop_lead(&mut items, |_| true) } else { None };
                let kept = lead.clone();
                match blocks::question(question, span, lead, phrases) {
                    Some(draft) => items.push(Item::Block { draft: Box::new(draft), formula: false }),
                    None => items.extend(kept.map(|said| Item::Said { said: Box::new(said), paragraph, taken: None })),
                }
            }
            PassageKind::Figure(figure) => {
                items.push(Item::Exhibit { number: exhibits.len() });
                exhibits.push(exhibits::figure(figure, span));
            }
            PassageKind::Table(table) => {
                if let Some(exhibit) = exhibits::table(table, span, phrases) {
                    items.push(Item::Exhibit { number: exhibits.len() });
                    exhibits.push(exhibit);
                }
            }
            PassageKind::Code { language, text } => {
                if let Some(exhibit) = exhibits::code(language.as_deref(), text, &prose_of(section), span, phrases) {
                    items.push(Item::Exhibit { number: exhibits.len() });
                    exhibits.push(exhibit);
                }
            }
        }
    }
    items
}

fn pop_lead(items: &mut Vec<Item>, leads: impl Fn(&Said) -> bool) -> Option<Said> {
    match items.last() {
        Some(Item::Said { said, .. }) if leads(said) => match items.pop() {
            Some(Item::Said { said, .. }) => Some(*said),
            _ => None,
        },
        _ => None,
    }
}

/// "Every recursive function needs two things.", "they fall as precipitation:".
fn leads_to_list(said: &Said, count: usize) -> bool {
    let words = said.words();
    let counts = words.iter().any(|word| cardinal(&normalize(word)) == Some(count as f64));
    let names = words.iter().any(|word| {
        matches!(
            normalize(word).as_str(),
            "things" | "steps" | "parts" | "kinds" | "types" | "ways" | "reasons" | "stages" | "following" | "these"
        )
    });
    !said.line.is_finished() || counts && words.len() <= 14 || names && words.len() <= 10
}

/// A sentence that goes on with the formula before it.
fn speaks_of_formula(said: &Said) -> bool {
    let words: Vec<String> = said.words().iter().map(|word| normalize(word)).collect();
    said.line.words.iter().any(|word| word.narration.contains("[["))
        || words.first().is_some_and(|first| matches!(first.as_str(), "here" | "where"))
        || words.iter().any(|word| matches!(word.as_str(), "equation" | "formula" | "sides"))
}

/// Finds the sentences that an exhibit is shown with: one to four in a row, in the paragraphs next to it, which speak of
/// it and last as long as it takes to look at it.
fn take_window(items: &mut [Item], number: usize, exhibit: &Exhibit) {
    let Some(place) = items.iter().position(|item| matches!(item, Item::Exhibit { number: own } if *own == number))
    else {
        return;
    };
    let about = content_stems(&exhibit.about);
    let free = |item: &Item| matches!(item, Item::Said { taken: None, .. });
    // Other exhibits may stand between it and the prose: three figures after one paragraph share it.
    let mut first = place;
    while first > 0 && (free(&items[first - 1]) || matches!(items[first - 1], Item::Exhibit { .. })) {
        first -= 1;
    }
    let mut end = place + 1;
    while end < items.len() && (free(&items[end]) || matches!(items[end], Item::Exhibit { .. })) {
        end += 1;
    }
    let paragraph_at = |at: usize| match &items[at] {
        Item::Said { paragraph, .. } => Some(*paragraph),
        _ => None,
    };
    let before = (first..place).rev().find_map(paragraph_at);
    let after = (place + 1..end).find_map(paragraph_at);
    let mut best: Option<(f64, usize, usize)> = None;
    for start in first..end {
        let Some(paragraph) = paragraph_at(start) else { continue };
        if !free(&items[start]) || (Some(paragraph) != before && Some(paragraph) != after) {
            continue;
        }
        let mut secs = 1.0;
        let mut hits = 0;
        let mut defines = false;
        for stop in start..end.min(start + 4) {
            let Item::Said { said, paragraph: own, taken: None } = &items[stop] else { break };
            if *own != paragraph {
                break;
            }
            secs += said.line.secs();
            hits += shared(&about, &said.text);
            defines |= said.facts.iter().any(|fact| matches!(fact.kind, lectern_lesson::FactKind::Definition { .. }));
            let too_short = secs < 4.5;
            let too_long = secs > 15.0 && stop > start;
            if hits < exhibit.least_shared || too_long || (too_short && stop > start && secs < 3.5) {
                continue;
            }
            let precedes = start < place;
            let distance = if precedes {
                (stop + 1..place).filter(|at| matches!(items[*at], Item::Said { .. })).count()
            } else {
                (place + 1..start).filter(|at| matches!(items[*at], Item::Said { .. })).count()
            };
            let count = (stop - start + 1) as f64;
            let score = hits as f64 / count.sqrt() - 0.35 * distance as f64 - 0.15 * (secs - 9.0).abs()
                + if precedes { 0.0 } else { exhibit.after }
                - if defines { 2.5 } else { 0.0 }
                - if too_short { 2.0 } else { 0.0 };
            if best.is_none_or(|(known, _, _)| score > known) {
                best = Some((score, start, stop));
            }
        }
    }
    // A table that hardly anything is said of is better read from.
    let Some((_, start, stop)) = best else { return };
    if exhibit.least_shared > 0 && matches!(exhibit.visual, Visual::Table { .. } | Visual::Chart { .. }) {
        let secs: f64 = items[start..=stop]
            .iter()
            .map(|item| match item {
                Item::Said { said, .. } => said.line.secs(),
                _ => 0.0,
            })
            .sum();
        if secs < 2.5 {
            return;
        }
    }
    for item in &mut items[start..=stop] {
        if let Item::Said { taken, .. } = item {
            *taken = Some(number);
        }
    }
}

/// Scenes shorter than this are over before they are seen.
const GLIMPSE_SECS: f64 = 3.6;

/// A scene that is over before it is seen joins its neighbor, which keeps its picture.
pub(crate) fn merge_short(drafts: &mut Vec<Draft>) {
    let mut index = 0;
    while index < drafts.len() {
        let short = drafts[index].secs() < GLIMPSE_SECS
            && matches!(drafts[index].visual, Visual::Statement { .. })
            && drafts[index].chapter.is_none()
            && drafts[index].lines.iter().all(|line| line.pause_secs == 0.0);
        let secs = drafts[index].secs() - 1.0;
        let joins = |other: Option<&Draft>, limit: f64| {
            other.is_some_and(|other| {
                other.secs() + secs <= limit
                    && other.chapter.is_none()
                    && other.lines.iter().all(|line| line.pause_secs == 0.0)
                    && !matches!(
                        other.visual,
                        Visual::Question { .. }
                            | Visual::Title { .. }
                            | Visual::Chapter { .. }
                            | Visual::Quotation { .. }
                            | Visual::Dialogue { .. }
                    )
            })
        };
        let before = index.checked_sub(1).and_then(|before| drafts.get(before));
        if short && joins(before, 14.0) {
            let lines: Vec<Line> = drafts.remove(index).lines;
            drafts[index - 1].lines.extend(lines);
        } else if short
            && joins(drafts.get(index + 1), 11.0)
            && matches!(drafts[index + 1].visual, Visual::Statement { .. })
        {
            let lines = drafts.remove(index).lines;
            prepend(&mut drafts[index], lines);
        } else {
            index += 1;
        }
    }
}

/// The draft with lines that are spoken before its own.
pub(crate) fn prepend(draft: &mut Draft, lines: Vec<Line>) {
    let count = lines.len();
    draft.lines.splice(0..0, lines);
    draft.anchor += count;
    draft.hints.iter_mut().for_each(|hint| hint.line += count);
    draft.part_lines.iter_mut().for_each(|line| *line += count);
    for other in &mut draft.alternatives {
        other.anchor += count;
        other.hints.iter_mut().for_each(|hint| hint.line += count);
    }
}
