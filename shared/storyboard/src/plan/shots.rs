//! Who directs the camera: what a scene does decides how it is seen and how it begins. The rules and their reasons stand in
//! `docs/cinematography.md`.

use lectern_lesson::{Action, Focus, Framing, Movement, Scene, Shot, Token, Transition, Visual, parse_narration};

use crate::Layouts;
use crate::words::normalize;

/// What a scene does for the thought that it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Task {
    /// The film begins.
    OpensFilm,
    /// A chapter begins.
    OpensChapter,
    /// A term gets its meaning.
    Defines,
    /// It says that something is not as it seemed.
    Contrasts,
    /// It looks at the other side.
    TurnsAside,
    /// It says what follows.
    Concludes,
    /// It sums up.
    SumsUp,
    /// It asks, and waits.
    Asks,
    /// It shows something that is read part by part.
    Shows,
    /// It tells.
    Tells,
}

/// Words that begin a sentence which follows from those before it.
const CONCLUDING: &[&str] = &[
    "so",
    "therefore",
    "thus",
    "hence",
    "consequently",
    "finally",
    "ultimately",
    "that is why",
    "this is why",
    "as a result",
    "in short",
    "in the end",
    "in other words",
    "for this reason",
    "which means",
    "this means",
    "it follows",
];

/// Words that begin a sentence which takes something back.
const CONTRASTING: &[&str] =
    &["but", "however", "yet", "instead", "nevertheless", "unlike", "still", "and yet", "although"];

/// Words that begin a sentence about the other of two sides.
const ASIDE: &[&str] =
    &["on the other hand", "meanwhile", "elsewhere", "in contrast", "by contrast", "at the same time"];

/// A diagram's names smaller than this, in design pixels, are better seen from near.
const SMALL_NAME_PX: f64 = 42.0;

/// As many parts are too many to be seen at a glance.
const MANY_PARTS: usize = 5;

/// A push that has less room than this would not be seen.
const ROOM_MIN: f64 = 1.015;

/// Gives each scene its shot and its transition. A shot begins in the framing in which the one before ended; what it does
/// then follows from its own scene, so that an edit changes its neighbor at most.
pub(crate) fn direct(scenes: &mut [Scene], layouts: &dyn Layouts) {
    let mut before: Option<Shown> = None;
    for index in 0..scenes.len() {
        let ends = scenes.get(index + 1).is_none_or(|next| next.chapter.is_some());
        let scene = &mut scenes[index];
        let opens = before.is_none() || scene.chapter.is_some();
        let task = match task(scene, before.is_none()) {
            // What a chapter says last is what it comes to.
            Task::Tells if ends && !opens => Task::Concludes,
            task => task,
        };
        scene.transition = before.as_ref().map_or(Transition::Dissolve, |before| transition(scene, task, before));
        let from = match &before {
            // After an insert the camera is back on the whole, close.
            Some(before) if !opens && scene.transition.keeps_world() && before.ends == Framing::Insert => {
                Framing::Close
            }
            Some(before) if !opens && scene.transition.keeps_world() => before.ends,
            Some(before) if !opens && task == Task::Contrasts => opposite(before.ends),
            _ => Framing::Wide,
        };
        scene.shot = shot(scene, task, from, layouts);
        before =
            Some(Shown { ends: scene.shot.to, visual: scene.visual.clone(), special: is_special(scene.transition) });
    }
}

/// What the next scene needs to know of the one before it.
struct Shown {
    ends: Framing,
    visual: Visual,
    /// Whether its transition was one that is noticed.
    special: bool,
}

fn opposite(framing: Framing) -> Framing {
    if framing == Framing::Wide { Framing::Close } else { Framing::Wide }
}

fn is_special(transition: Transition) -> bool {
    !matches!(transition, Transition::Continue | Transition::Dissolve)
}

