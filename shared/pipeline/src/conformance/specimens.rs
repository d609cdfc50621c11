//! Nouns to store, with every field in use.

use std::collections::BTreeSet;

use lectern_lesson::{
    Asset, Document, Failure, FilmFile, FilmSummary, Generation, GenerationState, Happening, Project, Settings, Webhook,
};
use serde_json::json;

/// The moment of the checks: in 2100, so that no store takes away by its own clock what is to expire later than this.
pub(super) const NOW_MILLIS: u64 = 4_102_444_800_000;

pub(super) fn project(id: &str, user_id: &str) -> Project {
    Project {
        id: id.to_owned(),
        user_id: user_id.to_owned(),
        title: "Rain, \"quoted\" & ünïcode 🌧".to_owned(),
        settings: settings(),
        script: Some(document("lesson.md")),
        storyboard: None,
        assets: vec![Asset {
            name: "pictures/sun.png".to_owned(),
            hash: "a1".repeat(32),
            content_type: "image/png".to_owned(),
            bytes: 7,
        }],
        webhooks: vec![Webhook {
            id: "whk_1".to_owned(),
            url: "https://hooks.example.com/?a=b".to_owned(),
            secret: "quiet".to_owned(),
        }],
        version: 1,
        created_millis: NOW_MILLIS,
        updated_millis: NOW_MILLIS,
    }
}

pub(super) fn generation(id: &str, project: &Project) -> Generation {
    Generation {
        id: id.to_owned(),
        project_id: project.id.clone(),
        user_id: project.user_id.clone(),
        state: GenerationState::Queued,
        script: project.script.clone(),
        storyboard: project.storyboard.clone(),
        assets: project.assets.clone(),
        settings: project.settings.clone(),
        progress: 0.0,
        scenes_done: BTreeSet::new(),
        failure: None,
        film: None,
        created_millis: NOW_MILLIS,
        started_millis: None,
        ended_millis: None,
        version: 1,
    }
}

fn settings() -> Settings {
    Settings {
        style: Some("museum".to_owned()),
        pace: Some(1.1),
        length_secs: Some(90.5),
        hls: true,
        ..Settings::default()
    }
}

fn document(name: &str) -> Document {
    Document { name: name.to_owned(), hash: "b2".repeat(32), bytes: 4096 }
}

pub(super) fn started(scenes: u32) -> Happening {
    Happening::Started { title: "Rain".to_owned(), scenes }
}

pub(super) fn scene(number: u32, of: u32) -> Happening {
    Happening::SceneCompleted { scene: format!("scene-{number}"), number, of, made: json!("now") }
}

pub(super) fn finished() -> Happening {
    Happening::Finished(FilmSummary {
        title: "Rain".to_owned(),
        duration_secs: 90.5,
        passed: true,
        files: vec![FilmFile { name: "film.mp4".to_owned(), content_type: "video/mp4".to_owned(), bytes: 5 << 30 }],
    })
}

pub(super) fn failed() -> Happening {
    Happening::Failed(Failure {
        error: "Lectern.BadScript".to_owned(),
        message: "cannot read \"lesson.md\"".to_owned(),
        findings: Vec::new(),
    })
}
