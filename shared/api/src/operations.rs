//! Every operation of the API: its address, who may call it, what it takes and gives.
//!
//! One table, from which the guard takes permissions and the OpenAPI file everything.

use crate::auth::Permission;

/// Who may call an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Public,
    /// Whoever has a valid token.
    Anyone,
    /// Whoever has this permission; what they see is their own.
    Needs(Permission),
}

/// What goes for an operation beside the usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trait {
    /// Creates something: takes `Idempotency-Key`, answers with `Location`.
    Creates,
    /// Answers with an `ETag` and heeds `If-None-Match`.
    Versioned,
    /// Changes what the caller has read: needs `If-Match`.
    NeedsVersion,
    /// Heeds `If-Match`.
    TakesVersion,
    /// The state of things may forbid it: 409.
    Conflicts,
    /// The body names something that may not be there: 404.
    Refers,
    /// A WebSocket, which OpenAPI has no words for: described in the introduction.
    Socket,
}

/// An operation.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// HTTP method.
    pub method: &'static str,
    /// Address, with parameters in braces.
    pub path: &'static str,
    /// Stable id, for generated clients.
    pub id: &'static str,
    /// What it belongs to.
    pub tag: &'static str,
    /// What it does, in a line.
    pub summary: &'static str,
    /// Who may call it.
    pub access: Access,
    /// Names of its query parameters.
    pub query: &'static [&'static str],
    /// Schema of the JSON that it takes.
    pub takes: Option<&'static str>,
    /// Status of success.
    pub status: u16,
    /// Schema of the JSON that it gives.
    pub gives: Option<&'static str>,
    /// What else goes for it.
    pub traits: &'static [Trait],
}

impl Operation {
    /// The operation of a method at an address.
    pub fn at(method: &str, path: &str) -> Option<&'static Self> {
        OPERATIONS.iter().find(|operation| operation.path == path && operation.method == method)
    }

    /// Whether something goes for it.
    pub fn is(&self, it: Trait) -> bool {
        self.traits.contains(&it)
    }

    const fn takes(mut self, schema: &'static str) -> Self {
        self.takes = Some(schema);
        self
    }

    const fn gives(mut self, status: u16, schema: &'static str) -> Self {
        (self.status, self.gives) = (status, Some(schema));
        self
    }

    const fn query(mut self, names: &'static [&'static str]) -> Self {
        self.query = names;
        self
    }

    const fn with(mut self, traits: &'static [Trait]) -> Self {
        self.traits = traits;
        self
    }
}

const fn operation(
    method: &'static str,
    path: &'static str,
    id: &'static str,
    tag: &'static str,
    summary: &'static str,
    access: Access,
) -> Operation {
    Operation { method, path, id, tag, summary, access, query: &[], takes: None, status: 204, gives: None, traits: &[] }
}

const SEE: Access = Access::Needs(Permission::ProjectsRead);
const EDIT: Access = Access::Needs(Permission::ProjectsWrite);
const FOLLOW: Access = Access::Needs(Permission::GenerationsRead);
const MAKE: Access = Access::Needs(Permission::GenerationsCreate);
const STOP: Access = Access::Needs(Permission::GenerationsCancel);
const SEE_WEBHOOKS: Access = Access::Needs(Permission::WebhooksRead);
const EDIT_WEBHOOKS: Access = Access::Needs(Permission::WebhooksWrite);

const PROJECTS: &str = "/projects";
const PROJECT: &str = "/projects/{projectId}";
const SCRIPT: &str = "/projects/{projectId}/script";
const STORYBOARD: &str = "/projects/{projectId}/storyboard";
const ASSETS: &str = "/projects/{projectId}/assets";
const WEBHOOKS: &str = "/projects/{projectId}/webhooks";
const WEBHOOK: &str = "/projects/{projectId}/webhooks/{webhookId}";
const GENERATION: &str = "/generations/{generationId}";
const PAGE: &[&str] = &["limit", "cursor"];

