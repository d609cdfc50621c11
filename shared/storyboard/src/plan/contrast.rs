//! Two things that are set against each other: "short waves carry much energy, whereas long waves carry little".

use lectern_lesson::{Side, Visual};

use super::deed::{Deed, deed};
use super::pictures::{Around, Picture};
use super::prose::{Guide, Said};
use super::things::is_telling;
use crate::words::{normalize, stem};

/// The comparison that a sentence makes, alone or with the sentence before it.
pub(crate) fn contrast(run: &[Said], index: usize, guide: &Guide<'_>) -> Option<Picture> {
    if run[index].asks() {
        return None;
    }
    within(&run[index], guide).or_else(|| against_the_one_before(run, index, guide))
}

fn within(said: &Said, guide: &Guide<'_>) -> Option<Picture> {
    let words = said.words();
    let tags = said.tags();
    let cores: Vec<String> = words.iter().map(|word| normalize(word)).collect();
    let opens = matches!(cores.first()?.as_str(), "while" | "whereas");
    let (left, right, strict) = if opens {
        let comma = words.iter().position(|word| word.ends_with(','))?;
        (1..comma + 1, comma + 1..words.len(), false)
    } else {
        let at = (2..words.len()).find(|at| {
            words[at - 1].ends_with([',', ';']) && matches!(cores[*at].as_str(), "while" | "whereas" | "but")
        })?;
        (0..at, at + 1..words.len(), cores[at] == "but")
    };
    let one = deed(&words, tags, left)?;
    let other = deed(&words, tags, right)?;
    if strict {
        let head = |deed: &Deed| deed.subject.as_ref().and_then(|thing| thing.key().last().cloned());
        let verb = |deed: &Deed| deed.predicate.split_whitespace().next().map(stem);
        if head(&one) != head(&other) && verb(&one) != verb(&other) {
            return None;
        }
    }
    picture(&one, &other, (said, 0), (said, 0), guide)
}

fn against_the_one_before(run: &[Said], index: usize, guide: &Guide<'_>) -> Option<Picture> {
    let before = run.get(index.checked_sub(1)?)?;
    let said = &run[index];
    let words = said.words();
    let opening: Vec<String> = words.iter().take(4).map(|word| normalize(word)).collect();
    let opening: Vec<&str> = opening.iter().map(String::as_str).collect();
    let from = match opening[..] {
        ["in" | "by", "contrast", ..] => 2,
        ["on", "the", "other", "hand"] => 4,
        ["conversely", ..] => 1,
        _ => return None,
    };
    if before.asks() {
        return None;
    }
    let told = before.words();
    let one = deed(&told, before.tags(), 0..told.len())?;
    let other = deed(&words, said.tags(), from..words.len())?;
    picture(&one, &other, (before, -1), (said, 0), guide)
}

fn picture(
    one: &Deed,
    other: &Deed,
    first: (&Said, isize),
    second: (&Said, isize),
    guide: &Guide<'_>,
) -> Option<Picture> {
    let (left, right) = (one.subject.as_ref()?, other.subject.as_ref()?);
    if left.key() == right.key() || !is_telling(left) || !is_telling(right) {
        return None;
    }
    let (told, opposed) = (predicate(one, first.0), predicate(other, second.0));
    if told == opposed {
        return None;
    }
    let side = |point: &str, said: &Said, name: &str| Side {
        title: name.to_owned(),
        points: vec![point.to_owned()],
        picture: super::illustrate::first_picture(name, &said.text, guide),
    };
    let marks = [
        (0, left.words.start, first.1),
        (1, right.words.start, second.1),
        (2, one.word, first.1),
        (3, other.word, second.1),
    ];
    let cues = marks.iter().filter(|(_, _, offset)| *offset == 0).map(|(part, word, _)| (*part, *word)).collect();
    let around = marks
        .iter()
        .filter(|(_, _, offset)| *offset != 0)
        .map(|(part, word, offset)| Around { offset: *offset, part: *part, word: *word })
        .collect();
    Some(Picture {
        visual: Visual::Comparison {
            heading: None,
            left: side(&told, first.0, &left.name),
            right: side(&opposed, second.0, &right.name),
        },
        weakness: -0.3,
        cues,
        around,
        lasts: true,
    })
}

/// Words of a side.
const SIDE_MAX: usize = 6;

/// What is said of one side: its own words up to the next mark while they are few, else its verb and object.
fn predicate(deed: &Deed, said: &Said) -> String {
    let words = said.words();
    let end = (deed.word..words.len())
        .find(|at| words[*at].ends_with([',', ';', '.', ':', '—']))
        .map_or(words.len(), |at| at + 1);
    let own = &words[deed.word..end];
    if own.len() <= SIDE_MAX {
        own.join(" ").trim_end_matches([',', ';', '.', ':', '—']).to_owned()
    } else {
        deed.predicate.clone()
    }
}
