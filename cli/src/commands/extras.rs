//! What `make` makes of a film besides it.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use lectern_music::{Stems, write_wav};
use lectern_pipeline::{
    Diary, Film, Objects, ObjectsError, Packaged, PipelineError, Ports, Progress, Step, stems, stills, stream, teaser,
};
use lectern_video::Cancel;

use crate::arguments::MakeArguments;

/// What was asked for, stored, or at hand where it is not stored.
#[derive(Debug, Default)]
pub struct Extras {
    stream: Option<Packaged>,
    teaser: Option<Packaged>,
    stills: Option<Packaged>,
    stems: Option<Stems>,
}

/// Makes what was asked for, and notes in the film's report what it cost.
pub async fn make(
    ports: &Ports,
    film: &mut Film,
    arguments: &MakeArguments,
    cancel: &Cancel,
) -> Result<Extras, PipelineError> {
    let total = [arguments.hls, arguments.teaser, arguments.stills].iter().filter(|asked| **asked).count();
    let mut extras = Extras::default();
    if arguments.stems {
        extras.stems = Some(stems(&film.schedule, ports.objects.as_ref()).await?);
    }
    if total == 0 {
        return Ok(extras);
    }
    let mut diary = Diary::new(ports.clock.as_ref());
    let objects = ports.objects.as_ref();
    let mut done = 0;
    let mut tell = || {
        ports.events.progress(Progress { step: Step::Package, done, total });
        done += 1;
    };
    if arguments.hls {
        tell();
        extras.stream = Some(stream(&film.schedule, &ports.ffmpeg, objects, cancel).await?);
    }
    if arguments.teaser {
        tell();
        extras.teaser = Some(teaser(&film.schedule, &ports.ffmpeg, objects, cancel).await?);
    }
    if arguments.stills {
        tell();
        extras.stills = Some(stills(&film.schedule, ports.sources.as_ref(), objects, cancel).await?);
    }
    tell();
    let made = [&extras.stream, &extras.teaser, &extras.stills];
    diary.close(Step::Package, made.into_iter().flatten().map(|packaged| packaged.made));
    film.report.steps.append(&mut diary.steps);
    Ok(extras)
}

impl Extras {
    /// Puts them beside the film: `FILM.hls/`, `FILM.teaser.webp`, `FILM.stills/`, `FILM.voice.wav`, `FILM.music.wav`,
    /// `FILM.effects.wav`.
    pub async fn write(&self, objects: &dyn Objects, video: &Path) -> Result<(), PipelineError> {
        for (packaged, ending) in [(&self.stream, "hls"), (&self.stills, "stills")] {
            if let Some(packaged) = packaged {
                write_folder(objects, packaged, &video.with_extension(ending)).await?;
            }
        }
        if let Some(file) = self.teaser.as_ref().and_then(|packaged| packaged.files.first()) {
            let stored = stored(objects, &file.key).await?;
            let path = video.with_extension("teaser.webp");
            let draft = beside(&path, "part");
            let copied = fs::copy(stored, &draft).and_then(|_| fs::rename(&draft, &path));
            copied.map_err(|source| failed(&path, source))?;
        }
        if let Some(Stems { voice, music, effects }) = &self.stems {
            for (samples, name) in [(voice, "voice"), (music, "music"), (effects, "effects")] {
                let path = video.with_extension(format!("{name}.wav"));
                let draft = beside(&path, "part");
                write_wav(&draft, samples)?;
                fs::rename(&draft, &path).map_err(|source| failed(&path, source))?;
            }
        }
        Ok(())
    }
}

/// Writes a folder beside its place, and puts it in the place of one of an earlier run.
async fn write_folder(objects: &dyn Objects, packaged: &Packaged, folder: &Path) -> Result<(), PipelineError> {
    let draft = beside(folder, "part");
    absent(fs::remove_dir_all(&draft)).map_err(|source| failed(&draft, source))?;
    fs::create_dir_all(&draft).map_err(|source| failed(&draft, source))?;
    for file in &packaged.files {
        let stored = stored(objects, &file.key).await?;
        let path = draft.join(&file.name);
        fs::copy(stored, &path).map_err(|source| failed(&path, source))?;
    }
    let replaced = absent(fs::remove_dir_all(folder)).and_then(|()| fs::rename(&draft, folder));
    replaced.map_err(|source| failed(folder, source))?;
    Ok(())
}

async fn stored(objects: &dyn Objects, key: &lectern_pipeline::ArtifactKey) -> Result<PathBuf, PipelineError> {
    objects.file(key).await?.ok_or_else(|| PipelineError::MissingObject { what: key.to_string() })
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    path.with_file_name(name)
}

fn absent(outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

fn failed(path: &Path, source: io::Error) -> ObjectsError {
    ObjectsError { action: "write", what: path.display().to_string(), source }
}
