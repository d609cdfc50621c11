//! Outside AI services: which there are, what they can do and cost, and which of them gets a scene.
//!
//! - [`Registry`]: every model as data, with the certainty of each fact, its end and who follows it.
//! - [`Overview`]: the same as a user sees it, with the keys that are set and the ends that are near.
//! - [`by_score`] and [`best_for_budget`]: the order in which models are asked for a scene; [`Breaker`] and [`TokenBucket`] say
//!   who may be asked at all, and [`chain`] what is done when nobody answers.
//! - [`Ledger`]: what was paid and will be, written before it is; [`Call`] is the life of a paid call.
//! - [`Writer`]: a language model that is asked to write, over any of four protocols.
//!
//! No provider is special, and none is trusted with facts or with money. Nothing here asks a clock or the environment: the day, which
//! keys are set, and what the queues are like come in. The network is asked by adapters alone.

mod client;
#[cfg(feature = "conformance")]
pub mod conformance;
mod day;
mod ledger;
mod money;
mod overview;
mod registry;
mod routing;

pub use client::{AnswerSchema, Fault, Key, ProviderError, WriteRequest, Writer, Written};
pub use day::{Day, Month, NoDay};
pub use ledger::{
    Budgets, Call, CallState, Happening, Ledger, LedgerError, NextStep, Order, OverBudget, RequestHash, Scope,
    WrongTurn,
};
pub use money::MicroDollars;
pub use overview::{KeyState, ModelState, Overview, State};
pub use registry::{
    Access, Alignment, Auth, Certainty, Durations, Entry, Fact, Input, Kind, Model, ModelId, Notice, Price, Protocol,
    Provider, ProviderFile, Registry, RegistryError, ResolveError, Scheme, Source, Status, Unit,
};
pub use routing::{
    Breaker, BreakerSettings, Candidate, Circuit, Fallback, Need, TokenBucket, Weights, WeightsError, best_for_budget,
    by_score, capability, chain, estimate, score,
};
