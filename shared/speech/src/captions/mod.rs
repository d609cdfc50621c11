//! Captions from the words' own times.
//!
//! The limits are those of common broadcast style guides: two lines of 42 characters in a wide picture and fewer in a narrow
//! one ([`line_characters`]), 5/6 to 7 seconds, two frames between captions, 20 characters a second. Where to break is found by dynamic programming: of all ways to cut a scene's words into
//! captions, the one with the least cost is taken. The cost of a caption is the sum of
//!
//! | what | cost |
//! |---|---|
//! | being there (fewer are calmer) | 10 |
//! | the place where it ends, see `breaks` | 0 (a sentence ends) to 80 |
//! | the place where its line breaks, and how uneven its lines are | 0.6 of the same, 0.25 a character |
//! | a sentence that ends inside while the next does not | 20 |
//! | a silence inside: from 0.6 s, from 1 s (what comes after a pause is not to be read before) | 40, 400 |
//! | shown for less than 1.4 s | 10 |
//! | shorter than 5/6 s, longer than 7 s, faster than 20 characters a second | 1000 and more, by how much |
//!
//! A caption starts with its first word, never earlier, and no caption reaches over two scenes or two speakers. It stays until its last
//! word ends and on into the silence after it, up to two frames before the next.

mod breaks;
mod check;
mod layout;
mod write;

pub use check::{CaptionStatistics, caption_findings, caption_statistics};
pub use write::{to_srt, to_vtt};

use lectern_lesson::{Format, SceneTiming, Token, parse_narration};

/// Most characters in a line of a wide picture, as broadcasters have it.
const WIDE_CHARACTERS: usize = 42;
/// Most characters in a line of a square picture.
const SQUARE_CHARACTERS: usize = 36;
/// Most characters in a line of a portrait, 4:5.
const PORTRAIT_CHARACTERS: usize = 32;
/// Most characters in a line of a tall picture, 9:16.
const TALL_CHARACTERS: usize = 26;

/// Most characters in a line of the captions of a film of this format.
///
/// Players set captions as high as a share of the picture (WebVTT: a twentieth of its height), so a narrow picture has room for
/// fewer: at half an em a character, 22 at 9:16, 32 at 4:5 and 40 at 1:1. Of a tall picture it is a little more, since players
/// make the type of narrow pictures smaller; of a square one a little less, since its sides are to stay free.
pub fn line_characters(format: Format) -> usize {
    match f64::from(format.width) / f64::from(format.height.max(1)) {
        ratio if ratio > 1.2 => WIDE_CHARACTERS,
        ratio if ratio > 0.9 => SQUARE_CHARACTERS,
        ratio if ratio > 0.7 => PORTRAIT_CHARACTERS,
        _ => TALL_CHARACTERS,
    }
}

/// Most lines.
pub const LINES: usize = 2;
/// Shortest time on screen, in seconds.
pub const SHORTEST_SECS: f64 = 5.0 / 6.0;
/// Longest time on screen, in seconds.
pub const LONGEST_SECS: f64 = 7.0;
/// Frames between two captions.
pub const GAP_FRAMES: f64 = 2.0;
/// Fastest reading speed, in characters a second; a line break counts as a space.
pub const CHARACTERS_PER_SECOND: f64 = 20.0;

/// A silence up to this is bridged: the caption stays until the next comes.
const BRIDGED_SECS: f64 = 1.0;
/// How long a caption stays after its last word when a longer silence follows.
const LINGER_SECS: f64 = 0.4;

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
    /// When it appears, in seconds of the film; a whole number of milliseconds.
    pub start_secs: f64,
    /// When it goes.
    pub end_secs: f64,
    /// One or two lines.
    pub lines: Vec<String>,
    /// Who speaks, where the narration names one.
    pub speaker: Option<String>,
}

/// A part of the shown text that is not broken: mostly a word.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub text: String,
    /// Number of characters.
    pub length: usize,
    pub start_secs: f64,
    pub end_secs: f64,
    /// It continues a formula or name that is one narration word.
    pub continues: bool,
    /// No space stands before it: it is the rest of a word too long for a line.
    pub glued: bool,
}

