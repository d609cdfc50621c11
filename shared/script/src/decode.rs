//! Bytes to text: UTF-8, UTF-16 by its mark, or a legacy encoding where it can be told.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use lectern_lesson::{Finding, Severity};

use crate::error::{ReadError, SIZE_LIMIT};

/// First bytes of files that people take for a text by mistake.
const MAGIC: [(&[u8], &str); 14] = [
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive (or a document of an office program)"),
    (b"\xd0\xcf\x11\xe0", "a document of an office program"),
    (b"{\\rtf", "a rich text document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"OggS", "an Ogg recording"),
    (b"ID3", "an MP3 recording"),
    (b"RIFF", "a recording or picture (RIFF)"),
];

/// More than this share of control characters is no text (a page has none).
const CONTROL_SHARE: f64 = 0.01;

/// The text of a script, and what was converted to get there. Line ends become `\n`; stray control characters are dropped.
///
/// # Errors
/// When the bytes are too many, binary, or in an encoding that cannot be told.
pub(crate) fn decode(name: &str, bytes: &[u8]) -> Result<(String, Vec<Finding>), ReadError> {
    let name = || name.to_owned();
    if bytes.len() > SIZE_LIMIT {
        return Err(ReadError::TooLarge { name: name(), bytes: bytes.len(), limit: SIZE_LIMIT });
    }
    for (magic, kind) in MAGIC {
        if bytes.starts_with(magic) {
            return Err(ReadError::Binary { name: name(), kind: kind.to_owned(), offset: 0 });
        }
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Err(ReadError::Binary { name: name(), kind: "a film (MP4)".to_owned(), offset: 0 });
    }
    let mut findings = Vec::new();
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => {
            let (text, malformed) = encoding.decode_without_bom_handling(&bytes[mark..]);
            if malformed {
                return Err(not_text(name(), encoding, bytes));
            }
            if encoding == UTF_16LE || encoding == UTF_16BE {
                findings.push(converted(encoding));
            }
            text.into_owned()
        }
        None => {
            if let Some(offset) = bytes.iter().position(|byte| *byte == 0) {
                return Err(ReadError::Binary {
                    name: name(),
                    kind: "binary data (it holds zero bytes)".to_owned(),
                    offset,
                });
            }
            match std::str::from_utf8(bytes) {
                Ok(text) => text.to_owned(),
                Err(_) => {
                    let (text, encoding) = guess(bytes).map_err(|encoding| not_text(name(), encoding, bytes))?;
                    findings.push(converted(encoding));
                    text
                }
            }
        }
    };
    let controls = text.char_indices().filter(|(_, character)| is_stray_control(*character));
    let count = controls.clone().count();
    if count as f64 > 2.0 + CONTROL_SHARE * text.len() as f64 {
        let offset = controls.clone().map(|(offset, _)| offset).next().unwrap_or(0);
        return Err(ReadError::Binary {
            name: name(),
            kind: format!("binary data ({count} control characters)"),
            offset,
        });
    }
    Ok((normalized(&text), findings))
}

fn is_stray_control(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\r' | '\t' | '\u{c}' | '\u{85}')) || character == '\u{feff}'
}

fn normalized(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                characters.next_if_eq(&'\n');
                result.push('\n');
            }
            '\u{2028}' | '\u{85}' | '\u{c}' => result.push('\n'),
            '\u{2029}' => result.push_str("\n\n"),
            '\u{ad}' => {}
            // The sign of a difference, written for the letter: ∆G is ΔG, and read as such.
            '\u{2206}' => result.push('Δ'),
            _ if is_stray_control(character) => {}
            _ => result.push(character),
        }
    }
    result
}

/// The text in the legacy encoding that fits best. It counts only when it decodes without a flaw and reads like text.
fn guess(bytes: &[u8]) -> Result<(String, &'static Encoding), &'static Encoding> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    let odd = text.chars().filter(|character| !reads_like_text(*character)).count();
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    if malformed || odd * 50 > text.chars().count() || letters * 3 < text.chars().count() {
        Err(encoding)
    } else {
        Ok((text.into_owned(), encoding))
    }
}

/// Private-use characters and C1 controls come out of a wrong guess.
fn reads_like_text(character: char) -> bool {
    !matches!(character, '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' | '\u{fffd}')
        && (!character.is_control() || matches!(character, '\n' | '\r' | '\t'))
}

fn converted(encoding: &'static Encoding) -> Finding {
    Finding::new(Severity::Note, "converted-encoding", format!("the script was converted from {}", encoding.name()))
        .with_hint("save it as UTF-8 if a letter looks wrong")
}

fn not_text(name: String, encoding: &'static Encoding, bytes: &[u8]) -> ReadError {
    let offset = std::str::from_utf8(bytes).err().map_or(0, |error| error.valid_up_to());
    let line = bytes[..offset].iter().filter(|byte| **byte == b'\n').count() as u32 + 1;
    let guess = if encoding == UTF_8 { "UTF-8" } else { encoding.name() };
    ReadError::NotText { name, guess: guess.to_owned(), offset, line }
}

#[cfg(test)]
mod tests {
    use super::{ReadError, decode};

    #[test]
    fn text_is_decoded_from_every_usual_encoding() {
        let windows: Vec<u8> = "Caf\u{e9} in Z\u{fc}rich \u{2013} the teacher\u{2019}s na\u{ef}ve plan costs 5 \u{80}."
            .chars()
            .map(|character| match character {
                '\u{2013}' => 0x96,
                '\u{2019}' => 0x92,
                other => other as u8,
            })
            .collect();
        let utf16 = |big: bool| -> Vec<u8> {
            "\u{feff}Rain falls."
                .encode_utf16()
                .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect()
        };
        for (bytes, expected, converted) in [
            (b"One.\r\nTwo.\rThree.".to_vec(), "One.\nTwo.\nThree.", false),
            ("\u{feff}Rain falls.".as_bytes().to_vec(), "Rain falls.", false),
            (utf16(false), "Rain falls.", true),
            (utf16(true), "Rain falls.", true),
            (windows, "Café in Zürich – the teacher’s naïve plan costs 5 €.", true),
        ] {
            let (text, findings) = decode("a.txt", &bytes).unwrap();
            assert_eq!(text, expected);
            assert_eq!(findings.iter().any(|finding| finding.rule == "converted-encoding"), converted);
        }
    }

    #[test]
    fn what_is_no_text_is_named() {
        for (bytes, part) in [
            (b"\x89PNG\r\n\x1a\n".to_vec(), "PNG"),
            (b"%PDF-1.7\n".to_vec(), "PDF"),
            (b"PK\x03\x04rest".to_vec(), "ZIP"),
            (b"text\0text".to_vec(), "zero bytes"),
            (b"\x01\x02\x03\x04\x05\x06 a".to_vec(), "control characters"),
            (vec![b'a'; 5_000_001], "5000001 bytes"),
        ] {
            let error = decode("a.md", &bytes).unwrap_err();
            assert!(error.to_string().contains(part), "{error}");
            assert!(!error.hint().is_empty());
        }
        let noise: Vec<u8> = (0u32..400).map(|number| 0x80 + (number * 37 % 127) as u8).collect();
        assert!(matches!(decode("a.md", &noise), Err(ReadError::NotText { .. } | ReadError::Binary { .. })));
    }
}
