//! The form: bars that begin with the chapters and end with the last word, grouped to phrases.

use lectern_lesson::Mood;

use crate::{ScoreBrief, Section, Stretch};

/// A chapter of the film in music. The first is the opening.
#[derive(Clone, Debug, PartialEq)]
pub struct Movement {
    /// Its phrases, in order; at least one.
    pub phrases: Vec<Phrase>,
}

/// Bars that belong together and end in a cadence.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    /// The mood that most of it is in.
    pub mood: Mood,
    /// Its bars, in order; one to five.
    pub bars: Vec<Bar>,
}

/// A bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// Its first beat in seconds.
    pub start_secs: f64,
    /// Number of beats; the last of a movement may have more or fewer than the meter, so that the next begins on time.
    pub beats: usize,
    /// Length of a beat in seconds.
    pub beat_secs: f64,
    /// Share of it, 0 to 1, in which words are said.
    pub coverage: f64,
}

impl Bar {
    /// When a beat comes, counted from 0; fractions lie between beats.
    pub fn beat(&self, beat: f64) -> f64 {
        self.start_secs + beat * self.beat_secs
    }

    /// When the next bar begins.
    pub fn end_secs(&self) -> f64 {
        self.beat(self.beats as f64)
    }
}

/// A movement shorter than this is no movement: its chapter goes on with the music of the one before.
const SHORTEST_MOVEMENT_SECS: f64 = 7.0;

/// Lays out the film's bars, `meter` beats each at about `tempo` beats a minute, from the start to the last word.
///
/// Each movement begins exactly with its chapter and has a whole number of beats: its own tempo gives way by at most half
/// a beat over its whole length (under 5 % for ten seconds at 60).
pub fn form(brief: &ScoreBrief, meter: usize, tempo: f64) -> Vec<Movement> {
    let landing = brief.last_word_secs();
    if landing <= 0.0 {
        return Vec::new();
    }
    let mut starts = vec![0.0];
    for section in brief.sections.iter().filter(|section| section.is_chapter_start) {
        let since = section.start_secs - starts.last().copied().unwrap_or_default();
        if since >= SHORTEST_MOVEMENT_SECS && landing - section.start_secs >= SHORTEST_MOVEMENT_SECS {
            starts.push(section.start_secs);
        }
    }
    starts.push(landing);
    starts
        .windows(2)
        .map(|pair| {
            let stretch = Stretch { start_secs: pair[0], end_secs: pair[1] };
            let bars = bars(brief, stretch, meter, tempo);
            Movement { phrases: phrases(brief, &bars) }
        })
        .collect()
}

fn bars(brief: &ScoreBrief, stretch: Stretch, meter: usize, tempo: f64) -> Vec<Bar> {
    let beats = ((stretch.length_secs() * tempo / 60.0).round() as usize).max(1);
    let beat_secs = stretch.length_secs() / beats as f64;
    let mut lengths = vec![meter; beats / meter];
    let rest = beats % meter;
    match lengths.last_mut() {
        // One beat more is a held breath; more than that is a short bar of its own.
        Some(last) if rest * 2 <= meter => *last += rest,
        _ => lengths.push(rest),
    }
    let mut beat = 0;
    lengths
        .into_iter()
        .map(|beats| {
            let bar = Bar { start_secs: stretch.start_secs + beat as f64 * beat_secs, beats, beat_secs, coverage: 0.0 };
            beat += beats;
            let whole = Stretch { start_secs: bar.start_secs, end_secs: bar.end_secs() };
            Bar { coverage: brief.coverage(whole), ..bar }
        })
        .collect()
}

/// Four bars make a phrase; what is left over makes the last ones of the movement a little shorter or longer.
fn phrases(brief: &ScoreBrief, bars: &[Bar]) -> Vec<Phrase> {
    let mut rest = bars;
    let mut phrases = Vec::new();
    while !rest.is_empty() {
        let length = match rest.len() {
            left @ 1..=5 => left,
            6 => 3,
            _ => 4,
        };
        let (bars, after) = rest.split_at(length);
        phrases.push(Phrase { mood: mood(&brief.sections, bars), bars: bars.to_vec() });
        rest = after;
    }
    phrases
}

/// The mood that fills most of the bars; the earlier one of equals.
fn mood(sections: &[Section], bars: &[Bar]) -> Mood {
    let (Some(first), Some(last)) = (bars.first(), bars.last()) else { return Mood::default() };
    let mut shares: Vec<(Mood, f64)> = Vec::new();
    for (index, section) in sections.iter().enumerate() {
        let end_secs = sections.get(index + 1).map_or(f64::INFINITY, |next| next.start_secs);
        let share = end_secs.min(last.end_secs()) - section.start_secs.max(first.start_secs);
        if share <= 0.0 {
            continue;
        }
        match shares.iter_mut().find(|(mood, _)| *mood == section.mood) {
            Some((_, sum)) => *sum += share,
            None => shares.push((section.mood, share)),
        }
    }
    shares
        .into_iter()
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
        .map_or_else(Mood::default, |(mood, _)| mood)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MusicStyle;

    fn brief(chapters: &[f64], last_word_secs: f64) -> ScoreBrief {
        let section = |start_secs: &f64| Section { start_secs: *start_secs, mood: Mood::Calm, is_chapter_start: true };
        ScoreBrief {
            seed: 1,
            style: MusicStyle::default(),
            sections: chapters.iter().map(section).collect(),
            speech: vec![Stretch { start_secs: 0.4, end_secs: last_word_secs }],
            thinking: Vec::new(),
            duration_secs: last_word_secs + 2.2,
        }
    }

    #[test]
    fn movements_begin_with_their_chapters_and_the_last_bar_ends_with_the_last_word() {
        for chapters in [&[0.0][..], &[0.0, 14.27, 38.87, 63.7], &[0.0, 2.0, 20.0, 108.0]] {
            for (meter, tempo) in [(4, 72.0), (3, 96.0), (4, 112.0)] {
                let movements = form(&brief(chapters, 109.3), meter, tempo);
                for movement in &movements[1..] {
                    let start = movement.phrases[0].bars[0].start_secs;
                    assert!(chapters.contains(&start), "{start} is no chapter of {chapters:?}");
                }
                let bars: Vec<Bar> =
                    movements.iter().flat_map(|one| &one.phrases).flat_map(|one| one.bars.clone()).collect();
                for pair in bars.windows(2) {
                    assert!((pair[0].end_secs() - pair[1].start_secs).abs() < 1e-6, "{pair:?}");
                }
                let last = bars.last().expect("bars");
                assert!((last.end_secs() - 109.3).abs() < 1e-6, "{last:?}");
                let slowest = bars.iter().map(|bar| (bar.beat_secs * tempo / 60.0 - 1.0).abs()).fold(0.0, f64::max);
                assert!(slowest < 0.1, "the tempo gives way by {slowest}");
            }
        }
    }

    #[test]
    fn short_chapters_and_short_films_still_have_a_form() {
        assert_eq!(form(&brief(&[0.0, 3.0, 5.0], 12.0), 4, 72.0).len(), 1);
        assert_eq!(form(&brief(&[], 0.3), 4, 72.0)[0].phrases[0].bars.len(), 1);
        assert!(form(&brief(&[0.0], 0.0), 4, 72.0).is_empty());
    }
}
