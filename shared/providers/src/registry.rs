//! The registry: which models there are, as data. Providers end, rename and reprice their models faster than programs are
//! released, so whatever is said about one stands in a file that its user can replace.

mod checks;
mod error;
mod kind;
mod model;
mod price;
mod protocol;
mod provider;
mod read;
mod shipped;
mod source;

use serde::Serialize;

use crate::Day;

pub use error::{RegistryError, ResolveError};
pub use kind::Kind;
pub use model::{Alignment, Durations, Input, Model, ModelId, Status};
pub use price::{Price, Unit};
pub use protocol::Protocol;
pub use provider::{Access, Auth, Provider, Scheme};
pub use source::{Certainty, Fact, Source};

/// A file about a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderFile {
    /// Its name, which is the provider's with `.toml`, or a path that ends in it.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// All providers with their models, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Registry {
    providers: Vec<Provider>,
}

/// A model with its provider.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry<'a> {
    /// Who serves it.
    pub provider: &'a Provider,
    /// The model.
    pub model: &'a Model,
}

/// Something that the user is told about a choice that was made for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "notice", rename_all = "kebab-case")]
pub enum Notice {
    /// Another model is used than the one that was asked for.
    Replaced {
        /// Who was asked for, or had taken the place of who was.
        retired: ModelId,
        /// The first day on which it no longer answered, where that is known.
        since: Option<Day>,
        /// Who takes its place.
        successor: ModelId,
    },
    /// The model that is used will end.
    Ending {
        /// The model.
        model: ModelId,
        /// The first day on which it will no longer answer, where that is known.
        sunset: Option<Day>,
        /// Who will take its place, if anybody.
        successor: Option<ModelId>,
    },
}

impl Registry {
    /// What ships, with the user's files in the place of those of their names or beside them.
    ///
    /// # Errors
    /// At the first thing that cannot be as it is, in any file.
    pub fn load(own: &[ProviderFile]) -> Result<Self, RegistryError> {
        let mut files: Vec<ProviderFile> = shipped::FILES
            .iter()
            .map(|(file, text)| ProviderFile { file: (*file).to_owned(), text: (*text).to_owned() })
            .collect();
        for file in own {
            match files.iter_mut().find(|shipped| read::stem(&shipped.file) == read::stem(&file.file)) {
                Some(place) => *place = file.clone(),
                None => files.push(file.clone()),
            }
        }
        Self::of(&files)
    }

    /// The registry of these files and no others.
    ///
    /// # Errors
    /// At the first thing that cannot be as it is.
    pub fn of(files: &[ProviderFile]) -> Result<Self, RegistryError> {
        let providers = files.iter().map(read::provider).collect::<Result<Vec<_>, _>>()?;
        let registry = Self { providers };
        for (file, provider) in files.iter().zip(&registry.providers) {
            checks::check(&registry, provider, &file.file)?;
        }
        Ok(registry)
    }

    /// All providers.
    pub fn providers(&self) -> &[Provider] {
        &self.providers
    }

    /// All models, in the order of the providers.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.providers.iter().flat_map(|provider| provider.models.iter().map(move |model| Entry { provider, model }))
    }

    /// A model by its id.
    pub fn find(&self, id: &ModelId) -> Option<Entry<'_>> {
        self.entries().find(|entry| entry.id() == *id)
    }

    /// The model to call on a day when `id` was asked for: itself, or the first in the line of its successors that still
    /// answers; with what the user is to be told about it.
    ///
    /// # Errors
    /// When there is no such model, or nobody in the line answers any more.
    pub fn resolve(&self, id: &ModelId, on: Day) -> Result<(Entry<'_>, Vec<Notice>), ResolveError> {
        let mut entry = self.find(id).ok_or_else(|| ResolveError::Unknown { id: id.clone() })?;
        let mut notices = Vec::new();
        // Lines of successors have an end: the checks refuse circles.
        while entry.model.is_retired(on) {
            let ended = || ResolveError::Ended { id: entry.id(), on };
            let successor = entry.model.successor.clone().ok_or_else(ended)?;
            let next = self.find(&successor).ok_or_else(ended)?;
            notices.push(Notice::Replaced { retired: entry.id(), since: entry.model.sunset, successor });
            entry = next;
        }
        if entry.model.status == Status::Deprecated || entry.model.sunset.is_some() {
            let Model { sunset, successor, .. } = entry.model;
            notices.push(Notice::Ending { model: entry.id(), sunset: *sunset, successor: successor.clone() });
        }
        Ok((entry, notices))
    }

    /// What ends within `days` days after a day, the soonest first.
    pub fn sunsets(&self, on: Day, days: i64) -> Vec<Entry<'_>> {
        let ends = |entry: &Entry<'_>| entry.model.sunset.map(|sunset| on.days_until(sunset));
        let mut entries: Vec<_> = self
            .entries()
            .filter(|entry| !entry.model.is_retired(on) && ends(entry).is_some_and(|left| left <= days))
            .collect();
        entries.sort_by_key(ends);
        entries
    }
}

impl Entry<'_> {
    /// The model's id.
    pub fn id(&self) -> ModelId {
        ModelId::new(&self.provider.name, &self.model.name)
    }
}

impl std::fmt::Display for Notice {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Replaced { retired, since, successor } => {
                write!(formatter, "{retired} is retired")?;
                if let Some(since) = since {
                    write!(formatter, " since {since}")?;
                }
                write!(formatter, "; {successor} takes its place")
            }
            Self::Ending { model, sunset, successor } => {
                match sunset {
                    Some(sunset) => write!(formatter, "{model} ends on {sunset}")?,
                    None => write!(formatter, "{model} is deprecated")?,
                }
                match successor {
                    Some(successor) => write!(formatter, "; {successor} will take its place"),
                    None => write!(formatter, "; no successor is named"),
                }
            }
        }
    }
}
