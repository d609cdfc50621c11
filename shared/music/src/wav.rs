use std::{
    fs::File,
    io::{BufWriter, Error, ErrorKind, Write},
    path::Path,
};

use crate::{MusicError, SAMPLE_RATE};

/// Writes interleaved stereo at 48 kHz as a WAV file of 32-bit floats.
///
/// # Errors
/// When the file cannot be written.
pub fn write_wav(path: &Path, samples: &[f32]) -> Result<(), MusicError> {
    write(path, samples).map_err(|source| MusicError::Write { path: path.display().to_string(), source })
}

fn write(path: &Path, samples: &[f32]) -> std::io::Result<()> {
    const BYTES_PER_FRAME: u32 = 8;
    let data_bytes = u32::try_from(samples.len() as u64 * 4)
        .map_err(|_| Error::new(ErrorKind::FileTooLarge, "a WAV file holds three hours at most"))?;
    let mut file = BufWriter::new(File::create(path)?);
    file.write_all(b"RIFF")?;
    file.write_all(&data_bytes.saturating_add(36).to_le_bytes())?;
    file.write_all(b"WAVEfmt ")?;
    file.write_all(&16_u32.to_le_bytes())?;
    // Format 3: IEEE float. Two channels.
    file.write_all(&3_u16.to_le_bytes())?;
    file.write_all(&2_u16.to_le_bytes())?;
    file.write_all(&SAMPLE_RATE.to_le_bytes())?;
    file.write_all(&(SAMPLE_RATE * BYTES_PER_FRAME).to_le_bytes())?;
    file.write_all(&(BYTES_PER_FRAME as u16).to_le_bytes())?;
    file.write_all(&32_u16.to_le_bytes())?;
    file.write_all(b"data")?;
    file.write_all(&data_bytes.to_le_bytes())?;
    for sample in samples {
        file.write_all(&sample.to_le_bytes())?;
    }
    file.flush()
}

/// Reads a WAV file of 32-bit floats, stereo at 48 kHz, as [`write_wav`] writes them.
///
/// # Errors
/// When the file cannot be read or is of another form.
pub fn read_wav(path: &Path) -> Result<Vec<f32>, MusicError> {
    let bytes = std::fs::read(path).and_then(|bytes| samples_of(&bytes));
    bytes.map_err(|source| MusicError::Read { path: path.display().to_string(), source })
}

fn samples_of(bytes: &[u8]) -> std::io::Result<Vec<f32>> {
    let refused = |reason: &str| Error::new(ErrorKind::InvalidData, reason.to_owned());
    let body = bytes
        .strip_prefix(b"RIFF")
        .and_then(|rest| rest.get(4..)?.strip_prefix(b"WAVE"))
        .ok_or_else(|| refused("it is no WAV file"))?;
    let (mut rest, mut is_known_form) = (body, false);
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let (name, length) = head.split_at(4);
        let length = u32::from_le_bytes(length.try_into().expect("half of eight bytes")) as usize;
        let content = &after[..length.min(after.len())];
        match name {
            // Format 3 (IEEE float), 2 channels, 48,000 Hz, …, 32 bits.
            b"fmt " => {
                is_known_form = content.starts_with(&[3, 0, 2, 0, 0x80, 0xbb, 0, 0])
                    && content.get(14..16) == Some([32, 0].as_slice());
            }
            b"data" if is_known_form => {
                return Ok(content.as_chunks::<4>().0.iter().map(|sample| f32::from_le_bytes(*sample)).collect());
            }
            b"data" => return Err(refused("its form is not 32-bit floats, stereo, 48 kHz")),
            _ => {}
        }
        rest = after.get(length + length % 2..).unwrap_or_default();
    }
    Err(refused("it holds no samples"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_other_files_are_refused() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("sound.wav");
        let samples: Vec<f32> = (0..960).map(|index| (index as f32 * 0.01).sin()).collect();
        write_wav(&path, &samples).expect("it is written");
        assert_eq!(read_wav(&path).expect("it is read"), samples);
        let mut other = std::fs::read(&path).expect("bytes");
        other[22] = 1;
        for bytes in [other.as_slice(), b"RIFF", b"", b"not a sound at all", &other[..40]] {
            std::fs::write(&path, bytes).expect("it can be written");
            assert!(matches!(read_wav(&path), Err(MusicError::Read { .. })), "{bytes:?}");
        }
    }
}
