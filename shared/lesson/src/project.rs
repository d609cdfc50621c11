use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Format, Lexicon};

/// A user's lesson: its script or storyboard, its pictures, and how its film is to be.
///
/// The item that a user edits. What has been made of it are [`Generation`](crate::Generation)s, each of which keeps a
/// copy of what it was made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Project {
    /// `prj_` and 26 characters that sort by time.
    pub id: String,
    /// The owner, as the sign-in service names them.
    pub user_id: String,
    /// 1 to [`PROJECT_TITLE_MAX`] characters.
    pub title: String,
    /// How the film is to be.
    pub settings: Settings,
    /// The script; `None` until one is written.
    pub script: Option<Document>,
    /// A storyboard written or edited by hand. While there is one, films are made from it and not from the script.
    pub storyboard: Option<Document>,
    /// The pictures that the script names, by name; at most [`ASSETS_MAX`].
    pub assets: Vec<Asset>,
    /// Who is told of events; at most [`WEBHOOKS_MAX`].
    pub webhooks: Vec<Webhook>,
    /// 1 when created, one more at each change. What `If-Match` compares.
    pub version: u64,
    /// Milliseconds since 1970.
    pub created_millis: u64,
    /// Milliseconds since 1970.
    pub updated_millis: u64,
}

/// Longest title of a project, in characters.
pub const PROJECT_TITLE_MAX: usize = 200;

/// Most pictures of a project.
pub const ASSETS_MAX: usize = 100;

/// Most webhooks of a project.
pub const WEBHOOKS_MAX: usize = 5;

/// How the film of a project is to be.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Settings {
    /// Name of the style; one that suits the script's subject and audience if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<String>,
    /// Name of the narrator's voice; the one for the script's language if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice: Option<String>,
    /// Speaking rate, 0.5 to 2; that for the script's audience if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pace: Option<f64>,
    /// How words are said: a spelling, or sounds in the International Phonetic Alphabet between slashes.
    #[serde(skip_serializing_if = "Lexicon::is_empty")]
    pub lexicon: Lexicon,
    /// Size and frame rate.
    pub format: Format,
    /// Length asked for, in seconds; the whole lesson if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length_secs: Option<f64>,
    /// Encode fast and coarse, for a first look.
    pub draft: bool,
    /// Also make a stream of the film: HLS in several sizes, with captions and thumbnails. `master.m3u8` is what players open.
    pub hls: bool,
}

/// A stored text: a script or a storyboard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// The file's name as the user calls it; its ending tells the script's dialect.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal: where it is stored.
    pub hash: String,
    /// Its size.
    pub bytes: u64,
}

/// A stored picture of a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Asset {
    /// The path by which the script names it.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal: where it is stored.
    pub hash: String,
    /// What it is, found by looking at it: `image/png`, `image/jpeg`, `image/webp` or `image/gif`.
    pub content_type: String,
    /// Its size.
    pub bytes: u64,
}

/// An address that is told of a project's events.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Webhook {
    /// `whk_` and 26 characters.
    pub id: String,
    /// Where events are posted.
    pub url: String,
    /// What they are signed with; shown once, when the webhook is created.
    pub secret: String,
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The secret, and an address, which may carry one, stay out of logs.
        formatter.debug_struct("Webhook").field("id", &self.id).finish_non_exhaustive()
    }
}
