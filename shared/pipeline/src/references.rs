use lectern_illustrations::Context;
use lectern_lesson::MapPlace;
use lectern_storyboard::References;

/// What ships with Lectern: illustrations with the nouns they stand for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shipped;

impl References for Shipped {
    fn illustration(&self, term: &str, context: &str, subject: &str) -> Option<String> {
        lectern_illustrations::find(term, Context { text: context, subject }).map(str::to_owned)
    }

    fn place(&self, _name: &str, _context: &str) -> Option<MapPlace> {
        None
    }
}
