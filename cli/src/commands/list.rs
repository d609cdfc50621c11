use lectern_drawing::Style;
use lectern_lesson::Storyboard;
use lectern_pipeline::PipelineError;
use lectern_speech::voices;

use crate::{commands::print, exit::Failure};

/// Lists the styles, or prints the file of one.
pub fn styles(name: Option<&str>) -> Result<(), Failure> {
    if let Some(name) = name {
        let style = Style::named(name).ok_or_else(|| PipelineError::UnknownStyle { name: name.to_owned() })?;
        return print(style.source().as_bytes());
    }
    let lines = Style::names().into_iter().map(|name| {
        let description = Style::named(name).map(|style| style.description).unwrap_or_default();
        format!("{name:<18}{description}\n")
    });
    print(lines.collect::<String>().as_bytes())
}

/// Lists the voices.
pub fn voices_list() -> Result<(), Failure> {
    let lines = voices().iter().map(|voice| format!("{:<14}{:<8}{}\n", voice.name, voice.language, voice.description));
    print(lines.collect::<String>().as_bytes())
}

/// Prints the JSON Schema of storyboards.
pub fn schema() -> Result<(), Failure> {
    let mut json = serde_json::to_vec_pretty(&Storyboard::json_schema()).expect("a schema is plain data");
    json.push(b'\n');
    print(&json)
}
