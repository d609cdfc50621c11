//! The atlas: names and shapes, each read when first needed.

use std::sync::OnceLock;

use crate::error::AtlasError;
use crate::gazetteer::Gazetteer;
use crate::shapes::Shapes;

static STANDARD: Atlas = Atlas { shapes: OnceLock::new(), gazetteer: OnceLock::new() };

/// Names of places and the shapes of land, countries, lakes and rivers.
#[derive(Debug)]
pub struct Atlas {
    shapes: OnceLock<Shapes>,
    gazetteer: OnceLock<Gazetteer>,
}

impl Atlas {
    /// The atlas that is built in: some 35,000 names, 1.2 MB in the program, and with the cargo feature `shapes` Natural Earth's shapes
    /// at 1:10 and 1:50 million, 2 MB in the program. Without it there is no land in any view, and everything else is the same, but for
    /// views of countries with a code: they are framed by the countries' shapes.
    ///
    /// The packed shapes are walked over when a view first needs them (a few milliseconds), each level is unpacked then (6 MB and 1 MB of memory),
    /// and the names when one is first asked for (about 7 MB of memory). After that all calls share them.
    pub fn standard() -> &'static Self {
        &STANDARD
    }

    /// Reads and checks all that is built in.
    ///
    /// # Errors
    ///
    /// When a table or the packed shapes are not of the layout that this program reads.
    pub fn read() -> Result<Self, AtlasError> {
        Ok(Self { shapes: OnceLock::from(built_in()?), gazetteer: OnceLock::from(Gazetteer::read()?) })
    }

    /// Natural Earth's code of a country given by two or three letters.
    pub(crate) fn country_code(&self, iso: &str) -> Option<&'static str> {
        let codes = &self.gazetteer().codes;
        codes.iter().find(|(code, short)| *code == iso || *short == iso).map(|(code, _)| *code)
    }

    pub(crate) fn shapes(&self) -> &Shapes {
        self.shapes.get_or_init(|| built_in().expect("the shapes that are built in are read by the tests of this crate"))
    }

    pub(crate) fn gazetteer(&self) -> &Gazetteer {
        self.gazetteer.get_or_init(|| {
            Gazetteer::read().expect("the tables that are built in are read by the tests of this crate")
        })
    }
}

#[cfg(feature = "shapes")]
fn built_in() -> Result<Shapes, AtlasError> {
    Shapes::read(include_bytes!("../../../assets/atlas/shapes.bin"))
}

#[cfg(not(feature = "shapes"))]
#[expect(clippy::unnecessary_wraps, reason = "with the shapes it can fail")]
fn built_in() -> Result<Shapes, AtlasError> {
    Ok(Shapes::none())
}
