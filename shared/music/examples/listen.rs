//! Composes the sound of a film from a cue sheet and writes it as WAV files, for listening and measuring.
//!
//! `cargo run -p lectern-music --example listen -- SHEET FOLDER` reads lines of words: `style MOOD TEMPO`, `seed N`,
//! `duration SECS`, `scene START MOOD chapter|scene`, `speech START END`, `thinking START END`, `voice START FILE` (mono
//! floats at 24 kHz), `effect KIND AT`. It writes `mix.wav` and the stems
//! `voice.wav`, `music.wav` and `effects.wav`.

use std::{
    env,
    error::Error,
    fs,
    io::{Write, stdout},
    path::Path,
};

use lectern_lesson::Mood;
use lectern_music::{
    Effect, EffectKind, MixInput, MusicStyle, ScoreBrief, Section, Stretch, VoicePart, mix, score, write_wav,
};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().collect();
    let [_, sheet, folder] = arguments.as_slice() else { return Err("usage: listen SHEET FOLDER".into()) };
    let mut brief = ScoreBrief {
        seed: 1,
        style: MusicStyle::default(),
        sections: Vec::new(),
        speech: Vec::new(),
        thinking: Vec::new(),
        duration_secs: 60.0,
    };
    let mut effects: Vec<Effect> = Vec::new();
    let mut voices: Vec<(f64, Vec<f32>)> = Vec::new();
    for line in fs::read_to_string(sheet)?.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let stretch = |from: &str, to: &str| -> Result<Stretch, Box<dyn Error>> {
            Ok(Stretch { start_secs: from.parse()?, end_secs: to.parse()? })
        };
        match words.as_slice() {
            ["style", mood, tempo] => {
                brief.style = MusicStyle { mood: (*mood).to_owned(), tempo: tempo.parse()?, ..brief.style };
            }
            ["seed", seed] => brief.seed = seed.parse()?,
            ["duration", secs] => brief.duration_secs = secs.parse()?,
            ["scene", start, mood, kind] => brief.sections.push(Section {
                start_secs: start.parse()?,
                mood: mood_named(mood)?,
                is_chapter_start: *kind == "chapter",
            }),
            ["speech", from, to] => brief.speech.push(stretch(from, to)?),
            ["thinking", from, to] => brief.thinking.push(stretch(from, to)?),
            ["voice", start, file] => {
                let bytes = fs::read(file)?;
                let samples =
                    bytes.chunks_exact(4).map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]));
                voices.push((start.parse()?, samples.collect()));
            }
            ["effect", kind, at] => {
                let kind = EffectKind::ALL
                    .into_iter()
                    .find(|one| format!("{one:?}").eq_ignore_ascii_case(kind))
                    .ok_or_else(|| format!("no effect: {kind}"))?;
                effects.push(Effect { kind, at_secs: at.parse()?, gain: 1.0, pitch_class: 0 });
            }
            [] => {}
            _ => return Err(format!("not understood: {line}").into()),
        }
    }
    let folder = Path::new(folder);
    fs::create_dir_all(folder)?;
    let music = score(&brief);
    let voices = voices
        .iter()
        .map(|(start_secs, samples)| VoicePart { start_secs: *start_secs, samples, sample_rate: 24_000 })
        .collect();
    let mixed = mix(MixInput { voices, music: Some(music), duration_secs: brief.duration_secs, effects, stems: true })?;
    write_wav(&folder.join("mix.wav"), &mixed.samples)?;
    if let Some(stems) = &mixed.stems {
        for (name, stem) in [("voice", &stems.voice), ("music", &stems.music), ("effects", &stems.effects)] {
            write_wav(&folder.join(format!("{name}.wav")), stem)?;
        }
    }
    writeln!(stdout(), "{:?}", mixed.figures)?;
    Ok(())
}

fn mood_named(word: &str) -> Result<Mood, Box<dyn Error>> {
    Ok(match word {
        "calm" => Mood::Calm,
        "curious" => Mood::Curious,
        "bright" => Mood::Bright,
        "serious" => Mood::Serious,
        "triumphant" => Mood::Triumphant,
        _ => return Err(format!("no mood: {word}").into()),
    })
}
