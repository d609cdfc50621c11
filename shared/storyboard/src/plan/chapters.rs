//! Chapters: where they begin, what they are called, and the ids that their scenes get.

use lectern_lesson::Visual;

use super::draft::Draft;
use super::illustrate::first_picture;
use super::phrases::Phrases;
use super::points::{capitalized, point_text};
use super::prose::Guide;
use crate::words::word_count;

/// Longest time without a chapter, in seconds: the six minutes after which attention to lecture films falls (Guo, Kim and
/// Rubin 2014).
pub(crate) const CHAPTER_SECS: f64 = 360.0;

/// A text without headings gets chapters when it is longer than this.
const UNTITLED_SECS: f64 = 180.0;

/// How a chapter opens: with its number and title, and the picture of what its title names.
pub(crate) fn opening(number: u32, title: &str, guide: &Guide<'_>) -> Visual {
    Visual::Chapter { number, title: title.to_owned(), picture: first_picture(title, title, guide) }
}

/// A chapter in the making.
#[derive(Clone, Debug)]
pub(crate) struct ChapterDraft {
    /// Its title.
    pub title: String,
    /// Its scenes.
    pub drafts: Vec<Draft>,
}

impl ChapterDraft {
    /// A chapter without scenes.
    pub fn new(title: &str) -> Self {
        Self { title: title.to_owned(), drafts: Vec::new() }
    }
}

/// Parts chapters that are too long at the paragraphs where the parts are most even.
pub(crate) fn part_long(chapters: Vec<ChapterDraft>, titled: bool, phrases: &Phrases) -> Vec<ChapterDraft> {
    let mut found: Vec<ChapterDraft> = Vec::new();
    for chapter in chapters {
        let secs: f64 = chapter.drafts.iter().map(Draft::secs).sum();
        let (limit, piece) = if titled { (CHAPTER_SECS - 20.0, 240.0) } else { (UNTITLED_SECS, 100.0) };
        if secs <= limit {
            found.push(chapter);
            continue;
        }
        let count = (secs / piece).ceil().max(2.0);
        let target = secs / count;
        let mut current = ChapterDraft::new(&chapter.title);
        let mut passed = 0.0;
        let mut part = 1;
        for draft in chapter.drafts {
            let opens = draft.lines.first().is_some_and(|line| line.opens_paragraph);
            let due = passed >= target * 0.85 && opens || passed >= limit.min(target * 1.6);
            if due && !current.drafts.is_empty() && part < count as usize + 4 {
                part += 1;
                let title = salient(&draft).unwrap_or_else(|| format!("{} {part}", phrases.part));
                found.push(std::mem::replace(&mut current, ChapterDraft::new(&title)));
                passed = 0.0;
            }
            passed += draft.secs();
            current.drafts.push(draft);
        }
        found.push(current);
    }
    found
}

/// What a scene is about in a few words: a title for the chapter that begins with it.
fn salient(draft: &Draft) -> Option<String> {
    let title = match &draft.visual {
        Visual::Definition { term, .. } => term.clone(),
        Visual::BigNumber { number, .. } => number.clone(),
        Visual::Statement { text, emphasis, .. } => {
            let whole = point_text(text, &[]);
            match emphasis.iter().max_by_key(|phrase| word_count(phrase)) {
                Some(phrase) if word_count(&whole) > 7 => phrase.clone(),
                _ => whole,
            }
        }
        Visual::KeyPoints { heading, .. } | Visual::Steps { heading, .. } => heading.clone()?,
        Visual::Figure { caption, .. } | Visual::Table { caption, .. } => caption.clone()?,
        _ => return None,
    };
    let opened = capitalized(&title);
    (word_count(&opened) <= 8 && !opened.trim().is_empty()).then_some(opened)
}

/// Slugs of the chapters: lower-case letters, digits and hyphens, each once.
pub(crate) fn slugs(titles: &[String]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for title in titles {
        let base = slug(title);
        let mut candidate = base.clone();
        let mut number = 1;
        while found.contains(&candidate) {
            number += 1;
            candidate = format!("{base}-{number}");
        }
        found.push(candidate);
    }
    found
}

/// Characters of a slug, so that the number of a scene still fits behind it.
const SLUG_MAX: usize = 36;

fn slug(title: &str) -> String {
    let mut slug = String::new();
    for character in title.to_lowercase().chars() {
        let plain = match character {
            'a'..='z' | '0'..='9' => Some(character),
            '₀'..='₉' => char::from_digit(u32::from(character) - u32::from('₀'), 10),
            'ä' | 'à' | 'á' | 'â' => Some('a'),
            'é' | 'è' | 'ê' | 'ë' => Some('e'),
            'ö' | 'ò' | 'ó' | 'ô' => Some('o'),
            'ü' | 'ù' | 'ú' | 'û' => Some('u'),
            'í' | 'î' | 'ï' => Some('i'),
            'ñ' => Some('n'),
            'ç' => Some('c'),
            '\'' | '’' => continue,
            _ => None,
        };
        match plain {
            Some(plain) => slug.push(plain),
            None if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            None => {}
        }
        if slug.len() >= SLUG_MAX {
            break;
        }
    }
    let slug = slug.trim_matches('-');
    if slug.is_empty() { "part".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_plain_short_and_each_once() {
        let titles = [
            "Why it is true",
            "Why it is true",
            "G₁ Phase (First Gap)",
            "水の循環",
            "What’s an Île?",
            &"long ".repeat(40),
        ];
        let found = slugs(&titles.map(str::to_owned));
        assert_eq!(found[..5], ["why-it-is-true", "why-it-is-true-2", "g1-phase-first-gap", "part", "whats-an-ile"]);
        assert!(found[5].len() <= SLUG_MAX);
    }
}
