//! A long lesson in a given time: whole sentences that cover the page.

use std::collections::{BTreeMap, BTreeSet};

use lectern_lesson::{Lesson, PassageKind, SectionRole, Sentence};

use crate::dangle::dangles;
use crate::pace;
use crate::stem::content;

/// A choice may go over the target by this share.
const OVERSHOOT: f64 = 0.04;
/// A sentence with more that must come along than this is left out.
const LARGEST_BUNDLE: usize = 6;
/// Rounds of TextRank (Mihalcea and Tarau 2004); it settles long before.
const ROUNDS: usize = 30;
/// Damping of TextRank.
const DAMPING: f64 = 0.85;
/// Beyond this many sentences, likeness to the whole stands in for TextRank, whose time grows with the square.
const RANK_LIMIT: usize = 800;

/// Shortens a lesson to about `target_secs` (±10 %) by choosing sentences; none is cut, and none loses the sentence that it
/// refers back to. A lesson that is already as short stays as it is. Formulas, figures, tables and code stay where their
/// sentences do. The same arguments give the same lesson.
pub fn condense(lesson: &Lesson, target_secs: f64, estimate: &dyn Fn(&str) -> f64) -> Lesson {
    if pace::lesson_secs(lesson, estimate) <= target_secs * (1.0 + OVERSHOOT) {
        return lesson.clone();
    }
    let page = Page::new(lesson, estimate);
    let chosen = page.choose(target_secs, pace::opening_secs(&lesson.title, estimate));
    let mut condensed = page.assemble(lesson, &chosen);
    condensed.estimated_secs = pace::lesson_secs(&condensed, estimate);
    condensed
}

/// A thing that is chosen or left out: a sentence of prose, or a passage of another kind.
struct Unit {
    section: usize,
    passage: usize,
    /// The sentence in its passage; none for a passage of another kind.
    sentence: Option<usize>,
    secs: f64,
    stems: BTreeSet<String>,
    score: f64,
    /// Units that must be chosen with it.
    needs: Vec<usize>,
    /// Whether it may be chosen for its own sake.
    is_candidate: bool,
}

struct Page {
    units: Vec<Unit>,
    /// Seconds of a passage besides its sentences, by section and passage.
    passage_secs: BTreeMap<(usize, usize), f64>,
    heading_secs: Vec<f64>,
    roles: Vec<SectionRole>,
}

impl Page {
    fn new(lesson: &Lesson, estimate: &dyn Fn(&str) -> f64) -> Self {
        let mut units: Vec<Unit> = Vec::new();
        let mut passage_secs = BTreeMap::new();
        for (section_index, section) in lesson.sections.iter().enumerate() {
            for (passage_index, passage) in section.passages.iter().enumerate() {
                let secs = pace::passage_secs(passage, estimate);
                let unit = |sentence, secs, text: &str| Unit {
                    section: section_index,
                    passage: passage_index,
                    sentence,
                    secs,
                    stems: content(text).into_iter().collect(),
                    score: 0.0,
                    needs: Vec::new(),
                    is_candidate: true,
                };
                if let PassageKind::Prose { sentences } = &passage.kind {
                    passage_secs.insert((section_index, passage_index), secs);
                    for (index, sentence) in sentences.iter().enumerate() {
                        units.push(unit(Some(index), estimate(&pace::spoken(&sentence.text)), &sentence.text.text()));
                    }
                } else {
                    let text = match &passage.kind {
                        PassageKind::List { items, .. } => items.iter().map(|item| item.text.text() + " ").collect(),
                        PassageKind::Quotation { text, .. } => text.text(),
                        PassageKind::Dialogue { turns } => turns
                            .iter()
                            .flat_map(|turn| &turn.sentences)
                            .map(|sentence| sentence.text.text() + " ")
                            .collect(),
                        _ => String::new(),
                    };
                    units.push(unit(None, secs, &text));
                }
            }
        }
        bind(lesson, &mut units);
        score(lesson, &mut units);
        narrow(&mut units);
        Self {
            units,
            passage_secs,
            heading_secs: lesson.sections.iter().map(|section| pace::heading_secs(section, estimate)).collect(),
            roles: lesson.sections.iter().map(|section| section.role).collect(),
        }
    }

