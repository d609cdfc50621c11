//! Rules about time. Durations are estimates here; the film's own inspection measures them.

use lectern_lesson::{Finding, Visual};

use super::Heard;
use super::rule;
use crate::plan::CHAPTER_SECS;

/// Shortest, long and longest scene in seconds.
const SHORT_SECS: f64 = 1.5;
const LONG_SECS: f64 = 30.0;
const LONGEST_SECS: f64 = 60.0;

/// Characters a second that can be read (BBC subtitle guidelines allow 17 to 20).
const READING_SPEED: f64 = 20.0;

/// Seconds over which the reading speed is looked at: two captions.
const READING_WINDOW_SECS: f64 = 6.0;

/// Parts that may enter within a second.
const FLASHES_MAX: usize = 3;

pub(super) fn check_scene(heard: &Heard<'_>, findings: &mut Vec<Finding>) {
    if heard.broken.is_some() || heard.words.is_empty() {
        return;
    }
    let scene = heard.scene;
    let secs = heard.secs;
    if secs > LONGEST_SECS {
        findings.push(rule::SCENE_LENGTH.about(scene, format!("the scene lasts about {secs:.0} seconds")));
    } else if !(SHORT_SECS..=LONG_SECS).contains(&secs) {
        findings.push(rule::SCENE_LENGTH.mildly().about(scene, format!("the scene lasts about {secs:.1} seconds")));
    }
    if let Some(speed) = fastest_reading(heard) {
        findings.push(rule::CAPTION_SPEED.about(scene, format!("captions need about {speed:.0} characters a second")));
    }
    // The words of a statement enter one by one with the voice; that is reading, not flashing.
    if !matches!(scene.visual, Visual::Statement { .. }) {
        // Parts that enter on one word are one change of the picture.
        let mut words: Vec<usize> = scene.cues.iter().map(|cue| cue.word).collect();
        words.sort_unstable();
        words.dedup();
        let times: Vec<f64> = words.iter().filter_map(|word| heard.starts.get(*word).copied()).collect();
        let crowd =
            times.iter().map(|start| times.iter().filter(|time| (*start..start + 1.0).contains(*time)).count()).max();
        if let Some(crowd) = crowd.filter(|crowd| *crowd > FLASHES_MAX) {
            findings.push(rule::FLASHES.about(scene, format!("the picture changes {crowd} times within a second")));
        }
    }
}

/// The reading speed of the fastest stretch of captions, if it is too fast.
fn fastest_reading(heard: &Heard<'_>) -> Option<f64> {
    let end = heard.secs - lectern_lesson::TAIL_SECS;
    let mut fastest: f64 = 0.0;
    for (first, start) in heard.starts.iter().enumerate() {
        let mut characters = 0;
        for (word, shown) in heard.words.iter().enumerate().skip(first) {
            characters += shown.chars().count() + 1;
            let stop = heard.starts.get(word + 1).copied().unwrap_or(end);
            let secs = stop - start;
            if secs >= READING_WINDOW_SECS {
                fastest = fastest.max(characters as f64 / secs);
                break;
            }
        }
    }
    (fastest > READING_SPEED).then_some(fastest)
}

pub(super) fn check_film(heard: &[Heard<'_>], findings: &mut Vec<Finding>) {
    let mut start = 0;
    while start < heard.len() {
        let end = (start + 1..heard.len()).find(|scene| heard[*scene].scene.chapter.is_some()).unwrap_or(heard.len());
        let secs: f64 = heard[start..end].iter().map(|scene| scene.secs).sum();
        if secs > CHAPTER_SECS {
            let scene = heard[start].scene;
            let title = scene.chapter.as_deref().unwrap_or("without a title");
            let message = format!("the chapter “{title}” lasts about {:.1} minutes", secs / 60.0);
            findings.push(rule::CHAPTER_LENGTH.about(scene, message));
        }
        start = end;
    }
}
