//! The recap: what the author sums up, or else the terms that the film has taught.

use lectern_lesson::{Action, Item, Lesson, Mood, Passage, PassageKind, Section, Visual};

use super::deed::deed;
use super::draft::{Draft, Hint};
use super::line::Line;
use super::phrases::Phrases;
use super::points::{joiner, point_text};
use super::prose::{Guide, Known, Said, term_key};
use super::section;
use super::worth::explains;
use crate::tags::tags;
use crate::words::word_count;

/// Points of a recap scene.
const POINTS_MAX: usize = 4;

/// The scenes of a section that sums up: its sentences and items as points, spoken as written.
pub(crate) fn of_summary(section: &Section, guide: &Guide<'_>, phrases: &Phrases) -> Vec<Draft> {
    let heading = section.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let mut drafts: Vec<Draft> = Vec::new();
    let mut lines: Vec<Line> = Vec::new();
    let mut points: Vec<String> = Vec::new();
    let mut part_lines: Vec<usize> = Vec::new();
    if let Some(heading) = heading {
        lines.push(Line { span: Some(section.span), ..Line::added(heading).ending_with('.').then_pause(0.4) });
    }
    let shown_heading = heading.map(str::to_owned).or_else(|| Some(phrases.remember.to_owned()));
    let finish = |lines: &mut Vec<Line>, points: &mut Vec<String>, part_lines: &mut Vec<usize>| {
        let (lines, points, part_lines) = (std::mem::take(lines), std::mem::take(points), std::mem::take(part_lines));
        cycle(&lines, &points, &part_lines, shown_heading.as_deref(), guide).unwrap_or_else(|| {
            let visual = Visual::Recap { pictures: Vec::new(), heading: shown_heading.clone(), points };
            Draft::new(visual, lines).with_part_lines(part_lines).in_mood(Mood::Triumphant)
        })
    };
    for (number, passage) in section.passages.iter().enumerate() {
        let sentences = match &passage.kind {
            PassageKind::List { items, .. } => items,
            PassageKind::Prose { sentences }
                if leads_to_a_list(section, number) || !can_be_shown(section, passage, guide, phrases) =>
            {
                sentences
            }
            _ => {
                // Anything else in a summary is shown as it would be elsewhere: diagrams recall what was shown before.
                if !points.is_empty() {
                    drafts.push(finish(&mut lines, &mut points, &mut part_lines));
                }
                let alone = Section { passages: vec![passage.clone()], ..section.clone() };
                let mut shown = section::scenes(&alone, &mut Known::default(), guide, phrases);
                shown.iter_mut().for_each(|draft| draft.mood = Some(Mood::Triumphant));
                if let Some(first) = shown.first_mut() {
                    section::prepend(first, std::mem::take(&mut lines));
                }
                drafts.extend(shown);
                continue;
            }
        };
        let is_list = matches!(passage.kind, PassageKind::List { .. });
        for said in sentences.iter().filter_map(Said::of) {
            // A sentence that only leads to the list is spoken with it, but is no point.
            let leads = !is_list && !said.line.is_finished();
            let secs: f64 = lines.iter().map(Line::secs).sum();
            if points.len() >= POINTS_MAX && !is_list
                || secs + said.line.secs() > if points.len() > 1 { 17.0 } else { 24.0 } && !points.is_empty()
            {
                drafts.push(finish(&mut lines, &mut points, &mut part_lines));
            }
            if !leads {
                part_lines.push(lines.len());
                points.push(point_text(&said.text, &said.marked));
            }
            lines.push(if leads { said.line } else { said.line.ending_with('.') });
        }
    }
    if points.is_empty() && !lines.is_empty() {
        // Only a heading, or a heading and a lead: it is said and shown as it stands.
        let text = heading.map_or_else(|| lines[0].shown(), str::to_owned);
        let visual = Visual::Statement { picture: None, text, emphasis: Vec::new() };
        if !(drafts.is_empty() && section.passages.is_empty()) || heading.is_some() {
            drafts.insert(0, Draft::new(visual, lines));
        }
    } else if !points.is_empty() {
        drafts.push(finish(&mut lines, &mut points, &mut part_lines));
    }
    drafts
}

