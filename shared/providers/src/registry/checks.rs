//! What the values of a registry's fields may be. Each refusal names file, entry, field, reason and next step.

use std::collections::BTreeSet;

use crate::{
    Durations, Entry, Kind, Model, ModelId, Provider, Registry, RegistryError, Scheme, Status, Unit,
    registry::{
        provider::placeholders,
        read::{HEAD, stem},
    },
};

/// A field, what is wrong with it, and the next step.
type Refusal = (&'static str, String, String);

/// Checks a provider among all.
pub(super) fn check(registry: &Registry, provider: &Provider, file: &str) -> Result<(), RegistryError> {
    let refused = |entry: &str, (field, reason, hint): Refusal| RegistryError::Field {
        file: file.to_owned(),
        entry: entry.to_owned(),
        field: field.to_owned(),
        reason,
        hint,
    };
    check_head(provider, file).map_err(|refusal| refused(HEAD, refusal))?;
    let mut names = BTreeSet::new();
    for model in &provider.models {
        check_model(provider, model)
            .and_then(|()| check_prices(model))
            .and_then(|()| check_end(registry, provider, model))
            .map_err(|refusal| refused(&model.name, refusal))?;
        if !names.insert(&model.name) {
            return Err(refused(&model.name, refusal("name", "is there twice", "Give each model a name of its own.")));
        }
    }
    Ok(())
}

fn refusal(field: &'static str, reason: impl Into<String>, hint: impl Into<String>) -> Refusal {
    (field, reason.into(), hint.into())
}

/// Holds what must be so.
fn hold(holds: bool, refusal: impl FnOnce() -> Refusal) -> Result<(), Refusal> {
    if holds { Ok(()) } else { Err(refusal()) }
}

fn check_head(provider: &Provider, file: &str) -> Result<(), Refusal> {
    hold(is_name(&provider.name), || refusal("name", format!("{:?} is no name", provider.name), NAMES))?;
    hold(provider.name == stem(file), || {
        refusal(
            "name",
            format!("{:?} is not the name of the file", provider.name),
            format!("Rename the file to {}.toml, or the provider.", provider.name),
        )
    })?;
    check_address("endpoint", &provider.endpoint)?;
    check_source(provider, "source", &provider.source)?;
    let auth = &provider.auth;
    let keyless = auth.scheme == Scheme::None;
    hold(keyless == auth.variables.is_empty() && auth.variables.iter().all(|set| !set.is_empty()), || {
        refusal(
            "auth.variables",
            if keyless { "the scheme `none` needs no variables" } else { "no variable is named that holds the key" },
            "Name the environment's variables, as in variables = [[\"RUNWAYML_API_SECRET\"]]; with scheme = \"none\", none.",
        )
    })?;
    // The value is not repeated: a key that was pasted here by mistake would go into logs.
    hold(auth.variables.iter().flatten().chain(provider.settings.keys()).all(|name| is_variable(name)), || {
        refusal(
            "auth.variables",
            "one of them, or of the settings, is no name of a variable",
            "Names have capital letters, digits and underscores. Keys themselves never stand in this file.",
        )
    })?;
    hold((auth.scheme == Scheme::Header) != auth.headers.is_empty(), || {
        refusal(
            "auth.headers",
            "headers are named for the scheme `header` and for no other",
            "Name one header for each variable, as in headers = [\"xi-api-key\"].",
        )
    })?;
    let fits = |set: &Vec<String>| auth.headers.is_empty() || set.len() >= auth.headers.len();
    hold(auth.variables.iter().all(fits), || {
        refusal("auth.headers", "there are more headers than variables", "Name one variable for each header.")
    })
}

const NAMES: &str = "Names have lowercase letters, digits, `.`, `-` and `_`, and begin with a letter or digit.";

fn check_model(provider: &Provider, model: &Model) -> Result<(), Refusal> {
    hold(is_name(&model.name), || refusal("name", format!("{:?} is no name", model.name), NAMES))?;
    hold(model.protocol.kinds().contains(&model.kind), || {
        let kinds: Vec<&str> = model.protocol.kinds().iter().map(|kind| kind.name()).collect();
        refusal(
            "protocol",
            format!("no {} is asked for in it", model.kind),
            format!("This protocol is for: {}.", kinds.join(", ")),
        )
    })?;
    if let Some(endpoint) = &model.endpoint {
        check_address("endpoint", endpoint)?;
    }
    if let Some(name) = &model.wire_name {
        check_placeholders("wire_name", name)?;
    }
    check_source(provider, "source", &model.source)?;
    for (fact, source) in &model.sources {
        check_source(provider, "sources", source)?;
        hold(model.states(*fact), || {
            refusal(
                "sources",
                format!("{fact:?} has a source, but is not stated"),
                "State the fact, or remove its source.",
            )
        })?;
    }
    let lengths = match &model.durations {
        Some(Durations::AnyOf(lengths)) => lengths.clone(),
        Some(Durations::Between(from, to)) => vec![*from, *to],
        None => vec![1.0],
    };
    hold(
        !lengths.is_empty()
            && lengths.is_sorted_by(|a, b| a < b)
            && lengths.iter().all(|secs| is_within(*secs, 0.1, 86_400.0)),
        || refusal("durations", "they are no rising seconds", "Write { any_of = [4, 6, 8] } or { between = [3, 15] }."),
    )?;
    check_lists(model)?;
    let counts = [
        ("prompt_limit", model.prompt_limit),
        ("concurrency", model.concurrency),
        ("requests_per_minute", model.requests_per_minute),
        ("result_hours", model.result_hours),
    ];
    for (field, count) in counts {
        hold(count != Some(0), || {
            refusal(field, "is 0, with which nothing could be asked", "Leave it out if it is not known.")
        })?;
    }
    hold(model.frames_per_second.is_none_or(|rate| (1..=240).contains(&rate)), || {
        refusal("frames_per_second", "is not from 1 to 240", "Leave it out if it is not known.")
    })?;
    hold(model.poll_floor_secs.is_none_or(|secs| is_within(secs, 0.1, 3600.0)), || {
        refusal("poll_floor_secs", "is not from 0.1 to 3600", "Leave it out if it is not known.")
    })?;
    hold(model.quality.is_none_or(|quality| is_within(quality, 0.0, 1.0)), || {
        refusal("quality", "is not from 0 to 1", "1 is the best that you know, 0 is of no use.")
    })
}

/// A field with a list of names, those of the model, what makes a name one, and how such are written.
type NameList<'a> = (&'static str, &'a [String], fn(&str) -> bool, &'static str);

