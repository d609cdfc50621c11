use lectern_lesson::MapPlace;

/// What the planner looks up beyond the lesson: pictures of things, and places of the world. The right one or none: a wrong
/// picture is worse than no picture. The same question gives the same answer.
pub trait References {
    /// The name of the illustration that shows `term`, a noun or short noun phrase. `context` is the sentence that it stands in, and
    /// `subject` what the lesson is about: both tell meanings apart.
    fn illustration(&self, term: &str, context: &str, subject: &str) -> Option<String>;

    /// The place that a text means by `name`; `context` holds the other places and words of the text.
    fn place(&self, name: &str, context: &str) -> Option<MapPlace>;
}

/// References that know nothing: films without illustrations and maps.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoReferences;

impl References for NoReferences {
    fn illustration(&self, _term: &str, _context: &str, _subject: &str) -> Option<String> {
        None
    }

    fn place(&self, _name: &str, _context: &str) -> Option<MapPlace> {
        None
    }
}
