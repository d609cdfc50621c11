//! Prose: which sentences share a scene, and what each scene shows.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use lectern_lesson::{Action, Fact, FactKind, MapPlace, Mood, Run, Sentence, Visual};

use super::draft::{Alternative, Draft, Hint};
use super::geometry::construction;
use super::line::Line;
use super::pictures::{Picture, pictures};
use super::statement::Style;
use super::timeline::Event;
use super::worth::{explains, look, words_shown};
use crate::References;
use crate::tags::{Tag, tags};

/// A sentence and how it is said.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    /// How it is said.
    pub line: Line,
    /// Plain text; the facts' offsets refer to it.
    pub text: String,
    /// What was found in it.
    pub facts: Vec<Fact>,
    /// Terms that the author marked in it.
    pub marked: Vec<String>,
    /// Other words that the author stressed in it.
    pub stressed: Vec<String>,
    /// What each of its words is, once asked for.
    tags: OnceCell<Vec<Tag>>,
}

impl Said {
    /// The sentence as it is said; none if nothing is in it.
    pub fn of(sentence: &Sentence) -> Option<Self> {
        let line = Line::of(&sentence.text, Some(sentence.span));
        if line.words.is_empty() {
            return None;
        }
        let mut marked = Vec::new();
        let mut stressed = Vec::new();
        for run in &sentence.text.runs {
            match run {
                Run::Strong { text } | Run::Term { text } if !text.trim().is_empty() => {
                    marked.push(text.trim().to_owned())
                }
                Run::Emphasis { text } if !text.trim().is_empty() => stressed.push(text.trim().to_owned()),
                _ => {}
            }
        }
        let (text, facts) = (sentence.text.text(), sentence.facts.clone());
        Some(Self { line, text, facts, marked, stressed, tags: OnceCell::new() })
    }

    /// Its words as shown.
    pub fn words(&self) -> Vec<String> {
        self.line.words.iter().map(|word| word.shown.clone()).collect()
    }

    /// What each of its words is.
    pub fn tags(&self) -> &[Tag] {
        self.tags.get_or_init(|| tags(&self.words()))
    }

    /// Whether it asks.
    pub fn asks(&self) -> bool {
        self.text.trim_end().ends_with('?') || self.facts.iter().any(|fact| fact.kind == FactKind::Question)
    }
}

/// What the planner looks up, and what the lesson is about.
#[derive(Clone, Copy)]
pub(crate) struct Guide<'a> {
    /// Pictures and places.
    pub references: &'a dyn References,
    /// What the lesson is about: its title, subject and places, which tell meanings apart.
    pub about: &'a str,
    /// The dated events of the lesson.
    pub events: &'a [Event],
    /// By which grammar sentences are read.
    pub grammar: Grammar,
}

/// The grammar by which sentences are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grammar {
    /// The rules of this crate are those of English.
    English,
    /// No rules: words between marks.
    Unknown,
}

impl Grammar {
    /// That of the language with this BCP 47 tag.
    pub fn of(language: &str) -> Self {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        if ["en", "eng"].iter().any(|english| primary.eq_ignore_ascii_case(english)) {
            Self::English
        } else {
            Self::Unknown
        }
    }
}

impl Guide<'_> {
    /// The illustration for a noun of a sentence.
    pub fn illustration(&self, noun: &str, sentence: &str) -> Option<String> {
        self.references.illustration(noun, sentence, self.about)
    }

    /// The place of that name.
    pub fn place(&self, name: &str) -> Option<MapPlace> {
        self.references.place(name, self.about)
    }
}

/// What the planner knows while it goes through the lesson.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// The voices of those who speak in dialogues.
    pub cast: BTreeMap<String, String>,
    /// The lesson's key terms with their meanings.
    pub terms: Vec<(String, Option<String>)>,
    /// Terms that a definition has shown, by stem, and what was shown.
    pub defined: BTreeSet<String>,
    /// Definitions that were shown, in order.
    pub taught: Vec<(String, String)>,
    /// The formulas of the section, in LaTeX.
    pub formulas: Vec<String>,
    /// Places that a map has shown.
    pub mapped: BTreeSet<String>,
    /// Title of the section.
    pub section: String,
    /// Title of the lesson.
    pub title: String,
    /// What the last scene looks like, and how many before it look the same, 0 to 2.
    pub seen: Option<(Look, usize)>,
}

