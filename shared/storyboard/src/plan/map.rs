//! Places that a sentence names, on a map.

use lectern_lesson::{FactKind, MapPlace, PlaceKind, Visual};

use super::pictures::{Around, Picture};
use super::prose::{Guide, Known, Said};

/// Places on one map.
const PLACES_MAX: usize = 6;

/// How far from the nearest place of a map the lesson's own place is marked too, in kilometers: farther off, it would only make
/// the rest small.
const NEAR_KM: f64 = 2500.0;

/// Before this year the borders of today were not yet drawn: the order of 1919 and after.
const BORDERS_OF_TODAY: f64 = 1919.0;

/// The maps for a sentence: of the places that it names, and of those that the sentence before names as well.
pub(crate) fn maps(run: &[Said], index: usize, known: &Known, guide: &Guide<'_>) -> Vec<Picture> {
    let own = named(&run[index], guide);
    if own.is_empty() {
        return Vec::new();
    }
    let of_both = || {
        let before = run.get(index.checked_sub(1)?).filter(|before| !before.asks())?;
        let before = named(before, guide);
        (!before.is_empty()).then(|| map(&before, &own, &run[index], known, guide)).flatten()
    };
    map(&[], &own, &run[index], known, guide).into_iter().chain(of_both()).collect()
}

/// The map of places of the sentence before and of a sentence's own, with the place that the lesson is about; weak when all of them
/// have been shown.
fn map(
    before: &[(MapPlace, usize)],
    own: &[(MapPlace, usize)],
    said: &Said,
    known: &Known,
    guide: &Guide<'_>,
) -> Option<Picture> {
    let mut places: Vec<(MapPlace, usize, isize)> = Vec::new();
    for (named, offset) in [(before, -1), (own, 0)] {
        for (place, word) in named {
            if places.len() < PLACES_MAX && places.iter().all(|(other, ..)| other.name != place.name) {
                places.push((place.clone(), *word, offset));
            }
        }
    }
    // A continent is no place to be shown: alone it tells nothing, and beside others it makes them small.
    places.retain(|(place, ..)| place.kind != PlaceKind::Continent);
    if !places.iter().any(|(_, _, offset)| *offset == 0) {
        return None;
    }
    let new = places.iter().filter(|(place, ..)| !known.mapped.contains(&place.name)).count();
    let cued = |wanted: isize| {
        let own = places.iter().enumerate().filter(move |(_, (_, _, offset))| *offset == wanted);
        own.map(|(part, (_, word, _))| (part, *word))
    };
    let cues: Vec<(usize, usize)> = cued(0).collect();
    let around = cued(-1).map(|(part, word)| Around { offset: -1, part, word }).collect();
    let mut places: Vec<MapPlace> = places.into_iter().map(|(place, ..)| place).collect();
    // It has no cue: it is there from the start, and the others are seen from it.
    places.extend(home(&places, known, guide));
    // The lesson's own place alone tells nothing new beyond the first time, and then less than most pictures.
    let is_home_alone = places.len() == 1 && known.title.contains(&places[0].name);
    let weakness = match (new, places.len()) {
        (0, _) => 2.9,
        _ if is_home_alone => 2.2,
        (_, 1) => 1.0,
        _ => 0.3,
    };
    let date = said.facts.iter().find_map(|fact| match &fact.kind {
        FactKind::Date { text, year: Some(_) } => Some(text.trim().trim_start_matches("the ").to_owned()),
        _ => None,
    });
    Some(Picture {
        visual: Visual::Map { title: None, date, places, routes: Vec::new(), historical: is_of_former_times(guide) },
        weakness,
        cues,
        around,
        lasts: true,
    })
}

