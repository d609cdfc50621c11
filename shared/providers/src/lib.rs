//! Outside AI services: which there are, what they can do and cost, and which of them gets a scene.
//!
//! - [`Registry`]: every model as data, with the certainty of each fact, its end and who follows it.
//!
//! No provider is special, and none is trusted with facts or with money. Nothing here asks a clock, the environment or the
//! network: the day, which keys are set, and what the queues are like come in.

mod day;
mod money;
mod registry;

pub use day::{Day, NoDay};
pub use money::MicroDollars;
pub use registry::{
    Access, Alignment, Auth, Certainty, Durations, Entry, Fact, Input, Kind, Model, ModelId, Notice, Price, Protocol,
    Provider, ProviderFile, Registry, RegistryError, ResolveError, Scheme, Source, Status, Unit,
};
