//! Voice leading: each chord is laid so that its notes move as little as they can from the chord before.

use crate::harmony::Chord;

/// Where the upper voices lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Register {
    /// Lowest MIDI pitch.
    pub lowest: i32,
    /// Highest MIDI pitch.
    pub highest: i32,
}

/// Lays a chord in `voices` voices, from low to high, near `previous` (empty at the start).
///
/// Every note of a triad is there when the voices suffice. Common notes stay, leaps, parallel fifths and octaves and narrow
/// low intervals are avoided, in that order of weight. All layouts in the register are weighed: a few dozen.
pub fn voicing(chord: &Chord, previous: &[i32], voices: usize, register: Register) -> Vec<i32> {
    let pitches: Vec<i32> = (register.lowest..=register.highest).filter(|pitch| chord.has(*pitch)).collect();
    let mut best = (i32::MAX, Vec::new());
    lay(&pitches, voices, &mut Vec::new(), &mut |layout| {
        let cost = cost(chord, previous, layout, register);
        if cost < best.0 {
            best = (cost, layout.to_vec());
        }
    });
    best.1
}

fn lay(pitches: &[i32], voices: usize, layout: &mut Vec<i32>, weigh: &mut impl FnMut(&[i32])) {
    if layout.len() == voices {
        weigh(layout);
        return;
    }
    for (index, pitch) in pitches.iter().enumerate() {
        if layout.last().is_some_and(|below| pitch - below > 12) {
            break;
        }
        layout.push(*pitch);
        lay(&pitches[index + 1..], voices, layout, weigh);
        layout.pop();
    }
}

fn cost(chord: &Chord, previous: &[i32], layout: &[i32], register: Register) -> i32 {
    let mut cost = 0;
    for (index, class) in chord.classes.iter().enumerate() {
        let count = layout.iter().filter(|pitch| pitch.rem_euclid(12) == *class).count();
        // The bass has the root; of what is left, the second note (the third) tells most.
        let needed = if index == 1 { 30 } else { 12 };
        cost += if count == 0 { needed } else { 8 * (count as i32 - 1) };
    }
    for pair in layout.windows(2) {
        let narrowest = if pair[0] < 55 { 3 } else { 2 };
        cost += if pair[1] - pair[0] < narrowest { 10 } else { 0 };
    }
    let middle = (register.lowest + register.highest) / 2;
    let center = layout.iter().sum::<i32>() / layout.len().max(1) as i32;
    cost += (center - middle).abs() / 2;
    if previous.len() != layout.len() {
        return cost;
    }
    let moves: Vec<i32> = layout.iter().zip(previous).map(|(now, before)| now - before).collect();
    cost += moves.iter().map(|step| 2 * step.abs() + if step.abs() > 4 { 6 } else { 0 }).sum::<i32>();
    for low in 0..layout.len() {
        for high in low + 1..layout.len() {
            let interval = (layout[high] - layout[low]).rem_euclid(12);
            let before = (previous[high] - previous[low]).rem_euclid(12);
            let is_parallel = interval == before && matches!(interval, 0 | 7) && moves[low] != 0 && moves[high] != 0;
            cost += if is_parallel { 9 } else { 0 };
        }
    }
    cost
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        harmony::{Color, Scale},
        random::Random,
    };

    #[test]
    fn voices_move_little_and_leave_no_note_out() {
        let register = Register { lowest: 53, highest: 74 };
        let mut random = Random::new(3);
        let scale = Scale::with_home(7, 0);
        let (mut previous, mut moved, mut parallels, mut count) = (Vec::new(), 0, 0, 0);
        for _ in 0..300 {
            let chord = Chord::on(scale, random.below(7) as i32, Color::Plain);
            let layout = voicing(&chord, &previous, 3, register);
            assert_eq!(layout.len(), 3);
            for class in &chord.classes {
                assert!(layout.iter().any(|pitch| pitch % 12 == *class), "{chord:?} as {layout:?}");
            }
            if !previous.is_empty() {
                count += 1;
                moved +=
                    layout.iter().zip(&previous).map(|(now, before): (&i32, &i32)| (now - before).abs()).sum::<i32>();
                for (low, high) in [(0, 1), (1, 2), (0, 2)] {
                    let fifth = |voices: &[i32]| (voices[high] - voices[low]).rem_euclid(12) == 7;
                    parallels += i32::from(fifth(&layout) && fifth(&previous) && layout[low] != previous[low]);
                }
            }
            previous = layout;
        }
        let mean = f64::from(moved) / f64::from(count * 3);
        assert!(mean < 2.2, "voices move {mean} semitones on average");
        assert!(f64::from(parallels) < 0.05 * f64::from(count), "{parallels} parallel fifths in {count} changes");
    }
}
