use aws_sdk_dynamodb::types::AttributeValue;

use super::Item;

/// Where an item lies. The layout is described at [`crate::records`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pk: String,
    sk: String,
}

/// Items of one partition whose sort keys lie between two texts, both included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(super) pk: String,
    pub(super) first: String,
    pub(super) last: String,
    pub(super) newest_first: bool,
}

/// Sorts behind all that the ends of listed sort keys are made of: letters, digits, and what API Gateway puts into the ids
/// of connections, all of them ASCII.
const LAST: char = '~';

impl Key {
    fn of_user(user_id: &str, sk: String) -> Self {
        Self { pk: format!("USER#{user_id}"), sk }
    }

    fn of_project(project_id: &str, sk: String) -> Self {
        Self { pk: format!("PROJECT#{project_id}"), sk }
    }

    pub(crate) fn project(user_id: &str, id: &str) -> Self {
        Self::of_user(user_id, format!("PROJECT#{id}"))
    }

    /// That a project's leftovers are being removed.
    pub(crate) fn removal(user_id: &str, project_id: &str) -> Self {
        Self::of_user(user_id, format!("REMOVAL#{project_id}"))
    }

    pub(crate) fn generation(user_id: &str, id: &str) -> Self {
        Self::of_user(user_id, format!("GENERATION#{id}"))
    }

    pub(crate) fn queue(user_id: &str) -> Self {
        Self::of_user(user_id, "QUEUE".to_owned())
    }

    pub(crate) fn reservation(user_id: &str, key: &str) -> Self {
        Self::of_user(user_id, format!("RESERVATION#{key}"))
    }

    /// The window of time that starts at a second since 1970.
    pub(crate) fn window(user_id: &str, start_secs: u64) -> Self {
        Self::of_user(user_id, format!("WINDOW#{start_secs}"))
    }

    /// That a generation is one of a project.
    pub(crate) fn membership(project_id: &str, generation_id: &str) -> Self {
        Self::of_project(project_id, format!("GENERATION#{generation_id}"))
    }

    pub(crate) fn event(project_id: &str, sequence: u64) -> Self {
        Self::of_project(project_id, format!("EVENT#{sequence:020}"))
    }

    pub(crate) fn delivery(project_id: &str, sequence: u64, webhook_id: &str) -> Self {
        Self::of_project(project_id, format!("DELIVERY#{sequence:020}#{webhook_id}"))
    }

    /// A connection among those of its project, with its cursor.
    pub(crate) fn listener(project_id: &str, connection_id: &str) -> Self {
        Self::of_project(project_id, format!("CONNECTION#{connection_id}"))
    }

    /// A connection by its id alone.
    pub(crate) fn connection(id: &str) -> Self {
        Self { pk: format!("CONNECTION#{id}"), sk: "CONNECTION".to_owned() }
    }

    /// Where nothing lies.
    pub(super) fn ping() -> Self {
        Self { pk: "PING".to_owned(), sk: "PING".to_owned() }
    }

    pub(super) fn attributes(&self) -> Item {
        let text = |text: &str| AttributeValue::S(text.to_owned());
        Item::from([("pk".to_owned(), text(&self.pk)), ("sk".to_owned(), text(&self.sk))])
    }
}

impl Span {
    fn of(key: Key, last: impl Into<String>) -> Self {
        let last = last.into();
        Self { pk: key.pk, first: key.sk, last, newest_first: false }
    }

    /// All of a partition whose sort key begins like `key`'s.
    fn below(key: Key) -> Self {
        let last = format!("{}{LAST}", key.sk);
        Self::of(key, last)
    }

    /// A user's projects down to the oldest, from `after` or the newest. `after` itself may be among them.
    pub(crate) fn projects(user_id: &str, after: Option<&str>) -> Self {
        Self::below(Key::project(user_id, "")).back_from(after)
    }

    /// A user's generations, as [`Span::projects`].
    pub(crate) fn generations(user_id: &str, after: Option<&str>) -> Self {
        Self::below(Key::generation(user_id, "")).back_from(after)
    }

    /// A project's generations, as [`Span::projects`].
    pub(crate) fn memberships(project_id: &str, after: Option<&str>) -> Self {
        Self::below(Key::membership(project_id, "")).back_from(after)
    }

    fn back_from(mut self, after: Option<&str>) -> Self {
        if let Some(after) = after {
            self.last = format!("{}{after}", self.first);
        }
        self.newest_first = true;
        self
    }

    /// A project's events after a place in its log.
    pub(crate) fn events(project_id: &str, after: u64) -> Self {
        Self::of(Key::event(project_id, after.saturating_add(1)), Key::event(project_id, u64::MAX).sk)
    }

    /// A project's events, the last one first.
    pub(crate) fn last_events(project_id: &str) -> Self {
        Self { newest_first: true, ..Self::events(project_id, 0) }
    }

    pub(crate) fn listeners(project_id: &str) -> Self {
        Self::below(Key::listener(project_id, ""))
    }

    /// Everything that lies under a project's id.
    pub(crate) fn of_project(project_id: &str) -> Self {
        // A sort key is never empty.
        Self::below(Key::of_project(project_id, "!".to_owned())).up_to(LAST)
    }

    fn up_to(self, last: char) -> Self {
        Self { last: last.to_string(), ..self }
    }
}

/// For errors.
impl From<&Key> for String {
    fn from(key: &Key) -> Self {
        format!("{} {}", key.pk, key.sk)
    }
}

impl From<&Span> for String {
    fn from(span: &Span) -> Self {
        format!("{} {} …", span.pk, span.first)
    }
}
