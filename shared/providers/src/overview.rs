//! The registry as a user sees it: what can be used, what a key would enable, and what ends soon.

mod page;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{Access, Day, Entry, Kind, Model, ModelId, Registry, Source};

/// The registry on a day, where some variables of the environment are set. Their values are never asked for.
#[derive(Clone, Debug, Serialize)]
pub struct Overview<'a> {
    /// The day.
    pub on: Day,
    /// All models, by kind and then in the registry's order.
    pub models: Vec<ModelState<'a>>,
    /// What each set of variables enables.
    pub keys: Vec<KeyState>,
    /// What ends within [`Overview::SOON_DAYS`], the soonest first.
    pub ending: Vec<ModelId>,
    /// Where facts come from: by provider, then by the name that a model's `source` and `sources` give.
    pub sources: BTreeMap<&'a str, &'a BTreeMap<String, Source>>,
}

/// A model as a user sees it.
#[derive(Clone, Debug, Serialize)]
pub struct ModelState<'a> {
    /// Its id.
    pub id: ModelId,
    /// Whether it can be used.
    pub state: State,
    /// What is missing to reach it, for each way to do so; empty where nothing is.
    pub missing: Vec<Vec<String>>,
    /// Days until its sunset, where that is known and to come.
    pub days_left: Option<i64>,
    /// Who answers in its place, once it is retired.
    pub answered_by: Option<ModelId>,
    /// What is known about it.
    #[serde(flatten)]
    pub model: &'a Model,
}

/// Whether a model can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The variables that it asks for are set.
    KeySet,
    /// They are not.
    NoKey,
    /// It no longer answers, key or not.
    Retired,
}

/// A way to reach models: variables that are to be set, and what they enable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyState {
    /// Sets of variables; one set of them is enough.
    pub any_of: Vec<Vec<String>>,
    /// Whether one set of them is there.
    pub is_set: bool,
    /// The models that answer on the day.
    pub enables: Vec<ModelId>,
    /// What these make.
    pub kinds: Vec<Kind>,
}

impl<'a> Overview<'a> {
    /// Days within which an end is near.
    pub const SOON_DAYS: i64 = 90;

    /// The overview of a registry; `is_set` tells whether the environment has a variable that is not empty.
    pub fn of(registry: &'a Registry, on: Day, is_set: &dyn Fn(&str) -> bool) -> Self {
        let mut models: Vec<ModelState> =
            registry.entries().map(|entry| ModelState::of(registry, entry, on, is_set)).collect();
        models.sort_by_key(|state| state.model.kind);
        let mut keys: Vec<KeyState> = Vec::new();
        for entry in registry.entries().filter(|entry| !entry.model.is_retired(on)) {
            let any_of = entry.provider.ways(entry.model);
            let place = keys.iter().position(|key| key.any_of == any_of).unwrap_or_else(|| {
                let is_set = entry.provider.access(entry.model, is_set) == Access::Given;
                keys.push(KeyState { any_of, is_set, enables: Vec::new(), kinds: Vec::new() });
                keys.len() - 1
            });
            let key = &mut keys[place];
            key.enables.push(entry.id());
            key.kinds.push(entry.model.kind);
            key.kinds.sort();
            key.kinds.dedup();
        }
        Self {
            on,
            models,
            keys,
            ending: registry.sunsets(on, Self::SOON_DAYS).iter().map(Entry::id).collect(),
            sources: registry.providers().iter().map(|provider| (provider.name.as_str(), &provider.sources)).collect(),
        }
    }
}

impl<'a> ModelState<'a> {
    fn of(registry: &'a Registry, entry: Entry<'a>, on: Day, is_set: &dyn Fn(&str) -> bool) -> Self {
        let missing = match entry.provider.access(entry.model, is_set) {
            Access::Given => Vec::new(),
            Access::Wanting(missing) => missing,
        };
        let is_retired = entry.model.is_retired(on);
        let state = match (is_retired, missing.is_empty()) {
            (true, _) => State::Retired,
            (false, true) => State::KeySet,
            (false, false) => State::NoKey,
        };
        let days_left = entry.model.sunset.map(|sunset| on.days_until(sunset)).filter(|_| !is_retired);
        let answered_by = is_retired.then(|| registry.resolve(&entry.id(), on).ok().map(|(entry, _)| entry.id()));
        Self { id: entry.id(), state, missing, days_left, answered_by: answered_by.flatten(), model: entry.model }
    }
}

impl State {
    /// Its word in lists.
    pub fn name(self) -> &'static str {
        match self {
            Self::KeySet => "key set",
            Self::NoKey => "no key",
            Self::Retired => "retired",
        }
    }
}

impl KeyState {
    /// The variables as people say them: `A`, `A and B`, `A, and either B or C with D`.
    pub fn told(&self) -> String {
        told_ways(&self.any_of, |name| name.to_owned())
    }
}

/// Ways to reach a model as people say them: what all have in common once, then what one may choose from.
fn told_ways(ways: &[Vec<String>], write: impl Fn(&str) -> String) -> String {
    let is_common = |name: &String| ways.iter().all(|way| way.contains(name));
    let written = |way: &[String], common: bool| -> Vec<String> {
        way.iter().filter(|name| is_common(name) == common).map(|name| write(name)).collect()
    };
    let common = ways.first().map_or_else(String::new, |way| written(way, true).join(" and "));
    let choices: Vec<String> =
        ways.iter().map(|way| written(way, false).join(" with ")).filter(|choice| !choice.is_empty()).collect();
    match (common.is_empty(), choices.is_empty()) {
        (_, true) => common,
        (true, false) => choices.join(" or "),
        (false, false) => format!("{common}, and either {}", choices.join(" or ")),
    }
}
