//! Sentences of a language whose grammar is not known here. What is sure of them: their marks and digits, the terms that the author
//! marked, and the words that have a picture.

use lectern_lesson::{Scale, ScaleForm, Visual};

use super::pictures::{Picture, ends_clause, find, trim_marks};
use super::prose::{Guide, Known, Said, style};
use super::shown::shown;
use super::statement::emphasis;
use crate::words::digits_value;

/// Words of a stretch that stands on the screen, and of what is told of a part.
const STRETCH: std::ops::RangeInclusive<usize> = 4..=14;
const CAPTION: std::ops::RangeInclusive<usize> = 2..=8;

/// Words with which a stretch goes on instead of beginning: a clause cut off before them makes no sense alone.
const GOES_ON: &[&str] = &[
    "que", "y", "e", "o", "u", "ni", "pero", "sino", "porque", "pues", "donde", "cuando", "aunque", "si", "como",
    "cuyo", "cuya", "mientras", "quien", "cual", "por", "para", "de", "con", "sin",
];

/// Every picture for a sentence; at least one.
pub(crate) fn unparsed(run: &[Said], index: usize, known: &Known, guide: &Guide<'_>) -> Vec<Picture> {
    let said = &run[index];
    let mut found = shown(run, index, known, guide);
    found.extend(percentage(said));
    found.push(stretched(said, known));
    found
}

/// The words and phrases that have a picture, each with its first word. Which words are nouns is not known: any may be, and of several
/// phrases the longest is.
pub(crate) fn named(words: &[String], sentence: &str, guide: &Guide<'_>) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let is_one = |count: &usize| {
            words.get(at..at + count).is_some_and(|phrase| !phrase[..count - 1].iter().any(|word| ends_clause(word)))
        };
        let text = |first: usize, end: usize| {
            let phrase = words[first..end].join(" ");
            phrase.trim_matches(|sign: char| !sign.is_alphanumeric()).to_owned()
        };
        let picture = |first: usize, end: usize| guide.illustration(&text(first, end), sentence);
        let Some(count) = [3, 2, 1].into_iter().filter(is_one).find(|count| picture(at, at + count).is_some()) else {
            at += 1;
            continue;
        };
        let end = at + count;
        // "los océanos": what stands before the noun says no more than it.
        let first = (at..end).rev().find(|first| picture(*first, end) == picture(at, end)).unwrap_or(at);
        found.push((text(first, end), first));
        at = end;
    }
    found
}

/// "Cerca del 90 % del vapor del aire viene de los océanos": the part in large figures.
fn percentage(said: &Said) -> Option<Picture> {
    let words = said.words();
    let (at, value) = words.iter().enumerate().find_map(|(at, word)| {
        let bare = word.trim_matches(|sign: char| matches!(sign, '(' | ')' | ',' | '.' | ';' | ':'));
        let is_part = bare.ends_with('%') || words.get(at + 1).is_some_and(|next| next.starts_with('%'));
        let value = digits_value(&bare.trim_end_matches('%').replace(',', "."))?;
        (is_part && (0.5..=99.5).contains(&value)).then_some((at, value))
    })?;
    let end = if words[at].contains('%') { at + 1 } else { at + 2 };
    let start = (0..at).rev().find(|before| ends_clause(&words[*before])).map_or(0, |before| before + 1);
    let stop = (end..words.len()).find(|after| ends_clause(&words[*after])).map_or(words.len(), |after| after + 1);
    let caption = trim_marks(&words.get(end..stop)?.join(" ")).to_owned();
    if at - start > 3 || !CAPTION.contains(&(stop - end)) {
        return None;
    }
    let (part, whole) = if (value / 10.0).fract() == 0.0 { (value / 10.0, 10) } else { (value, 100) };
    let comparison = Some(Scale { text: format!("{part}/{whole}"), form: ScaleForm::Part { part: value / 100.0 } });
    let number = format!("{} %", words[at].trim_end_matches(['%', ',', '.']));
    let visual = Visual::BigNumber { comparison, number, caption };
    Some(Picture { visual, weakness: 0.5, cues: vec![(0, at), (1, end)], around: Vec::new(), lasts: true })
}

