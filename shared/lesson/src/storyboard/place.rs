use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A place on a map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MapPlace {
    /// Its name as it is shown.
    pub name: String,
    /// Degrees east, −180 to 180.
    pub longitude: f64,
    /// Degrees north, −90 to 90.
    pub latitude: f64,
    /// What it is, which decides how it is drawn.
    #[serde(default)]
    pub kind: PlaceKind,
    /// How far it reaches, in kilometers; 0 for a point.
    #[serde(default)]
    pub extent_km: f64,
    /// What happened there, in a few words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Kinds of places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say all there is")]
pub enum PlaceKind {
    #[default]
    City,
    Country,
    Region,
    Continent,
    Island,
    Sea,
    Lake,
    River,
    Strait,
    Mountains,
    Desert,
}