    /// A unit with all that must come along.
    fn bundle(&self, unit: usize) -> BTreeSet<usize> {
        let mut bundle = BTreeSet::from([unit]);
        let mut open = vec![unit];
        while let Some(next) = open.pop() {
            for need in &self.units[next].needs {
                if bundle.len() < 64 && bundle.insert(*need) {
                    open.push(*need);
                }
            }
        }
        bundle
    }

    /// Seconds that `bundle` adds to what is chosen.
    fn added_secs(&self, bundle: &BTreeSet<usize>, chosen: &BTreeSet<usize>) -> f64 {
        let new: Vec<&Unit> = bundle.difference(chosen).map(|index| &self.units[*index]).collect();
        let has = |test: &dyn Fn(&Unit) -> bool| chosen.iter().any(|index| test(&self.units[*index]));
        let mut passages = BTreeSet::new();
        let mut sections = BTreeSet::new();
        let mut secs = 0.0;
        for unit in new {
            secs += unit.secs;
            let place = (unit.section, unit.passage);
            if unit.sentence.is_some()
                && passages.insert(place)
                && !has(&|other| (other.section, other.passage) == place)
            {
                secs += self.passage_secs.get(&place).copied().unwrap_or(0.0);
            }
            if sections.insert(unit.section) && !has(&|other| other.section == unit.section) {
                secs += self.heading_secs[unit.section];
            }
        }
        secs
    }

    /// How alike a unit is to what is chosen already, 0 to 1.
    fn redundancy(&self, unit: usize, chosen: &BTreeSet<usize>) -> f64 {
        chosen.iter().map(|other| overlap(&self.units[unit].stems, &self.units[*other].stems)).fold(0.0, f64::max)
    }