/// All operations.
#[rustfmt::skip]
pub const OPERATIONS: &[Operation] = &[
    operation("GET", "/health", "health", "service", "Tells that the service runs", Access::Public).gives(200, "Health"),
    operation("GET", "/health/ready", "ready", "service", "Tells whether the service can work", Access::Public)
        .gives(200, "Health"),
    operation("GET", "/openapi.json", "describe", "service", "This description", Access::Public).gives(200, "Description"),
    operation("GET", "/styles", "listStyles", "choices", "Lists the styles of films", Access::Anyone).gives(200, "Styles"),
    operation("GET", "/voices", "listVoices", "choices", "Lists the voices", Access::Anyone).gives(200, "Voices"),

    operation("POST", PROJECTS, "createProject", "projects", "Creates a project", EDIT)
        .takes("NewProject").gives(201, "Project").with(&[Trait::Creates]),
    operation("GET", PROJECTS, "listProjects", "projects", "Lists projects, the newest first", SEE)
        .query(PAGE).gives(200, "ProjectPage"),
    operation("GET", PROJECT, "readProject", "projects", "Reads a project", SEE)
        .gives(200, "Project").with(&[Trait::Versioned]),
    operation("PATCH", PROJECT, "changeProject", "projects", "Changes title or settings of a project", EDIT)
        .takes("ProjectChange").gives(200, "Project").with(&[Trait::NeedsVersion]),
    operation("DELETE", PROJECT, "deleteProject", "projects", "Deletes a project with its films", EDIT)
        .with(&[Trait::TakesVersion, Trait::Conflicts]),

    operation("GET", SCRIPT, "readScript", "scripts", "Reads the script of a project", SEE)
        .gives(200, "Script").with(&[Trait::Versioned]),
    operation("PUT", SCRIPT, "writeScript", "scripts", "Writes the script of a project", EDIT)
        .takes("NewScript").gives(200, "Project").with(&[Trait::NeedsVersion]),
    operation("POST", "/projects/{projectId}/script/lint", "lintScript", "scripts", "Checks the script of a project", SEE)
        .gives(200, "LintReport").with(&[Trait::Conflicts]),

    operation("GET", STORYBOARD, "readStoryboard", "storyboards",
        "Reads the storyboard of a project, or plans it from the script when none was written", SEE)
        .gives(200, "Storyboard").with(&[Trait::Versioned, Trait::Conflicts]),
    operation("PUT", STORYBOARD, "writeStoryboard", "storyboards",
        "Writes the storyboard of a project; from now on films are made from it", EDIT)
        .takes("Storyboard").gives(200, "Project").with(&[Trait::NeedsVersion]),
    operation("DELETE", STORYBOARD, "deleteStoryboard", "storyboards",
        "Deletes the storyboard of a project; from now on films are made from the script", EDIT)
        .with(&[Trait::TakesVersion]),
    operation("POST", "/projects/{projectId}/storyboard/lint", "lintStoryboard", "storyboards",
        "Checks the storyboard of a project, written or planned", SEE)
        .gives(200, "LintReport").with(&[Trait::Conflicts]),

    operation("POST", ASSETS, "announceAsset", "assets", "Announces a picture and gets an address to put it at", EDIT)
        .takes("NewAsset").gives(201, "AssetUpload").with(&[Trait::Creates, Trait::Conflicts]),
    operation("DELETE", ASSETS, "deleteAsset", "assets", "Takes a picture out of a project", EDIT)
        .query(&["name"]).with(&[Trait::TakesVersion]),
    operation("POST", "/projects/{projectId}/assets/{uploadId}/complete", "completeAsset", "assets",
        "Checks an uploaded picture and adds it to the project", EDIT)
        .gives(200, "Asset").with(&[Trait::Conflicts]),

    operation("GET", WEBHOOKS, "listWebhooks", "webhooks", "Lists who is told of a project's events", SEE_WEBHOOKS)
        .gives(200, "Webhooks"),
    operation("POST", WEBHOOKS, "createWebhook", "webhooks",
        "Has an address told of a project's events; its secret is shown here only", EDIT_WEBHOOKS)
        .takes("NewWebhook").gives(201, "CreatedWebhook").with(&[Trait::Creates, Trait::Conflicts]),
    operation("GET", WEBHOOK, "readWebhook", "webhooks", "Reads a webhook", SEE_WEBHOOKS).gives(200, "Webhook"),
    operation("PUT", WEBHOOK, "changeWebhook", "webhooks", "Changes the address of a webhook", EDIT_WEBHOOKS)
        .takes("NewWebhook").gives(200, "Webhook"),
    operation("DELETE", WEBHOOK, "deleteWebhook", "webhooks", "Deletes a webhook", EDIT_WEBHOOKS),

    operation("POST", "/videos/generate", "generateVideo", "generations", "Has the film of a project made", MAKE)
        .takes("NewGeneration").gives(202, "Generation").with(&[Trait::Creates, Trait::Conflicts, Trait::Refers]),
    operation("GET", "/generations", "listGenerations", "generations", "Lists generations, the newest first", FOLLOW)
        .query(PAGE).gives(200, "GenerationPage"),
    operation("GET", "/projects/{projectId}/generations", "listProjectGenerations", "generations",
        "Lists the generations of a project, the newest first", FOLLOW)
        .query(PAGE).gives(200, "GenerationPage"),
    operation("GET", GENERATION, "readGeneration", "generations", "Reads a generation", FOLLOW)
        .gives(200, "Generation").with(&[Trait::Versioned]),
    operation("POST", "/generations/{generationId}/cancel", "cancelGeneration", "generations", "Stops a generation", STOP)
        .gives(200, "Generation").with(&[Trait::Conflicts]),
    operation("GET", "/generations/{generationId}/downloads", "listDownloads", "generations",
        "Gives signed addresses of the film and the files beside it", FOLLOW)
        .gives(200, "Downloads").with(&[Trait::Conflicts]),

    operation("GET", "/ws/projects/{projectId}", "followProject", "events", "Follows the events of a project", FOLLOW)
        .query(&["after"]).with(&[Trait::Socket]),
];
