//! A process of its own, because a runtime that was loaded once stays.

use lectern_speech::{Speaker, SpeechError, VoiceFiles, voices};

#[test]
fn a_library_that_is_not_the_runtime_is_an_error_and_no_panic() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(folder.path().join("voices")).expect("a folder");
    let files = VoiceFiles::at(folder.path());
    for path in [files.model(), files.runtime()].into_iter().chain(voices().iter().map(|voice| files.voice(voice.name)))
    {
        std::fs::write(path, b"neither a model nor a library").expect("a file");
    }
    for _ in 0..2 {
        let error = Speaker::load(&files).err().expect("it cannot load");
        assert!(matches!(&error, SpeechError::Runtime { path, .. } if *path == files.runtime()), "{error}");
        assert!(error.hint().is_some());
    }
    std::fs::remove_file(files.model()).expect("it was there");
    assert!(
        matches!(Speaker::load(&files), Err(SpeechError::MissingFiles { missing, .. }) if missing == ["model.onnx"])
    );
}
