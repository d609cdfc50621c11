use std::{
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

use lectern_lesson::Severity;
use lectern_music::MusicError;
use lectern_pipeline::{FileInspection, FilmParts, PipelineError, ToldBy, error_chain, inspect_file};
use lectern_video::{Cancel, Ffmpeg, VideoError};

use crate::{
    arguments::InspectArguments,
    commands::print,
    exit::{Failure, Fault, finding_line},
};

/// Measures a film; fails when an error is among what is found.
pub fn run(arguments: &InspectArguments) -> Result<(), Failure> {
    let film = &arguments.film;
    if !film.is_file() {
        let message = format!("cannot read {}: there is no such file", film.display());
        return Err(Failure::new(Fault::Input, message).with_hint("Name a finished film (.mp4)."));
    }
    let ffmpeg = Ffmpeg::find().map_err(PipelineError::from)?;
    let told = inspect_file(film, &parts(film)?, &ffmpeg, &Cancel::default()).map_err(|error| refused(film, error))?;
    if arguments.json {
        let mut json = serde_json::to_vec_pretty(&told).expect("measurements are plain data");
        json.push(b'\n');
        print(&json)?;
    } else {
        print(table(film, &told).as_bytes())?;
    }
    let errors = told.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    if errors > 0 {
        return Err(Failure::new(Fault::Inspection, format!("the film is not as it shall be in {errors} points")));
    }
    Ok(())
}

/// The failure for a film that cannot be measured: it is the file's fault where it is none of ours.
fn refused(film: &Path, error: PipelineError) -> Failure {
    match &error {
        PipelineError::Video(VideoError::Failed { .. } | VideoError::Answer { .. }) => {
            Failure::new(Fault::Input, format!("{} is no film that can be measured", film.display()))
                .with_hint("Name a finished film (.mp4) with picture and sound.")
        }
        PipelineError::Music(MusicError::Read { .. }) => Failure::new(Fault::Input, error_chain(&error))
            .with_hint("Make the stems anew with `lectern make --stems`, or remove them."),
        _ => error.into(),
    }
}

/// What lies beside a film.
fn parts(film: &Path) -> Result<FilmParts, Failure> {
    let beside = |ending: &str| film.with_extension(ending);
    let stems = (beside("voice.wav"), beside("music.wav"));
    let storyboard = optional(&beside("storyboard.json"))?;
    Ok(FilmParts {
        // One that cannot be read is not this film's.
        storyboard: storyboard.and_then(|json| serde_json::from_slice(&json).ok()),
        report: optional(&beside("report.json"))?,
        stems: (stems.0.is_file() && stems.1.is_file()).then_some(stems),
    })
}

fn optional(path: &PathBuf) -> Result<Option<Vec<u8>>, Failure> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::new(Fault::Input, format!("cannot read {}: {error}", path.display()))),
    }
}

fn table(film: &Path, told: &FileInspection) -> String {
    let (inspection, probe) = (&told.inspection, &told.inspection.probe);
    let mut text = format!(
        "{}: {}×{}, {} frames/s, {:.1} s, {} {}, {}\n",
        film.display(),
        probe.width,
        probe.height,
        probe.frame_rates.0.trim_end_matches("/1"),
        probe.picture_secs,
        probe.video_codec,
        probe.profile,
        probe.audio_codec,
    );
    let mut row = |what: &str, value: String| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{what:<22}{value}");
    };
    row("loudness", format!("{:.1} LUFS", inspection.loudness_lufs));
    row("true peak", format!("{:.1} dBTP", inspection.true_peak_dbtp));
    match told.voice_and_music {
        Some(distances) => {
            let source = match distances.told_by {
                ToldBy::Stems => "measured on the stems",
                ToldBy::Report => "measured when the film was mixed",
            };
            let value =
                |lu: Option<f64>| lu.map_or("no voice or no music".to_owned(), |lu| format!("{lu:.1} LU, {source}"));
            row("music under voice", value(distances.distance.voice_to_music_lu));
            row("closest in 3 s", value(distances.distance.closest_voice_to_music_lu));
        }
        None => row(
            "music under voice",
            "not to be told from the film alone: put its report or its stems (make --stems) beside it".to_owned(),
        ),
    }
    for (what, stretches) in
        [("black", &inspection.black), ("unmoving", &inspection.frozen), ("silent", &inspection.silent)]
    {
        let secs = stretches.iter().fold(0.0, |sum, stretch| sum + stretch.duration_secs);
        row(what, format!("{secs:.1} s"));
    }
    row("clipped", format!("{} samples", inspection.clipped_samples));
    for finding in &told.findings {
        text.push_str(&finding_line(finding));
        text.push('\n');
    }
    text
}
