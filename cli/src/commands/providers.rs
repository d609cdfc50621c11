use std::{
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

use lectern_host::SystemClock;
use lectern_pipeline::Clock;
use lectern_providers::{Day, Kind, ModelState, Overview, ProviderFile, Registry, State};

use crate::{
    arguments::ProvidersArguments,
    commands::print,
    exit::{Failure, Fault},
    places,
};

/// Lists the outside services, or prints one provider's file.
pub fn run(arguments: &ProvidersArguments) -> Result<(), Failure> {
    let registry = Registry::load(&own_files(&places::providers_folder())?)
        .map_err(|error| Failure::new(Fault::Input, error.to_string()).with_hint(error.hint()))?;
    if let Some(name) = &arguments.name {
        let provider = registry.providers().iter().find(|provider| provider.name == *name);
        let provider = provider.ok_or_else(|| {
            let names: Vec<&str> = registry.providers().iter().map(|provider| provider.name.as_str()).collect();
            Failure::new(Fault::Usage, format!("there is no provider {name:?}"))
                .with_hint(format!("There are: {}.", names.join(", ")))
        })?;
        return print(provider.text().as_bytes());
    }
    if arguments.markdown {
        return print(registry.page().as_bytes());
    }
    let today = || Day::of_unix_millis(SystemClock::default().unix_millis());
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let overview = Overview::of(&registry, arguments.on.unwrap_or_else(today), &is_set);
    if arguments.json {
        let mut json = serde_json::to_vec_pretty(&overview).expect("an overview is plain data");
        json.push(b'\n');
        return print(&json);
    }
    print(list(&overview).as_bytes())
}

/// The user's files about providers, by name; none where there is no folder.
fn own_files(folder: &Path) -> Result<Vec<ProviderFile>, Failure> {
    let refused = |path: &Path, error: io::Error| {
        Failure::new(Fault::Input, format!("cannot read {}: {error}", path.display()))
            .with_hint("Mend the file or remove it, or set LECTERN_PROVIDERS to another folder.")
    };
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|error| refused(folder, error))?,
    };
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| refused(folder, error))?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).map_err(|error| refused(path, error))?;
        Ok(ProviderFile { file: path.display().to_string(), text })
    };
    paths.iter().map(read).collect()
}

fn list(overview: &Overview) -> String {
    let mut text = String::new();
    let width = overview.models.iter().map(|model| model.id.0.len()).max().unwrap_or_default() + 2;
    for kind in Kind::ALL {
        let models = || overview.models.iter().filter(move |model| model.model.kind == kind);
        if models().next().is_none() {
            continue;
        }
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{kind}");
        for model in models() {
            let line = format!("  {:<9}{:<width$}{}", model.state.name(), model.id, remark(model));
            let _ = writeln!(text, "{}", line.trim_end());
        }
    }
    let _ = writeln!(text, "\nwhat keys enable");
    for key in &overview.keys {
        let kinds: Vec<&str> = key.kinds.iter().map(|kind| kind.name()).collect();
        let state = if key.is_set { "set" } else { "not set" };
        let _ = writeln!(text, "  {state:<9}{}: {}", key.told(), kinds.join(", "));
    }
    let _ = writeln!(text, "\nwhat ends within {} days of {}", Overview::SOON_DAYS, overview.on);
    for id in &overview.ending {
        if let Some(model) = overview.models.iter().find(|model| model.id == *id) {
            let days = model.days_left.map_or_else(String::new, |days| format!("in {days} days"));
            let _ = writeln!(text, "  {days:<13}{id}{}", successor(model));
        }
    }
    if overview.ending.is_empty() {
        text.push_str("  nothing whose day is known\n");
    }
    text
}

/// What is to be said about a model behind its name: its price, or its end.
fn remark(model: &ModelState) -> String {
    if model.state == State::Retired {
        let since = model.model.sunset.map_or_else(String::new, |sunset| format!("since {sunset}; "));
        return match &model.answered_by {
            Some(id) => format!("{since}{id} takes its place"),
            None => format!("{since}nobody takes its place"),
        };
    }
    let price = model.model.told_prices().unwrap_or_default();
    match (model.model.status, model.model.sunset) {
        (_, Some(sunset)) => format!("{price}; ends on {sunset}{}", successor(model)),
        (lectern_providers::Status::Deprecated, None) => format!("{price}; deprecated{}", successor(model)),
        _ => return price,
    }
    .trim_start_matches("; ")
    .to_owned()
}

fn successor(model: &ModelState) -> String {
    model.model.successor.as_ref().map_or_else(String::new, |id| format!(", then {id}"))
}
