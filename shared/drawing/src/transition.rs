//! How one picture becomes the next: pure functions of both and of how far the way has come.

use lectern_lesson::Transition;

use crate::easing::{cubic_bezier, sine};
use crate::world::layer::Frame;

/// Seconds that a dip takes to sink, and as many to rise.
pub(crate) const DIP_SECS: f64 = 0.4;

/// Width of a wipe's soft edge, as a part of the frame's width.
const EDGE: f64 = 0.12;

/// A whip blurs over as much of its way as a shutter that is open for half of a frame's time, more than a frame's to be felt.
const SHUTTER: f64 = 0.09;

/// How long the last picture of the scene before is still to be seen, in seconds from the scene's start; 0 for not at all.
pub(crate) fn secs(transition: Transition) -> f64 {
    match transition {
        Transition::Dissolve => 0.6,
        Transition::Wipe => 0.7,
        Transition::Whip => 0.4,
        Transition::Continue | Transition::Cut | Transition::Dip | Transition::Match => 0.0,
    }
}

/// Lays the picture before, the size of the frame, over the frame: all of it at 0 of the way, nothing at 1.
pub(crate) fn pass(transition: Transition, along: f64, before: &[u8], frame: &mut Frame<'_>, line: &mut Vec<u8>) {
    if along >= 1.0 || before.len() != frame.pixels.len() {
        return;
    }
    match transition {
        Transition::Dissolve => {
            let new = dissolved(along);
            mix_row(frame.pixels, before, |_| new);
        }
        Transition::Wipe => wipe(along, before, frame),
        Transition::Whip => whip(along, before, frame, line),
        Transition::Continue | Transition::Cut | Transition::Dip | Transition::Match => {}
    }
}

/// Mixes rows of pixels; `new` tells how much of 256 a column has of the new picture.
fn mix_row(row: &mut [u8], before: &[u8], new: impl Fn(usize) -> u32) {
    for (column, (pixel, old)) in row.chunks_exact_mut(4).zip(before.chunks_exact(4)).enumerate() {
        let new = new(column);
        for (value, old) in pixel.iter_mut().zip(old).take(3) {
            *value = ((u32::from(*value) * new + u32::from(*old) * (256 - new) + 128) >> 8) as u8;
        }
    }
}

/// How much of 256 a dissolve shows of the new picture.
fn dissolved(along: f64) -> u32 {
    (sine(along) * 256.0).round() as u32
}

/// How much of 256 a wipe shows of the new picture, column by column.
fn wiped(along: f64, columns: usize) -> Vec<u32> {
    let width = columns as f64;
    let soft = width * EDGE;
    let edge = width - (width + soft) * cubic_bezier([0.65, 0.0, 0.35, 1.0], along);
    (0..columns).map(|column| (sine((column as f64 + 0.5 - edge) / soft) * 256.0).round() as u32).collect()
}

/// The new picture's share of each column, of 256, where a transition mixes both; none for those that do not.
#[cfg(feature = "gpu")]
pub(crate) fn shares(transition: Transition, along: f64, columns: usize) -> Option<Vec<u32>> {
    match transition {
        Transition::Dissolve => Some(vec![dissolved(along); columns]),
        Transition::Wipe => Some(wiped(along, columns)),
        _ => None,
    }
}

/// Where a whip looks, in columns of both pictures side by side, and how far to each side it blurs.
pub(crate) fn thrown(along: f64, width: usize) -> (usize, usize) {
    let curve = |time: f64| cubic_bezier([0.7, 0.0, 0.3, 1.0], time);
    let offset = ((curve(along) * width as f64).round() as usize).min(width);
    let speed = curve(along + SHUTTER / 2.0) - curve(along - SHUTTER / 2.0);
    (offset, (speed * width as f64 / 2.0).round() as usize)
}

/// The edge comes from the right: what is next stands where the eye reads on to.
fn wipe(along: f64, before: &[u8], frame: &mut Frame<'_>) {
    let weights = wiped(along, frame.width);
    let bytes = frame.width * 4;
    for (row, old) in frame.pixels.chunks_exact_mut(bytes).zip(before.chunks_exact(bytes)) {
        mix_row(row, old, |column| weights[column]);
    }
}

/// Both pictures stand side by side, and the camera is thrown from one to the other.
fn whip(along: f64, before: &[u8], frame: &mut Frame<'_>, line: &mut Vec<u8>) {
    let width = frame.width;
    let (offset, radius) = thrown(along, width);
    let size = (2 * radius + 1) as u32;
    let bytes = width * 4;
    for (row, old) in frame.pixels.chunks_exact_mut(bytes).zip(before.chunks_exact(bytes)) {
        line.clear();
        line.extend_from_slice(old);
        line.extend_from_slice(row);
        let last = (2 * width - 1) as isize;
        let at = |index: isize, channel: usize| u32::from(line[index.clamp(0, last) as usize * 4 + channel]);
        for channel in 0..3 {
            let (start, reach) = (offset as isize, radius as isize);
            let mut sum: u32 = (start - reach..=start + reach).map(|index| at(index, channel)).sum();
            for column in 0..width {
                row[column * 4 + channel] = (sum / size) as u8;
                let here = start + column as isize;
                sum += at(here + reach + 1, channel);
                sum -= at(here - reach, channel);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (usize, usize) = (96, 8);
    const PASSAGES: [Transition; 3] = [Transition::Dissolve, Transition::Wipe, Transition::Whip];

    fn at(transition: Transition, along: f64) -> Vec<u8> {
        let before = [200, 0, 40, 255].repeat(SIZE.0 * SIZE.1);
        let mut after = [0, 100, 240, 255].repeat(SIZE.0 * SIZE.1);
        let mut frame = Frame { pixels: &mut after, width: SIZE.0, height: SIZE.1 };
        pass(transition, along, &before, &mut frame, &mut Vec::new());
        after
    }

    #[test]
    fn passages_begin_with_one_picture_and_end_with_the_other() {
        for transition in PASSAGES {
            let (first, last) = (at(transition, 0.0), at(transition, 1.0));
            assert!(first.chunks_exact(4).all(|pixel| pixel == [200, 0, 40, 255]), "{transition:?}");
            assert!(last.chunks_exact(4).all(|pixel| pixel == [0, 100, 240, 255]), "{transition:?}");
            assert!(secs(transition) > 0.0 && transition.needs_picture_before());
        }
    }

    #[test]
    fn more_of_the_next_picture_is_seen_from_step_to_step() {
        for transition in PASSAGES {
            let green =
                |along: f64| at(transition, along).chunks_exact(4).map(|pixel| u32::from(pixel[1])).sum::<u32>();
            let steps: Vec<u32> = (0..=20).map(|step| green(f64::from(step) / 20.0)).collect();
            assert!(steps.windows(2).all(|pair| pair[0] <= pair[1]), "{transition:?}: {steps:?}");
            assert!(steps[10] > steps[0] && steps[10] < steps[20], "{transition:?}: {steps:?}");
        }
    }

    #[test]
    fn a_picture_of_another_size_is_left_out() {
        let mut pixels = vec![7; 16];
        pass(
            Transition::Dissolve,
            0.0,
            &[0; 4],
            &mut Frame { pixels: &mut pixels, width: 2, height: 2 },
            &mut Vec::new(),
        );
        assert_eq!(pixels, [7; 16]);
    }
}
