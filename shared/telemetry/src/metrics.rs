//! CloudWatch embedded metric format: a JSON line that is both a log record and a measurement.
//! (Specification: Amazon CloudWatch User Guide, "Specification: Embedded metric format".)

use std::io::{self, Write};

use serde_json::{Map, Value, json};

/// Namespace of all of Lectern's metrics.
pub const NAMESPACE: &str = "Lectern";

/// A measurement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// Its name, as dashboards and alarms know it.
    pub name: &'static str,
    /// Its unit.
    pub unit: Unit,
    /// Its value.
    pub value: f64,
}

impl Figure {
    /// A number of things.
    pub fn count(name: &'static str, value: f64) -> Self {
        Self { name, unit: Unit::Count, value }
    }

    /// A time in seconds.
    pub fn secs(name: &'static str, value: f64) -> Self {
        Self { name, unit: Unit::Seconds, value }
    }

    /// US dollars.
    pub fn usd(name: &'static str, value: f64) -> Self {
        Self { name, unit: Unit::None, value }
    }
}

/// Unit of a measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A number of things.
    Count,
    /// Seconds.
    Seconds,
    /// Anything else, such as dollars.
    None,
}

/// The line that reports `figures` at `unix_millis`, for the `environment` (dev, staging, production) as a whole and, where given,
/// for a `step`. Properties are searchable in the log but are no dimensions: an id is one, since each value of a dimension
/// costs as a metric of its own.
pub fn embedded(
    unix_millis: u64,
    environment: &str,
    step: Option<&str>,
    figures: &[Figure],
    properties: &[(&str, &str)],
) -> Value {
    let names: Vec<Value> = figures
        .iter()
        .map(|figure| {
            let unit = match figure.unit {
                Unit::Count => "Count",
                Unit::Seconds => "Seconds",
                Unit::None => "None",
            };
            json!({ "Name": figure.name, "Unit": unit })
        })
        .collect();
    let mut dimensions = vec!["Environment"];
    dimensions.extend(step.map(|_| "Step"));
    let mut line = Map::new();
    line.insert(
        "_aws".to_owned(),
        json!({
            "Timestamp": unix_millis,
            "CloudWatchMetrics": [{ "Namespace": NAMESPACE, "Dimensions": [dimensions], "Metrics": names }],
        }),
    );
    line.insert("Environment".to_owned(), environment.into());
    if let Some(step) = step {
        line.insert("Step".to_owned(), step.into());
    }
    for (name, value) in properties {
        line.insert((*name).to_owned(), (*value).into());
    }
    for figure in figures {
        line.insert(figure.name.to_owned(), figure.value.into());
    }
    Value::Object(line)
}

/// Writes a line of [`embedded`] to standard output.
pub fn emit(line: &Value) {
    // Nobody to tell if standard output is gone.
    let _ = writeln!(io::stdout().lock(), "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_and_dimension_is_declared_and_given() {
        let figures = [
            Figure { name: "StepSecs", unit: Unit::Seconds, value: 2.5 },
            Figure { name: "CostUsd", unit: Unit::None, value: 0.25 },
        ];
        let line = embedded(1_000, "dev", Some("plan"), &figures, &[("generation", "gen_1")]);
        let declared = &line["_aws"]["CloudWatchMetrics"][0];
        for dimension in declared["Dimensions"][0].as_array().expect("dimensions") {
            assert!(line[dimension.as_str().expect("a name")].is_string(), "{line}");
        }
        for (metric, figure) in declared["Metrics"].as_array().expect("metrics").iter().zip(&figures) {
            assert_eq!(line[metric["Name"].as_str().expect("a name")], figure.value);
        }
        assert_eq!(line["generation"], "gen_1");
    }
}