fn task(scene: &Scene, is_first: bool) -> Task {
    match &scene.visual {
        Visual::Title { .. } => Task::OpensFilm,
        Visual::Chapter { .. } => Task::OpensChapter,
        Visual::Definition { .. } => Task::Defines,
        Visual::Question { .. } => Task::Asks,
        Visual::Recap { .. } => Task::SumsUp,
        Visual::BigNumber { .. } | Visual::Quotation { .. } if !is_first => Task::Concludes,
        Visual::Statement { .. } | Visual::BigNumber { .. } | Visual::Quotation { .. } => {
            let words = spoken(scene);
            if begins_with(&words, ASIDE) {
                Task::TurnsAside
            } else if begins_with(&words, CONTRASTING) {
                Task::Contrasts
            } else if begins_with(&words, CONCLUDING) {
                Task::Concludes
            } else {
                Task::Tells
            }
        }
        _ => Task::Shows,
    }
}

/// The first words of what is said, as they are compared.
fn spoken(scene: &Scene) -> Vec<String> {
    let tokens = parse_narration(&scene.narration).unwrap_or_default();
    let words = tokens.into_iter().filter_map(|token| match token {
        Token::Word { shown, .. } => Some(normalize(&shown)),
        _ => None,
    });
    words.take(5).collect()
}

fn begins_with(words: &[String], phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| {
        let mut heard = words.iter();
        phrase.split(' ').all(|wanted| heard.next().is_some_and(|word| word == wanted))
    })
}

fn shot(scene: &Scene, task: Task, from: Framing, layouts: &dyn Layouts) -> Shot {
    let moves = |movement, to, focus| Shot { from, to, movement, focus };
    let holds = |focus| Shot { from, to: from, movement: Movement::Hold, focus };
    // The camera goes where it is not yet, and rests where it is.
    let goes = |movement, to: Framing, focus| if to == from { holds(focus) } else { moves(movement, to, focus) };
    let has_room = || layouts.layout(&scene.visual).room >= ROOM_MIN;
    match task {
        Task::OpensFilm => moves(Movement::Crane, Framing::Wide, Focus::Deep),
        Task::OpensChapter => {
            let movement = if has_room() { Movement::Pull } else { Movement::Drift };
            Shot { from: Framing::Close, to: Framing::Wide, movement, focus: Focus::Deep }
        }
        Task::Defines => goes(Movement::Drift, Framing::Medium, Focus::Rack),
        Task::Contrasts | Task::TurnsAside => holds(Focus::Deep),
        Task::Concludes => match from {
            Framing::Wide | Framing::Medium if has_room() => moves(Movement::Push, Framing::Close, Focus::Deep),
            _ => goes(Movement::Drift, Framing::Close, Focus::Deep),
        },
        Task::SumsUp => goes(Movement::Drift, Framing::Wide, Focus::Deep),
        Task::Asks => holds(Focus::Shallow),
        Task::Shows => match closer_look(scene, layouts) {
            Some(movement) => moves(movement, Framing::Insert, Focus::Deep),
            None => holds(Focus::Deep),
        },
        // A sentence beside a picture is a picture to look at; one alone stands in the world, which may pass behind it.
        Task::Tells if matches!(scene.visual, Visual::Statement { picture: Some(_), .. }) => holds(Focus::Deep),
        Task::Tells => moves(Movement::Drift, opposite(from), Focus::Deep),
    }
}

