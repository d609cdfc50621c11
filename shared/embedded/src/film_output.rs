//! Publish: a film and its sidecars become files where the user wants them.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use lectern_pipeline::{Film, ObjectsError};

/// Writes the film to `video` (`lesson.mp4`) and its sidecars beside it (`lesson.vtt`, `lesson.srt`,
/// `lesson.chapters.vtt`, `lesson.transcript.md`, `lesson.jpg`, `lesson.storyboard.json`, `lesson.report.json`).
///
/// Everything is written beside its place and renamed, the film last: where the film is, it is complete, and so are its
/// sidecars.
///
/// # Errors
/// When something cannot be written; what was not renamed yet is removed.
pub fn publish(film: &Film, video: &Path) -> Result<(), ObjectsError> {
    let sidecars: [(&str, Vec<u8>); 7] = [
        ("vtt", film.sidecars.captions_vtt.clone().into_bytes()),
        ("srt", film.sidecars.captions_srt.clone().into_bytes()),
        ("chapters.vtt", film.sidecars.chapters_vtt.clone().into_bytes()),
        ("transcript.md", film.sidecars.transcript.clone().into_bytes()),
        ("jpg", film.thumbnail.clone()),
        ("storyboard.json", json(&film.schedule.storyboard)),
        ("report.json", json(&film.report)),
    ];
    let mut drafts = Drafts::default();
    for (extension, bytes) in sidecars {
        drafts.write(&video.with_extension(extension), |draft| fs::write(draft, &bytes))?;
    }
    drafts.write(video, |draft| fs::copy(&film.video, draft).map(drop))?;
    drafts.rename_all()
}

/// Tells early whether a film can be written to `video`: makes its folder and tries a file in it.
///
/// # Errors
/// When the folder cannot be made or written to, or `video` is a folder.
pub fn check_writable(video: &Path) -> Result<(), ObjectsError> {
    if video.is_dir() {
        return Err(failed("write", video, io::Error::new(io::ErrorKind::IsADirectory, "it is a folder")));
    }
    if let Some(folder) = video.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(|error| failed("create", folder, error))?;
    }
    let draft = draft_of(video);
    fs::write(&draft, b"").map_err(|error| failed("write", video, error))?;
    fs::remove_file(&draft).map_err(|error| failed("remove", &draft, error))
}

/// Files written beside their places; removed again unless all could be renamed.
#[derive(Default)]
struct Drafts {
    files: Vec<(PathBuf, PathBuf)>,
}

impl Drafts {
    fn write(&mut self, path: &Path, write: impl FnOnce(&Path) -> io::Result<()>) -> Result<(), ObjectsError> {
        let draft = draft_of(path);
        self.files.push((draft.clone(), path.to_owned()));
        write(&draft).map_err(|error| failed("write", path, error))
    }

    fn rename_all(mut self) -> Result<(), ObjectsError> {
        for (draft, path) in self.files.drain(..) {
            fs::rename(&draft, &path).map_err(|error| failed("write", &path, error))?;
        }
        Ok(())
    }
}

impl Drop for Drafts {
    fn drop(&mut self) {
        for (draft, _) in &self.files {
            // The error that led here is the one to report.
            let _ = fs::remove_file(draft);
        }
    }
}

fn draft_of(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}

fn json(value: &impl serde::Serialize) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(value).expect("reports and storyboards are plain data");
    text.push(b'\n');
    text
}

fn failed(action: &'static str, path: &Path, source: io::Error) -> ObjectsError {
    ObjectsError { action, what: path.display().to_string(), source }
}
