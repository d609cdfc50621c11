use std::fmt;

/// A key of a provider. It is shown nowhere: not in `Debug`, not in errors.
#[derive(Clone)]
pub struct Key(String);

/// What stands in place of a key that a server has repeated.
const HIDDEN: &str = "[key]";

impl Key {
    /// A key as it is sent; white space around it, as files have it, is none of it.
    pub fn new(key: impl Into<String>) -> Self {
        Self(key.into().trim().to_owned())
    }

    pub(super) fn sent(&self) -> &str {
        &self.0
    }

    /// A text without the key: servers repeat it in their complaints.
    pub(super) fn hidden_in(&self, text: &str) -> String {
        if self.0.is_empty() { text.to_owned() } else { text.replace(&self.0, HIDDEN) }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Key")
    }
}
