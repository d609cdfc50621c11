//! What films can be made of: styles and voices.

use axum::Json as Answer;
use lectern_drawing::Style;
use lectern_speech::voices;
use schemars::JsonSchema;
use serde::Serialize;

/// The styles.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Styles {
    /// The styles, the default first.
    items: Vec<StyleView>,
}

/// A style.
#[derive(Serialize, JsonSchema)]
pub(crate) struct StyleView {
    /// Its name, for settings.
    name: String,
    /// Its name for people.
    title: String,
    /// What it looks like.
    description: String,
}

/// The voices.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Voices {
    /// The voices, the default first.
    items: Vec<VoiceView>,
}

/// A voice.
#[derive(Serialize, JsonSchema)]
pub(crate) struct VoiceView {
    /// Its name, for settings.
    name: &'static str,
    /// BCP 47 tag of what it speaks.
    language: &'static str,
    /// What it sounds like.
    description: &'static str,
}

/// `GET /styles`
pub(crate) async fn list_styles() -> Answer<Styles> {
    let styles = Style::names().into_iter().filter_map(Style::named);
    let view = |style: Style| StyleView { name: style.name, title: style.title, description: style.description };
    Answer(Styles { items: styles.map(view).collect() })
}

/// `GET /voices`
pub(crate) async fn list_voices() -> Answer<Voices> {
    let items = voices()
        .iter()
        .map(|voice| VoiceView { name: voice.name, language: voice.language, description: voice.description })
        .collect();
    Answer(Voices { items })
}
