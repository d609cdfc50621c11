//! A place on the map.

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A country of today.
    Country,
    /// A first-level part of a country, such as a state of the United States.
    State,
    /// A continent.
    Continent,
    /// An ocean.
    Ocean,
    /// A sea.
    Sea,
    /// A gulf.
    Gulf,
    /// A bay or a natural harbor.
    Bay,
    /// A strait or a channel between seas.
    Strait,
    /// A canal.
    Canal,
    /// A river.
    River,
    /// A lake.
    Lake,
    /// A mountain range.
    Mountains,
    /// One mountain.
    Mountain,
    /// A desert.
    Desert,
    /// An island or a group of islands.
    Island,
    /// A region that is none of the others.
    Region,
    /// A city, a town, or the ruins of one.
    City,
    /// A land of former times.
    Historical,
}

impl Kind {
    /// Whether the name is written on water.
    pub fn is_water(self) -> bool {
        matches!(
            self,
            Self::Ocean | Self::Sea | Self::Gulf | Self::Bay | Self::Strait | Self::Canal | Self::River | Self::Lake
        )
    }

    pub(crate) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "country" => Self::Country,
            "state" => Self::State,
            "continent" => Self::Continent,
            "ocean" => Self::Ocean,
            "sea" => Self::Sea,
            "gulf" => Self::Gulf,
            "bay" => Self::Bay,
            "strait" => Self::Strait,
            "canal" => Self::Canal,
            "river" => Self::River,
            "lake" => Self::Lake,
            "mountains" => Self::Mountains,
            "mountain" => Self::Mountain,
            "desert" => Self::Desert,
            "island" => Self::Island,
            "region" => Self::Region,
            "city" => Self::City,
            "historical" => Self::Historical,
            _ => return None,
        })
    }
}

/// A place: what it is called, where it is and how large.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The name to write. [`crate::Atlas::find`] gives the name as it was asked for: Constantinople stays Constantinople.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Degrees east, -180 to 180.
    pub longitude: f64,
    /// Degrees north, -90 to 90.
    pub latitude: f64,
    /// About its longest extent in kilometers.
    pub extent_km: f64,
    /// The country it lies in today, ISO 3166 alpha-2; empty when it lies in none or several.
    pub country: String,
    /// How many people live there; 0 when not known.
    pub population: u64,
    /// A short remark, such as "today Istanbul"; empty for most.
    pub note: String,
}
