use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{Fact, Model, Source};

/// Who serves models, and how it is reached. Endpoints and names on the wire may hold `{VARIABLES}` of the environment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Provider {
    /// Its name: that of its file without `.toml`.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// The address that requests go to.
    pub endpoint: String,
    /// How requests prove who pays for them.
    pub auth: Auth,
    /// Values of variables that the environment does not set.
    pub settings: BTreeMap<String, String>,
    /// Where endpoint and access are told: the name of one of the sources.
    pub source: String,
    /// Where facts come from, by a name of the file's own.
    pub sources: BTreeMap<String, Source>,
    /// What else is to be known.
    pub notes: Vec<String>,
    /// Its models, in the file's order.
    pub models: Vec<Model>,
    /// The file's text.
    #[serde(skip)]
    pub(crate) text: String,
}

/// How requests prove who pays for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Auth {
    /// What goes on the wire.
    pub scheme: Scheme,
    /// The headers that carry the variables' values, in their order, where the scheme is `header`.
    #[serde(default)]
    pub headers: Vec<String>,
    /// Sets of variables of the environment that hold the secrets; one set of them is enough. Never the secrets.
    #[serde(default)]
    pub variables: Vec<Vec<String>>,
}

/// What goes on the wire to prove who pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// Nothing: a server of one's own.
    None,
    /// `Authorization: Bearer`.
    Bearer,
    /// Headers of the provider's own.
    Header,
    /// AWS Signature Version 4, or a bearer key of Bedrock's.
    Sigv4,
    /// A short-lived token that is fetched with a longer-lived secret.
    Oauth,
}

/// Whether a model can be reached with what the environment has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// It can.
    Given,
    /// It cannot: the variables that are missing, for each way to reach it.
    Wanting(Vec<Vec<String>>),
}

impl Provider {
    /// The text of its file, to be copied and changed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The ways to reach a model of its: sets of variables of the environment. A set without members asks for nothing.
    pub fn ways(&self, model: &Model) -> Vec<Vec<String>> {
        let texts = [Some(self.endpoint(model)), model.wire_name.as_deref()];
        let placeholders = texts.into_iter().flatten().flat_map(|text| placeholders(text).into_iter().flatten());
        let wanted: BTreeSet<&str> = placeholders.filter(|name| !self.settings.contains_key(*name)).collect();
        let keys: &[Vec<String>] = if self.auth.variables.is_empty() { &[Vec::new()] } else { &self.auth.variables };
        keys.iter()
            .map(|keys| {
                let others = wanted.iter().filter(|name| !keys.iter().any(|key| key == *name));
                keys.iter().cloned().chain(others.map(|name| (*name).to_owned())).collect()
            })
            .collect()
    }

    /// Whether a model of its can be reached where `is_set` tells which variables the environment has.
    pub fn access(&self, model: &Model, is_set: &dyn Fn(&str) -> bool) -> Access {
        let missing: Vec<Vec<String>> =
            self.ways(model).into_iter().map(|way| way.into_iter().filter(|name| !is_set(name)).collect()).collect();
        if missing.iter().any(Vec::is_empty) { Access::Given } else { Access::Wanting(missing) }
    }

    /// The address of a model of its.
    pub fn endpoint<'a>(&'a self, model: &'a Model) -> &'a str {
        model.endpoint.as_deref().unwrap_or(&self.endpoint)
    }

    /// Where a fact about a model of its comes from.
    pub fn source(&self, model: &Model, fact: Fact) -> &Source {
        let name = model.sources.get(&fact).unwrap_or(&model.source);
        self.sources.get(name).expect("a registry is checked when it is loaded: every source that is named is there")
    }
}

/// The variables in a text's braces; none when a brace has no partner.
pub(crate) fn placeholders(text: &str) -> Option<Vec<&str>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        if before.contains('}') || name.contains('{') {
            return None;
        }
        found.push(name);
        rest = after;
    }
    (!rest.contains('}')).then_some(found)
}