fn check_lists(model: &Model) -> Result<(), Refusal> {
    let lists: [NameList; 5] = [
        ("resolutions", &model.resolutions, is_resolution, "Write them like 720p, 2k or 4k."),
        ("sizes", &model.sizes, |text| is_pair(text, 'x'), "Write them like 1280x720."),
        ("aspects", &model.aspects, |text| is_pair(text, ':'), "Write them like 16:9."),
        ("languages", &model.languages, is_language, "Write them like en or pt-BR."),
        ("regions", &model.regions, |text| !text.trim().is_empty(), "Write the provider's names of them."),
    ];
    for (field, values, is_well, hint) in lists {
        for (index, value) in values.iter().enumerate() {
            hold(is_well(value), || refusal(field, format!("{value:?} is none"), hint))?;
            hold(!values[..index].contains(value), || {
                refusal(field, format!("{value:?} is there twice"), "Name it once.")
            })?;
        }
    }
    Ok(())
}

fn check_prices(model: &Model) -> Result<(), Refusal> {
    for (index, price) in model.prices.iter().enumerate() {
        let units: &[Unit] = match model.kind {
            Kind::Writer => &[Unit::InputToken, Unit::OutputToken],
            Kind::Video => &[Unit::Second, Unit::Clip],
            Kind::Picture => &[Unit::Image],
            Kind::Voice => &[Unit::Character, Unit::Second, Unit::InputToken, Unit::OutputToken],
            Kind::Music | Kind::Effects => &[Unit::Track, Unit::Second],
            Kind::Moderation => &[Unit::InputToken, Unit::Image],
        };
        hold(units.contains(&price.unit), || {
            let names: Vec<&str> = units.iter().map(|unit| unit.name()).collect();
            refusal(
                "prices",
                format!("a {} is not priced by the {}", model.kind, price.unit.name()),
                format!("Give the price by: {}.", names.join(", ")),
            )
        })?;
        hold(price.per > 0, || refusal("prices", "`per` is 0", "Leave it out for the price of one."))?;
        hold(price.from.is_none_or(|from| from <= price.usd), || {
            refusal("prices", "`from` is above `usd`", "`usd` is the highest of a range, `from` the lowest.")
        })?;
        let is_known = |resolution: &String| model.resolutions.contains(resolution);
        hold(price.resolution.as_ref().is_none_or(is_known), || {
            refusal("prices", "a resolution has a price that the model does not have", "Add it to `resolutions`.")
        })?;
        let is_same = |other: &crate::Price| (other.unit, &other.resolution) == (price.unit, &price.resolution);
        hold(!model.prices[..index].iter().any(is_same), || {
            refusal("prices", "one unit and resolution have two prices", "Keep one; a range has `from` and `usd`.")
        })?;
    }
    Ok(())
}

