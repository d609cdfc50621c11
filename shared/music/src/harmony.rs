//! Chords: which follow which in a mood, and how phrases end.

use lectern_lesson::Mood;

use crate::random::Random;

/// Semitones of the major scale over its tonic.
const MAJOR: [i32; 7] = [0, 2, 4, 5, 7, 9, 11];

/// The seven notes that a movement uses, and which of them it leans on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Pitch class (C is 0) of the major scale's tonic.
    pub tonic: i32,
    /// Degree, 0 to 6, that is felt as home: 0 major, 1 Dorian, 3 Lydian, 5 minor.
    pub center: usize,
}

impl Scale {
    /// The scale whose home note is `home`, in a mode.
    pub fn with_home(home: i32, center: usize) -> Self {
        Self { tonic: (home - MAJOR[center % 7]).rem_euclid(12), center }
    }

    /// The same notes around another center.
    pub fn around(self, center: usize) -> Self {
        Self { center, ..self }
    }

    /// MIDI pitch of the step counted from the center near `floor`: step 0 is the lowest center at or over `floor`.
    pub fn pitch(self, step: i32, floor: i32) -> i32 {
        let home = self.class(0);
        let base = floor + (home - floor).rem_euclid(12);
        let from_center = self.center as i32 + step;
        let octaves = from_center.div_euclid(7);
        base + MAJOR[from_center.rem_euclid(7) as usize] - MAJOR[self.center] + 12 * octaves
    }

    /// Pitch class of the step counted from the center.
    pub fn class(self, step: i32) -> i32 {
        (self.tonic + MAJOR[(self.center as i32 + step).rem_euclid(7) as usize]).rem_euclid(12)
    }
}

/// What is laid over a chord's third and fifth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    /// Nothing.
    Plain,
    /// The ninth.
    Ninth,
    /// The seventh.
    Seventh,
    /// The fourth instead of the third.
    Suspended,
    /// The ninth instead of the third: open, neither major nor minor.
    Open,
}

/// A chord: pitch classes, the root first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chord {
    /// Root, then the other notes; three or four.
    pub classes: Vec<i32>,
}

impl Chord {
    /// The chord on a step counted from the scale's center.
    pub fn on(scale: Scale, step: i32, color: Color) -> Self {
        let steps: &[i32] = match color {
            Color::Plain => &[0, 2, 4],
            Color::Ninth => &[0, 2, 4, 1],
            Color::Seventh => &[0, 2, 4, 6],
            Color::Suspended => &[0, 3, 4],
            Color::Open => &[0, 1, 4],
        };
        Self { classes: steps.iter().map(|over| scale.class(step + over)).collect() }
    }

    /// The chord that ends a film: home in major whatever came before (the Picardy third), with its ninth.
    pub fn homecoming(scale: Scale) -> Self {
        let home = scale.class(0);
        Self { classes: [0, 4, 7, 2].map(|over| (home + over) % 12).to_vec() }
    }

    /// Pitch class of its root.
    pub fn root(&self) -> i32 {
        self.classes[0]
    }

    /// Whether a MIDI pitch is one of its notes.
    pub fn has(&self, pitch: i32) -> bool {
        self.classes.contains(&pitch.rem_euclid(12))
    }
}

/// How a phrase ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cadence {
    /// On the dominant: a question.
    Half,
    /// At home.
    Full,
    /// On the dominant of what comes next, suspended.
    Leading,
}

/// Degree that a mood leans on: the modes share their notes, so a change of mood is a change of light, not of key.
pub fn center(mood: Mood, home: usize) -> usize {
    match (mood, home) {
        (Mood::Curious, _) => 3,
        (Mood::Serious, _) => 5,
        (Mood::Triumphant, _) => 0,
        (Mood::Calm | Mood::Bright, home) => home,
    }
}

/// Turns of four chords, as steps from the center. Each circles so that any may follow any other.
fn turns(mood: Mood) -> &'static [[i32; 4]] {
    match mood {
        Mood::Calm => &[
            [0, 3, 0, 4],
            [0, 5, 3, 4],
            [0, 2, 3, 0],
            [5, 3, 0, 4],
            [0, 3, 1, 4],
            [0, 1, 5, 3],
            [3, 0, 1, 5],
            [0, 4, 5, 3],
        ],
        Mood::Curious => {
            &[[0, 1, 0, 4], [0, 1, 2, 1], [0, 4, 1, 0], [0, 2, 1, 4], [0, 6, 1, 0], [2, 1, 0, 1], [0, 1, 4, 5]]
        }
        Mood::Bright => {
            &[[0, 3, 0, 4], [0, 4, 5, 3], [0, 1, 3, 4], [5, 3, 0, 4], [0, 3, 5, 4], [3, 0, 4, 0], [0, 5, 1, 4]]
        }
        Mood::Serious => {
            &[[0, 5, 2, 6], [0, 3, 5, 4], [0, 6, 5, 4], [0, 3, 0, 4], [0, 5, 3, 4], [0, 2, 3, 5], [5, 6, 0, 3]]
        }
        Mood::Triumphant => &[[3, 4, 5, 0], [0, 4, 5, 3], [3, 0, 1, 4], [0, 3, 4, 0], [5, 3, 0, 4], [0, 2, 3, 4]],
    }
}

