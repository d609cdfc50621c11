//! Stretches of a page with a purpose: objectives, notes, exercises, glossary.

use std::ops::Range;

use crate::tag::Tag;

/// What a stretch of the page is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RegionKind {
    Abstract,
    Note { is_art: bool },
    Exercise,
    Glossary,
    Figure { id: Option<String> },
    Caption,
    Dropped,
}

/// A stretch of the page between two tags.
#[derive(Clone, Debug)]
pub(crate) struct Region {
    pub kind: RegionKind,
    pub range: Range<usize>,
}

/// The purpose that a tag gives to what it encloses.
pub(crate) fn region_kind(tag: &Tag) -> Option<RegionKind> {
    let class = tag.attribute("class").unwrap_or("").to_lowercase();
    let has_class = |names: &[&str]| class.split_whitespace().any(|class| names.contains(&class));
    let is_title_in_note = tag.attribute("data-type") == Some("title");
    match tag.attribute("data-type") {
        Some("abstract" | "learning-objectives") => return Some(RegionKind::Abstract),
        Some("note") => {
            return Some(RegionKind::Note { is_art: class.contains("art-connection") || class.contains("visual") });
        }
        Some(
            "exercise" | "problem" | "solution" | "question" | "injected-exercise" | "references" | "suggested-reading",
        ) => {
            return Some(RegionKind::Exercise);
        }
        Some("glossary") => return Some(RegionKind::Glossary),
        Some("metadata" | "document-title") => return Some(RegionKind::Dropped),
        _ if is_title_in_note => return Some(RegionKind::Dropped),
        _ => {}
    }
    match tag.name.as_str() {
        "figure" => Some(RegionKind::Figure { id: tag.attribute("id").map(str::to_owned) }),
        "figcaption" => Some(RegionKind::Caption),
        "nav" | "footer" | "form" | "button" => Some(RegionKind::Dropped),
        "aside" => Some(RegionKind::Note { is_art: false }),
        _ if has_class(&["objectives", "learning-objectives"]) => Some(RegionKind::Abstract),
        _ if has_class(&["exercise", "exercises", "review-questions"]) => Some(RegionKind::Exercise),
        _ if has_class(&["toc", "navbox", "mw-editsection", "reference", "references", "reflist", "noprint"]) => {
            Some(RegionKind::Dropped)
        }
        _ => None,
    }
}
