//! The motif: a few notes of the film's own that come back in changing shapes.

use crate::{
    harmony::{Chord, Scale},
    random::Random,
};

/// A melody of three to five notes in one bar, without a key.
#[derive(Clone, Debug, PartialEq)]
pub struct Motif {
    /// Its notes, in order.
    pub notes: Vec<MotifNote>,
}

/// A note of a motif.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MotifNote {
    /// Beats after its start.
    pub beat: f64,
    /// Length in beats.
    pub beats: f64,
    /// Steps of the scale over the first note.
    pub step: i32,
}

/// What becomes of the motif.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variation {
    /// As it is.
    Plain,
    /// Upside down.
    Inverted,
    /// Backwards in pitch, the rhythm kept.
    Reversed,
    /// Half as fast.
    Broad,
    /// Its first notes only.
    Head,
    /// Its last notes only.
    Tail,
    /// With a neighbor note before the longest.
    Ornamented,
}

impl Variation {
    /// Those that a bar of music may take.
    pub const ALL: [Self; 7] =
        [Self::Plain, Self::Inverted, Self::Reversed, Self::Broad, Self::Head, Self::Tail, Self::Ornamented];
}

/// Beats on which the notes of a motif in four begin; those of one in three are cut from them.
const RHYTHMS: [&[f64]; 9] = [
    &[0.0, 1.0, 1.5, 2.0],
    &[0.0, 1.5, 2.0, 3.0],
    &[0.0, 0.5, 1.0, 2.0],
    &[0.0, 1.5, 3.0],
    &[0.0, 1.0, 2.0, 2.5, 3.0],
    &[0.5, 1.0, 1.5, 2.5],
    &[0.0, 2.0, 2.5, 3.0],
    &[0.0, 0.5, 2.0, 2.5],
    &[0.0, 1.0, 2.5, 3.0],
];

impl Motif {
    /// A motif in a meter of three or four.
    ///
    /// It has one leap of a third to a fifth, the rest are steps, mostly back (what melodies do after a leap), and it
    /// ends on another note than it began.
    pub fn new(random: &mut Random, meter: usize) -> Self {
        let meter = meter as f64;
        let mut beats: Vec<f64> = random.choose(&RHYTHMS).iter().copied().filter(|beat| *beat < meter).collect();
        if beats.len() < 3 {
            beats = vec![0.0, 1.0, 1.5];
        }
        let leap_at = 1 + random.below(beats.len() - 1);
        let rises = random.chance(0.65);
        let leap: i32 = *random.choose(&[2, 3, 4]) * if rises { 1 } else { -1 };
        let mut step = 0;
        let mut notes: Vec<MotifNote> = Vec::new();
        for (index, beat) in beats.iter().enumerate() {
            if index == leap_at {
                step += leap;
            } else if index > leap_at {
                step -= leap.signum() * if random.chance(0.8) { 1 } else { -1 };
            } else if index > 0 {
                step += if random.chance(0.5) { 1 } else { -1 };
            }
            let end = beats.get(index + 1).copied().unwrap_or(meter);
            notes.push(MotifNote { beat: *beat, beats: end - beat, step });
        }
        if let Some(last) = notes.last_mut()
            && last.step == 0
        {
            last.step = leap.signum();
        }
        Self { notes }
    }