/// The words of the sentence that can stand alone, else a term that is marked in it, else the heading that it stands under.
fn stretched(said: &Said, known: &Known) -> Picture {
    let words = said.words();
    let picture = |text: String, first: Option<usize>, weakness: f64, lasts: bool| {
        let count = text.split_whitespace().count();
        let cues = first.map_or_else(Vec::new, |first| (0..count).map(|word| (word, first + word)).collect());
        let emphasis = if first.is_some() { emphasis(&text, said, style(known)) } else { Vec::new() };
        let visual = Visual::Statement { picture: None, text, emphasis };
        Picture { visual, weakness, cues, around: Vec::new(), lasts }
    };
    if let Some((text, first)) = stretch(&words, *STRETCH.end()) {
        let long = text.split_whitespace().count().saturating_sub(5) as f64 * 0.2;
        return picture(text, Some(first), 2.0 + long, true);
    }
    let marked = said.marked.iter().find_map(|term| Some((term.clone(), find(&words, term)?)));
    if let Some((term, first)) = marked {
        return picture(term, Some(first), 2.8, true);
    }
    let heading = if known.section.trim().is_empty() { &known.title } else { &known.section };
    picture(heading.clone(), None, 5.0, false)
}

/// The first stretch between marks that can stand alone in at most so many words, with its first word; the whole sentence where it is
/// short.
pub(crate) fn stretch(words: &[String], limit: usize) -> Option<(String, usize)> {
    let text = |words: &[String]| trim_marks(&words.join(" ")).to_owned();
    if (1..=limit).contains(&words.len()) {
        return Some((text(words), 0));
    }
    let mut first = 0;
    for at in 0..words.len() {
        if !ends_clause(&words[at]) {
            continue;
        }
        let part = &words[first..=at];
        let opener = part[0].to_lowercase();
        if STRETCH.contains(&part.len()) && part.len() <= limit && !GOES_ON.contains(&opener.as_str()) {
            return Some((super::points::capitalized(&text(part)), first));
        }
        first = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use lectern_lesson::{RichText, Run, Sentence, Span};

    use super::*;

    fn said(text: &str) -> Said {
        let text = RichText { runs: vec![Run::Plain { text: text.into() }] };
        Said::of(&Sentence { text, span: Span::default(), facts: Vec::new() }).expect("words")
    }

    #[test]
    fn a_part_in_figures_is_shown_as_one() {
        let picture = percentage(&said("Cerca del 90 % del vapor del aire viene de los océanos.")).expect("a part");
        let Visual::BigNumber { number, caption, comparison } = picture.visual else { panic!("a number") };
        assert_eq!((number.as_str(), caption.as_str()), ("90 %", "del vapor del aire viene de los océanos"));
        assert_eq!(comparison.expect("drawn").text, "9/10");
        assert!(percentage(&said("La nube pesa unas 500 toneladas.")).is_none());
    }

    #[test]
    fn what_stands_alone_is_cut_at_marks_only() {
        let cut = |text: &str| {
            let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
            stretch(&words, *STRETCH.end()).map(|(text, _)| text)
        };
        assert_eq!(cut("El aire caliente sube y se enfría.").as_deref(), Some("El aire caliente sube y se enfría"));
        assert_eq!(
            cut("Si era demasiado fuerte, el agua rompía las piedras del canal y la ciudad ya no la recibía.")
                .as_deref(),
            Some("El agua rompía las piedras del canal y la ciudad ya no la recibía"),
            "a condition does not stand alone"
        );
        assert_eq!(
            cut("Medía unos dieciséis kilómetros, y corría casi entero bajo la tierra de las colinas que rodean la ciudad.").as_deref(),
            Some("Medía unos dieciséis kilómetros")
        );
    }
}
