use std::path::Path;
use std::sync::Mutex;

use ort::environment::Environment;

use crate::SpeechError;

/// The runtime of this process. A process can load one library only: whichever was named first and could be loaded serves
/// everybody, a failure is forgotten so that the next call tries again.
static ENVIRONMENT: Mutex<Option<Environment>> = Mutex::new(None);

/// ONNX Runtime from the shared library at `path`, loaded once per process.
///
/// # Errors
/// When the library is missing, is not ONNX Runtime, or is older than the interface that this crate was built for.
pub(crate) fn environment(path: &Path) -> Result<Environment, SpeechError> {
    let mut loaded = ENVIRONMENT.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(environment) = loaded.as_ref() {
        return Ok(environment.clone());
    }
    let builder = ort::init_from(path)
        .map_err(|source| SpeechError::Runtime { path: path.to_owned(), source: Box::new(source) })?;
    // Only now is it safe to touch anything else of `ort`: without a library its calls panic.
    let environment = builder
        .with_name("lectern")
        .with_telemetry(false)
        .build()
        .map_err(|source| SpeechError::Model { doing: "starting ONNX Runtime", source })?;
    *loaded = Some(environment.clone());
    Ok(environment)
}
