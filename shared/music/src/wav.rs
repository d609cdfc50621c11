use std::{
    fs::File,
    io::{BufWriter, Write},
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
        .map_err(|_| std::io::Error::new(std::io::ErrorKind::FileTooLarge, "a WAV file holds three hours at most"))?;
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