/// The places that a sentence names, each with the word that begins its name: what the analysis took for a place, and names that
/// the atlas knows and takes for places as they stand in the sentence.
fn named(said: &Said, guide: &Guide<'_>) -> Vec<(MapPlace, usize)> {
    let facts = said.facts.iter().filter_map(|fact| {
        let FactKind::Place { name } = &fact.kind else { return None };
        Some((guide.place(name)?, said.line.word_at(fact.start)?))
    });
    let mut found: Vec<(MapPlace, usize)> = facts.collect();
    let context = format!("{}\n{}", guide.about, said.text);
    let words: Vec<&str> = said.line.words.iter().map(|word| word.shown.as_str()).collect();
    let mut at = 0;
    while at < words.len() {
        let longest = (1..=NAME_WORDS_MAX.min(words.len() - at)).rev().find_map(|count| {
            let name = &words[at..at + count];
            let is_name = name.iter().all(|word| bare(word).starts_with(char::is_uppercase));
            // A name does not go on over a comma, and its article is not part of it.
            let is_whole =
                name[..count - 1].iter().all(|word| bare(word).len() == word.len()) && bare(name[0]) != "The";
            let name = name.join(" ");
            let place = (is_name && is_whole).then(|| guide.references.place(bare(&name), &context)).flatten()?;
            let is_led = place.kind != PlaceKind::City || leads(&words[..at]) || guide.about.contains(&place.name);
            let is_adjective = count == 1 && describes(&words, at);
            (is_led && !is_adjective).then_some((place, count))
        });
        let Some((place, count)) = longest else {
            at += 1;
            continue;
        };
        let is_new = found.iter().all(|(other, word)| {
            let whole = *word..*word + other.name.split_whitespace().count();
            other.name != place.name && !(at..at + count).contains(word) && !whole.contains(&at)
        });
        if is_new {
            found.push((place, at));
        }
        at += count;
    }
    found.sort_by_key(|(_, word)| *word);
    found
}

/// Words after which the name of a city is that of the city, and not of what is called after it (Brussels sprouts, Roman law).
const BEFORE_CITIES: [&str; 28] = [
    "in",
    "to",
    "from",
    "through",
    "of",
    "near",
    "left",
    "reached",
    "entered",
    "and",
    "or",
    "at",
    "across",
    "between",
    "around",
    "into",
    "toward",
    "towards",
    "besieged",
    "captured",
    "conquered",
    "visited",
    "past",
    "via",
    "beyond",
    "leaving",
    "outside",
    "founded",
];

/// Whether the words before a name lead to a city: one of [`BEFORE_CITIES`], or the name before it in a list.
fn leads(before: &[&str]) -> bool {
    let Some(last) = before.last() else { return false };
    let is_listed = last.ends_with(',') && bare(last).starts_with(char::is_uppercase);
    is_listed || BEFORE_CITIES.contains(&last.to_lowercase().as_str())
}

/// Whether a word tells what kind of thing follows: "the Roman state", "a Chinese junk".
fn describes(words: &[&str], at: usize) -> bool {
    let after_article = at > 0
        && matches!(words[at - 1].to_lowercase().as_str(), "the" | "a" | "an" | "this" | "his" | "her" | "their");
    let before_noun = words.get(at + 1).is_some_and(|next| next.starts_with(char::is_lowercase));
    let is_derived = ["an", "ish", "ese", "ek", "ch"].iter().any(|ending| words[at].ends_with(ending));
    after_article && before_noun && is_derived
}

/// A word without the marks around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|character: char| !character.is_alphanumeric())
}

/// The place that the lesson's title names, if it lies near the places of a map and is none of them.
fn home(places: &[MapPlace], known: &Known, guide: &Guide<'_>) -> Option<MapPlace> {
    if places.len() >= PLACES_MAX {
        return None;
    }
    let words: Vec<&str> = known.title.split_whitespace().collect();
    let named =
        (1..=NAME_WORDS_MAX.min(words.len())).rev().flat_map(|count| words.windows(count)).find_map(|name| {
            let name = name.join(" ");
            guide.place(bare(&name))
        })?;
    let is_new = places.iter().all(|place| place.name != named.name && kilometers(place, &named) > 1.0);
    let is_near = places.iter().any(|place| kilometers(place, &named) < NEAR_KM + place.extent_km / 2.0);
    (is_new && is_near && named.kind != PlaceKind::Continent).then_some(named)
}

/// Words of a place's name in a title, at most.
const NAME_WORDS_MAX: usize = 3;

/// Whether all that the lesson dates happened before today's borders were drawn.
fn is_of_former_times(guide: &Guide<'_>) -> bool {
    !guide.events.is_empty() && guide.events.iter().all(|event| event.year() < BORDERS_OF_TODAY)
}

/// The distance of two places over the globe (haversine formula, with the Earth's mean radius of the IUGG).
fn kilometers(a: &MapPlace, b: &MapPlace) -> f64 {
    let (north, east) = ((b.latitude - a.latitude).to_radians(), (b.longitude - a.longitude).to_radians());
    let chord = (north / 2.0).sin().powi(2)
        + a.latitude.to_radians().cos() * b.latitude.to_radians().cos() * (east / 2.0).sin().powi(2);
    2.0 * 6371.0088 * chord.sqrt().min(1.0).asin()
}