/// Draws the chords of phrases, remembering what it drew so that no turn comes back at once.
#[derive(Clone, Debug)]
pub struct Harmonist {
    random: Random,
    recent: Vec<[i32; 4]>,
}

impl Harmonist {
    /// A harmonist with a generator of its own.
    pub fn new(random: Random) -> Self {
        Self { random, recent: Vec::new() }
    }

    /// Steps (from the center) of a phrase of `bars` bars, one chord a bar, with its cadence.
    pub fn phrase(&mut self, mood: Mood, bars: usize, cadence: Cadence) -> Vec<i32> {
        let fresh: Vec<[i32; 4]> = turns(mood).iter().filter(|turn| !self.recent.contains(turn)).copied().collect();
        let turn = *self.random.choose(if fresh.is_empty() { turns(mood) } else { &fresh });
        self.recent.push(turn);
        if self.recent.len() > 3 {
            self.recent.remove(0);
        }
        let mut steps: Vec<i32> = (0..bars).map(|bar| self.relative(turn[bar % 4])).collect();
        match (cadence, bars) {
            (_, 0) => {}
            (Cadence::Full, 1) => steps[0] = 0,
            (Cadence::Full, bars) => {
                // Plagal or authentic.
                steps[bars - 2] = *self.random.choose(&[4, 4, 3, 1]);
                steps[bars - 1] = 0;
            }
            (Cadence::Half | Cadence::Leading, bars) => {
                steps[bars - 1] = 4;
                if bars > 1 && steps[bars - 2] == 4 {
                    steps[bars - 2] = *self.random.choose(&[1, 3, 5]);
                }
            }
        }
        steps
    }

    /// Now and then a relative stands in for a chord, a third below.
    fn relative(&mut self, step: i32) -> i32 {
        if self.random.chance(0.2) && matches!(step, 0 | 3) { (step + 5) % 7 } else { step }
    }

    /// The color of a chord in a mood.
    pub fn color(&mut self, mood: Mood, step: i32, is_open: bool) -> Color {
        if is_open {
            return *self.random.choose(&[Color::Open, Color::Open, Color::Ninth]);
        }
        let choices: &[Color] = match (mood, step) {
            (_, 4) => &[Color::Plain, Color::Suspended, Color::Seventh],
            (Mood::Calm, _) => &[Color::Ninth, Color::Plain, Color::Seventh, Color::Ninth],
            (Mood::Curious, _) => &[Color::Seventh, Color::Open, Color::Ninth],
            (Mood::Bright, _) => &[Color::Plain, Color::Plain, Color::Ninth],
            (Mood::Serious, _) => &[Color::Plain, Color::Plain, Color::Seventh, Color::Open],
            (Mood::Triumphant, _) => &[Color::Plain],
        };
        *self.random.choose(choices)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOODS: [Mood; 5] = [Mood::Calm, Mood::Curious, Mood::Bright, Mood::Serious, Mood::Triumphant];

    #[test]
    fn modes_share_their_notes_and_steps_climb() {
        for center in [0, 1, 3, 5] {
            let scale = Scale::with_home(2, center);
            assert_eq!(scale.class(0), 2, "home is D in mode {center}");
            let pitches: Vec<i32> = (-7..=7).map(|step| scale.pitch(step, 60)).collect();
            assert!(pitches.windows(2).all(|pair| (1..=2).contains(&(pair[1] - pair[0]))), "{pitches:?}");
            assert_eq!((pitches[7], pitches[14]), (62, 74));
            assert!(pitches.iter().all(|pitch| (0..7).any(|step| scale.around(0).class(step) == pitch % 12)));
        }
    }

    #[test]
    fn phrases_end_as_asked_and_turns_do_not_come_back_at_once() {
        for mood in MOODS {
            let mut harmonist = Harmonist::new(Random::new(9));
            let mut turns = Vec::new();
            for draw in 0..120 {
                let (cadence, last) = if draw % 2 == 0 { (Cadence::Full, 0) } else { (Cadence::Leading, 4) };
                let steps = harmonist.phrase(mood, 1 + draw % 5, cadence);
                assert_eq!((steps.len(), steps.last()), (1 + draw % 5, Some(&last)), "{mood:?}");
                turns.push(harmonist.recent.last().copied());
            }
            assert!(turns.windows(2).all(|pair| pair[0] != pair[1]), "{mood:?}: {turns:?}");
        }
    }
}
