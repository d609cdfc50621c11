//! How often the right picture is shown, and how often a wrong one, for the nouns of `nouns.txt`.
//!
//! Half of the nouns are held out: names were mended only by what failed in the other half.

use lectern_illustrations::{Context, find};

const NOUNS: &str = include_str!("nouns.txt");

/// A wrong picture is worse than none: of those shown so many must be right.
const PRECISION: f64 = 0.95;

/// Of the nouns that have a right picture so many must be shown.
const COVERAGE: f64 = 0.60;

struct Noun {
    term: &'static str,
    text: &'static str,
    accepted: Vec<&'static str>,
}

/// What was shown for one half.
#[derive(Default)]
struct Tally {
    shown: f64,
    right: f64,
    showable: f64,
    wrong: Vec<String>,
    missed: Vec<&'static str>,
}

fn nouns() -> Vec<Noun> {
    let lines = NOUNS.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let fields: Vec<&str> = line.split('|').map(str::trim).collect();
            let [term, text, accepted] = fields[..] else { panic!("`{line}` has not three fields") };
            Noun { term, text, accepted: accepted.split_whitespace().collect() }
        })
        .collect()
}

fn tally<'a>(nouns: impl Iterator<Item = &'a Noun>) -> Tally {
    let mut tally = Tally::default();
    for noun in nouns {
        tally.showable += f64::from(u8::from(!noun.accepted.is_empty()));
        match find(noun.term, Context { text: noun.text, subject: "" }) {
            Some(picture) if noun.accepted.contains(&picture) => {
                tally.shown += 1.0;
                tally.right += 1.0;
            }
            Some(picture) => {
                tally.shown += 1.0;
                tally.wrong.push(format!("{} ({}) as {picture}", noun.term, noun.text));
            }
            None if !noun.accepted.is_empty() => tally.missed.push(noun.term),
            None => {}
        }
    }
    tally
}

impl Tally {
    fn precision(&self) -> f64 {
        self.right / self.shown
    }

    fn coverage(&self) -> f64 {
        self.right / self.showable
    }

    fn summary(&self) -> String {
        format!("{} of {} shown are right, {} could be shown", self.right, self.shown, self.showable)
    }
}

#[test]
fn the_right_picture_or_none_is_shown_for_the_nouns_tuned_on() {
    let nouns = nouns();
    let tally = tally(nouns.iter().step_by(2));
    let (summary, wrong, missed) = (tally.summary(), &tally.wrong, &tally.missed);
    assert!(tally.precision() >= PRECISION, "{summary}; wrong: {wrong:#?}");
    assert!(tally.coverage() >= COVERAGE, "{summary}; missed: {missed:?}");
}

/// Tells numbers alone, so that nobody tunes on these.
#[test]
fn the_right_picture_or_none_is_shown_for_nouns_held_out() {
    let nouns = nouns();
    let tally = tally(nouns.iter().skip(1).step_by(2));
    assert!(tally.precision() >= PRECISION, "{}", tally.summary());
    assert!(tally.coverage() >= COVERAGE, "{}", tally.summary());
}

#[test]
fn every_accepted_picture_is_there() {
    for noun in nouns() {
        for picture in noun.accepted {
            assert!(
                lectern_illustrations::picture(picture).is_some(),
                "{picture}, accepted for {}, is not stored",
                noun.term
            );
        }
    }
}
