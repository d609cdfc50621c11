//! What can be said of launchers, broadcasts and randomness without knowing what is behind them.

use std::{collections::BTreeSet, sync::Arc};

use lectern_lesson::{Event, EventType, GenerationState, Happening, LoggedEvent};
use serde_json::json;

use crate::{Broadcast, Launcher, Randomness, Records};

use super::{
    Fresh, Suite,
    specimens::{self, NOW_MILLIS},
};

/// Checks an adapter of [`Launcher`]. `records` are those that it works on; nothing needs to be made of what it starts.
///
/// # Panics
/// With the names of the checks that failed.
pub async fn launcher(launcher: Arc<dyn Launcher>, records: Arc<dyn Records>, prefix: &str) {
    let fresh = Fresh::new(prefix);
    let mut suite = Suite::of("launcher");
    suite
        .check("cancelling_what_is_not_under_way_succeeds", async {
            let result = launcher.cancel(&fresh.user(), &fresh.generation()).await;
            result.expect("there is nothing to stop");
        })
        .await;
    suite
        .check("a_cancelled_generation_stays_cancelled", async {
            let (user, generation) = (fresh.user(), fresh.generation());
            let project = specimens::project(&fresh.project(), &user);
            records.create_project(&project).await.expect("a project");
            let stored = specimens::generation(&generation, &project);
            records.create_generation(&stored, 9).await.expect("a generation");
            for _ in 0..2 {
                launcher.start(&user, &generation).await.expect("it is queued, also when asked twice");
            }
            let recorded = records.record(&user, &generation, &Happening::Cancelled, NOW_MILLIS).await;
            recorded.expect("the cancellation is recorded");
            for _ in 0..2 {
                launcher.cancel(&user, &generation).await.expect("it is stopped, also when asked twice");
            }
            launcher.start(&user, &generation).await.expect("a late request is taken and comes to nothing");
            let stored = records.generation(&user, &generation).await.expect("it is there");
            assert_eq!(stored.state, GenerationState::Cancelled);
        })
        .await;
    suite.finish();
}

/// Checks an adapter of [`Broadcast`]: it takes events of projects that nobody listens to, again, and out of order.
///
/// # Panics
/// With the names of the checks that failed.
pub async fn broadcast(broadcast: Arc<dyn Broadcast>, prefix: &str) {
    let fresh = Fresh::new(prefix);
    let (project_id, user_id) = (fresh.project(), fresh.user());
    let mut suite = Suite::of("broadcast");
    for (name, sequence) in [("an_event", 2), ("the_same_again", 2), ("an_earlier_one", 1)] {
        let event = Event {
            event_type: EventType::SceneCompleted,
            project_id: project_id.clone(),
            user_id: user_id.clone(),
            progress: 55.5,
            metadata: json!({ "scene": "scene-1", "number": 1, "of": 2 }),
        };
        let event = LoggedEvent::new(sequence, NOW_MILLIS, event);
        suite.check(name, async { broadcast.announce(&event).await.expect("it is passed on") }).await;
    }
    suite.finish();
}

/// Checks an adapter of [`Randomness`].
///
/// # Panics
/// When bytes repeat or are missing.
pub fn randomness(randomness: &dyn Randomness) {
    let (mut first, mut second) = ([0; 32], [0; 32]);
    randomness.fill(&mut first);
    randomness.fill(&mut second);
    assert_ne!(first, second);
    // That one of 256 values is missing among 65,536 fair ones has a probability below 256 × e^-256.
    let mut many = vec![0; 1 << 16];
    randomness.fill(&mut many);
    assert_eq!(many.into_iter().collect::<BTreeSet<u8>>().len(), 256);
    randomness.fill(&mut []);
}
