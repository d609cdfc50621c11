//! Files into providers. What a field's type refuses is told with the field; what its value may be is checked afterwards.

use std::{collections::BTreeMap, path::Path};

use serde::{Deserialize, de::DeserializeOwned};
use toml::{Table, Value};

use crate::{Model, Provider, ProviderFile, RegistryError, Source, registry::provider::Auth};

/// The name for what stands above the models in a file.
pub(super) const HEAD: &str = "the provider";

/// What stands above the models.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    name: String,
    title: String,
    endpoint: String,
    auth: Auth,
    #[serde(default)]
    settings: BTreeMap<String, String>,
    source: String,
    sources: BTreeMap<String, Source>,
    #[serde(default)]
    notes: Vec<String>,
}

pub(super) fn provider(file: &ProviderFile) -> Result<Provider, RegistryError> {
    let refused = |entry: &str, field: &str, reason: String, hint: String| RegistryError::Field {
        file: file.file.clone(),
        entry: entry.to_owned(),
        field: field.to_owned(),
        reason,
        hint,
    };
    let mut table: Table = toml::from_str(&file.text).map_err(|error: toml::de::Error| RegistryError::Syntax {
        file: file.file.clone(),
        reason: located(&file.text, &error),
    })?;
    let models = match table.remove("models") {
        Some(Value::Array(models)) => models,
        Some(_) => {
            return Err(refused(HEAD, "models", "is no list".to_owned(), "Begin each with [[models]].".to_owned()));
        }
        None => Vec::new(),
    };
    let typed =
        |entry: &str, (field, reason): (String, String)| refused(entry, &field, reason, LIKE_SHIPPED.to_owned());
    let head: Head = of_value(Value::Table(table)).map_err(|error| typed(HEAD, error))?;
    let models = models.into_iter().enumerate().map(|(index, model)| {
        let entry =
            model.get("name").and_then(Value::as_str).map_or_else(|| format!("model {}", index + 1), str::to_owned);
        of_value::<Model>(model).map_err(|error| typed(&entry, error))
    });
    let models = models.collect::<Result<Vec<_>, _>>()?;
    let Head { name, title, endpoint, auth, settings, source, sources, notes } = head;
    Ok(Provider { name, title, endpoint, auth, settings, source, sources, notes, models, text: file.text.clone() })
}

const LIKE_SHIPPED: &str = "`lectern providers runway` prints a file that works, to compare with.";

/// A value as a type, or the path of the field that it fails at and the reason.
fn of_value<T: DeserializeOwned>(value: Value) -> Result<T, (String, String)> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let reason = error.inner().message().to_owned();
        // What is missing has no path; its name stands in the reason.
        let missing = reason.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        match (missing, path.as_str()) {
            (Some(field), "." | "?") => (field.to_owned(), reason.clone()),
            (Some(field), path) => (format!("{path}.{field}"), reason.clone()),
            (None, _) => (path, reason),
        }
    })
}

/// The message of a syntax error with its line and column.
fn located(text: &str, error: &toml::de::Error) -> String {
    let message = error.message();
    let Some(before) = error.span().and_then(|span| text.get(..span.start)) else { return message.to_owned() };
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
    format!("line {line}, column {column}: {message}")
}

/// The name of a file without its folder and ending.
pub(super) fn stem(file: &str) -> &str {
    Path::new(file).file_stem().and_then(|stem| stem.to_str()).unwrap_or(file)
}
