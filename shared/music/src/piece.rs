//! The plan of a piece: keys, chords, players and textures of every passage, before any note is written.

use lectern_lesson::Mood;

use crate::{
    Character, ScoreBrief,
    ensemble::{Ensemble, ensemble},
    form::{Bar, Movement, form},
    harmony::{Cadence, Chord, Color, Harmonist, Scale, center},
    motif::Motif,
    random::Random,
    voicing::{Register, voicing},
};

/// A planned piece.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// The passages, in order.
    pub passages: Vec<Passage>,
    /// The film's own melody.
    pub motif: Motif,
    /// The home scale, in which the piece ends.
    pub home: Scale,
    /// When the last chord comes: with the last word.
    pub landing_secs: f64,
    /// When all is silent.
    pub end_secs: f64,
    /// How much is played; 1 is usual.
    pub density: f64,
}

/// A phrase with all that its players need to know.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// Its mood.
    pub mood: Mood,
    /// Its players.
    pub ensemble: Ensemble,
    /// Its texture, which is its movement's.
    pub texture: Texture,
    /// Its scale.
    pub scale: Scale,
    /// Its bars.
    pub bars: Vec<Bar>,
    /// Its chords, in order and without gaps.
    pub chords: Vec<ChordAt>,
    /// Index of its movement.
    pub movement: usize,
    /// Whether its movement begins with it.
    pub begins: bool,
    /// Whether its movement ends with it.
    pub ends: bool,
    /// Strength, about 0.8 to 1.1: the film's arc.
    pub intensity: f64,
}

impl Passage {
    /// Its start in seconds.
    pub fn start_secs(&self) -> f64 {
        self.bars.first().map_or(0.0, |bar| bar.start_secs)
    }

    /// The chord that sounds then.
    pub fn chord_at(&self, secs: f64) -> &ChordAt {
        let at = self.chords.partition_point(|chord| chord.start_secs <= secs + 1e-6);
        &self.chords[at.saturating_sub(1)]
    }
}

/// A chord in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct ChordAt {
    /// Start in seconds.
    pub start_secs: f64,
    /// Length in seconds.
    pub length_secs: f64,
    /// Its notes.
    pub chord: Chord,
    /// The upper voices as MIDI pitches, from low to high.
    pub voicing: Vec<i32>,
    /// The scale it is from: at the end of a movement already the next one's.
    pub scale: Scale,
}

/// What a movement does with its chords.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Texture {
    /// How the figure runs through a chord.
    pub pattern: Pattern,
    /// Eighths of a bar on which the figure has notes, before they are varied: bit 0 is the first.
    pub rhythm: u16,
    /// Octaves that the figure lies over the chord's layout.
    pub figure_octave: i32,
    /// Where the chords lie.
    pub register: Register,
    /// Pitch around which the lead moves.
    pub lead_near: i32,
    /// How fast chords change.
    pub pace: Pace,
}

/// Ways through a chord.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// From low to high.
    Rising,
    /// From high to low.
    Falling,
    /// Low, high, middle, high.
    Broken,
    /// Up and down again.
    Wave,
    /// Two notes at once.
    Pairs,
    /// Leaps between far notes.
    Wide,
}

/// Harmonic rhythm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// A chord for two bars.
    Slow,
    /// A chord for each bar.
    Even,
    /// Two chords in the bar before a cadence.
    Lively,
}

const PATTERNS: [Pattern; 6] =
    [Pattern::Rising, Pattern::Falling, Pattern::Broken, Pattern::Wave, Pattern::Pairs, Pattern::Wide];
/// Rhythms of the figure in eighths, from thin to thick.
const RHYTHMS: [u16; 8] =
    [0b0001_0001, 0b0100_1001, 0b0101_0001, 0b0101_0101, 0b0110_1101, 0b1101_0101, 0b0111_0111, 0b1111_1111];

/// Beats of a bar: some characters dance.
fn meter(character: Character, random: &mut Random) -> usize {
    let in_three = match character {
        Character::Playful | Character::Museum => 0.5,
        Character::Warm => 0.35,
        _ => 0.0,
    };
    if random.chance(in_three) { 3 } else { 4 }
}

