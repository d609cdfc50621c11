//! What the composer is told of the film.

use lectern_lesson::Mood;
use serde::Serialize;

use crate::MusicStyle;

/// What the music is for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScoreBrief {
    /// Chooses key, motif and notes; the same seed gives the same music.
    pub seed: u64,
    /// What the film's style asks for.
    pub style: MusicStyle,
    /// Where moods and chapters begin, in order.
    pub sections: Vec<Section>,
    /// Where words are said, in order and apart. The music is sparser there, answers in the gaps, and ends with the last.
    pub speech: Vec<Stretch>,
    /// Where the audience is given time to think, in order: the music ticks and waits.
    pub thinking: Vec<Stretch>,
    /// Length of the film in seconds.
    pub duration_secs: f64,
}

impl ScoreBrief {
    /// When the last word is over; for a film without words, shortly before its end.
    pub fn last_word_secs(&self) -> f64 {
        let end = self.duration_secs.max(0.0);
        let last = self.speech.last().map_or(end - WORDLESS_ENDING_SECS.min(end / 2.0), |stretch| stretch.end_secs);
        if last.is_finite() { last.clamp(0.0, end) } else { end }
    }

    /// The share, 0 to 1, of a stretch in which words are said.
    pub fn coverage(&self, stretch: Stretch) -> f64 {
        let length = stretch.end_secs - stretch.start_secs;
        let spoken: f64 = self.speech.iter().map(|speech| speech.overlap_secs(stretch)).sum();
        if length > 0.0 { (spoken / length).min(1.0) } else { 0.0 }
    }

    /// Whether words are said then.
    pub fn speaks(&self, secs: f64) -> bool {
        self.speech.iter().any(|stretch| stretch.contains(secs))
    }

    /// Whether the audience thinks then.
    pub fn thinks(&self, secs: f64) -> bool {
        self.thinking.iter().any(|stretch| stretch.contains(secs))
    }
}

/// The last chord of a film without words comes so long before its end.
const WORDLESS_ENDING_SECS: f64 = 4.0;

/// A stretch of the film in one mood.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Section {
    /// Start in seconds.
    pub start_secs: f64,
    /// Its mood.
    pub mood: Mood,
    /// Whether a chapter begins here: the music changes its dress.
    pub is_chapter_start: bool,
}

/// A stretch of time in the film.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Stretch {
    /// Start in seconds.
    pub start_secs: f64,
    /// End in seconds.
    pub end_secs: f64,
}

impl Stretch {
    /// Whether a time lies in it; its end does not.
    pub fn contains(&self, secs: f64) -> bool {
        self.start_secs <= secs && secs < self.end_secs
    }

    /// Its length in seconds.
    pub fn length_secs(&self) -> f64 {
        self.end_secs - self.start_secs
    }

    fn overlap_secs(&self, other: Self) -> f64 {
        (self.end_secs.min(other.end_secs) - self.start_secs.max(other.start_secs)).max(0.0)
    }
}
