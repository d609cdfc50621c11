use std::path::Path;

use ort::session::Session;
use ort::session::builder::{GraphOptimizationLevel, SessionBuilder};
use ort::value::Tensor;

use crate::{SpeechError, VoiceFiles, runtime};

/// Samples that one frame of the duration tensor stands for, at 24 kHz (measured: exact).
pub(crate) const SAMPLES_PER_FRAME: usize = 600;

/// Most phonemes in one call: the model's positions are 512, of which the padding takes two.
#[cfg_attr(not(test), expect(dead_code, reason = "the parts of a sentence stay far below it, which a test holds"))]
pub(crate) const PHONEMES_MAX: usize = 510;

/// Numbers in a style vector.
const STYLE_WIDTH: usize = 256;

/// Style vectors in a voice, one for each number of phonemes.
const STYLE_ROWS: usize = 510;

/// The tensor that holds how many frames each phoneme lasts. It is inside the graph and not among its outputs.
const DURATIONS: &str = "/encoder/Clip_output_0";

/// The model in one session of one thread, so that its samples never depend on how many run at once.
pub(crate) struct Model {
    session: Session,
}

/// What the model answers.
pub(crate) struct Sound {
    /// Mono samples at 24 kHz.
    pub samples: Vec<f32>,
    /// Frames of each phoneme, padding left out.
    pub frames: Vec<u32>,
    /// Frames before the first phoneme.
    pub lead_frames: u32,
}

impl Model {
    /// Loads the model.
    pub fn load(files: &VoiceFiles) -> Result<Self, SpeechError> {
        let environment = runtime::environment(&files.runtime())?;
        let bytes = with_durations(read(&files.model())?);
        let fail = |source| SpeechError::Model { doing: "loading", source };
        let mut builder = Session::builder(&environment).and_then(|builder| Ok(configure(builder)?)).map_err(fail)?;
        let session = builder.commit_from_memory(&bytes).map_err(fail)?;
        Ok(Self { session })
    }

    /// Speaks `ids` (at most [`PHONEMES_MAX`]) in a style at a speed.
    pub fn run(&mut self, ids: &[i64], style: &[f32], speed: f32) -> Result<Sound, SpeechError> {
        let fail = |source| SpeechError::Model { doing: "speaking", source };
        let padded: Vec<i64> = std::iter::once(0).chain(ids.iter().copied()).chain([0]).collect();
        let count = padded.len();
        let inputs = ort::inputs![
            "tokens" => Tensor::from_array(([1_usize, count], padded)).map_err(fail)?,
            "style" => Tensor::from_array(([1_usize, STYLE_WIDTH], style.to_vec())).map_err(fail)?,
            "speed" => Tensor::from_array(([1_usize], vec![speed])).map_err(fail)?,
        ];
        let outputs = self.session.run(inputs).map_err(fail)?;
        let output = |name: &str| {
            let value = outputs.get(name).ok_or_else(|| SpeechError::Answer { reason: format!("no output {name}") })?;
            value.try_extract_tensor::<f32>().map(|(_, data)| data).map_err(fail)
        };
        let samples = output("audio")?.to_vec();
        let durations: Vec<u32> = output(DURATIONS)?.iter().map(|frames| frames.max(0.0).round() as u32).collect();
        let frames: u64 = durations.iter().map(|frames| u64::from(*frames)).sum();
        if durations.len() != count || frames * SAMPLES_PER_FRAME as u64 != samples.len() as u64 {
            let reason = format!(
                "{} durations for {count} phonemes, {frames} frames for {} samples",
                durations.len(),
                samples.len()
            );
            return Err(SpeechError::Answer { reason });
        }
        if samples.iter().any(|sample| !sample.is_finite()) {
            return Err(SpeechError::Answer { reason: "samples that are not numbers".to_owned() });
        }
        Ok(Sound { samples, lead_frames: durations[0], frames: durations[1..count - 1].to_vec() })
    }
}

/// One thread, which works in the caller's: no pool, so nothing spins and nothing is summed in a varying order. The memory
/// arena stays on: without it the same speech took twice the processor time and more memory at its peak (measured).
#[expect(clippy::result_large_err, reason = "the builder comes back in the error, as its author made it")]
fn configure(builder: SessionBuilder) -> Result<SessionBuilder, ort::Error<SessionBuilder>> {
    builder
        .with_optimization_level(GraphOptimizationLevel::All)?
        .with_intra_threads(1)?
        .with_inter_threads(1)?
        .with_intra_op_spinning(false)?
        .with_inter_op_spinning(false)
}

/// Makes the duration tensor an output of the graph. Protobuf merges a message that is appended to another of its kind, so
/// it is enough to append a `ModelProto` which holds nothing but `graph.output { name, type: tensor of float }`.
fn with_durations(mut model: Vec<u8>) -> Vec<u8> {
    /// A field that holds bytes; `number` and the length stay below 128 here.
    fn field(number: u8, content: &[u8]) -> Vec<u8> {
        let length = u8::try_from(content.len()).expect("the fields of one short output stay below 128 bytes");
        [&[number << 3 | 2, length], content].concat()
    }
    // ModelProto.graph 7, GraphProto.output 12, ValueInfoProto.name 1 and .type 2, TypeProto.tensor_type 1,
    // Tensor.elem_type 1 as a varint, of which 1 is float (onnx.proto).
    let tensor = field(2, &field(1, &[1 << 3, 1]));
    let output = field(12, &[field(1, DURATIONS.as_bytes()), tensor].concat());
    model.extend(field(7, &output));
    model
}

fn read(path: &Path) -> Result<Vec<u8>, SpeechError> {
    std::fs::read(path).map_err(|source| SpeechError::Unreadable { path: path.to_owned(), source })
}

/// The style vectors of one voice.
pub(crate) struct Style {
    rows: Vec<f32>,
}

impl Style {
    /// Reads a voice: 510 rows of 256 little-endian floats.
    pub fn load(path: &Path) -> Result<Self, SpeechError> {
        let bytes = read(path)?;
        let rows: Vec<f32> =
            bytes.chunks_exact(4).map(|chunk| f32::from_le_bytes([chunk[0], chunk[1], chunk[2], chunk[3]])).collect();
        if bytes.len() != STYLE_ROWS * STYLE_WIDTH * 4 || rows.iter().any(|number| !number.is_finite()) {
            let reason = format!("{} bytes are not {STYLE_ROWS} vectors of {STYLE_WIDTH} numbers", bytes.len());
            return Err(SpeechError::BrokenFile { path: path.to_owned(), reason });
        }
        Ok(Self { rows })
    }

    /// The vector for so many phonemes.
    pub fn row(&self, phonemes: usize) -> &[f32] {
        let row = phonemes.min(STYLE_ROWS - 1) * STYLE_WIDTH;
        &self.rows[row..row + STYLE_WIDTH]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_appended_output_is_a_model_message() {
        // What the reference implementation of protobuf writes for the same message.
        let expected = b"\x3a\x20\x62\x1e\x0a\x16/encoder/Clip_output_0\x12\x04\x0a\x02\x08\x01";
        assert_eq!(with_durations(Vec::new()), expected);
    }
}
