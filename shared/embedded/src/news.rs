use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use lectern_lesson::LoggedEvent;
use lectern_pipeline::{Broadcast, BroadcastError};
use tokio::sync::watch;

/// Tells within one process that logs have grown.
///
/// A listener subscribes first, then reads the log from where it stands, and reads on whenever its receiver changes: it
/// misses nothing, and however slow it is, it holds one number.
#[derive(Debug, Default)]
pub struct News {
    channels: Mutex<Channels>,
    announced: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Channels {
    by_project: HashMap<String, watch::Sender<u64>>,
    /// Channels that nobody listens to are dropped when there are this many.
    sweep_at: usize,
}

/// Fewer channels than this are not worth a sweep.
const SWEEP_MIN: usize = 64;

impl News {
    /// The latest place of a project's log that was announced since somebody listens to the project; 0 until then.
    pub fn subscribe(&self, project_id: &str) -> watch::Receiver<u64> {
        let mut channels = self.lock();
        if channels.by_project.len() >= channels.sweep_at.max(SWEEP_MIN) {
            channels.by_project.retain(|_, sender| sender.receiver_count() > 0);
            channels.sweep_at = channels.by_project.len() * 2;
        }
        channels.by_project.entry(project_id.to_owned()).or_default().subscribe()
    }

    /// How many events of any project were announced: changes whenever there is something to deliver.
    pub fn subscribe_all(&self) -> watch::Receiver<u64> {
        self.announced.subscribe()
    }

    fn lock(&self) -> MutexGuard<'_, Channels> {
        // Nothing panics while it is locked.
        self.channels.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Broadcast for News {
    async fn announce(&self, event: &LoggedEvent) -> Result<(), BroadcastError> {
        self.announced.send_modify(|announced| *announced += 1);
        let mut channels = self.lock();
        let Some(sender) = channels.by_project.get(&event.event.project_id) else {
            return Ok(());
        };
        if sender.receiver_count() == 0 {
            channels.by_project.remove(&event.event.project_id);
            return Ok(());
        }
        sender.send_if_modified(|latest| {
            let grown = event.sequence > *latest;
            *latest = event.sequence.max(*latest);
            grown
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use lectern_lesson::{Event, EventType};

    use super::*;

    fn event(project_id: &str, sequence: u64) -> LoggedEvent {
        let event = Event {
            event_type: EventType::SceneCompleted,
            project_id: project_id.to_owned(),
            user_id: "ada".to_owned(),
            progress: 50.0,
            metadata: serde_json::Value::Null,
        };
        LoggedEvent::new(sequence, 1, event)
    }

    #[tokio::test]
    async fn a_listener_learns_the_latest_place_and_nothing_of_other_projects() {
        let news = News::default();
        let (mut one, two, all) = (news.subscribe("prj_1"), news.subscribe("prj_2"), news.subscribe_all());
        for sequence in [1, 3, 2] {
            news.announce(&event("prj_1", sequence)).await.expect("it is passed on");
        }
        one.changed().await.expect("the channel is open");
        assert_eq!(*one.borrow_and_update(), 3, "an earlier place takes nothing back");
        news.announce(&event("prj_1", 3)).await.expect("it is passed on");
        assert!(!one.has_changed().expect("the channel is open"), "a repeated event is no news");
        assert!(!two.has_changed().expect("the channel is open"));
        assert_eq!(*all.borrow(), 4, "each announcement counts");
        assert_eq!(*news.subscribe("prj_1").borrow(), 3, "who comes later learns the latest as well");
    }

    #[tokio::test]
    async fn channels_without_listeners_are_dropped() {
        let news = News::default();
        for project in 0..10_000 {
            drop(news.subscribe(&project.to_string()));
        }
        assert!(news.lock().by_project.len() <= SWEEP_MIN);
        drop(news.subscribe("prj_1"));
        let kept = news.subscribe("prj_2");
        for project in ["prj_1", "prj_2", "prj_3"] {
            news.announce(&event(project, 1)).await.expect("it is passed on");
        }
        let channels = news.lock();
        assert!(channels.by_project.contains_key("prj_2") && !channels.by_project.contains_key("prj_1"));
        assert!(!channels.by_project.contains_key("prj_3"), "nobody has asked for it");
        assert_eq!(*kept.borrow(), 1);
    }
}
