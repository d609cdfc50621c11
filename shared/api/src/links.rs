//! Where a response leads, for clients and tools that follow the OpenAPI file's links.

use serde_json::{Value, json};
use utoipa::openapi::link::{Link, LinkBuilder};

/// A way from one operation's success to others.
struct Way {
    from: &'static str,
    to: &'static [&'static str],
    /// Parameters and where their values are found (OpenAPI runtime expressions).
    parameters: &'static [(&'static str, &'static str)],
}

const PROJECT: (&str, &str) = ("projectId", "$response.body#/id");
const SAME_PROJECT: (&str, &str) = ("projectId", "$request.path.projectId");
const VERSION: (&str, &str) = ("header.If-Match", "$response.header.ETag");

const WAYS: &[Way] = &[
    Way {
        from: "createProject",
        to: &[
            "readProject",
            "deleteProject",
            "announceAsset",
            "createWebhook",
            "listWebhooks",
            "listProjectGenerations",
        ],
        parameters: &[PROJECT],
    },
    Way {
        from: "createProject",
        to: &["changeProject", "writeScript", "writeStoryboard"],
        parameters: &[PROJECT, VERSION],
    },
    Way {
        from: "writeScript",
        to: &["readScript", "lintScript", "readStoryboard", "lintStoryboard"],
        parameters: &[PROJECT],
    },
    Way {
        from: "writeStoryboard",
        to: &["readStoryboard", "lintStoryboard", "deleteStoryboard"],
        parameters: &[PROJECT],
    },
    Way {
        from: "announceAsset",
        to: &["completeAsset"],
        parameters: &[SAME_PROJECT, ("uploadId", "$response.body#/uploadId")],
    },
    Way {
        from: "createWebhook",
        to: &["readWebhook", "changeWebhook", "deleteWebhook"],
        parameters: &[SAME_PROJECT, ("webhookId", "$response.body#/id")],
    },
    Way {
        from: "generateVideo",
        to: &["readGeneration", "cancelGeneration", "listDownloads"],
        parameters: &[("generationId", "$response.body#/id")],
    },
];

/// The links of an operation's success, by name.
pub(crate) fn links(operation: &str) -> Vec<(&'static str, Link)> {
    let mut links: Vec<(&str, Link)> = WAYS
        .iter()
        .filter(|way| way.from == operation)
        .flat_map(|way| way.to.iter().map(|to| (*to, link(to, way.parameters))))
        .collect();
    if matches!(operation, "writeScript" | "writeStoryboard") {
        let body = json!({ "projectId": PROJECT.1 });
        let link = LinkBuilder::new().operation_id("generateVideo").request_body(Some(body)).build();
        links.push(("generateVideo", link));
    }
    links
}

fn link(to: &str, parameters: &[(&str, &str)]) -> Link {
    parameters
        .iter()
        .fold(LinkBuilder::new().operation_id(to), |link, (name, place)| link.parameter(*name, Value::from(*place)))
        .build()
}