    /// A variation of it.
    pub fn varied(&self, variation: Variation) -> Self {
        let mut notes = self.notes.clone();
        match variation {
            Variation::Plain => {}
            Variation::Inverted => notes.iter_mut().for_each(|note| note.step = -note.step),
            Variation::Reversed => {
                let last = notes.last().map_or(0, |note| note.step);
                let steps: Vec<i32> = notes.iter().rev().map(|note| note.step - last).collect();
                notes.iter_mut().zip(steps).for_each(|(note, step)| note.step = step);
            }
            Variation::Broad => notes.iter_mut().for_each(|note| {
                note.beat *= 2.0;
                note.beats *= 2.0;
            }),
            Variation::Head => notes.truncate(notes.len().div_ceil(2)),
            Variation::Tail => {
                notes.drain(..notes.len() / 2);
                let (beat, step) = notes.first().map_or((0.0, 0), |note| (note.beat.floor(), note.step));
                notes.iter_mut().for_each(|note| {
                    note.beat -= beat;
                    note.step -= step;
                });
            }
            Variation::Ornamented => {
                let longest =
                    (0..notes.len()).reduce(|best, at| if notes[at].beats > notes[best].beats { at } else { best });
                if let Some(at) = longest
                    && notes[at].beats >= 1.0
                {
                    let main = notes[at];
                    notes[at] = MotifNote { beat: main.beat + 0.5, beats: main.beats - 0.5, ..main };
                    notes.insert(at, MotifNote { beat: main.beat, beats: 0.5, step: main.step + 1 });
                }
            }
        }
        Self { notes }
    }

    /// The motif as MIDI pitches over a chord: it begins on the chord's note nearest `near`, its long and accented notes
    /// are drawn to the chord, the others run along the scale.
    pub fn over(&self, scale: Scale, chord: &Chord, near: i32) -> Vec<(MotifNote, i32)> {
        const FLOOR: i32 = 48;
        let nearest = |pitch_of: &dyn Fn(i32) -> i32, accepts: &dyn Fn(i32) -> bool, near: i32| {
            (-7..35).filter(|step| accepts(pitch_of(*step))).min_by_key(|step| (pitch_of(*step) - near).abs())
        };
        let pitch_of = |step: i32| scale.pitch(step, FLOOR);
        let in_chord = |pitch: i32| chord.has(pitch);
        let first = nearest(&pitch_of, &in_chord, near).or_else(|| nearest(&pitch_of, &|_| true, near)).unwrap_or(14);
        self.notes
            .iter()
            .map(|note| {
                let pitch = pitch_of(first + note.step);
                let is_accented =
                    note.beats >= 1.0 || note.beat.fract() == 0.0 && (note.beat as usize).is_multiple_of(2);
                let snapped =
                    nearest(&pitch_of, &in_chord, pitch).map(pitch_of).filter(|found| (found - pitch).abs() <= 2);
                (*note, if is_accented { snapped.unwrap_or(pitch) } else { pitch })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harmony::Color;

    #[test]
    fn motifs_fit_their_bar_and_differ_by_seed() {
        let mut seen = Vec::new();
        for seed in 0..60 {
            for meter in [3, 4] {
                let motif = Motif::new(&mut Random::new(seed), meter);
                assert!((3..=5).contains(&motif.notes.len()), "{motif:?}");
                let last = motif.notes.last().expect("notes");
                assert!(last.beat + last.beats <= meter as f64 + 1e-9 && last.step != 0, "{motif:?}");
                assert!(motif.notes.iter().all(|note| note.step.abs() <= 7), "{motif:?}");
                if !seen.contains(&motif) {
                    seen.push(motif);
                }
            }
        }
        assert!(seen.len() > 80, "{} motifs of 120 seeds", seen.len());
    }

    #[test]
    fn variations_keep_to_scale_and_chord() {
        let scale = Scale::with_home(5, 5);
        for seed in 0..20 {
            let motif = Motif::new(&mut Random::new(seed), 4);
            for variation in Variation::ALL {
                let chord = Chord::on(scale, (seed % 7) as i32, Color::Plain);
                let line = motif.varied(variation).over(scale, &chord, 74);
                assert!(
                    !line.is_empty() && chord.has(line[0].1),
                    "{variation:?} of {motif:?} begins outside the chord"
                );
                for (_, pitch) in line {
                    assert!((0..7).any(|step| scale.class(step) == pitch % 12), "{pitch} is not in the scale");
                    assert!((60..=90).contains(&pitch), "{pitch} is far from 74");
                }
            }
        }
    }
}
