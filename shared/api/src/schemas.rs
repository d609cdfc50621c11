//! The schemas of the OpenAPI file, from the types that the handlers read and write.

use std::sync::LazyLock;

use lectern_drawing::Style;
use lectern_lesson::{Asset, LEXICON_ENTRY_MAX, LEXICON_MAX, LoggedEvent, Settings, Storyboard};
use lectern_speech::voices;
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use crate::{
    assets::{AssetUpload, NewAsset},
    choices::{Styles, Voices},
    downloads::Downloads,
    generations::{GenerationView, NewGeneration},
    health::Health,
    idempotency::KEY_PATTERN,
    ids::ULID_PATTERN,
    limits::{FPS, LENGTH_SECS, NAME_MAX, PACE, SCENES_MAX, SIZES},
    names::NAME_PATTERN,
    pagination::{PAGE_DEFAULT, PAGE_MAX},
    planning::LintReport,
    problem::ProblemBody,
    projects::{NewProject, ProjectChange, ProjectView},
    script::{NewScript, Script},
    webhooks::{CreatedWebhook, NewWebhook, WebhookView, Webhooks},
};

/// All schemas by name.
pub(crate) static SCHEMAS: LazyLock<Map<String, Value>> = LazyLock::new(schemas);

fn schemas() -> Map<String, Value> {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut generator = settings.into_generator();
    macro_rules! register {
        ($($kind:ty),* $(,)?) => { $(generator.subschema_for::<$kind>();)* };
    }
    register!(
        Asset,
        AssetUpload,
        CreatedWebhook<'_>,
        Downloads,
        GenerationView<'_>,
        Health,
        LintReport,
        LoggedEvent,
        NewAsset,
        NewGeneration,
        NewProject,
        NewScript,
        NewWebhook,
        ProblemBody<'_>,
        ProjectChange,
        ProjectView<'_>,
        Script<'_>,
        Settings,
        Storyboard,
        Styles,
        Voices,
        WebhookView<'_>,
        Webhooks<'_>,
    );
    let mut schemas = take(generator);
    restrict_settings(&mut schemas);
    for name in ["Project", "Generation"] {
        schemas.insert(format!("{name}Page"), page_of(name));
    }
    schemas.insert("Description".to_owned(), json!({ "type": "object", "description": "An OpenAPI 3.1 file." }));
    schemas
}

fn take(mut generator: SchemaGenerator) -> Map<String, Value> {
    let mut schemas = generator.take_definitions(true);
    schemas.values_mut().for_each(bound_integers);
    schemas
}

