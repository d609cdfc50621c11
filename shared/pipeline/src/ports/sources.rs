use std::io;

/// What lies beside the script: the user's pictures.
///
/// A script is not trusted: an adapter gives only what lies inside the script's own folder (or project).
pub trait Sources: Send + Sync {
    /// The bytes of `name`, a path as written in the script.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] if it is not there, [`io::ErrorKind::PermissionDenied`] if it lies outside.
    fn read(&self, name: &str) -> io::Result<Vec<u8>>;
}
