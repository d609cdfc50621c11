use thiserror::Error;

use crate::{Day, ModelId};

/// Why a registry cannot be loaded.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RegistryError {
    /// A file is no TOML.
    #[error("cannot read {file} as TOML: {reason}")]
    Syntax {
        /// The file's name.
        file: String,
        /// What was expected, with line and column.
        reason: String,
    },
    /// A field of an entry cannot be as it is.
    #[error("cannot use {file}: {entry}: {field}: {reason}")]
    Field {
        /// The file's name.
        file: String,
        /// The model's name, its number from 1 if it has none, or `the provider` for what stands above the models.
        entry: String,
        /// The field, with its path where it is nested.
        field: String,
        /// What is wrong with it.
        reason: String,
        /// The next step.
        hint: String,
    },
}

impl RegistryError {
    /// The next step.
    pub fn hint(&self) -> &str {
        match self {
            Self::Syntax { .. } => "Mend the file at that place, or remove it: what is shipped is then used.",
            Self::Field { hint, .. } => hint,
        }
    }
}

/// Why no model answers to a name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ResolveError {
    /// There is none of that name.
    #[error("there is no model {id}; `lectern providers` lists them")]
    Unknown {
        /// The name.
        id: ModelId,
    },
    /// It is retired, and so is whoever was to take its place.
    #[error("{id} is retired on {on} and has no successor; choose another model: `lectern providers` lists them")]
    Ended {
        /// The last in the line of successors.
        id: ModelId,
        /// The day that was asked for.
        on: Day,
    },
}