/// What one speaker says without another between, in one scene.
struct Turn {
    scene: usize,
    speaker: Option<String>,
    pieces: Vec<Piece>,
}

/// The captions of a film, in order, with lines of at most so many characters. A scene whose narration is not well-formed has none.
pub fn captions(scenes: &[SpokenScene], line_characters: usize) -> Vec<Caption> {
    let turns: Vec<Turn> =
        scenes.iter().enumerate().flat_map(|(index, scene)| turns(index, scene, line_characters)).collect();
    let mut captions = Vec::new();
    for (index, turn) in turns.iter().enumerate() {
        let scene = &scenes[turn.scene];
        // Whole milliseconds, so that what is written keeps the gap.
        let gap_secs = (GAP_FRAMES / f64::from(scene.timing.fps.max(1)) * 1000.0).ceil() / 1000.0;
        // The last caption may stay until the next scene or speaker speaks; in the last scene until the film ends.
        let next = turns[index + 1..].iter().find_map(|turn| turn.pieces.first()).map(|piece| piece.start_secs);
        let limit_secs =
            next.map_or(scene.start_secs + scene.timing.duration_secs(), |next| whole_milliseconds(next) - gap_secs);
        let own = cut(&turn.pieces, limit_secs, gap_secs, line_characters).into_iter();
        captions.extend(own.map(|caption| Caption { speaker: turn.speaker.clone(), ..caption }));
    }
    captions
}

fn turns(scene_index: usize, scene: &SpokenScene, line_characters: usize) -> Vec<Turn> {
    let tokens = parse_narration(scene.narration).unwrap_or_default();
    let shown = tokens.into_iter().filter_map(|token| match token {
        Token::Word { shown, speaker, .. } => Some((shown, speaker)),
        Token::Pause { .. } | Token::Paragraph => None,
    });
    let mut turns: Vec<Turn> = Vec::new();
    let mut last_speaker = None;
    let mut reached = scene.start_secs;
    for (index, (word, speaker)) in shown.enumerate() {
        let span = scene.timing.words.get(index);
        let start = span.map_or(reached, |span| scene.start_secs + span.start_secs).max(reached);
        let end = span.map_or(start, |span| scene.start_secs + span.end_secs).max(start);
        reached = end;
        if turns.is_empty() || speaker != last_speaker {
            let name = speaker.as_ref().and_then(|speaker| speaker.name.clone());
            turns.push(Turn { scene: scene_index, speaker: name, pieces: Vec::new() });
            last_speaker = speaker;
        }
        if let Some(turn) = turns.last_mut() {
            push_pieces(&word, start, end, line_characters, &mut turn.pieces);
        }
    }
    turns
}

/// Splits a word's shown text at its spaces (it may be a whole formula) and, if still too long for a line, anywhere. Its time
/// is shared out by characters.
fn push_pieces(word: &str, start: f64, end: f64, line_characters: usize, pieces: &mut Vec<Piece>) {
    let total = word.chars().count().max(1) as f64;
    let mut before = 0;
    let mut first = true;
    for part in word.split_whitespace() {
        let characters: Vec<char> = part.chars().collect();
        for (index, chunk) in characters.chunks(line_characters.max(1)).enumerate() {
            let at = |characters: usize| start + (end - start) * (characters as f64 / total).min(1.0);
            pieces.push(Piece {
                text: chunk.iter().collect(),
                length: chunk.len(),
                start_secs: at(before),
                end_secs: at(before + chunk.len()),
                continues: !first,
                glued: index > 0,
            });
            before += chunk.len();
            first = false;
        }
        before += 1;
    }
}

