use std::panic::{AssertUnwindSafe, resume_unwind};

use futures::FutureExt;

/// Runs named checks and gathers those that fail.
pub(super) struct Suite {
    port: &'static str,
    failures: Vec<String>,
}

impl Suite {
    pub(super) fn of(port: &'static str) -> Self {
        Self { port, failures: Vec::new() }
    }

    pub(super) async fn check(&mut self, name: &str, check: impl Future<Output = ()>) {
        if let Err(panic) = AssertUnwindSafe(check).catch_unwind().await {
            let message = match (panic.downcast_ref::<String>(), panic.downcast_ref::<&str>()) {
                (Some(message), _) => message,
                (_, Some(message)) => *message,
                _ => "it panicked",
            };
            self.failures.push(format!("{name}: {message}"));
        }
    }

    pub(super) fn finish(self) {
        assert!(self.failures.is_empty(), "{} do not conform:\n{}", self.port, self.failures.join("\n"));
    }
}

/// Runs everything at once and gives the results in the order of the tasks.
pub(super) async fn together<T, F>(tasks: impl IntoIterator<Item = F>) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let handles: Vec<_> = tasks.into_iter().map(tokio::spawn).collect();
    let mut results = Vec::with_capacity(handles.len());
    for handle in handles {
        results.push(handle.await.unwrap_or_else(|error| resume_unwind(error.into_panic())));
    }
    results
}