/// How the camera goes to the parts of a diagram that is too wide or too small to be read as a whole while it is spoken of;
/// not at all where the whole is large enough, which most are.
fn closer_look(scene: &Scene, layouts: &dyn Layouts) -> Option<Movement> {
    let named: std::collections::BTreeSet<usize> =
        scene.cues.iter().filter(|cue| cue.action != Action::Answer).map(|cue| cue.part).collect();
    if scene.visual.part_count() < MANY_PARTS || named.len() < 3 {
        return None;
    }
    let movement = match scene.visual {
        Visual::Timeline { .. } | Visual::Map { .. } => Movement::Pan,
        Visual::Tree { .. } => Movement::Push,
        // A note stands at a place of its own, and would be left outside.
        Visual::Cause { things: ref items, .. } | Visual::Illustration { ref items, .. }
            if items.iter().all(|item| item.note.is_none()) =>
        {
            Movement::Push
        }
        _ => return None,
    };
    let layout = layouts.layout(&scene.visual);
    let names = layout.texts.iter().filter(|text| text.part.is_some_and(|part| named.contains(&part)));
    let smallest = names.map(|text| text.size_px).fold(f64::INFINITY, f64::min);
    (movement == Movement::Pan || smallest < SMALL_NAME_PX).then_some(movement)
}

fn transition(scene: &Scene, task: Task, before: &Shown) -> Transition {
    if scene.chapter.is_some() {
        // Before it says what remains, the film takes a breath.
        return if task == Task::SumsUp { Transition::Dip } else { Transition::Dissolve };
    }
    if before.special {
        return Transition::Continue;
    }
    let in_few_words = matches!(
        before.visual,
        Visual::Statement { .. } | Visual::Definition { .. } | Visual::BigNumber { .. } | Visual::Quotation { .. }
    );
    match (task, &before.visual, &scene.visual) {
        (Task::Contrasts, ..) if in_few_words => Transition::Cut,
        (Task::TurnsAside, ..) => Transition::Wipe,
        (_, Visual::Map { places: from, .. }, Visual::Map { places: to, .. })
            if from.iter().all(|place| to.iter().all(|other| other.name != place.name)) =>
        {
            Transition::Whip
        }
        (_, from, to) if from.in_common(to).is_some() => Transition::Match,
        _ => Transition::Continue,
    }
}

#[cfg(test)]
mod tests {
    use lectern_lesson::{Cue, Layout, MapPlace, Moment, PlaceKind, PlacedText, Rect, TextRole};

    use super::*;

    /// A stage on which every part's name has this size.
    struct Names(f64);

    impl Layouts for Names {
        fn layout(&self, visual: &Visual) -> Layout {
            let texts = (0..visual.part_count()).map(|part| PlacedText {
                part: Some(part),
                text: "name".into(),
                rect: Rect::new(200.0, 200.0, 100.0, 50.0),
                size_px: self.0,
                contrast: 9.0,
                role: TextRole::Label,
            });
            Layout { texts: texts.collect(), room: 1.2, ..Layout::default() }
        }
    }

    fn scene(narration: &str, visual: Visual) -> Scene {
        let cue = |part| Cue { word: 0, action: Action::Show, part, last_part: None };
        Scene {
            id: "one".into(),
            chapter: None,
            narration: narration.into(),
            description: "What is to be seen.".into(),
            shot: Shot::default(),
            cues: (0..visual.part_count()).map(cue).collect(),
            transition: Transition::Continue,
            mood: lectern_lesson::Mood::Calm,
            sources: Vec::new(),
            chosen_for: None,
            visual,
        }
    }

    fn statement(narration: &str) -> Scene {
        scene(narration, Visual::Statement { text: "Warm air rises".into(), emphasis: Vec::new(), picture: None })
    }

    /// Those scenes after one that opens the film, directed.
    fn directed(scenes: Vec<Scene>, names: f64) -> Vec<Scene> {
        let mut opening = scene("Water.", Visual::Title { title: "Water".into(), subtitle: None });
        opening.chapter = Some("Introduction".into());
        let mut film = std::iter::once(opening).chain(scenes).collect::<Vec<_>>();
        direct(&mut film, &Names(names));
        film.split_off(1)
    }