    fn choose(&self, target_secs: f64, opening_secs: f64) -> BTreeSet<usize> {
        let limit = target_secs * (1.0 + OVERSHOOT);
        let mut chosen = BTreeSet::new();
        let mut total = opening_secs;
        let bundles: Vec<BTreeSet<usize>> = (0..self.units.len()).map(|unit| self.bundle(unit)).collect();
        let gain = |unit: usize, chosen: &BTreeSet<usize>| {
            // Maximal marginal relevance (Carbonell and Goldstein 1998).
            self.units[unit].score * (1.0 - 0.7 * self.redundancy(unit, chosen))
        };
        // Every section of the body is heard first, the longest before the others; then the summary.
        let mut order: Vec<usize> =
            (0..self.roles.len()).filter(|section| self.roles[*section] != SectionRole::Questions).collect();
        let length = |section: usize| -> f64 {
            self.units.iter().filter(|unit| unit.section == section && unit.is_candidate).map(|unit| unit.secs).sum()
        };
        order.sort_by(|left, right| length(*right).total_cmp(&length(*left)).then(left.cmp(right)));
        for section in order {
            let best = (0..self.units.len())
                .filter(|unit| self.units[*unit].section == section && self.units[*unit].is_candidate)
                .filter(|unit| bundles[*unit].len() <= LARGEST_BUNDLE)
                .filter(|unit| total + self.added_secs(&bundles[*unit], &chosen) <= limit * 0.9)
                .max_by(|left, right| {
                    let value =
                        |unit: usize| gain(unit, &chosen) / self.added_secs(&bundles[unit], &chosen).max(1.0).sqrt();
                    value(*left).total_cmp(&value(*right)).then(right.cmp(left))
                });
            if let Some(best) = best {
                total += self.added_secs(&bundles[best], &chosen);
                chosen.extend(&bundles[best]);
            }
        }
        // Then the best of the page; long sections may have more, in proportion.
        let whole: f64 = (0..self.roles.len()).map(length).sum::<f64>().max(1.0);
        loop {
            let mut best: Option<(f64, usize, f64)> = None;
            for (unit, bundle) in bundles.iter().enumerate() {
                if chosen.contains(&unit) || !self.units[unit].is_candidate || bundle.len() > LARGEST_BUNDLE {
                    continue;
                }
                let added = self.added_secs(bundle, &chosen);
                if total + added > limit {
                    continue;
                }
                let section = self.units[unit].section;
                let spent: f64 = chosen
                    .iter()
                    .filter(|other| self.units[**other].section == section)
                    .map(|other| self.units[*other].secs)
                    .sum();
                let share = (length(section) / whole).max(0.02) * target_secs;
                let crowding = 1.0 / (1.0 + (spent / share).powi(2));
                let value = gain(unit, &chosen) * crowding / added.max(1.0).sqrt();
                if best.is_none_or(|(best, _, _)| value > best) {
                    best = Some((value, unit, added));
                }
            }
            let Some((_, unit, added)) = best else { break };
            total += added;
            chosen.extend(&bundles[unit]);
        }
        // Bundles too large for the first rounds may still be what fills a gap.
        if total < target_secs * 0.92 {
            for (unit, bundle) in bundles.iter().enumerate() {
                let added = self.added_secs(bundle, &chosen);
                if added > 0.0
                    && total + added <= limit
                    && self.roles[self.units[unit].section] != SectionRole::Questions
                {
                    total += added;
                    chosen.extend(bundle);
                }
            }
        }
        if chosen.is_empty() {
            // The target is shorter than anything: the cheapest that can be told.
            let cheapest = (0..self.units.len()).filter(|unit| self.units[*unit].is_candidate).min_by(|left, right| {
                self.added_secs(&bundles[*left], &chosen).total_cmp(&self.added_secs(&bundles[*right], &chosen))
            });
            chosen.extend(cheapest.into_iter().flat_map(|unit| bundles[unit].clone()));
        }
        chosen
    }

    fn assemble(&self, lesson: &Lesson, chosen: &BTreeSet<usize>) -> Lesson {
        let kept: BTreeSet<(usize, usize, Option<usize>)> = chosen
            .iter()
            .map(|index| (self.units[*index].section, self.units[*index].passage, self.units[*index].sentence))
            .collect();
        let mut condensed = lesson.clone();
        for (section_index, section) in condensed.sections.iter_mut().enumerate() {
            let mut index = 0;
            section.passages.retain_mut(|passage| {
                let at = index;
                index += 1;
                match &mut passage.kind {
                    PassageKind::Prose { sentences } => {
                        let mut number = 0;
                        sentences.retain(|_| {
                            number += 1;
                            kept.contains(&(section_index, at, Some(number - 1)))
                        });
                        !sentences.is_empty()
                    }
                    _ => kept.contains(&(section_index, at, None)),
                }
            });
        }
        condensed.sections.retain(|section| !section.passages.is_empty());
        condensed
    }
}

/// On a page of thousands of sentences only the best compete, so that the choice takes seconds.
fn narrow(units: &mut [Unit]) {
    const COMPETITORS: usize = 1500;
    if units.len() <= COMPETITORS {
        return;
    }
    let mut scores: Vec<f64> = units.iter().map(|unit| unit.score).collect();
    scores.sort_by(|left, right| right.total_cmp(left));
    let least = scores[COMPETITORS];
    for unit in units {
        unit.is_candidate &= unit.score > least;
    }
}

fn overlap(left: &BTreeSet<String>, right: &BTreeSet<String>) -> f64 {
    if left.is_empty() || right.is_empty() {
        return 0.0;
    }
    let common = left.intersection(right).count() as f64;
    common / ((left.len() * right.len()) as f64).sqrt()
}

