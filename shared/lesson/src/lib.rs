//! The nouns of Lectern and their JSON forms. No I/O, no clock, no randomness.
//!
//! A lesson script is read into a [`Script`] (blocks with source positions), analyzed into a [`Lesson`] (what it teaches),
//! planned into a [`Storyboard`] (typed scenes), narrated into [`Narration`]s (word spans), drawn, scored and composited into
//! a film. Every step speaks in the types of this crate, so a state, a function, a folder and a progress line share one word.

mod event;
mod finding;
mod generation;
mod layout;
mod lesson;
mod lexicon;
mod narration;
mod position;
mod project;
mod rich_text;
mod script;
mod storyboard;
mod timing;

pub use event::{Event, EventType};
pub use finding::{Finding, Place, Severity};
pub use generation::{
    Applied, CANCELLED, Failure, FilmFile, FilmSummary, Generation, GenerationState, Happening, LoggedEvent, Queue,
    render_progress,
};
pub use layout::{Layout, Overflow, PlacedText, Rect, TextRole};
pub use lesson::{Fact, FactKind, Lesson, Passage, PassageKind, Section, SectionRole, Sentence, Subject, Term, Turn};
pub use lexicon::{LEXICON_ENTRY_MAX, LEXICON_MAX, Lexicon};
pub use narration::{
    Narration, OWN_VOICE_MARK, Speaker, Token, TokenError, WordSpan, escape_narration, parse_narration, shown_text,
    stressed,
};
pub use position::Span;
pub use project::{ASSETS_MAX, Asset, Document, PROJECT_TITLE_MAX, Project, Settings, WEBHOOKS_MAX, Webhook};
pub use rich_text::{RichText, Run};
pub use script::{
    Block, BlockKind, Choice, Figure, Formula, FormulaLine, FrontMatter, ListItem, Question, Script, Table,
};
pub use storyboard::{
    Action, Amount, AmountForm, Arrow, Axis, Callout, ChartKind, Cue, DialogueLine, Focus, Format, Framing,
    GeometryShape, Item, MapPlace, Moment, Mood, Moved, Movement, Node, Picture, PlaceKind, PlotItem, SCENE_ID_MAX,
    Scale, ScaleForm, Scene, Series, Shot, Side, Storyboard, Tint, TraceFrame, TraceStep, Transition, Visual,
};
pub use timing::{ENDING_SECS, LEAD_SECS, SceneTiming, TAIL_SECS};
