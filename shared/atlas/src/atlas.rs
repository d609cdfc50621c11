//! The atlas: names and shapes, each read when first needed.

use std::sync::{LazyLock, OnceLock};

use crate::error::AtlasError;
use crate::gazetteer::Gazetteer;
use crate::shapes::Shapes;

static STANDARD: LazyLock<Atlas> =
    LazyLock::new(|| Atlas::read().expect("the atlas that is built in was read by the tests of this crate"));

/// Names of places and the shapes of land, countries, lakes and rivers.
#[derive(Debug)]
pub struct Atlas {
    shapes: Shapes,
    gazetteer: OnceLock<Gazetteer>,
}

impl Atlas {
    /// The atlas that is built in: Natural Earth's shapes at 1:10 and 1:50 million and some 35,000 names, 3.3 MB in the program.
    ///
    /// The first call walks over the packed shapes (a few milliseconds); each level is unpacked when a view first needs it (6 MB and 1 MB of memory)
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
        let shapes = Shapes::read(include_bytes!("../../../assets/atlas/shapes.bin"))?;
        Ok(Self { shapes, gazetteer: OnceLock::new() })
    }

    /// Natural Earth's code of a country given by two or three letters.
    pub(crate) fn country_code(&self, iso: &str) -> Option<&'static str> {
        let codes = &self.gazetteer().codes;
        codes.iter().find(|(code, short)| *code == iso || *short == iso).map(|(code, _)| *code)
    }

    pub(crate) fn shapes(&self) -> &Shapes {
        &self.shapes
    }

    pub(crate) fn gazetteer(&self) -> &Gazetteer {
        self.gazetteer.get_or_init(|| {
            Gazetteer::read().expect("the tables that are built in are read by the tests of this crate")
        })
    }
}
