//! What Serde reads and the API's description does not know, which therefore must not work: arrays in place of objects,
//! since Serde reads a structure from a list of its fields' values as well, and positions that no text has.

use serde_json::Value;

use crate::{problem::Fault, schemas::SCHEMAS};

/// The first such fault of a body that Serde could read; `schema` is the name of the body's schema.
pub(crate) fn fault(body: &Value, schema: &str) -> Option<Fault> {
    find(body, SCHEMAS.get(schema)?, String::new())
}

fn find(value: &Value, schema: &Value, place: String) -> Option<Fault> {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        return find(value, SCHEMAS.get(name)?, place);
    }
    for choices in ["anyOf", "oneOf"].iter().filter_map(|keyword| schema[keyword].as_array()) {
        // Serde reads the number of a variant in place of its tag as well.
        if value.is_object() && !choices.iter().any(|choice| could_mean(value, choice)) {
            return Some(Fault {
                place,
                detail: "must be tagged with one of the names that the description lists".to_owned(),
            });
        }
        // Among choices the value is right when it is for one of those that it could mean.
        let mut faults =
            choices.iter().filter(|choice| could_mean(value, choice)).map(|it| find(value, it, place.clone()));
        let first = faults.next().flatten();
        if first.is_some() && faults.all(|fault| fault.is_some()) {
            return first;
        }
    }
    match value {
        Value::Array(_) if says(schema, "object") => {
            Some(Fault { place, detail: "must be an object, not an array".to_owned() })
        }
        Value::Number(number) if says(schema, "integer") => {
            let max = schema["maximum"].as_u64()?;
            let is_larger = number.as_f64().is_some_and(|value| value > max as f64);
            is_larger.then(|| Fault { place, detail: format!("must be at most {max}") })
        }
        Value::Array(items) => {
            let of_items = schema.get("items")?;
            items.iter().enumerate().find_map(|(index, item)| find(item, of_items, format!("{place}/{index}")))
        }
        Value::Object(fields) => fields.iter().find_map(|(name, field)| {
            let key = name.replace('~', "~0").replace('/', "~1");
            find(field, schema["properties"].get(name)?, format!("{place}/{key}"))
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// Whether a choice is not ruled out by what it says of the tag of objects, or of null.
fn could_mean(value: &Value, choice: &Value) -> bool {
    let is_tagged_otherwise = value.as_object().is_some_and(|fields| {
        fields.iter().any(|(name, field)| choice["properties"][name].get("const").is_some_and(|tag| tag != field))
    });
    choice["type"] != "null" && !is_tagged_otherwise
}

fn says(schema: &Value, kind: &str) -> bool {
    match &schema["type"] {
        Value::String(only) => only == kind,
        Value::Array(kinds) => kinds.iter().any(|it| it == kind),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::fault;

    #[test]
    fn what_the_description_does_not_know_is_found_at_any_depth() {
        let chart = |series| {
            let visual = json!({ "kind": "chart", "chart": "bar", "categories": ["a"], "series": [series] });
            json!({ "scenes": [{ "id": "s", "visual": visual, "cues": [{ "word": 0, "action": "show" }] }] })
        };
        let cases = [
            ("ProjectChange", json!([null, null]), Some("")),
            ("ProjectChange", json!({ "title": "Rain" }), None),
            ("ProjectChange", json!({ "settings": ["night-sky"] }), Some("/settings")),
            (
                "NewGeneration",
                json!({ "projectId": "prj_1", "settings": { "format": [1920, 1080, 30] } }),
                Some("/settings/format"),
            ),
            ("Storyboard", chart(json!({ "name": "n", "values": [1] })), None),
            ("Storyboard", chart(json!(["n", [1]])), Some("/scenes/0/visual/series/0")),
            ("Storyboard", json!({ "format": [1, 2, 3] }), Some("/format")),
            ("Storyboard", json!({ "credits": ["a"] }), None),
            ("Storyboard", json!({ "scenes": [{ "cues": [{ "word": 4_294_967_295_u64 }] }] }), None),
            (
                "Storyboard",
                json!({ "scenes": [{ "cues": [{ "word": 4_294_967_296_u64 }] }] }),
                Some("/scenes/0/cues/0/word"),
            ),
        ];
        for (schema, body, place) in cases {
            assert_eq!(fault(&body, schema).map(|fault| fault.place).as_deref(), place, "{body}");
        }
    }
}
