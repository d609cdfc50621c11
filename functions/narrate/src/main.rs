//! The Lambda `narrate`: speaks a scene with the built-in voice.

use std::env;

use lectern_embedded::LocalVoice;
use lectern_lambda::run_step;
use lectern_pipeline::{Step, studio};
use lectern_speech::VoiceFiles;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Input {
    /// Hash of the plan.
    storyboard: String,
    /// The scene, by index.
    scene: usize,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    let voice = LocalVoice::new(voice_files()?, 1);
    run_step(Step::Narrate, async |_, studio, at, input: Input| {
        Ok((studio::narrate(studio, &voice, &at, &input.storyboard, input.scene).await?, Vec::new()))
    })
    .await
}

/// The voice lies beside the program in the function's package, unless `LECTERN_VOICE` names another place.
fn voice_files() -> Result<VoiceFiles, lambda_runtime::Error> {
    match env::var_os("LECTERN_VOICE") {
        Some(folder) => Ok(VoiceFiles::at(folder)),
        None => Ok(VoiceFiles::at(env::current_exe()?.with_file_name("voice"))),
    }
}
