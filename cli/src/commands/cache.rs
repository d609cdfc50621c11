use lectern_embedded::ArtifactFiles;

use crate::{arguments::CacheAction, commands::print, exit::Failure, places};

/// Shows, trims or empties the cache.
pub fn run(action: Option<&CacheAction>) -> Result<(), Failure> {
    let cache = ArtifactFiles::at(places::cache_folder());
    let told = match action.unwrap_or(&CacheAction::Show) {
        CacheAction::Show => show(&cache)?,
        CacheAction::Trim { keep } => format!("freed {}\n", megabytes(cache.trim(*keep)?)),
        CacheAction::Clear => format!("freed {}\n", megabytes(cache.trim(0)?)),
    };
    print(told.as_bytes())
}

fn show(cache: &ArtifactFiles) -> Result<String, Failure> {
    let usage = cache.usage()?;
    let mut text = format!("{}\n", cache.folder().display());
    for (step, step_use) in &usage.steps {
        text.push_str(&format!("{step:<12}{:>7} files {:>12}\n", step_use.files, megabytes(step_use.bytes)));
    }
    text.push_str(&format!("{:<12}{:>13} {:>12}\n", "in all", "", megabytes(usage.bytes())));
    Ok(text)
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
