//! The OpenAPI 3.1 file, made from the table of operations and the types that the handlers read and write.

use serde_json::{Value, json};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, HeaderBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder,
    PathsBuilder, Ref, Required, ResponseBuilder, Schema,
    extensions::Extensions,
    path::{OperationBuilder, ParameterBuilder, ParameterIn, PathItem},
    request_body::RequestBodyBuilder,
    schema::{ObjectBuilder, SchemaType},
    security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
};

use crate::{
    links::links,
    operations::{Access, OPERATIONS, Operation, Trait},
    problem::Code,
    schemas::{SCHEMAS, parameter_schema},
};

/// Name of the security scheme.
const TOKEN: &str = "token";

/// The OpenAPI file.
pub fn openapi() -> OpenApi {
    let license = LicenseBuilder::new().name("Apache-2.0").identifier(Some("Apache-2.0")).build();
    let info = InfoBuilder::new()
        .title("Lectern")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(introduction()))
        .license(Some(license))
        .build();
    let mut components = ComponentsBuilder::new()
        .security_scheme(
            TOKEN,
            SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build()),
        )
        .build();
    for (name, schema) in SCHEMAS.iter() {
        components.schemas.insert(name.clone(), any(schema.clone()).into());
    }
    let paths = OPERATIONS.iter().filter(|operation| !operation.is(Trait::Socket)).fold(
        PathsBuilder::new(),
        |paths, operation| {
            let method = method(operation.method);
            paths.path(operation.path, PathItem::new(method, describe(operation)))
        },
    );
    OpenApiBuilder::new().info(info).paths(paths.build()).components(Some(components)).build()
}

fn introduction() -> String {
    let rows: String = Code::ALL
        .iter()
        .map(|code| format!("| {} | `{}` | {} |\n", code.status().as_u16(), code.name(), code.title()))
        .collect();
    format!("{INTRODUCTION}\n| status | `code` | meaning |\n|---|---|---|\n{rows}")
}

const INTRODUCTION: &str = "\
Lesson scripts go in, narrated films come out.

**Follow a generation** over the WebSocket at `/ws/projects/{projectId}` (its address is in `links.events`): the four events \
of every generation of the project, in order, each once. `?after=` and the `sequence` of the last event that was seen replays \
what was missed. A browser, which can set no header there, hands its token over as `?access_token=`.

**Repeat a creation** that may not have arrived with the same `Idempotency-Key` within a day: it creates nothing twice.

**Change what you have read:** send the `ETag` of what was read as `If-Match`.

**Limits:** a script has at most 1 MiB (of which 64 KiB are planned while a request waits), a storyboard 4 MiB, a picture 20 MiB and 64 million pixels, any other body 16 KiB. \
Requests are counted per user and minute; `RateLimit-*` headers tell how many are left.

**Problems** are `application/problem+json` (RFC 9457). Branch on `code`:
";

fn method(name: &str) -> utoipa::openapi::HttpMethod {
    use utoipa::openapi::HttpMethod;
    match name {
        "GET" => HttpMethod::Get,
        "POST" => HttpMethod::Post,
        "PUT" => HttpMethod::Put,
        "PATCH" => HttpMethod::Patch,
        "DELETE" => HttpMethod::Delete,
        other => unreachable!("no operation has the method {other}"),
    }
}

fn describe(operation: &Operation) -> utoipa::openapi::path::Operation {
    let mut described = OperationBuilder::new()
        .operation_id(Some(operation.id))
        .tag(operation.tag)
        .summary(Some(operation.summary))
        .securities(Some(securities(operation.access)));
    for name in path_parameters(operation.path) {
        described = described.parameter(parameter(name, ParameterIn::Path, true));
    }
    for name in operation.query {
        described = described.parameter(parameter(name, ParameterIn::Query, *name == "name"));
    }
    for (it, header) in [
        (Trait::Creates, "Idempotency-Key"),
        (Trait::Versioned, "If-None-Match"),
        (Trait::NeedsVersion, "If-Match"),
        (Trait::TakesVersion, "If-Match"),
    ] {
        if operation.is(it) {
            described = described.parameter(parameter(header, ParameterIn::Header, it == Trait::NeedsVersion));
        }
    }
    if let Some(schema) = operation.takes {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(schema))).build();
        let body = RequestBodyBuilder::new().content("application/json", content).required(Some(Required::True));
        described = described.request_body(Some(body.build()));
    }
    described = described.response(operation.status.to_string(), success(operation));
    if operation.is(Trait::Versioned) {
        let response = ResponseBuilder::new().description("What the caller has is still what there is.");
        described = described.response("304", with_headers(response, operation).build());
    }
    for status in problems(operation) {
        described = described.response(status.to_string(), problem(status));
    }
    described.build()
}