/// Whether most of what a passage says can be shown by more than its words.
fn can_be_shown(section: &Section, passage: &Passage, guide: &Guide<'_>, phrases: &Phrases) -> bool {
    let alone = Section { passages: vec![passage.clone()], ..section.clone() };
    let shown = section::scenes(&alone, &mut Known::default(), guide, phrases);
    2 * shown.iter().filter(|draft| explains(&draft.visual)).count() >= shown.len()
}

/// Whether the passage is a few words before a list.
fn leads_to_a_list(section: &Section, number: usize) -> bool {
    let next = section.passages.get(number + 1).map(|passage| &passage.kind);
    matches!(next, Some(PassageKind::List { .. }))
        && matches!(&section.passages[number].kind, PassageKind::Prose { sentences } if sentences.len() == 1)
}

/// Points that come back to the first, in a lesson about a cycle: "… and flows back to the sea".
fn cycle(
    lines: &[Line],
    points: &[String],
    part_lines: &[usize],
    heading: Option<&str>,
    guide: &Guide<'_>,
) -> Option<Draft> {
    let title = guide.about.split(',').next()?.to_lowercase();
    let turns = ["cycle", "circle", "loop"].iter().any(|word| title.contains(word));
    let last = lines.get(*part_lines.last()?)?.shown().to_lowercase();
    let returns = last
        .split(|character: char| !character.is_alphabetic())
        .any(|word| matches!(word, "back" | "again" | "returns" | "return" | "repeats"));
    if !turns || !returns || !(3..=6).contains(&points.len()) || part_lines.len() != points.len() {
        return None;
    }
    let brief = |point: &String, line: usize| {
        let words: Vec<String> = lines[line].words.iter().map(|word| word.shown.clone()).collect();
        let told = deed(&words, &tags(&words), 0..words.len()).map(|deed| deed.text);
        told.filter(|told| word_count(told) < word_count(point)).unwrap_or_else(|| point.clone())
    };
    let stage = |(point, line): (&String, &usize)| Item {
        name: brief(point, *line),
        note: None,
        picture: super::illustrate::first_picture(point, &lines[*line].shown(), guide),
    };
    let stages = points.iter().zip(part_lines).map(stage).collect();
    let hints =
        part_lines.iter().enumerate().map(|(part, line)| Hint { line: *line, word: 0, action: Action::Show, part });
    let visual = Visual::Cycle { heading: heading.map(str::to_owned), stages };
    Some(Draft::new(visual, lines.to_vec()).with_hints(hints.collect()).in_mood(Mood::Triumphant))
}

/// "Remember: …": three to five things that the film has taught, each recalled by its picture. Names alone recall nothing, so there is
/// no recap without pictures.
pub(crate) fn of_terms(known: &Known, lesson: &Lesson, guide: &Guide<'_>, phrases: &Phrases) -> Option<Draft> {
    // Only terms that the author marked where they are taught.
    let marked = lesson
        .sections
        .iter()
        .flat_map(|section| &section.passages)
        .flat_map(|passage| match &passage.kind {
            PassageKind::Prose { sentences } | PassageKind::List { items: sentences, .. } => sentences.as_slice(),
            _ => &[],
        })
        .filter_map(Said::of)
        .flat_map(|said| said.marked)
        .filter(|term| word_count(term) <= 4);
    let mut recalled: Vec<(String, String)> = Vec::new();
    for term in known.taught.iter().map(|(term, _)| term.clone()).chain(marked) {
        if recalled.len() < POINTS_MAX
            && let Some(picture) = guide.illustration(&term, &lesson.title)
            && recalled.iter().all(|(name, other)| term_key(name) != term_key(&term) && *other != picture)
        {
            recalled.push((term, picture));
        }
    }
    if recalled.len() < 2 {
        return None;
    }
    let mut spoken = format!("{}: ", phrases.remember);
    for (position, (name, _)) in recalled.iter().enumerate() {
        spoken.push_str(name);
        spoken.push_str(&joiner(position, recalled.len(), phrases.and));
    }
    let (points, pictures) = recalled.into_iter().map(|(name, picture)| (name, Some(picture))).unzip();
    let visual = Visual::Recap { pictures, heading: Some(phrases.remember.to_owned()), points };
    Some(Draft::new(visual, vec![Line::added(&spoken).ending_with('.')]).in_mood(Mood::Triumphant))
}