/// States the bounds of integers, where the type alone does.
fn bound_integers(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(bound_integers),
        Value::Object(keywords) => {
            let max = match keywords.get("format").and_then(Value::as_str) {
                Some("uint8") => Some(u64::from(u8::MAX)),
                Some("uint32") => Some(u64::from(u32::MAX)),
                // Indices and positions in texts: `shape` refuses larger ones.
                Some("uint") => Some(u64::from(u32::MAX)),
                Some("uint64") => Some(u64::MAX),
                _ => None,
            };
            if let Some(max) = max {
                keywords.remove("format");
                keywords.entry("maximum").or_insert(max.into());
            }
            keywords.values_mut().for_each(bound_integers);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The settings' types are wider than what can be had.
fn restrict_settings(schemas: &mut Map<String, Value>) {
    let styles = Style::names();
    let voices: Vec<&str> = voices().iter().map(|voice| voice.name).collect();
    let sizes: Vec<Value> = SIZES
        .iter()
        .map(|(width, height)| json!({ "properties": { "width": { "const": width }, "height": { "const": height } } }))
        .collect();
    // A storyboard's format is not restricted: one that cannot be drawn is the linter's to find.
    let format = json!({
        "type": "object",
        "description": "Size and frame rate of a film.",
        "properties": {
            "width": { "type": "integer" },
            "height": { "type": "integer" },
            "fps": { "type": "integer", "minimum": FPS.start(), "maximum": FPS.end() },
        },
        "required": ["width", "height", "fps"],
        "additionalProperties": false,
        "oneOf": sizes,
    });
    schemas.insert("FilmFormat".to_owned(), format);
    schemas["Storyboard"]["properties"]["scenes"]["maxItems"] = SCENES_MAX.into();
    for (name, is_change) in [("Settings", false), ("SettingsChange", true)] {
        let Some(properties) = schemas.get_mut(name).and_then(|schema| schema.get_mut("properties")) else {
            unreachable!("{name} is a structure, and registered");
        };
        let mut narrow = |property: &str, schema: Value| {
            let description = properties[property]["description"].clone();
            // What is not given may be given as null, as in all of the API.
            properties[property] = if is_change || matches!(property, "lengthSecs" | "pace" | "style" | "voice") {
                json!({ "anyOf": [schema, { "type": "null" }], "description": description })
            } else {
                let mut schema = schema;
                if schema.get("$ref").is_none() {
                    schema["description"] = description;
                }
                schema
            };
        };
        narrow("style", json!({ "type": "string", "enum": styles }));
        narrow("voice", json!({ "type": "string", "enum": voices }));
        narrow("pace", json!({ "type": "number", "minimum": PACE.start(), "maximum": PACE.end() }));
        narrow("format", json!({ "$ref": "#/components/schemas/FilmFormat" }));
        let entry = json!({ "type": "string", "maxLength": LEXICON_ENTRY_MAX });
        let lexicon = json!({
            "type": "object",
            "maxProperties": LEXICON_MAX,
            "propertyNames": { "maxLength": LEXICON_ENTRY_MAX },
            "additionalProperties": entry,
        });
        narrow("lexicon", lexicon);
        let length = json!({ "type": "number", "minimum": LENGTH_SECS.start(), "maximum": LENGTH_SECS.end() });
        narrow("lengthSecs", length);
    }
}

fn page_of(name: &str) -> Value {
    json!({
        "type": "object",
        "description": "Part of a list.",
        "properties": {
            "items": { "type": "array", "items": { "$ref": format!("#/components/schemas/{name}") } },
            "nextCursor": parameter_schema("cursor").1,
        },
        "required": ["items"],
    })
}

/// Description and schema of a parameter.
pub(crate) fn parameter_schema(name: &str) -> (&'static str, Value) {
    let id = |prefix: &str| json!({ "type": "string", "pattern": format!("^{prefix}{ULID_PATTERN}$") });
    // RFC 9110 says what they look like; tools know it from there, and not all read it from a pattern.
    let tags = || json!({ "type": "string", "example": "*" });
    match name {
        "projectId" => ("The project.", id("prj_")),
        "generationId" => ("The generation.", id("gen_")),
        "uploadId" => ("The upload.", id("upl_")),
        "webhookId" => ("The webhook.", id("whk_")),
        "limit" => (
            "Most items of a page.",
            json!({ "type": "integer", "minimum": 1, "maximum": PAGE_MAX, "default": PAGE_DEFAULT }),
        ),
        "cursor" => (
            "Where the page begins: the `nextCursor` of the page before.",
            json!({ "type": "string", "pattern": format!("^{ULID_PATTERN}$") }),
        ),
        "name" => (
            "Name of the picture.",
            json!({ "type": "string", "minLength": 1, "maxLength": NAME_MAX, "pattern": NAME_PATTERN }),
        ),
        "Idempotency-Key" => (
            "Names the request: the same request with the same key within a day creates nothing twice.",
            json!({ "type": "string", "pattern": KEY_PATTERN }),
        ),
        "If-Match" => ("The ETag of what the caller has read; `*` for whatever there is.", tags()),
        "If-None-Match" => ("The ETag of what the caller has: it is not sent again.", tags()),
        other => unreachable!("no operation has a parameter {other}"),
    }
}