/// Ties what cannot stand alone to what it needs.
fn bind(lesson: &Lesson, units: &mut [Unit]) {
    for index in 0..units.len() {
        let (section, passage, number) = (units[index].section, units[index].passage, units[index].sentence);
        let kind = &lesson.sections[section].passages[passage].kind;
        let before = index.checked_sub(1).filter(|before| units[*before].section == section);
        match (kind, number) {
            (PassageKind::Prose { sentences }, Some(number)) => {
                let sentence = &sentences[number];
                let text = sentence.text.text();
                if dangles(&text) {
                    let previous =
                        (0..index).rev().find(|at| units[*at].section == section && units[*at].sentence.is_some());
                    match previous {
                        Some(previous) => units[index].needs.push(previous),
                        // It opens its section: as the page has it, but hardly a sentence to choose.
                        None if index > 0 => units[index].is_candidate = false,
                        None => {}
                    }
                }
                let is_last = number + 1 == sentences.len();
                if is_last && leads_on(sentence) && units.get(index + 1).is_some_and(|next| next.section == section) {
                    units[index].needs.push(index + 1);
                    let is_tied = units[index + 1].sentence.is_none();
                    if is_tied {
                        units[index + 1].needs.push(index);
                    }
                }
                // A question waits for its answer.
                if text.trim_end().ends_with('?')
                    && units.get(index + 1).is_some_and(|next| next.section == section && next.passage == passage)
                {
                    units[index].needs.push(index + 1);
                }
            }
            (
                PassageKind::Formula(_) | PassageKind::Figure(_) | PassageKind::Table(_) | PassageKind::Code { .. },
                _,
            ) => {
                // Kept where the prose before it is kept (or after it, where a section begins with it): a formula with the
                // sentence next to it, a picture, table or listing with any sentence of the passage.
                let is_prose = |at: &usize| units[*at].section == section && units[*at].sentence.is_some();
                let next_to_it = (0..index).rev().find(is_prose).or_else(|| (index + 1..units.len()).find(is_prose));
                if let Some(partner) = next_to_it {
                    let is_formula = matches!(kind, PassageKind::Formula(_));
                    let place = units[partner].passage;
                    for (at, unit) in units.iter_mut().enumerate() {
                        let is_near =
                            unit.section == section && unit.passage == place && (!is_formula || at == partner);
                        if is_near && unit.sentence.is_some() && !unit.needs.contains(&index) {
                            unit.needs.push(index);
                        }
                    }
                    units[index].is_candidate = false;
                }
            }
            (PassageKind::List { .. }, _) => {
                let leads = before.is_some_and(|before| {
                    let unit = &units[before];
                    match (&lesson.sections[section].passages[unit.passage].kind, unit.sentence) {
                        (PassageKind::Prose { sentences }, Some(number)) => leads_on(&sentences[number]),
                        _ => false,
                    }
                });
                if let Some(before) = before.filter(|_| leads) {
                    units[index].needs.push(before);
                }
            }
            _ => {}
        }
    }
}

/// Whether a sentence announces what follows it.
fn leads_on(sentence: &Sentence) -> bool {
    let text = sentence.text.text();
    let text = text.trim_end();
    text.ends_with(':')
        || text.ends_with(',')
        || text.ends_with("the following")
        || text.to_lowercase().ends_with(" so")
}

