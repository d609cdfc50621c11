use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// Ids that nobody else uses, made of the caller's prefix and a count. Clones share the count.
#[derive(Clone)]
pub(super) struct Fresh {
    prefix: String,
    count: Arc<AtomicU64>,
}

/// Characters of an id after its kind.
const ID_LENGTH: usize = 26;

impl Fresh {
    pub(super) fn new(prefix: &str) -> Self {
        let fits = (1..=16).contains(&prefix.len()) && prefix.bytes().all(|byte| byte.is_ascii_alphanumeric());
        assert!(fits, "a prefix is 1 to 16 ASCII letters and digits, not {prefix:?}");
        Self { prefix: prefix.to_owned(), count: Arc::default() }
    }

    /// A user, named as sign-in services name them: with characters that mean something to one store or another.
    pub(super) fn user(&self) -> String {
        format!("auth0|{}#{}/é", self.prefix, self.next())
    }

    pub(super) fn project(&self) -> String {
        self.id("prj")
    }

    pub(super) fn generation(&self) -> String {
        self.id("gen")
    }

    /// An id like the real ones: a kind and 26 characters, sorting in the order of making.
    pub(super) fn id(&self, kind: &str) -> String {
        let width = ID_LENGTH - self.prefix.len();
        format!("{kind}_{}{:0width$}", self.prefix, self.next())
    }

    fn next(&self) -> u64 {
        self.count.fetch_add(1, Ordering::Relaxed)
    }
}
