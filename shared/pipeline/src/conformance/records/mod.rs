mod admission;
mod deliveries;
mod generations;
mod limits;
mod log;
mod ownership;
mod pages;
mod projects;

use std::sync::Arc;

use lectern_lesson::{Generation, Happening, Project};

use crate::{PageRequest, Recorded, Records, RecordsError};

use super::{
    Fresh, Suite,
    specimens::{self, NOW_MILLIS},
};

/// Checks an adapter of [`Records`].
///
/// # Panics
/// With the names of the checks that failed.
pub async fn records(records: Arc<dyn Records>, prefix: &str) {
    let fresh = Fresh::new(prefix);
    let bench = || Bench { records: records.clone(), fresh: fresh.clone() };
    let mut suite = Suite::of("records");
    suite.check("the_store_answers", async { records.ping().await.expect("it answers") }).await;

    suite.check("a_project_comes_back_as_it_was_stored", projects::round_trip(bench())).await;
    suite.check("creating_a_project_again_changes_nothing", projects::create_again(bench())).await;
    suite.check("an_update_needs_the_stored_version", projects::versions(bench())).await;
    suite.check("of_many_updates_at_once_one_wins", projects::concurrent_updates(bench())).await;
    suite.check("a_project_with_work_under_way_stays", projects::delete_refused(bench())).await;
    suite.check("nothing_is_left_of_a_deleted_project", projects::delete(bench())).await;
    suite.check("a_project_is_not_deleted_under_a_new_generation", projects::delete_beside_create(bench())).await;

    suite.check("everything_is_its_owners_alone", ownership::strangers(bench())).await;

    suite.check("lists_come_in_pages_with_the_newest_first", pages::projects(bench())).await;
    suite.check("generations_are_listed_by_user_and_by_project", pages::generations(bench())).await;
    suite.check("a_page_goes_on_after_an_item_that_is_gone", pages::after_a_deleted_item(bench())).await;

    suite.check("a_generation_comes_back_as_it_was_stored", generations::round_trip(bench())).await;
    suite.check("creating_a_generation_again_changes_nothing", generations::create_again(bench())).await;
    suite.check("a_generation_needs_its_project", generations::without_project(bench())).await;
    suite.check("the_quota_holds_for_creates_at_once", generations::quota(bench())).await;
    suite.check("the_queue_follows_every_state", generations::queue(bench())).await;

    suite.check("the_oldest_are_admitted_up_to_the_limit", admission::in_order(bench())).await;
    suite.check("the_limit_holds_for_admissions_at_once", admission::at_once(bench())).await;

    suite.check("what_happens_is_logged_in_order", log::in_order(bench())).await;
    suite.check("repeated_and_late_happenings_log_nothing", log::repeated_and_late(bench())).await;
    suite.check("a_generation_ends_once", log::ends_at_once(bench())).await;
    suite.check("scenes_completed_at_once_are_logged_once_each", log::one_generation(bench())).await;
    suite.check("generations_of_one_project_share_its_log", log::two_generations(bench())).await;
    suite.check("the_log_is_read_from_any_place", log::from_any_place(bench())).await;

    suite.check("a_reservation_holds_for_a_day", limits::reservations(bench())).await;
    suite.check("of_many_reservations_at_once_one_is_kept", limits::concurrent_reservations(bench())).await;
    suite.check("requests_are_counted_in_windows", limits::windows(bench())).await;
    suite.check("requests_at_once_are_all_counted", limits::concurrent_requests(bench())).await;

    suite.check("a_delivery_is_opened_once", deliveries::open(bench())).await;
    suite.check("deliveries_are_kept_apart", deliveries::apart(bench())).await;
    suite.finish();
}

/// Quota of checks that are not about it.
const AMPLE: usize = 100;

struct Bench {
    records: Arc<dyn Records>,
    fresh: Fresh,
}

impl Bench {
    /// A stored project of a new user.
    async fn project(&self) -> Project {
        self.project_of(&self.fresh.user()).await
    }

    async fn project_of(&self, user_id: &str) -> Project {
        let project = specimens::project(&self.fresh.project(), user_id);
        self.records.create_project(&project).await.expect("a project is stored");
        project
    }

    /// A stored, queued generation.
    async fn generation(&self, project: &Project) -> Generation {
        let generation = specimens::generation(&self.fresh.generation(), project);
        self.records.create_generation(&generation, AMPLE).await.expect("a generation is stored");
        generation
    }

    async fn record(&self, generation: &Generation, happening: &Happening) -> Recorded {
        let recorded = self.records.record(&generation.user_id, &generation.id, happening, NOW_MILLIS).await;
        recorded.unwrap_or_else(|error| panic!("{happening:?} is recorded, but: {error:?}"))
    }

    async fn stored(&self, generation: &Generation) -> Generation {
        self.records.generation(&generation.user_id, &generation.id).await.expect("it is there")
    }

    async fn admit(&self, generation: &Generation, limit: usize) -> bool {
        let admitted = self.records.admit(&generation.user_id, &generation.id, limit, NOW_MILLIS).await;
        admitted.expect("asking for admission succeeds")
    }
}

fn first_page(limit: usize) -> PageRequest {
    PageRequest { after: None, limit }
}

#[track_caller]
fn expect_not_found<T: std::fmt::Debug>(result: Result<T, RecordsError>, what: &str) {
    assert!(matches!(result, Err(RecordsError::NotFound { .. })), "{what} is not found, but: {result:?}");
}

#[track_caller]
fn expect_conflict<T: std::fmt::Debug>(result: Result<T, RecordsError>, what: &str) {
    assert!(matches!(result, Err(RecordsError::Conflict { .. })), "{what} is a conflict, but: {result:?}");
}