/// Checks how a model ends and who follows it.
fn check_end(registry: &Registry, provider: &Provider, model: &Model) -> Result<(), Refusal> {
    hold(model.status != Status::Retired || model.sunset.is_some(), || {
        refusal("sunset", "is missing, though the model is retired", "Write its last day, as in sunset = 2026-09-24.")
    })?;
    let promised = model.no_sunset_before.zip(model.sunset).is_none_or(|(before, sunset)| before <= sunset);
    hold(promised, || refusal("no_sunset_before", "is after the sunset", "Remove what is outdated."))?;
    let mut line = vec![ModelId::new(&provider.name, &model.name)];
    let mut entry = Entry { provider, model };
    while let Some(successor) = &entry.model.successor {
        let next = registry.find(successor).ok_or_else(|| {
            refusal(
                "successor",
                format!("there is no model {successor}"),
                "Write it as provider/model; `lectern providers` lists them.",
            )
        })?;
        hold(next.model.kind == model.kind, || {
            refusal("successor", format!("{successor} makes no {}", model.kind), "Name a model of the same kind.")
        })?;
        hold(!line.contains(successor), || {
            let names: Vec<&str> = line.iter().map(|id| id.0.as_str()).collect();
            refusal(
                "successor",
                format!("goes in a circle: {} → {successor}", names.join(" → ")),
                "Remove one successor of them.",
            )
        })?;
        line.push(successor.clone());
        entry = next;
    }
    Ok(())
}

fn check_source(provider: &Provider, field: &'static str, name: &str) -> Result<(), Refusal> {
    hold(provider.sources.contains_key(name), || {
        refusal(
            field,
            format!("the file has no source {name:?}"),
            format!("Add it under [sources.{name}], with where, on and certainty."),
        )
    })
}

fn check_address(field: &'static str, text: &str) -> Result<(), Refusal> {
    check_placeholders(field, text)?;
    let local = ["http://localhost", "http://127.0.0.1", "http://[::1]"];
    let is_local = local.iter().any(|start| {
        text.strip_prefix(start).is_some_and(|rest| matches!(rest.chars().next(), None | Some(':' | '/')))
    });
    hold(text.starts_with("https://") || text.starts_with('{') || is_local, || {
        refusal(
            field,
            format!("{text:?} is no safe address"),
            "Addresses begin with https://, or with http://localhost on this machine.",
        )
    })
}

fn check_placeholders(field: &'static str, text: &str) -> Result<(), Refusal> {
    let is_well = placeholders(text).is_some_and(|names| names.into_iter().all(is_variable));
    hold(is_well && !text.trim().is_empty(), || {
        refusal(
            field,
            format!("{text:?} is empty or has braces around what is no variable"),
            "Write variables like {AWS_REGION}.",
        )
    })
}

fn is_name(text: &str) -> bool {
    let is_plain = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit();
    text.starts_with(is_plain) && text.chars().all(|character| is_plain(character) || ".-_".contains(character))
}

fn is_variable(text: &str) -> bool {
    text.starts_with(|character: char| character.is_ascii_uppercase())
        && text
            .chars()
            .all(|character| character.is_ascii_uppercase() || character.is_ascii_digit() || character == '_')
}

fn is_resolution(text: &str) -> bool {
    text.strip_suffix(['p', 'k']).is_some_and(is_count)
}

fn is_pair(text: &str, sign: char) -> bool {
    text.split_once(sign).is_some_and(|(first, second)| is_count(first) && is_count(second))
}

fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    parts.next().is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase()))
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

fn is_count(text: &str) -> bool {
    text.parse::<u32>().is_ok_and(|count| count > 0) && !text.starts_with(['+', '0'])
}

fn is_within(value: f64, least: f64, most: f64) -> bool {
    (least..=most).contains(&value)
}