fn securities(access: Access) -> Vec<SecurityRequirement> {
    match access {
        Access::Public => vec![],
        Access::Anyone => vec![SecurityRequirement::new(TOKEN, [] as [&str; 0])],
        // OpenAPI 3.1 lets a bearer scheme list the roles that are needed.
        Access::Needs(permission) => vec![SecurityRequirement::new(TOKEN, [permission.name()])],
    }
}

fn success(operation: &Operation) -> utoipa::openapi::Response {
    let mut response = ResponseBuilder::new().description(match operation.status {
        201 => "It is created.",
        202 => "It is accepted, and will be made.",
        204 => "It is done.",
        _ => "As asked.",
    });
    if let Some(schema) = operation.gives {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(schema))).build();
        response = response.content("application/json", content);
    }
    for (name, link) in links(operation.id) {
        response = response.link(name, link);
    }
    with_headers(response, operation).build()
}

fn with_headers(mut response: ResponseBuilder, operation: &Operation) -> ResponseBuilder {
    let header = |description: &str, schema: Value| {
        HeaderBuilder::new().schema(Some(any(schema))).description(Some(description)).build()
    };
    if operation.access != Access::Public {
        let number = || json!({ "type": "integer", "minimum": 0 });
        response = response
            .header("RateLimit-Limit", header("Requests a minute allows.", number()))
            .header("RateLimit-Remaining", header("Requests left in this minute.", number()))
            .header("RateLimit-Reset", header("Seconds until the next minute.", number()));
    }
    if operation.is(Trait::Versioned) || operation.is(Trait::NeedsVersion) {
        response = response.header("ETag", header("Its version.", json!({ "type": "string" })));
    }
    if operation.is(Trait::Creates) {
        response = response.header("Location", header("Its address.", json!({ "type": "string" })));
    }
    response
}

/// The statuses of the problems that an operation can answer with.
fn problems(operation: &Operation) -> Vec<u16> {
    let takes_body = operation.takes.is_some();
    let is_private = operation.access != Access::Public;
    let needs_version = operation.is(Trait::NeedsVersion);
    let takes_version = needs_version || operation.is(Trait::TakesVersion);
    let has_input = takes_body || takes_version || !operation.query.is_empty() || operation.is(Trait::Creates);
    [
        (400, has_input || operation.is(Trait::Versioned)),
        (401, is_private),
        (403, matches!(operation.access, Access::Needs(_))),
        (404, operation.path.contains('{') || operation.is(Trait::Refers)),
        (409, operation.is(Trait::Conflicts)),
        (412, takes_version),
        (413, takes_body),
        (415, takes_body),
        (422, takes_body),
        (428, needs_version),
        (429, is_private),
        (500, true),
        (503, true),
    ]
    .into_iter()
    .filter_map(|(status, is_possible)| is_possible.then_some(status))
    .collect()
}

fn problem(status: u16) -> utoipa::openapi::Response {
    let codes = Code::ALL.iter().filter(|code| code.status().as_u16() == status);
    let meanings: Vec<String> = codes.map(|code| format!("`{}`: {}", code.name(), code.title())).collect();
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let mut response =
        ResponseBuilder::new().description(meanings.join(" ")).content("application/problem+json", content);
    if matches!(status, 429 | 503) {
        let schema = any(json!({ "type": "integer", "minimum": 0 }));
        let header = HeaderBuilder::new().schema(Some(schema)).description(Some("Seconds to wait.")).build();
        response = response.header("Retry-After", header);
    }
    response.build()
}

fn path_parameters(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

fn parameter(name: &str, place: ParameterIn, is_required: bool) -> utoipa::openapi::path::Parameter {
    let (description, schema) = parameter_schema(name);
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(if is_required { Required::True } else { Required::False })
        .description(Some(description))
        .schema(Some(any(schema)))
        .build()
}

/// A schema written as JSON. The typed schemas of utoipa do not know all of JSON Schema; what they do not know, they write
/// as it is.
fn any(schema: Value) -> Schema {
    let Value::Object(keywords) = schema else {
        return Schema::Object(ObjectBuilder::new().schema_type(SchemaType::AnyValue).build());
    };
    let keywords: Extensions = keywords.into_iter().collect();
    Schema::Object(ObjectBuilder::new().schema_type(SchemaType::AnyValue).extensions(Some(keywords)).build())
}
