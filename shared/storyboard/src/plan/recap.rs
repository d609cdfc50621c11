//! The recap: what the author sums up, or else the terms that the film has taught.

use lectern_lesson::{Lesson, Mood, PassageKind, Section, Visual};

use super::draft::Draft;
use super::line::Line;
use super::phrases::Phrases;
use super::points::{capitalized, joiner, point_text, with_small_first};
use super::prose::{Guide, Known, Said, term_key};
use super::section;
use crate::clauses::condense_phrase;
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
        let visual =
            Visual::Recap { pictures: Vec::new(), heading: shown_heading.clone(), points: std::mem::take(points) };
        Draft::new(visual, std::mem::take(lines)).with_part_lines(std::mem::take(part_lines)).in_mood(Mood::Triumphant)
    };
    for passage in &section.passages {
        let sentences = match &passage.kind {
            PassageKind::Prose { sentences } => sentences,
            PassageKind::List { items, .. } => items,
            _ => {
                // Anything else in a summary is shown as it would be elsewhere.
                if !points.is_empty() {
                    drafts.push(finish(&mut lines, &mut points, &mut part_lines));
                }
                let alone = Section { passages: vec![passage.clone()], ..section.clone() };
                drafts.extend(section::scenes(&alone, &mut Known::default(), guide, phrases));
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

/// "Remember: …": three to five terms that the film has taught.
pub(crate) fn of_terms(known: &Known, lesson: &Lesson, phrases: &Phrases) -> Option<Draft> {
    let short: Vec<(String, String)> = known
        .taught
        .iter()
        .filter(|(_, meaning)| !meaning.to_lowercase().starts_with("the other"))
        .filter_map(|(term, meaning)| condense_phrase(meaning, 9, 12).map(|meaning| (term.clone(), meaning)))
        .take(POINTS_MAX)
        .collect();
    if short.len() >= 2 && known.taught.len() <= short.len() + 1 {
        let mut lines = vec![Line::added(phrases.remember).ending_with('.').then_pause(0.4)];
        let mut points = Vec::new();
        let mut part_lines = Vec::new();
        for (term, meaning) in short {
            part_lines.push(lines.len());
            let point = format!("{term}: {}", with_small_first(&meaning));
            lines.push(Line::added(&capitalized(&point)).ending_with('.'));
            points.push(capitalized(&point));
        }
        let visual = Visual::Recap { pictures: Vec::new(), heading: Some(phrases.remember.to_owned()), points };
        return Some(Draft::new(visual, lines).with_part_lines(part_lines).in_mood(Mood::Triumphant));
    }
    // Only terms that the author marked where they are taught.
    let marked: Vec<String> = lesson
        .sections
        .iter()
        .flat_map(|section| &section.passages)
        .flat_map(|passage| match &passage.kind {
            PassageKind::Prose { sentences } | PassageKind::List { items: sentences, .. } => sentences.as_slice(),
            _ => &[],
        })
        .filter_map(Said::of)
        .flat_map(|said| said.marked)
        .filter(|term| word_count(term) <= 4)
        .collect();
    let mut names: Vec<String> = Vec::new();
    for term in known.taught.iter().map(|(term, _)| term).chain(&marked) {
        if names.len() < POINTS_MAX && !names.iter().any(|name| term_key(name) == term_key(term)) {
            names.push(term.clone());
        }
    }
    if names.len() < 2 {
        return None;
    }
    let mut spoken = format!("{}: ", phrases.remember);
    for (position, name) in names.iter().enumerate() {
        spoken.push_str(name);
        spoken.push_str(&joiner(position, names.len(), phrases.and));
    }
    let visual = Visual::Recap { pictures: Vec::new(), heading: Some(phrases.remember.to_owned()), points: names };
    Some(Draft::new(visual, vec![Line::added(&spoken).ending_with('.')]).in_mood(Mood::Triumphant))
}
