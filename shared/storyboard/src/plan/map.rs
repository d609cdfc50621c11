//! Places that a sentence names, on a map.

use lectern_lesson::{FactKind, MapPlace, Visual};

use super::pictures::Picture;
use super::prose::{Guide, Known, Said};

/// Places on one map.
const PLACES_MAX: usize = 6;

/// The map of the places that a sentence names; weak when all of them have been shown.
pub(crate) fn map(said: &Said, known: &Known, guide: &Guide<'_>) -> Option<Picture> {
    let mut places: Vec<(MapPlace, usize)> = Vec::new();
    for fact in &said.facts {
        let FactKind::Place { name } = &fact.kind else { continue };
        let Some(word) = said.line.word_at(fact.start) else { continue };
        if let Some(place) = guide.place(name)
            && places.len() < PLACES_MAX
            && places.iter().all(|(other, _)| other.name != place.name)
        {
            places.push((place, word));
        }
    }
    if places.is_empty() {
        return None;
    }
    let new = places.iter().filter(|(place, _)| !known.mapped.contains(&place.name)).count();
    let weakness = match (new, places.len()) {
        (0, _) => 2.9,
        (_, 1) => 1.0,
        _ => 0.3,
    };
    let date = said.facts.iter().find_map(|fact| match &fact.kind {
        FactKind::Date { text, year: Some(_) } => Some(text.trim().trim_start_matches("the ").to_owned()),
        _ => None,
    });
    let cues = places.iter().enumerate().map(|(part, (_, word))| (part, *word)).collect();
    let places = places.into_iter().map(|(place, _)| place).collect();
    Some(Picture {
        visual: Visual::Map { title: None, date, places, routes: Vec::new() },
        weakness,
        cues,
        around: Vec::new(),
        lasts: true,
    })
}
