//! Which place a name means, judged by the text in which it stands.

use crate::atlas::Atlas;
use crate::context::{Context, Mention};
use crate::gazetteer::{Entry, fold};
use crate::place::{Kind, Place};
use crate::projection::angle_between;
use crate::view::EARTH_RADIUS_KM;

/// Cities of this size are meant by their name alone.
const LARGE_CITY: u64 = 1_000_000;

/// Cities of this size need one sign in the text; smaller ones another place that supports them.
const MEDIUM_CITY: u64 = 100_000;

/// How far apart places may be, besides their own sizes, to support each other.
const NEAR_KM: f64 = 500.0;

impl Atlas {
    /// The place that a name means in a text; none when it means no place, or when nothing tells that it does.
    ///
    /// A name in lower case is no place's. Of several places with the name the larger wins, unless other places of the text speak for
    /// another. A name that is also a common word or a person's (Turkey, Reading, Lincoln) needs a sign: a preposition before it, its country
    /// after it, other places nearby. Towns need such a sign too.
    pub fn find(&self, name: &str, context: &Context) -> Option<Place> {
        let name = name.trim();
        if !is_capitalized(name) {
            return None;
        }
        let folded = fold(name);
        let gazetteer = self.gazetteer();
        let mentions: Vec<&Mention> = context.mentions.iter().filter(|mention| mention.folded == folded).collect();
        if mentions.is_empty() && context.holds_word(&folded) {
            return None;
        }
        let best = gazetteer
            .named(&folded)
            .filter_map(|candidate| {
                let entry = &gazetteer.entries[candidate];
                let support = self.support(candidate, &folded, context);
                let evidence = if mentions.is_empty() {
                    Evidence { signs: assumed(entry, context), followed: false }
                } else {
                    mentions
                        .iter()
                        .map(|mention| self.evidence(entry, mention))
                        .max_by_key(|evidence| (evidence.followed, evidence.signs))?
                };
                let is_word = gazetteer.is_word(&folded);
                let bonus = if evidence.followed { 6.0 } else { 0.0 };
                let accepted = accepts(entry, is_word, evidence, support, context.holds_word(&folded));
                Some((weight(entry) + support.min(4.0) + bonus, candidate, accepted))
            })
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))?;
        // When the likeliest place is not certain enough, a lesser one of its name is not either.
        best.2.then(|| self.as_asked(best.1, name))
    }

    /// The places that a text names, in the order in which it names them, each once.
    pub fn places_in(&self, text: &str) -> Vec<Place> {
        let context = self.context(text);
        let mut places: Vec<Place> = Vec::new();
        for mention in &context.mentions {
            let Some(place) = self.find(&mention.text, &context) else { continue };
            let known = places.iter().any(|other| {
                other.kind == place.kind && other.longitude == place.longitude && other.latitude == place.latitude
            });
            if !known {
                places.push(place);
            }
        }
        places
    }

    /// The entry's place under the name it was asked for, with what the table of cities knows of it.
    fn as_asked(&self, candidate: usize, name: &str) -> Place {
        let gazetteer = self.gazetteer();
        let mut place = gazetteer.entries[candidate].place.clone();
        if place.kind == Kind::City && place.population == 0 {
            let city = gazetteer
                .named(&fold(&place.name))
                .map(|other| &gazetteer.entries[other].place)
                .find(|other| other.population > 0 && kilometers(other, &place) < 40.0);
            if let Some(city) = city {
                place.population = city.population;
            }
        }
        name.trim_start_matches("the ").clone_into(&mut place.name);
        place
    }

    /// How much the other places of a text speak for a candidate.
    fn support(&self, candidate: usize, folded: &str, context: &Context) -> f64 {
        let gazetteer = self.gazetteer();
        let entry = &gazetteer.entries[candidate];
        let mut support = 0.0;
        for &other in &context.certain {
            let other = &gazetteer.entries[other];
            if fold(&other.place.name) == folded || std::ptr::eq(other, entry) {
                continue;
            }
            let same_country = !entry.place.country.is_empty() && entry.place.country == other.place.country;
            let reach = (entry.place.extent_km + other.place.extent_km) / 2.0 + NEAR_KM;
            if same_country {
                support += 2.0;
            } else if kilometers(&entry.place, &other.place) < reach {
                support += 1.5;
            }
        }
        support
    }

    fn evidence(&self, entry: &Entry, mention: &Mention) -> Evidence {
        let followed = mention.followed_by.iter().any(|&after| {
            let after = &self.gazetteer().entries[after];
            match after.place.kind {
                Kind::Country => after.place.country == entry.place.country && entry.place.kind != Kind::Country,
                Kind::State => {
                    entry.place.kind == Kind::City
                        && after.place.country == entry.place.country
                        && kilometers(&entry.place, &after.place) < after.place.extent_km
                }
                _ => false,
            }
        });
        let lands = !matches!(entry.place.kind, Kind::City);
        let mut signs = mention.signs;
        if lands {
            signs += i32::from(mention.inside_sentence) + i32::from(mention.possessive);
        } else if mention.possessive {
            signs -= 1;
        }
        Evidence { signs, followed }
    }
}

/// What a mention tells.
#[derive(Debug, Clone, Copy)]
struct Evidence {
    /// Signs for a place less signs against it.
    signs: i32,
    /// Whether the country or state of the place follows its name.
    followed: bool,
}

/// A name that is asked for without its text: a country may be meant by its name alone, a town may not.
fn assumed(entry: &Entry, context: &Context) -> i32 {
    match entry.place.kind {
        Kind::City => i32::from(!context.is_empty()),
        Kind::Country => 2,
        _ => 1,
    }
}

fn accepts(entry: &Entry, is_word: bool, evidence: Evidence, support: f64, also_lower_case: bool) -> bool {
    if evidence.followed {
        return true;
    }
    let signs = evidence.signs;
    if signs <= -2 {
        return false;
    }
    let sum = f64::from(signs) + support;
    if is_word || also_lower_case {
        return sum >= 2.0 && (signs >= 1 || support >= 3.0 || entry.place.kind != Kind::City && signs >= 0);
    }
    if entry.place.kind != Kind::City || entry.rank < 9 || entry.capital || entry.place.population >= LARGE_CITY {
        return true;
    }
    if entry.place.population >= MEDIUM_CITY {
        return signs >= 1 || (signs >= 0 && support >= 1.5);
    }
    signs >= 0 && support >= 2.0
}

/// How likely a place is meant when nothing else tells: its importance.
fn weight(entry: &Entry) -> f64 {
    match entry.place.kind {
        Kind::Country => 7.0,
        Kind::City if entry.rank == 9 => {
            (entry.place.population.max(1) as f64).log10() - 1.0 + if entry.capital { 1.5 } else { 0.0 }
        }
        // What is named by hand is what lessons speak of.
        Kind::City => 8.0 - f64::from(entry.rank) * 0.3,
        _ => 7.5 - f64::from(entry.rank) * 0.5,
    }
}

fn is_capitalized(name: &str) -> bool {
    let name = name.strip_prefix("the ").unwrap_or(name);
    name.chars().find(|character| character.is_alphabetic()).is_some_and(|first| !first.is_lowercase())
}

pub(crate) fn kilometers(a: &Place, b: &Place) -> f64 {
    angle_between((a.longitude, a.latitude), (b.longitude, b.latitude)).to_radians() * EARTH_RADIUS_KM
}
