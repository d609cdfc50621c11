//! Whether captions keep their limits, told independently of how they were made.

use lectern_lesson::{Finding, Severity};

use super::{CHARACTERS_PER_SECOND, Caption, GAP_FRAMES, LINES, LONGEST_SECS, SHORTEST_SECS};

/// Times are written in milliseconds; half of one is forgiven.
const TOLERANCE_SECS: f64 = 0.0005;

/// What the inspection tells of the captions.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct CaptionStatistics {
    /// How many there are.
    pub count: usize,
    /// Highest reading speed, in characters a second.
    pub max_characters_per_second: f64,
    /// Longest line, in characters.
    pub longest_line: usize,
    /// Shortest caption, in seconds; 0 without captions.
    pub shortest_secs: f64,
    /// Longest caption, in seconds.
    pub longest_secs: f64,
    /// How many limits are broken.
    pub violations: usize,
}

/// The limits that captions break at `fps` frames a second and lines of so many characters, one finding for each.
pub fn caption_findings(captions: &[Caption], fps: u32, line_characters: usize) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, caption) in captions.iter().enumerate() {
        let mut broken = |rule: &str, what: String| {
            let message = format!(
                "caption {} at {:.3} s (\"{}\") {what}",
                index + 1,
                caption.start_secs,
                caption.lines.join(" ")
            );
            findings.push(Finding::new(Severity::Warning, rule, message));
        };
        let shown_secs = caption.end_secs - caption.start_secs;
        if caption.lines.len() > LINES || caption.lines.is_empty() {
            broken("caption-lines", format!("has {} lines", caption.lines.len()));
        }
        if let Some(longest) =
            caption.lines.iter().map(|line| line.chars().count()).max().filter(|longest| *longest > line_characters)
        {
            broken("caption-line-long", format!("has a line of {longest} characters"));
        }
        if shown_secs < SHORTEST_SECS - TOLERANCE_SECS {
            broken("caption-short", format!("is shown for {shown_secs:.3} s only"));
        }
        if shown_secs > LONGEST_SECS + TOLERANCE_SECS {
            broken("caption-long", format!("is shown for {shown_secs:.3} s"));
        }
        if reading_speed(caption) > CHARACTERS_PER_SECOND + 0.01 {
            broken("caption-fast", format!("asks for {:.1} characters a second", reading_speed(caption)));
        }
        if let Some(next) = captions.get(index + 1) {
            let gap = next.start_secs - caption.end_secs;
            if gap < GAP_FRAMES / f64::from(fps.max(1)) - TOLERANCE_SECS {
                broken("caption-gap", format!("ends {gap:.3} s before the next"));
            }
        }
    }
    findings
}

/// The captions in numbers.
pub fn caption_statistics(captions: &[Caption], fps: u32, line_characters: usize) -> CaptionStatistics {
    let durations = || captions.iter().map(|caption| caption.end_secs - caption.start_secs);
    CaptionStatistics {
        count: captions.len(),
        max_characters_per_second: captions.iter().map(reading_speed).fold(0.0, f64::max),
        longest_line: captions
            .iter()
            .flat_map(|caption| &caption.lines)
            .map(|line| line.chars().count())
            .max()
            .unwrap_or(0),
        shortest_secs: durations().reduce(f64::min).unwrap_or(0.0),
        longest_secs: durations().fold(0.0, f64::max),
        violations: caption_findings(captions, fps, line_characters).len(),
    }
}

fn reading_speed(caption: &Caption) -> f64 {
    let characters: usize = caption.lines.iter().map(|line| line.chars().count() + 1).sum();
    characters.saturating_sub(1) as f64 / (caption.end_secs - caption.start_secs).max(0.001)
}
