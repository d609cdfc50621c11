use ebur128::{EbuR128, Mode};

use crate::{MusicError, SAMPLE_RATE};

/// Loudness of a sound (EBU R 128, ITU-R BS.1770).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loudness {
    /// Integrated loudness in LUFS; minus infinity for silence.
    pub lufs: f64,
    /// True peak in dBTP; minus infinity for silence.
    pub true_peak_dbtp: f64,
}

/// Measures interleaved stereo at 48 kHz.
///
/// # Errors
/// When the meter refuses the samples.
pub fn measure(samples: &[f32]) -> Result<Loudness, MusicError> {
    let mut meter = EbuR128::new(2, SAMPLE_RATE, Mode::I | Mode::TRUE_PEAK).map_err(MusicError::Loudness)?;
    meter.add_frames_f32(&samples[..samples.len() / 2 * 2]).map_err(MusicError::Loudness)?;
    let peak = meter.true_peak(0).map_err(MusicError::Loudness)?.max(meter.true_peak(1).map_err(MusicError::Loudness)?);
    Ok(Loudness { lufs: meter.loudness_global().map_err(MusicError::Loudness)?, true_peak_dbtp: 20.0 * peak.log10() })
}