    #[test]
    fn what_a_sentence_does_decides_its_shot_and_how_it_comes() {
        let cases = [
            ("Warm air rises over land.", Movement::Drift, Transition::Continue),
            ("So warm air rises.", Movement::Push, Transition::Continue),
            ("As a result, warm air rises.", Movement::Push, Transition::Continue),
            ("As warm air rises, it cools.", Movement::Drift, Transition::Continue),
            ("But warm air rises.", Movement::Hold, Transition::Cut),
            ("On the other hand, warm air rises.", Movement::Hold, Transition::Wipe),
            ("On the land, warm air rises.", Movement::Drift, Transition::Continue),
        ];
        for (said, movement, transition) in cases {
            // After two sentences that drift there and back, the camera is wide; the chapter's last sentence would conclude.
            let chapter = ["It rains.", "It snows.", said, "It thaws."].map(statement);
            let film = directed(chapter.to_vec(), 60.0);
            assert_eq!((film[2].shot.movement, film[2].transition), (movement, transition), "{said}");
        }
    }

    #[test]
    fn shots_go_on_where_the_world_does_and_never_jump_a_little() {
        let said = ["It rains.", "So it rains.", "But it snows.", "Meanwhile it rains.", "Thus it rains.", "It rains."];
        let film = directed(said.map(statement).to_vec(), 60.0);
        for pair in film.windows(2) {
            let (ended, begun) = (pair[0].shot.to.closeness(), pair[1].shot.from.closeness());
            match pair[1].transition {
                Transition::Cut => assert_ne!(ended, begun, "{}", pair[1].narration),
                transition if transition.keeps_world() => assert_eq!(ended, begun, "{}", pair[1].narration),
                _ => {}
            }
            let special = |scene: &Scene| is_special(scene.transition);
            assert!(!(special(&pair[0]) && special(&pair[1])), "one transition at a time is noticed");
        }
        assert!(film.iter().all(|scene| scene.shot.contradiction().is_none()));
    }

    #[test]
    fn the_camera_goes_near_only_where_there_is_a_reason() {
        let moment = |year: i32| Moment { date: year.to_string(), text: "A war".into(), year: f64::from(year) };
        let line = |count| Visual::Timeline { heading: None, events: (1..=count).map(moment).collect() };
        let cases = [
            (line(3), 36.0, Movement::Hold),
            (line(6), 60.0, Movement::Pan),
            (Visual::Formula { lines: vec!["a".into(); 6], caption: None }, 36.0, Movement::Hold),
            (Visual::Code { language: None, text: "a\nb\nc\nd\ne\nf".into(), trace: Vec::new() }, 36.0, Movement::Hold),
        ];
        for (visual, names, movement) in cases {
            let film = directed(vec![scene("It rains.", visual.clone())], names);
            assert_eq!(film[0].shot.movement, movement, "{visual:?}");
            assert_eq!(film[0].shot.follows_parts(), movement != Movement::Hold);
        }
    }

    #[test]
    fn what_two_scenes_share_travels_and_other_places_are_thrown_to() {
        let drop =
            |text: &str| Visual::Statement { text: text.into(), emphasis: Vec::new(), picture: Some("droplet".into()) };
        let film = directed(vec![scene("A drop falls.", drop("A drop")), scene("It grows.", drop("It grows"))], 60.0);
        assert_eq!(film[1].transition, Transition::Match);
        let map = |names: &[&str]| {
            let place = |name: &&str| MapPlace {
                name: (*name).into(),
                longitude: 2.0,
                latitude: 48.0,
                kind: PlaceKind::City,
                extent_km: 0.0,
                note: None,
            };
            let places = names.iter().map(place).collect();
            Visual::Map { title: None, date: None, places, routes: Vec::new(), historical: false }
        };
        for (next, transition) in [("Rome", Transition::Whip), ("Paris", Transition::Continue)] {
            let maps = vec![scene("In Paris.", map(&["Paris"])), scene("And then.", map(&[next]))];
            assert_eq!(directed(maps, 60.0)[1].transition, transition, "to {next}");
        }
    }
}
