//! What follows one another: "first …, then …, finally …", and chains of verbs with one subject.

use lectern_lesson::{Item, Visual};

use super::deed::{Deed, deed};
use super::pictures::{Around, Picture};
use super::prose::{Guide, Said};
use crate::tags::Tag;
use crate::words::normalize;

const BEGINS: &[&str] = &["first", "initially", "firstly"];
const GOES_ON: &[&str] = &[
    "then",
    "next",
    "second",
    "third",
    "finally",
    "lastly",
    "eventually",
    "afterward",
    "afterwards",
    "subsequently",
    "secondly",
];

/// Sentences of one sequence.
const REACH: usize = 5;

/// The process that ends with the sentence at `index`.
pub(crate) fn process(run: &[Said], index: usize, guide: &Guide<'_>) -> Option<Picture> {
    over_sentences(run, index, guide).or_else(|| within(&run[index], guide))
}

fn opener(said: &Said) -> String {
    let words = said.words();
    let first = words.first().map(|word| normalize(word)).unwrap_or_default();
    // "After that, …" goes on too.
    match (first.as_str(), words.get(1).map(|word| normalize(word)).as_deref()) {
        ("after", Some("that" | "this")) => "then".to_owned(),
        ("the", Some("first"))
            if words.get(2).is_some_and(|word| matches!(normalize(word).as_str(), "step" | "stage")) =>
        {
            "first".to_owned()
        }
        ("the", Some(ordinal))
            if words.get(2).is_some_and(|word| matches!(normalize(word).as_str(), "step" | "stage")) =>
        {
            ordinal.to_owned()
        }
        _ => first,
    }
}

fn over_sentences(run: &[Said], index: usize, guide: &Guide<'_>) -> Option<Picture> {
    if !GOES_ON.contains(&opener(&run[index]).as_str()) {
        return None;
    }
    let mut first = index;
    let mut sequels = 1;
    while first > 0 && index - first + 1 < REACH {
        let word = opener(&run[first - 1]);
        if BEGINS.contains(&word.as_str()) {
            first -= 1;
            break;
        }
        let goes_on = GOES_ON.contains(&word.as_str());
        // A sentence may stand between that goes on without saying so.
        let between = first > 1 && {
            let earlier = opener(&run[first - 2]);
            BEGINS.contains(&earlier.as_str()) || GOES_ON.contains(&earlier.as_str())
        };
        if !goes_on && !between {
            break;
        }
        sequels += usize::from(goes_on);
        first -= 1;
    }
    let begun = BEGINS.contains(&opener(&run[first]).as_str());
    if !begun && sequels >= 2 && first > 0 {
        // "A seed swells. Then …. Finally …": what comes before the first "then" is the first stage.
        first -= 1;
    } else if !begun {
        return None;
    }
    let deeds: Vec<(usize, Deed)> = (first..=index)
        .map(|sentence| {
            let words = run[sentence].words();
            let from = usize::from(
                GOES_ON.contains(&opener(&run[sentence]).as_str()) || BEGINS.contains(&opener(&run[sentence]).as_str()),
            );
            deed(&words, run[sentence].tags(), from..words.len()).map(|deed| (sentence, deed))
        })
        .collect::<Option<_>>()?;
    picture(run, index, &deeds, guide)
}

/// "The drops bump into each other, grow, and fall": three verbs or more with one subject.
fn within(said: &Said, guide: &Guide<'_>) -> Option<Picture> {
    let words = said.words();
    let tags = said.tags();
    let bounds: Vec<usize> = (0..words.len())
        .filter(|at| {
            let after_mark = *at > 0 && words[at - 1].ends_with([',', ';']);
            let after_and = *at > 0 && matches!(normalize(&words[at - 1]).as_str(), "and" | "then");
            (after_mark || after_and) && tags[*at] == Tag::Verb
        })
        .collect();
    let simple = bounds.first().is_some_and(|first| {
        let opening = tags.get(..*first).unwrap_or_default();
        !opening.iter().any(|tag| matches!(tag, Tag::Pronoun | Tag::Subordinator | Tag::Auxiliary))
    });
    if bounds.len() < 2 || !simple || said.asks() {
        return None;
    }
    let mut deeds = vec![(0, deed(&words, tags, 0..bounds[0])?)];
    for (number, start) in bounds.iter().enumerate() {
        let end = bounds.get(number + 1).copied().unwrap_or(words.len());
        let mut next = deed(&words, tags, *start..end).or_else(|| single(&words, *start))?;
        next.word = *start;
        deeds.push((0, next));
    }
    picture(std::slice::from_ref(said), 0, &deeds, guide)
}

/// A verb alone: "grow".
fn single(words: &[String], at: usize) -> Option<Deed> {
    let text = super::points::capitalized(&normalize(words.get(at)?));
    Some(Deed { predicate: text.clone(), text, subject: None, word: at })
}

fn picture(run: &[Said], index: usize, deeds: &[(usize, Deed)], guide: &Guide<'_>) -> Option<Picture> {
    if !(2..=6).contains(&deeds.len()) {
        return None;
    }
    let stages = deeds
        .iter()
        .map(|(sentence, deed)| Item {
            name: deed.text.clone(),
            note: None,
            picture: super::illustrate::first_picture(&deed.text, &run[*sentence].text, guide),
        })
        .collect();
    let cues = deeds
        .iter()
        .enumerate()
        .filter(|(_, (sentence, _))| *sentence == index)
        .map(|(part, (_, deed))| (part, deed.word));
    let around =
        deeds.iter().enumerate().filter(|(_, (sentence, _))| *sentence != index).map(|(part, (sentence, deed))| {
            Around { offset: *sentence as isize - index as isize, part, word: deed.word }
        });
    Some(Picture {
        visual: Visual::Process { heading: None, stages },
        weakness: if deeds.len() > 2 { -0.5 } else { 0.6 },
        cues: cues.collect(),
        around: around.collect(),
        lasts: true,
    })
}
