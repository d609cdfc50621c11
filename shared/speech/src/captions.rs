use lectern_lesson::{Finding, SceneTiming};

/// A scene as spoken, at its place in the film.
#[derive(Clone, Copy, Debug)]
pub struct SpokenScene<'a> {
    /// When the scene starts in the film, in seconds.
    pub start_secs: f64,
    /// Its narration with marks.
    pub narration: &'a str,
    /// Its clock.
    pub timing: &'a SceneTiming,
}

/// A caption.
#[derive(Clone, Debug, PartialEq)]
pub struct Caption {
    /// When it appears, in seconds of the film.
    pub start_secs: f64,
    /// When it goes.
    pub end_secs: f64,
    /// One or two lines.
    pub lines: Vec<String>,
}

/// What the inspection tells of the captions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CaptionStatistics {
    /// How many there are.
    pub count: usize,
    /// Highest reading speed, in characters a second.
    pub max_characters_per_second: f64,
    /// Longest line, in characters.
    pub longest_line: usize,
    /// Shortest caption, in seconds.
    pub shortest_secs: f64,
    /// Longest caption, in seconds.
    pub longest_secs: f64,
    /// How many captions break a limit.
    pub violations: usize,
}

/// The captions of a film.
pub fn captions(_scenes: &[SpokenScene]) -> Vec<Caption> {
    Vec::new()
}

/// What the captions break, as findings.
pub fn caption_findings(_captions: &[Caption], _fps: u32) -> Vec<Finding> {
    Vec::new()
}

/// The captions in numbers.
pub fn caption_statistics(captions: &[Caption], _fps: u32) -> CaptionStatistics {
    CaptionStatistics { count: captions.len(), ..CaptionStatistics::default() }
}

/// The captions as WebVTT.
pub fn to_vtt(_captions: &[Caption]) -> String {
    String::from("WEBVTT\n")
}

/// The captions as SubRip.
pub fn to_srt(_captions: &[Caption]) -> String {
    String::new()
}
