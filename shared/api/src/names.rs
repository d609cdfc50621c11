//! Names of scripts and pictures.

use crate::{limits::NAME_MAX, request::Faults};

/// Names as a regular expression: relative paths whose parts do not begin with a dot or a space, and hold nothing that
/// means something to a file system or a shell.
pub(crate) const NAME_PATTERN: &str = r#"^[^\u0000-\u0020\u007f-\u00a0./\\:*?"<>|][^\u0000-\u001f\u007f-\u009f/\\:*?"<>|]*(/[^\u0000-\u0020\u007f-\u00a0./\\:*?"<>|][^\u0000-\u001f\u007f-\u009f/\\:*?"<>|]*)*$"#;

/// Whether a text is a safe relative path.
pub(crate) fn is_name(text: &str) -> bool {
    let is_plain = |character: char| !character.is_control() && !r#"/\:*?"<>|"#.contains(character);
    let is_part =
        |part: &str| !part.is_empty() && !part.starts_with(['.', ' ', '\u{a0}']) && part.chars().all(is_plain);
    text.chars().count() <= NAME_MAX && text.split('/').all(is_part)
}

/// Notes a text that is no name.
pub(crate) fn check_name(text: &str, place: &str, faults: &mut Faults) {
    faults.unless(is_name(text), place, "must be a relative path of plain names, such as pictures/moon.png");
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn names_stay_inside_their_folder() {
        for name in ["moon.png", "pictures/moon (1).png", "a/b/c.d", "mañana.md", "_x", "月.png"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "/moon.png", "../moon.png", "a/../b", "a//b", "a/", ".hidden", "a\\b", "a\0", "a\nb", "c:/x"] {
            assert!(!is_name(name), "{name:?}");
        }
        assert!(!is_name(&"x".repeat(201)));
    }
}