/// Plans the piece of a film.
pub fn plan(brief: &ScoreBrief) -> Piece {
    let source = Random::new(brief.seed);
    let mut random = source.fork(10);
    let character = Character::named(&brief.style.mood);
    let meter = meter(character, &mut random);
    let home = home(brief, character, &mut random);
    let motif = Motif::new(&mut source.fork(11), meter);
    let movements = form(brief, meter, brief.style.played_tempo());
    let scales = keys(home, movements.len(), &mut random);
    let textures = textures(&movements, character, brief.style.played_density(), &mut source.fork(12));
    let mut harmonist = Harmonist::new(source.fork(13));
    let landing_secs = brief.last_word_secs();
    let mut passages = Vec::new();
    let mut last_voicing = Vec::new();
    for (index, movement) in movements.iter().enumerate() {
        for (place, phrase) in movement.phrases.iter().enumerate() {
            let scale = scales[index].around(center(phrase.mood, home.center));
            let ends = place + 1 == movement.phrases.len();
            let next = movements.get(index + 1).filter(|_| ends).map(|next| {
                scales[index + 1]
                    .around(next.phrases.first().map_or(home.center, |next| center(next.mood, home.center)))
            });
            let is_last = ends && index + 1 == movements.len();
            let cadence = match next {
                Some(_) => Cadence::Leading,
                // The last chord of all comes after the last bar, with the last word: the bar before it leads there.
                None if is_last => Cadence::Leading,
                None if place % 2 == 0 => Cadence::Half,
                None => Cadence::Full,
            };
            let texture = textures[index];
            let steps = harmonist.phrase(phrase.mood, phrase.bars.len(), cadence);
            let mut chords: Vec<ChordAt> = Vec::new();
            for (bar_index, (bar, step)) in phrase.bars.iter().zip(&steps).enumerate() {
                let is_final_bar = bar_index + 1 == phrase.bars.len();
                let scale = match next {
                    Some(next) if is_final_bar => next,
                    None if is_last && is_final_bar => home,
                    _ => scale,
                };
                let is_held = texture.pace == Pace::Slow && bar_index % 2 == 1 && !is_final_bar;
                if is_held && let Some(held) = chords.last_mut() {
                    held.length_secs = bar.end_secs() - held.start_secs;
                    continue;
                }
                let is_split = texture.pace == Pace::Lively && bar.beats >= 4 && bar_index + 2 >= phrase.bars.len();
                let halves: &[(f64, f64, i32)] = if is_split {
                    let half = (bar.beats / 2) as f64;
                    &[(0.0, half, if *step == 4 { 1 } else { 4 }), (half, bar.beats as f64 - half, *step)]
                } else if is_final_bar && cadence == Cadence::Leading && bar.beats >= 2 {
                    let half = (bar.beats / 2) as f64;
                    // Suspended, then resolved: the door opens.
                    &[(0.0, half, 100 + *step), (half, bar.beats as f64 - half, *step)]
                } else {
                    &[(0.0, bar.beats as f64, *step)]
                };
                for (beat, beats, step) in halves {
                    let is_open = character == Character::Minimal;
                    let (step, color) = match step {
                        100.. => (step - 100, Color::Suspended),
                        _ if is_final_bar && cadence == Cadence::Leading => (*step, Color::Plain),
                        _ => (*step, harmonist.color(phrase.mood, *step, is_open)),
                    };
                    let chord = Chord::on(scale, step, color);
                    let laid = voicing(&chord, &last_voicing, 3, texture.register);
                    last_voicing.clone_from(&laid);
                    chords.push(ChordAt {
                        start_secs: bar.beat(*beat),
                        length_secs: beats * bar.beat_secs,
                        chord,
                        voicing: laid,
                        scale,
                    });
                }
            }
            let position = phrase.bars.first().map_or(0.0, |bar| bar.start_secs) / landing_secs.max(1.0);
            let arc = (std::f64::consts::PI * position.powf(1.4)).sin();
            let strength = match phrase.mood {
                Mood::Triumphant => 0.15,
                Mood::Bright => 0.05,
                Mood::Serious => -0.05,
                Mood::Calm | Mood::Curious => 0.0,
            };
            passages.push(Passage {
                mood: phrase.mood,
                ensemble: ensemble(character, phrase.mood, index),
                texture,
                scale,
                bars: phrase.bars.clone(),
                chords,
                movement: index,
                begins: place == 0,
                ends,
                intensity: 0.85 + 0.13 * arc + strength,
            });
        }
    }
    Piece { passages, motif, home, landing_secs, end_secs: brief.duration_secs, density: brief.style.played_density() }
}

