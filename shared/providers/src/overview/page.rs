//! The registry as a page of Markdown. It knows no day and no keys: the same registry gives the same page.

use std::fmt::Write as _;

use crate::{Durations, Entry, Fact, Model, Registry, Status, overview::told_ways};

impl Registry {
    /// The page `docs/providers.md`: a table of what each key enables, and one of what is retired.
    pub fn page(&self) -> String {
        let mut page = String::from(HEAD);
        let lasting = || self.entries().filter(|entry| entry.model.status != Status::Retired);
        // One row of each key after the other, though models of other keys may stand between them in a file.
        let mut ways: Vec<Vec<Vec<String>>> = Vec::new();
        for entry in lasting() {
            let way = entry.provider.ways(entry.model);
            if !ways.contains(&way) {
                ways.push(way);
            }
        }
        for way in ways {
            let mut told = told_ways(&way, |name| format!("`{name}`"));
            let mut entries: Vec<Entry> = lasting().filter(|entry| entry.provider.ways(entry.model) == way).collect();
            entries.sort_by_key(|entry| entry.model.kind);
            for entry in entries {
                // Writing to a string cannot fail.
                let _ = writeln!(
                    page,
                    "| {} | {} | `{}` | {} | {} | {} |",
                    std::mem::take(&mut told),
                    entry.model.kind,
                    entry.id(),
                    price(entry),
                    limits(entry.model),
                    end(entry)
                );
            }
        }
        page.push_str(RETIRED);
        for entry in self.entries().filter(|entry| entry.model.status == Status::Retired) {
            let sunset = entry.model.sunset.map_or_else(String::new, |sunset| sunset.to_string());
            let successor = entry.model.successor.as_ref().map_or_else(|| "nobody".to_owned(), |id| format!("`{id}`"));
            let mark = marked(entry, Fact::Sunset);
            let _ = writeln!(page, "| `{}` | {} | {sunset} {mark} | {successor} |", entry.id(), entry.model.kind);
        }
        let notes: Vec<_> = self
            .providers()
            .iter()
            .flat_map(|provider| provider.notes.iter().map(move |note| (provider, note)))
            .collect();
        if !notes.is_empty() {
            page.push('\n');
        }
        for (provider, note) in notes {
            let _ = writeln!(page, "{}: {note}", provider.title);
        }
        page
    }
}

const HEAD: &str = "# Outside services

What each key enables. This page is printed by `lectern providers --markdown` from `assets/providers`, and a test holds it to that.
`lectern providers` tells which keys are set and what ends within 90 days; values of keys are never printed. Lectern makes films
without any of these, and calls none of them yet.

To change what is known, print a file with `lectern providers NAME`, change it, and put it as `NAME.toml` into the folder
`lectern/providers` of your configuration (`$XDG_CONFIG_HOME`, else `~/.config`), or into the one that `LECTERN_PROVIDERS` names. It takes
the place of the file of that name; a file of another name is added.

Marks: S seen in the provider's own documents, T told by a third party, R recalled and not looked up, D derived or chosen here. Each
fact's source and date stand in its file. Where no price stands, none is known.

| set | makes | model | price | limits | end |
|---|---|---|---|---|---|
";

const RETIRED: &str = "
## Retired

These are never called. Who asks for one gets its successor, and is told.

| model | made | since | successor |
|---|---|---|---|
";

fn marked(entry: Entry<'_>, fact: Fact) -> String {
    format!("({})", entry.provider.source(entry.model, fact).certainty.mark())
}

fn price(entry: Entry<'_>) -> String {
    entry.model.told_prices().map_or_else(String::new, |told| format!("{told} {}", marked(entry, Fact::Prices)))
}

fn end(entry: Entry<'_>) -> String {
    let Model { status, sunset, no_sunset_before, successor, .. } = entry.model;
    let mut told = match (status, sunset, no_sunset_before) {
        (_, Some(sunset), _) => format!("{sunset} {}", marked(entry, Fact::Sunset)),
        (Status::Deprecated, None, _) => format!("deprecated {}", marked(entry, Fact::Status)),
        (_, None, Some(before)) => format!("not before {before} {}", marked(entry, Fact::NoSunsetBefore)),
        (_, None, None) => String::new(),
    };
    if let Some(successor) = successor {
        let _ = write!(told, ", then `{successor}`");
    }
    told
}

/// What fits into a request.
fn limits(model: &Model) -> String {
    let mut limits = Vec::new();
    match &model.durations {
        Some(Durations::AnyOf(lengths)) => {
            let lengths: Vec<String> = lengths.iter().map(f64::to_string).collect();
            limits.push(format!("{} s", lengths.join(", ")));
        }
        Some(Durations::Between(from, to)) => limits.push(format!("{from} to {to} s")),
        None => {}
    }
    let sizes = if model.resolutions.is_empty() { &model.sizes } else { &model.resolutions };
    limits.extend((!sizes.is_empty()).then(|| sizes.join(", ")));
    limits.extend(model.prompt_limit.map(|limit| format!("{limit} characters")));
    limits.extend(model.concurrency.map(|count| format!("{count} at once")));
    limits.join("; ")
}