fn score(lesson: &Lesson, units: &mut [Unit]) {
    let mut frequency: BTreeMap<&str, f64> = BTreeMap::new();
    for unit in units.iter() {
        for stem in &unit.stems {
            *frequency.entry(stem).or_default() += 1.0;
        }
    }
    let count = units.len() as f64;
    let weight: BTreeMap<String, f64> =
        frequency.iter().map(|(stem, seen)| ((*stem).to_owned(), (1.0 + count / seen).ln())).collect();
    let norm = |stems: &BTreeSet<String>| {
        stems.iter().filter_map(|stem| weight.get(stem)).map(|weight| weight * weight).sum::<f64>().sqrt()
    };
    let norms: Vec<f64> = units.iter().map(|unit| norm(&unit.stems)).collect();
    let cosine = |left: usize, right: usize| {
        let common: f64 = units[left]
            .stems
            .intersection(&units[right].stems)
            .filter_map(|stem| weight.get(stem))
            .map(|weight| weight * weight)
            .sum();
        common / (norms[left] * norms[right]).max(1e-9)
    };
    let ranks: Vec<f64> = if units.len() <= RANK_LIMIT {
        let links: Vec<Vec<(usize, f64)>> = (0..units.len())
            .map(|left| {
                (0..units.len())
                    .filter(|right| *right != left)
                    .map(|right| (right, cosine(left, right)))
                    .filter(|(_, weight)| *weight > 0.05)
                    .collect()
            })
            .collect();
        let sums: Vec<f64> = links.iter().map(|links| links.iter().map(|link| link.1).sum::<f64>().max(1e-9)).collect();
        let mut ranks = vec![1.0; units.len()];
        for _ in 0..ROUNDS {
            ranks = (0..units.len())
                .map(|unit| {
                    (1.0 - DAMPING)
                        + DAMPING
                            * links[unit]
                                .iter()
                                .map(|(other, weight)| ranks[*other] * weight / sums[*other])
                                .sum::<f64>()
                })
                .collect();
        }
        ranks
    } else {
        units
            .iter()
            .zip(&norms)
            .map(|(unit, norm)| {
                let common: f64 = unit
                    .stems
                    .iter()
                    .filter_map(|stem| frequency.get(stem.as_str()))
                    .map(|seen| (1.0 + seen).ln())
                    .sum();
                1.0 + common / norm.max(1.0) / 4.0
            })
            .collect()
    };
    let objectives: BTreeSet<String> =
        lesson.objectives.iter().flat_map(|objective| content(&objective.text())).collect();
    let terms: Vec<(Vec<String>, lectern_lesson::Span)> =
        lesson.terms.iter().map(|term| (content(&term.name), term.span)).collect();
    for (unit, rank) in units.iter_mut().zip(ranks) {
        let section = &lesson.sections[unit.section];
        let passage = &section.passages[unit.passage];
        let mut score = rank;
        match (&passage.kind, unit.sentence) {
            (PassageKind::Prose { sentences }, Some(number)) => {
                let sentence = &sentences[number];
                let text = sentence.text.text();
                let words = text.split_whitespace().count();
                if number == 0 {
                    score *= if unit.passage == 0 { 1.5 } else { 1.2 };
                }
                let introduced = terms.iter().filter(|(_, span)| *span == sentence.span).count();
                score *= 1.0 + 0.5 * introduced.min(2) as f64;
                if sentence.facts.iter().any(|fact| matches!(fact.kind, lectern_lesson::FactKind::Definition { .. })) {
                    score *= 1.3;
                }
                let goals = unit.stems.intersection(&objectives).count();
                score *= 1.0 + 0.12 * goals.min(5) as f64;
                if text.contains('?') {
                    score *= 0.7;
                }
                if number + 1 == sentences.len() && leads_on(sentence) {
                    // It brings the formula or the list that it announces.
                    score *= 1.4;
                }
                score *= match words {
                    0..=4 => 0.6,
                    5..=32 => 1.0,
                    33..=45 => 0.75,
                    _ => 0.45,
                };
            }
            (PassageKind::List { .. } | PassageKind::Quotation { .. } | PassageKind::Dialogue { .. }, _) => {
                score *= 0.9
            }
            (PassageKind::Question(_), _) => score = 0.8,
            (PassageKind::Figure(_), _) => score = 0.9,
            _ => score = 0.7,
        }
        if section.role == SectionRole::Summary {
            score *= 1.1;
        }
        unit.score = score;
    }
}