/// The home scale: the style's key, or one of the seed's.
fn home(brief: &ScoreBrief, character: Character, random: &mut Random) -> Scale {
    // Keys from E flat to B flat around D: the bass keeps a register that small speakers still carry.
    let drawn = *random.choose(&[0, 2, 3, 5, 7, 9, 10]);
    let is_minor = random.chance(0.4);
    let (tonic, named_minor) = brief.style.named_key().map_or((drawn, None), |(tonic, minor)| (tonic, Some(minor)));
    let center = match (character, named_minor) {
        (_, Some(true)) | (Character::Serious, None) => 5,
        (Character::Museum, None) if is_minor => 5,
        (Character::Curious, None) => 3,
        (Character::Minimal, None) => 1,
        _ => 0,
    };
    Scale::with_home(tonic, center)
}

/// The scale of each movement: away to near keys and home again for the last.
fn keys(home: Scale, movements: usize, random: &mut Random) -> Vec<Scale> {
    let mut shift = 0;
    (0..movements)
        .map(|index| {
            if index == 0 || index + 1 == movements {
                shift = 0;
            } else {
                let near: Vec<i32> = [0, 5, 7, 2, 10].into_iter().filter(|other| *other != shift).collect();
                shift = *random.choose(&near);
            }
            Scale { tonic: (home.tonic + shift).rem_euclid(12), ..home }
        })
        .collect()
}

/// A texture for each movement, none like the one before.
fn textures(movements: &[Movement], character: Character, density: f64, random: &mut Random) -> Vec<Texture> {
    let mut last: Option<Texture> = None;
    let mut textures = Vec::new();
    for movement in movements {
        let mood = movement.phrases.first().map_or_else(Mood::default, |phrase| phrase.mood);
        let (thinnest, thickest) = match mood {
            Mood::Serious => (0, 4),
            Mood::Calm => (0, 5),
            Mood::Curious => (1, 6),
            Mood::Bright => (3, 8),
            Mood::Triumphant => (4, 8),
        };
        let lift = if density > 1.3 { 1 } else { 0 };
        let texture = loop {
            let lowest = *random.choose(&[52, 54, 56]);
            let lowest = if mood == Mood::Serious { lowest - 4 } else { lowest };
            let texture = Texture {
                pattern: *random.choose(&PATTERNS),
                rhythm: RHYTHMS[(thinnest + lift + random.below(thickest - thinnest)).min(RHYTHMS.len() - 1)],
                figure_octave: *random.choose(&[0, 12, 12]),
                register: Register { lowest, highest: lowest + 20 },
                lead_near: *random.choose(&[72, 74, 77, 79]),
                pace: match (mood, character) {
                    (Mood::Calm | Mood::Serious, _) | (_, Character::Minimal) => {
                        *random.choose(&[Pace::Slow, Pace::Even])
                    }
                    (Mood::Curious, _) => *random.choose(&[Pace::Slow, Pace::Even, Pace::Even]),
                    (Mood::Bright | Mood::Triumphant, _) => *random.choose(&[Pace::Even, Pace::Lively]),
                },
            };
            let is_fresh = last.is_none_or(|last| {
                last.pattern != texture.pattern
                    && last.rhythm != texture.rhythm
                    && (last.register != texture.register || last.pace != texture.pace)
            });
            if is_fresh {
                break texture;
            }
        };
        last = Some(texture);
        textures.push(texture);
    }
    textures
}
