//! The names: three tables made one list, with an index by folded name.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::error::AtlasError;
use crate::place::{Kind, Place};

const NAMES: &str = include_str!("../../../assets/atlas/names.txt");
const COUNTRIES: &str = include_str!("../../../assets/atlas/countries.tsv");
const CITIES: &str = include_str!("../../../assets/atlas/cities.tsv");

/// A place with what choosing among places needs to know.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) place: Place,
    /// 0 the most important, 9 for what only the table of cities has.
    pub(crate) rank: u8,
    /// Whether it is a country's capital.
    pub(crate) capital: bool,
}

/// All names.
#[derive(Debug)]
pub(crate) struct Gazetteer {
    pub(crate) entries: Vec<Entry>,
    /// Folded names with the index of their entry, sorted.
    index: Vec<(String, u32)>,
    /// Folded names that are also common words or names of persons, sorted.
    words: Vec<String>,
    /// Natural Earth's code of each country beside its alpha-2 code.
    pub(crate) codes: Vec<(&'static str, &'static str)>,
}

impl Gazetteer {
    /// Reads the three tables: 35,000 places.
    pub(crate) fn read() -> Result<Self, AtlasError> {
        let mut gazetteer = Self { entries: Vec::new(), index: Vec::new(), words: Vec::new(), codes: Vec::new() };
        let mut capitals = Vec::new();
        for (line, text) in COUNTRIES.lines().enumerate() {
            gazetteer.add_country(text, &mut capitals).map_err(|reason| AtlasError::Names {
                table: "assets/atlas/countries.tsv",
                line: line + 1,
                reason,
            })?;
        }
        for (line, text) in NAMES.lines().enumerate() {
            gazetteer.add_named(text).map_err(|reason| AtlasError::Names {
                table: "assets/atlas/names.txt",
                line: line + 1,
                reason,
            })?;
        }
        capitals.sort_unstable();
        for (line, text) in CITIES.lines().enumerate() {
            gazetteer.add_city(text, &capitals).map_err(|reason| AtlasError::Names {
                table: "assets/atlas/cities.tsv",
                line: line + 1,
                reason,
            })?;
        }
        gazetteer.index.sort_unstable();
        gazetteer.index.dedup();
        gazetteer.words.sort_unstable();
        gazetteer.words.dedup();
        Ok(gazetteer)
    }

    /// The entries of a folded name, as indices.
    pub(crate) fn named(&self, folded: &str) -> impl Iterator<Item = usize> {
        let from = self.index.partition_point(|(name, _)| name.as_str() < folded);
        self.index[from..].iter().take_while(move |(name, _)| name == folded).map(|(_, entry)| *entry as usize)
    }

    /// Whether a folded name is also a common word or a person's name.
    pub(crate) fn is_word(&self, folded: &str) -> bool {
        self.words.binary_search_by(|word| word.as_str().cmp(folded)).is_ok()
    }

    fn add_country(
        &mut self,
        line: &'static str,
        capitals: &mut Vec<(&'static str, String)>,
    ) -> Result<(), &'static str> {
        let columns: Vec<&'static str> = line.split('\t').collect();
        let [code, iso, _continent, names, longitude, latitude, population, area, capital, kind] = columns[..] else {
            return Err("expected ten columns");
        };
        let area = number(area)?;
        let name = names.split('|').next().unwrap_or_default();
        self.codes.push((code, iso));
        // Bases and leased land have shapes, but nobody means them.
        if kind == "Lease" || kind == "Indeterminate" && iso == "-99" && number(population)? < 1.0 {
            return Ok(());
        }
        if !capital.is_empty() {
            capitals.push((iso, fold(capital)));
        }
        let population = number(population)?;
        let place = Place {
            name: name.to_owned(),
            kind: Kind::Country,
            longitude: number(longitude)?,
            latitude: number(latitude)?,
            extent_km: (area.sqrt() * 1.3).max(20.0),
            country: iso.to_owned(),
            population: population as u64,
            note: String::new(),
        };
        let rank = if population > 5e7 {
            1
        } else if population > 5e6 {
            2
        } else {
            3
        };
        self.add(Entry { place, rank, capital: false }, names.split('|'));
        Ok(())
    }

    fn add_named(&mut self, line: &'static str) -> Result<(), &'static str> {
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        let columns: Vec<&'static str> = line.split('|').map(str::trim).collect();
        if let ["words", words] = columns[..] {
            self.words.extend(words.split(';').map(fold));
            return Ok(());
        }
        let [kind, names, longitude, latitude, extent, country, rank, note] = columns[..] else {
            return Err("expected eight columns");
        };
        for name in names.split(';').map(str::trim).filter(|name| name.starts_with('?')) {
            self.words.push(fold(name));
        }
        let names = names.split(';').map(|name| name.trim().trim_start_matches('?'));
        if kind == "alias" {
            let entry = self
                .entries
                .iter()
                .position(|entry| entry.place.kind == Kind::Country && entry.place.country == country)
                .ok_or("expected the code of a country")?;
            self.index.extend(names.map(|name| (fold(name), entry as u32)));
            return Ok(());
        }
        let place = Place {
            name: names.clone().next().unwrap_or_default().to_owned(),
            kind: Kind::of(kind).ok_or("expected a kind of place")?,
            longitude: number(longitude)?,
            latitude: number(latitude)?,
            extent_km: number(extent)?,
            country: country.to_owned(),
            population: 0,
            note: note.to_owned(),
        };
        let rank = rank.parse().map_err(|_| "expected a rank")?;
        self.add(Entry { place, rank, capital: false }, names);
        Ok(())
    }

    fn add_city(&mut self, line: &'static str, capitals: &[(&'static str, String)]) -> Result<(), &'static str> {
        let columns: Vec<&'static str> = line.split('\t').collect();
        let [name, country, longitude, latitude, population] = columns[..] else {
            return Err("expected five columns");
        };
        let population = number(population)?;
        let key = (country, fold(name));
        let place = Place {
            name: name.to_owned(),
            kind: Kind::City,
            longitude: number(longitude)?,
            latitude: number(latitude)?,
            // A disc of 4,000 people per square kilometer, the density of large cities.
            extent_km: (2.0 * (population / 4000.0 / std::f64::consts::PI).sqrt()).clamp(3.0, 60.0),
            country: country.to_owned(),
            population: population as u64,
            note: String::new(),
        };
        let capital = capitals.binary_search(&key).is_ok();
        self.add(Entry { place, rank: 9, capital }, [name].into_iter());
        Ok(())
    }

    fn add<'a>(&mut self, entry: Entry, names: impl Iterator<Item = &'a str>) {
        let at = self.entries.len() as u32;
        self.index.extend(names.map(|name| (fold(name), at)));
        self.entries.push(entry);
    }
}

fn number(text: &str) -> Result<f64, &'static str> {
    text.parse().map_err(|_| "expected a number")
}

/// A name without case, accents, a leading "the", and with one kind of apostrophe and space.
pub(crate) fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for character in name.nfkd().filter(|character| !is_combining_mark(*character)) {
        match character {
            '-' | '–' | ' ' => folded.push(' '),
            '\'' | '’' | 'ʻ' | '`' | '.' | '?' => {}
            'ı' => folded.push('i'),
            'ł' | 'Ł' => folded.push('l'),
            'ø' | 'Ø' => folded.push('o'),
            _ => folded.extend(character.to_lowercase()),
        }
    }
    let trimmed = folded.trim();
    trimmed.strip_prefix("the ").unwrap_or(trimmed).to_owned()
}
