//! Where things lie on this machine.

use std::{env, path::PathBuf};

/// The folder for what can be made again: `$LECTERN_CACHE`, else `lectern` in the user's cache folder (XDG Base Directory
/// Specification).
pub fn cache_folder() -> PathBuf {
    env::var_os("LECTERN_CACHE").map_or_else(|| user_cache().join("lectern/films"), PathBuf::from)
}

/// The folder of the voice files: `$LECTERN_VOICE`, else where `make setup` puts them.
pub fn voice_folder() -> PathBuf {
    env::var_os("LECTERN_VOICE").map_or_else(|| user_cache().join("lectern/voice"), PathBuf::from)
}

/// The folder of the studio's projects and films: `lectern` in the user's data folder (XDG Base Directory Specification).
pub fn data_folder() -> PathBuf {
    env::var_os("XDG_DATA_HOME")
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from)
        .or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share")))
        .unwrap_or_else(env::temp_dir)
        .join("lectern")
}

/// The folder of the user's own files about providers: `$LECTERN_PROVIDERS`, else `lectern/providers` in the user's folder of
/// configuration (XDG Base Directory Specification).
pub fn providers_folder() -> PathBuf {
    env::var_os("LECTERN_PROVIDERS").map_or_else(|| user_configuration().join("lectern/providers"), PathBuf::from)
}

fn user_configuration() -> PathBuf {
    env::var_os("XDG_CONFIG_HOME")
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from)
        .or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".config")))
        .unwrap_or_else(env::temp_dir)
}

fn user_cache() -> PathBuf {
    env::var_os("XDG_CACHE_HOME")
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from)
        .or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")))
        .unwrap_or_else(env::temp_dir)
}
