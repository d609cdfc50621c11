use lectern_atlas::{Atlas, Kind};
use lectern_illustrations::Context;
use lectern_lesson::{MapPlace, PlaceKind};
use lectern_storyboard::References;

use crate::cast::primary_language;

/// What ships with Lectern: illustrations with the nouns they stand for, and the places of the atlas.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shipped<'a> {
    /// BCP 47 tag of the language whose nouns and names are looked up.
    pub language: &'a str,
}

impl References for Shipped<'_> {
    fn illustration(&self, term: &str, context: &str, subject: &str) -> Option<String> {
        let context = Context { text: context, subject };
        let found = match primary_language(self.language).as_str() {
            "en" => lectern_illustrations::find(term, context),
            "es" => lectern_illustrations::find_spanish(term, context),
            _ => None,
        };
        found.map(str::to_owned)
    }

    fn place(&self, name: &str, context: &str) -> Option<MapPlace> {
        let atlas = Atlas::standard();
        let place = atlas.find(name, &atlas.context(context))?;
        let note = Some(place.note).filter(|note| !note.is_empty());
        Some(MapPlace {
            name: place.name,
            longitude: hundredths(place.longitude),
            latitude: hundredths(place.latitude),
            kind: kind(place.kind)?,
            extent_km: place.extent_km.round(),
            note,
        })
    }
}

/// To a kilometer: as exact as a map of a lesson is drawn.
fn hundredths(degrees: f64) -> f64 {
    (degrees * 100.0).round() / 100.0
}

/// How a place is drawn; none for what is too large for a map of it to say anything.
fn kind(kind: Kind) -> Option<PlaceKind> {
    Some(match kind {
        Kind::City => PlaceKind::City,
        Kind::Country => PlaceKind::Country,
        Kind::State | Kind::Region | Kind::Historical => PlaceKind::Region,
        Kind::Continent => PlaceKind::Continent,
        Kind::Island => PlaceKind::Island,
        Kind::Sea | Kind::Gulf | Kind::Bay => PlaceKind::Sea,
        Kind::Lake => PlaceKind::Lake,
        Kind::River | Kind::Canal => PlaceKind::River,
        Kind::Strait => PlaceKind::Strait,
        Kind::Mountains | Kind::Mountain => PlaceKind::Mountains,
        Kind::Desert => PlaceKind::Desert,
        Kind::Ocean => return None,
    })
}
