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
    let meter = meter(samples, Mode::I | Mode::TRUE_PEAK)?;
    let peak = meter.true_peak(0).map_err(MusicError::Loudness)?.max(meter.true_peak(1).map_err(MusicError::Loudness)?);
    let lufs = meter.loudness_global().map_err(MusicError::Loudness)?;
    Ok(Loudness { lufs, true_peak_dbtp: 20.0 * peak.log10() })
}

/// Integrated loudness alone, which takes a third of the time: true peaks are found at four times the sample rate.
pub(crate) fn integrated(samples: &[f32]) -> Result<f64, MusicError> {
    meter(samples, Mode::I)?.loudness_global().map_err(MusicError::Loudness)
}

fn meter(samples: &[f32], mode: Mode) -> Result<EbuR128, MusicError> {
    let mut meter = EbuR128::new(2, SAMPLE_RATE, mode).map_err(MusicError::Loudness)?;
    meter.add_frames_f32(&samples[..samples.len() / 2 * 2]).map_err(MusicError::Loudness)?;
    Ok(meter)
}