/// What a scene looks like: its kind, and whether a picture stands with its words.
pub(crate) type Look = (&'static str, bool);

impl Known {
    /// Takes note of what a visual taught. `stands_alone` tells whether its meaning makes sense without its scene.
    pub fn note(&mut self, visual: &Visual, stands_alone: bool) {
        if let Visual::Map { places, .. } = visual {
            self.mapped.extend(places.iter().map(|place| place.name.clone()));
        }
        if let Visual::Definition { term, meaning, .. } = visual
            && self.defined.insert(term_key(term))
            && stands_alone
        {
            self.taught.push((term.clone(), meaning.clone()));
        }
    }
}

/// The form under which a term is remembered.
pub(crate) fn term_key(term: &str) -> String {
    let stems: Vec<String> = term.split_whitespace().map(crate::words::stem).collect();
    stems.join(" ")
}

/// Scenes are best between these lengths.
const SHORT_SECS: f64 = 4.0;
const LONG_SECS: f64 = 13.0;

/// What a length costs: nothing between four and thirteen seconds, and `patience` more.
fn length_cost(secs: f64, patience: f64) -> f64 {
    let late = secs - patience;
    if secs < SHORT_SECS {
        (SHORT_SECS - secs) * 1.6
    } else if late <= LONG_SECS {
        0.0
    } else if late <= 20.0 {
        (late - LONG_SECS) * 0.8
    } else {
        5.6 + (late - 20.0) * 3.0
    }
}

/// Scenes for a run of sentences of one paragraph: the cheapest way to part them, over every way to do so.
pub(crate) fn scenes(said: &[Said], known: &mut Known, guide: &Guide<'_>) -> Vec<Draft> {
    // What describes a construction is shown as one; the sentences around it are parted as usual.
    if let Some(construction) = construction(said, &known.formulas) {
        let sentences = construction.sentences.clone();
        let mut drafts = parted(&said[..sentences.start], known, guide);
        drafts.push(construction.draft(said));
        drafts.extend(scenes(&said[sentences.end..], known, guide));
        return drafts;
    }
    parted(said, known, guide)
}

fn parted(said: &[Said], known: &mut Known, guide: &Guide<'_>) -> Vec<Draft> {
    let count = said.len();
    let offers: Vec<Vec<Picture>> = (0..count).map(|index| pictures(said, index, known, guide)).collect();
    let seconds: Vec<f64> = said.iter().map(|one| one.line.secs()).collect();
    // best[i][k]: the cheapest way to show the first i sentences when the last k+1 pictures were of one kind.
    let mut best: Vec<[Option<Step>; 3]> = vec![[None, None, None]; count + 1];
    let (seen, streak) = known.seen.unwrap_or((("", false), 0));
    best[0][streak.min(2)] = Some(Step { cost: 0.0, start: 0, from: 0, sentence: 0, picture: 0, look: seen });
    for start in 0..count {
        for streak in 0..3 {
            let Some(before) = best[start][streak] else { continue };
            let mut secs = 1.0;
            for end in start + 1..=count.min(start + 5) {
                secs += seconds[end - 1];
                if secs > 24.0 && end > start + 1 {
                    break;
                }
                for sentence in start..end {
                    for (number, picture) in offers[sentence].iter().enumerate() {
                        let (first, last) = picture.reach();
                        let (Some(first), Some(last)) =
                            (sentence.checked_add_signed(first), sentence.checked_add_signed(last))
                        else {
                            continue;
                        };
                        if first < start || last >= end {
                            continue;
                        }
                        let own_look = look(&picture.visual);
                        let same = before.look == own_look;
                        let next_streak = if same { (streak + 1).min(2) } else { 0 };
                        let monotony = match (same, streak) {
                            (true, 0) => 0.3,
                            (true, _) => THRICE,
                            _ => 0.0,
                        };
                        let blank: f64 = seconds[start..first].iter().sum();
                        let left_out: f64 = (start..end)
                            .filter(|other| *other != sentence)
                            .map(|other| {
                                let taken_in = (first..=last).contains(&other);
                                missed(&said[other], &offers[other], picture, taken_in, other > sentence)
                            })
                            .sum();
                        let cost = before.cost
                            + 1.3
                            + picture.weakness
                            + length_cost(secs, patience(&picture.visual))
                            + 0.7 * blank
                            + left_out
                            + monotony
                            + crowd_cost(&picture.visual, &said[start..end])
                            + if explains(&picture.visual) { 0.0 } else { WORDS_ALONE * secs };
                        if best[end][next_streak].is_none_or(|known| cost < known.cost) {
                            best[end][next_streak] =
                                Some(Step { cost, start, from: streak, sentence, picture: number, look: own_look });
                        }
                    }
                }
            }
        }
    }
    let mut chosen: Vec<(usize, usize, Step)> = Vec::new();
    let mut end = count;
    let mut streak = (0..3)
        .filter(|streak| best[count][*streak].is_some())
        .min_by(|left, right| {
            let cost = |streak: &usize| best[count][*streak].map_or(f64::INFINITY, |step| step.cost);
            cost(left).total_cmp(&cost(right))
        })
        .unwrap_or(0);
    while end > 0 {
        let Some(step) = best[end][streak] else { break };
        chosen.push((step.start, end, step));
        (end, streak) = (step.start, step.from);
    }
    chosen.reverse();
    let mut drafts = Vec::new();
    for (start, end, step) in chosen {
        let picture = &offers[step.sentence][step.picture];
        let lines: Vec<Line> = said[start..end].iter().map(|one| one.line.clone()).collect();
        let anchor = step.sentence - start;
        let hints = hints(picture, anchor);
        let mut draft = Draft::new(picture.visual.clone(), lines).with_hints(hints);
        draft.anchor = anchor;
        draft.reason = Some(said[step.sentence].text.clone());
        draft.alternatives = alternatives(&offers, start..end, step);
        if said[start..end].iter().any(Said::asks) {
            draft.mood = Some(Mood::Curious);
        }
        known.note(&draft.visual, picture.around.is_empty());
        drafts.push(draft);
    }
    drafts
}

/// The cues of a picture in a scene in which its sentence is line `anchor`.
fn hints(picture: &Picture, anchor: usize) -> Vec<Hint> {
    let hint = |line: usize, part: usize, word: usize| Hint { line, word, action: Action::Show, part };
    let around = picture
        .around
        .iter()
        .filter_map(|around| Some(hint(anchor.checked_add_signed(around.offset)?, around.part, around.word)));
    around.chain(picture.cues.iter().map(|(part, word)| hint(anchor, *part, *word))).collect()
}

/// What else the sentences of a scene could show, best first.
fn alternatives(offers: &[Vec<Picture>], range: Range<usize>, chosen: Step) -> Vec<Alternative> {
    let mut found: Vec<(f64, Alternative)> = Vec::new();
    for sentence in range.clone() {
        for (number, picture) in offers[sentence].iter().enumerate() {
            let (first, last) = picture.reach();
            let inside = |offset: isize| sentence.checked_add_signed(offset).is_some_and(|at| range.contains(&at));
            if (sentence, number) == (chosen.sentence, chosen.picture) || !inside(first) || !inside(last) {
                continue;
            }
            let anchor = sentence - range.start;
            let words = if explains(&picture.visual) { 0.0 } else { 5.0 };
            let one = Alternative { visual: picture.visual.clone(), hints: hints(picture, anchor), anchor };
            found.push((picture.weakness + words, one));
        }
    }
    found.sort_by(|one, other| one.0.total_cmp(&other.0));
    found.into_iter().map(|(_, one)| one).collect()
}

/// What it costs that a sentence does not get a picture of its own: what it would have shown, and the time for which the
/// screen shows something else.
fn missed(said: &Said, offers: &[Picture], picture: &Picture, taken_in: bool, after: bool) -> f64 {
    let shown = crate::clauses::overlap;
    let on_screen = match &picture.visual {
        Visual::Definition { term, meaning, .. } => format!("{term} {meaning}"),
        Visual::Statement { text, .. } => text.clone(),
        _ => String::new(),
    };
    let strongest = offers.iter().map(|offer| offer.weakness).fold(f64::INFINITY, f64::min);
    let unseen = said.marked.iter().filter(|term| shown(term, &on_screen) < 1.0).count().min(2) as f64;
    let defines = offers.iter().any(|offer| matches!(offer.visual, Visual::Definition { .. }));
    let own = if (strongest < 0.5 || defines) && unseen > 0.0 {
        1.6
    } else if strongest < 1.2 {
        1.0
    } else {
        0.0
    };
    if taken_in {
        // It has its part in the picture; but what it tells more clearly by itself is lost.
        let strongest = offers.iter().map(|offer| offer.weakness).fold(f64::INFINITY, f64::min);
        let lost = (picture.weakness - strongest - 0.7).clamp(0.0, 1.6);
        return 0.4 * unseen + lost + 0.05 * said.line.secs();
    }
    // A picture stays to be looked at while something else is told; words have been read.
    let rate = match picture.lasts && after {
        true if explains(&picture.visual) => 0.4,
        true => 0.6,
        false => 1.0,
    };
    own + 1.6 * unseen + rate * said.line.secs().max(0.8)
}

/// Seconds that a diagram of many parts may stand longer than other scenes: each part brings something new.
fn patience(visual: &Visual) -> f64 {
    match visual {
        Visual::Process { .. } | Visual::Cycle { .. } | Visual::Cause { .. } | Visual::Tree { .. } => {
            2.5 * visual.part_count().saturating_sub(2).min(4) as f64
        }
        _ => 0.0,
    }
}

/// What it costs to show the same a third time in a row.
const THRICE: f64 = 6.0;

/// What a second costs in which only words are seen.
const WORDS_ALONE: f64 = 0.22;

/// A screen that repeats more than this part of what is said is read instead of looked at.
const SHOWN_PART: f64 = 0.2;

/// What it costs that more words are shown than a viewer reads while listening.
fn crowd_cost(visual: &Visual, said: &[Said]) -> f64 {
    let spoken: usize = said.iter().map(|one| one.line.words.len()).sum();
    let shown = match visual {
        // Where each word has its place, it is found at a glance.
        Visual::Comparison { .. } | Visual::Process { .. } | Visual::Tree { .. } | Visual::Cycle { .. } => {
            words_shown(visual) / 2
        }
        _ => words_shown(visual),
    };
    0.14 * (shown as f64 - SHOWN_PART * spoken as f64).max(0.0)
}

#[derive(Clone, Copy, Debug)]
struct Step {
    cost: f64,
    start: usize,
    from: usize,
    sentence: usize,
    picture: usize,
    look: Look,
}

/// The way in which statements of this run are written.
pub(crate) fn style(known: &Known) -> Style<'_> {
    Style { terms: &known.terms, section: &known.section }
}
