//! Speaks a narration from standard input and writes a WAV file and the words' times (one line each: start, end, word):
//! `cargo run -p lectern-speech --example speak -- FOLDER_OF_THE_VOICE VOICE PACE OUT.wav < narration.txt > words.tsv`

use std::error::Error;
use std::io::{Read, Write};

use lectern_lesson::{Token, parse_narration};
use lectern_speech::{Speaker, VoiceFiles};

fn main() -> Result<(), Box<dyn Error>> {
    let [folder, voice, pace, path] = std::env::args()
        .skip(1)
        .collect::<Vec<_>>()
        .try_into()
        .map_err(|_| "usage: speak FOLDER_OF_THE_VOICE VOICE PACE OUT.wav")?;
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let speech = Speaker::load(&VoiceFiles::at(folder))?.speak(&text, &voice, pace.parse()?)?;
    std::fs::write(path, wav(&speech.samples, speech.narration.sample_rate))?;
    let mut out = std::io::stdout().lock();
    let shown = parse_narration(&text)?.into_iter().filter_map(|token| match token {
        Token::Word { shown, .. } => Some(shown),
        Token::Pause { .. } | Token::Paragraph => None,
    });
    for (word, span) in shown.zip(&speech.narration.words) {
        writeln!(out, "{:.3}\t{:.3}\t{word}", span.start_secs, span.end_secs)?;
    }
    let mut talk = std::io::stderr().lock();
    for finding in &speech.findings {
        writeln!(talk, "{}", finding.message)?;
    }
    Ok(())
}

/// Mono 16-bit PCM in a RIFF file.
fn wav(samples: &[f32], rate: u32) -> Vec<u8> {
    let size = u32::try_from(samples.len() * 2).unwrap_or(u32::MAX - 36);
    let mut bytes = Vec::with_capacity(samples.len() * 2 + 44);
    bytes.extend(b"RIFF");
    bytes.extend((size + 36).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    bytes.extend(rate.to_le_bytes());
    bytes.extend((rate * 2).to_le_bytes());
    bytes.extend(b"\x02\0\x10\0data");
    bytes.extend(size.to_le_bytes());
    bytes.extend(samples.iter().flat_map(|sample| ((sample * 32767.0).round() as i16).to_le_bytes()));
    bytes
}
