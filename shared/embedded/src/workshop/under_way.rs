use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use lectern_video::Cancel;

/// The generations that are being made, and how to stop them.
#[derive(Debug, Default)]
pub(super) struct UnderWay {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    cancels: HashMap<String, Cancel>,
    stopping: bool,
}

impl UnderWay {
    /// Takes a generation up; `None` when nothing new is to begin.
    pub(super) fn begin(&self, generation_id: &str) -> Option<Cancel> {
        let mut state = self.lock();
        if state.stopping {
            return None;
        }
        Some(state.cancels.entry(generation_id.to_owned()).or_default().clone())
    }

    pub(super) fn end(&self, generation_id: &str) {
        self.lock().cancels.remove(generation_id);
    }

    /// Stops one, if it is being made.
    pub(super) fn cancel(&self, generation_id: &str) {
        if let Some(cancel) = self.lock().cancels.get(generation_id) {
            cancel.set();
        }
    }

    /// Stops all, and lets nothing new begin.
    pub(super) fn stop(&self) {
        let mut state = self.lock();
        state.stopping = true;
        state.cancels.values().for_each(Cancel::set);
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.lock().stopping
    }

    pub(super) fn count(&self) -> usize {
        self.lock().cancels.len()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it is locked.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
