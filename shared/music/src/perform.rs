//! Notes to sound: voices are started and ended as time passes, in blocks, and share one room.

use crate::{
    SAMPLE_RATE,
    instrument::{Note, Placed, voices},
    random::Random,
    reverb::Room,
};

/// Frames that are computed at once.
const BLOCK: usize = 2048;

/// Plays notes into 48 kHz stereo, interleaved, of so many frames. Memory: the result; what sounds takes a few kB a voice.
pub fn perform(mut notes: Vec<Note>, frames: usize, room_secs: f64, seed: u64) -> Vec<f32> {
    notes.retain(|note| note.start_secs.is_finite() && note.velocity > 0.0);
    notes.sort_by(|one, other| one.start_secs.total_cmp(&other.start_secs));
    let mut random = Random::new(seed);
    let mut sound = vec![0.0; frames * 2];
    let mut room = Room::new(room_secs);
    let mut playing: Vec<Placed> = Vec::new();
    let mut waiting = notes.iter().peekable();
    let (mut mono, mut sends) = (vec![0.0_f32; BLOCK], vec![[0.0_f32; 2]; BLOCK]);
    for (block, out) in sound.chunks_mut(BLOCK * 2).enumerate() {
        let first = block * BLOCK;
        let length = out.len() / 2;
        let sends = &mut sends[..length];
        sends.fill([0.0; 2]);
        playing.retain_mut(|placed| play(placed, &mut mono[..length], 0, out, sends));
        while let Some(note) = waiting.next_if(|note| frame(note.start_secs) < first + length) {
            let offset = frame(note.start_secs).saturating_sub(first);
            for mut placed in voices(note, &mut random) {
                if play(&mut placed, &mut mono[offset..length], offset, out, sends) {
                    playing.push(placed);
                }
            }
        }
        room.add(sends, out);
    }
    sound
}

fn frame(secs: f64) -> usize {
    (secs.max(0.0) * f64::from(SAMPLE_RATE)).round() as usize
}

/// Adds a voice's next samples from `offset` on; false when it is over.
fn play(placed: &mut Placed, mono: &mut [f32], offset: usize, out: &mut [f32], sends: &mut [[f32; 2]]) -> bool {
    mono.fill(0.0);
    let goes_on = placed.voice.add(mono);
    let pairs = out[offset * 2..].chunks_exact_mut(2).zip(&mut sends[offset..]);
    for ((pair, send), sample) in pairs.zip(mono.iter()) {
        let (left, right) = (sample * placed.left, sample * placed.right);
        pair[0] += left;
        pair[1] += right;
        // The room hears where loudness comes from, not from which side.
        let around = sample * placed.send;
        send[0] += around;
        send[1] += around;
    }
    goes_on
}
