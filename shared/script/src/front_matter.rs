//! YAML front matter, also when it is broken.

use lectern_lesson::{Finding, FrontMatter, Severity, Span};
use serde_json::{Map, Value};

use crate::pause;

/// The byte range of the front matter with its fences, and of the YAML inside, if `source` begins with one.
pub(crate) fn locate(source: &str) -> Option<(usize, std::ops::Range<usize>)> {
    let first_end = source.find('\n')?;
    if source[..first_end].trim_end() != "---" {
        return None;
    }
    let mut start = first_end + 1;
    for line in source[first_end + 1..].split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            let yaml = &source[first_end + 1..start];
            // A thematic break at the top of a page is no front matter.
            let looks_like_yaml = yaml.trim().is_empty() || yaml.lines().any(|line| key_and_value(line).is_some());
            return looks_like_yaml.then(|| (start + line.len(), first_end + 1..start));
        }
        start += line.len();
    }
    None
}

/// The front matter in `source[range]`. What YAML refuses is read line by line, with a finding.
pub(crate) fn parse(source: &str, range: std::ops::Range<usize>, findings: &mut Vec<Finding>) -> FrontMatter {
    let yaml = &source[range.clone()];
    let map = match serde_saphyr::from_str::<Value>(yaml) {
        Ok(Value::Object(map)) => map,
        Ok(Value::Null) => Map::new(),
        Ok(_) => line_by_line(yaml),
        Err(error) => {
            let line = error.location().map_or(1, |location| location.line());
            let before: usize = yaml.split_inclusive('\n').take(line.saturating_sub(1) as usize).map(str::len).sum();
            let start = range.start + before.min(yaml.len());
            let end = source[start..].find('\n').map_or(source.len(), |length| start + length);
            let reason = error.to_string();
            let reason = reason.lines().next().unwrap_or("not YAML").to_owned();
            findings.push(
                Finding::new(
                    Severity::Warning,
                    "broken-front-matter",
                    format!("the front matter is not YAML: {reason}"),
                )
                .with_hint("put values that hold a colon or a quotation mark in quotation marks")
                .at(Span::locate(source, start, end)),
            );
            line_by_line(yaml)
        }
    };
    let mut matter = FrontMatter::default();
    for (key, value) in map {
        let field = match key.to_lowercase().as_str() {
            "title" => &mut matter.title,
            "subject" | "category" => &mut matter.subject,
            "audience" | "level" | "grade" => &mut matter.audience,
            "language" | "lang" => &mut matter.language,
            "credit" | "author" | "source" | "credits" => &mut matter.credit,
            "license" | "licence" => &mut matter.license,
            _ => {
                matter.other.insert(key, value);
                continue;
            }
        };
        if field.is_none() {
            // Nothing of it is narrated as written: there is no word for a pause to follow.
            *field = plain(&value).map(|text| pause::without(&text)).filter(|text| !text.is_empty());
        }
    }
    matter
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Array(values) => Some(values.iter().filter_map(plain).collect::<Vec<_>>().join(", ")),
        Value::Null | Value::Object(_) => None,
    }
}

fn key_and_value(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let is_key =
        !key.is_empty() && key.chars().all(|character| character.is_alphanumeric() || matches!(character, '_' | '-'));
    is_key.then(|| (key, value.trim()))
}

fn line_by_line(yaml: &str) -> Map<String, Value> {
    yaml.lines()
        .filter_map(key_and_value)
        .map(|(key, value)| (key.to_owned(), Value::String(value.trim_matches(['"', '\'']).to_owned())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{locate, parse};

    #[test]
    fn broken_yaml_is_read_line_by_line_with_its_place() {
        let source = "---\nlang: en\ntitle: \"Rain: a \"cycle\"\ngrade: 8\n---\nText.";
        let (_, range) = locate(source).unwrap();
        let mut findings = Vec::new();
        let matter = parse(source, range, &mut findings);
        assert_eq!(matter.language.as_deref(), Some("en"));
        assert_eq!(matter.audience.as_deref(), Some("8"));
        assert!(matter.title.unwrap().starts_with("Rain"));
        assert_eq!(findings[0].rule, "broken-front-matter");
        assert!(findings[0].place.span.unwrap().line >= 3);
    }

    #[test]
    fn a_rule_at_the_top_is_no_front_matter() {
        assert!(locate("---\n\nSome text here.\n\n---\n").is_none());
        assert!(locate("---\ntitle: Rain\nText without an end").is_none());
    }
}
