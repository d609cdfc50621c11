//! Projects and generations to store, and what happens to them.

#![allow(dead_code, reason = "each test program uses some of these")]

use lectern_lesson::{Document, Failure, FilmSummary, Generation, Happening, Project, Settings};

pub fn project(id: &str, user_id: &str) -> Project {
    Project {
        id: id.to_owned(),
        user_id: user_id.to_owned(),
        title: "Rain".to_owned(),
        settings: Settings::default(),
        script: Some(Document { name: "rain.md".to_owned(), hash: "0".repeat(64), bytes: 9 }),
        storyboard: None,
        assets: Vec::new(),
        webhooks: Vec::new(),
        version: 1,
        created_millis: 1,
        updated_millis: 1,
    }
}

pub fn generation(id: &str, project: &Project) -> Generation {
    Generation::of(project, id.to_owned(), project.settings.clone(), 1)
}

pub fn started(scenes: u32) -> Happening {
    Happening::Started { title: "Rain".to_owned(), scenes }
}

pub fn scene(number: u32, of: u32) -> Happening {
    Happening::SceneCompleted { scene: format!("s{number}"), number, of, made: "now".into() }
}

pub fn finished() -> Happening {
    Happening::Finished(FilmSummary { title: "Rain".to_owned(), duration_secs: 9.5, passed: true, files: Vec::new() })
}

pub fn failed() -> Happening {
    let failure = Failure { error: "Lectern.BadScript".to_owned(), message: "no".to_owned(), findings: Vec::new() };
    Happening::Failed(failure)
}