/// Cuts a scene's pieces into captions of least cost.
fn cut(pieces: &[Piece], limit_secs: f64, gap_secs: f64, line_characters: usize) -> Vec<Caption> {
    // More pieces than fit two lines, even of single characters.
    let window = LINES * (line_characters / 2 + 1);
    let count = pieces.len();
    // The least cost of captions for the first so many pieces, and where the last of them begins.
    let mut best = vec![(f64::INFINITY, 0_usize); count + 1];
    best[0] = (0.0, 0);
    for end in 1..=count {
        for begin in (end.saturating_sub(window)..end).rev() {
            let Some(block) = layout::lay_out(&pieces[begin..end], line_characters) else { break };
            let next_secs = pieces.get(end).map_or(limit_secs, |next| whole_milliseconds(next.start_secs) - gap_secs);
            let cost = best[begin].0 + block.cost + caption_cost(pieces, begin, end, next_secs);
            if cost < best[end].0 {
                best[end] = (cost, begin);
            }
        }
    }
    let mut captions = Vec::new();
    let mut end = count;
    while end > 0 {
        let begin = best[end].1;
        let next_secs = pieces.get(end).map_or(limit_secs, |next| whole_milliseconds(next.start_secs) - gap_secs);
        let (start_secs, end_secs) = times(&pieces[begin..end], next_secs);
        let lines = layout::lay_out(&pieces[begin..end], line_characters).map(|block| block.lines).unwrap_or_default();
        captions.push(Caption { start_secs, end_secs, lines, speaker: None });
        end = begin;
    }
    captions.reverse();
    captions
}

/// When a caption of these pieces is shown; `next_secs` is when it must be gone.
fn times(pieces: &[Piece], next_secs: f64) -> (f64, f64) {
    let start = whole_milliseconds(pieces.first().map_or(0.0, |piece| piece.start_secs));
    let spoken = pieces.last().map_or(start, |piece| piece.end_secs);
    let to_read = start + reading_secs(pieces).max(SHORTEST_SECS) + 0.001;
    let wanted = if next_secs - spoken <= BRIDGED_SECS { next_secs } else { spoken + LINGER_SECS };
    let end = wanted.max(to_read).min(next_secs).min(start + LONGEST_SECS);
    (start, whole_milliseconds(end).max(start))
}

fn reading_secs(pieces: &[Piece]) -> f64 {
    shown_length(pieces) as f64 / CHARACTERS_PER_SECOND
}

/// Characters of the pieces with the spaces between them.
fn shown_length(pieces: &[Piece]) -> usize {
    let spaces = pieces.iter().skip(1).filter(|piece| !piece.glued).count();
    pieces.iter().map(|piece| piece.length).sum::<usize>() + spaces
}

/// The greatest whole number of milliseconds that is not later; a hair is forgiven for what decimals cannot write.
fn whole_milliseconds(secs: f64) -> f64 {
    (secs * 1000.0 + 1e-6).floor().max(0.0) / 1000.0
}

/// The cost of a caption of pieces `begin..end`, its lines apart.
fn caption_cost(pieces: &[Piece], begin: usize, end: usize, next_secs: f64) -> f64 {
    let inside = &pieces[begin..end];
    let (start_secs, end_secs) = times(inside, next_secs);
    let shown_secs = (end_secs - start_secs).max(0.001);
    let spoken_secs = inside.last().map_or(0.0, |piece| piece.end_secs) - start_secs;
    let mut cost = 10.0 + breaks::cost(pieces, end);
    let mut closed = false;
    for index in begin + 1..end {
        let silence = pieces[index].start_secs - pieces[index - 1].end_secs;
        closed |= breaks::ends_sentence(&pieces[index - 1].text);
        cost += match silence {
            silence if silence >= 1.0 => 400.0,
            silence if silence >= 0.6 => 40.0,
            _ => 0.0,
        };
    }
    if closed && !breaks::ends_sentence(&pieces[end - 1].text) {
        cost += 20.0;
    }
    if shown_secs < 1.4 {
        cost += 10.0;
    }
    if shown_secs < SHORTEST_SECS - 1e-9 {
        cost += 1000.0 + 1000.0 * (SHORTEST_SECS - shown_secs) / SHORTEST_SECS;
    }
    if spoken_secs > LONGEST_SECS {
        cost += 1000.0 + 200.0 * (spoken_secs - LONGEST_SECS);
    }
    let speed = shown_length(inside) as f64 / shown_secs;
    if speed > CHARACTERS_PER_SECOND + 1e-9 {
        cost += 1000.0 + 1000.0 * (speed / CHARACTERS_PER_SECOND - 1.0).min(10.0);
    }
    cost
}

#[cfg(test)]
mod tests;
