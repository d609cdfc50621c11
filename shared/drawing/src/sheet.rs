//! Contact sheets: stills of a film's scenes with their words, on one PNG.

use std::io::Cursor;

use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};
use vello_cpu::kurbo::Affine;
use vello_cpu::peniko::color::AlphaColor;

use crate::canvas::solid;
use crate::text::{Align, Face, Setting, TextBlock, TextRun};
use crate::{DrawingError, Painter, Stage};

/// Space between stills and around their words, in pixels.
const GAP: u32 = 24;
/// Size of the words, in pixels.
const WORDS_SIZE: f64 = 17.0;
/// A sheet of more pixels than this is refused rather than held in memory: four hundred scenes at 640×360 have about half.
const PIXEL_LIMIT: u64 = 300_000_000;

/// A scene on a contact sheet.
#[derive(Clone, Debug)]
pub struct Still {
    /// The frame: opaque RGBA of the stage's format.
    pub rgba: Vec<u8>,
    /// A line over the words: number, id, kind, length.
    pub label: String,
    /// What is said in the scene.
    pub words: String,
}

/// Lays stills out in rows of `columns` (at least one), each with its words under it, and encodes the sheet as PNG.
///
/// # Errors
/// When the sheet would be too large, or a still is not of the stage's format.
pub fn sheet(stage: &Stage, stills: &[Still], columns: u32) -> Result<Vec<u8>, DrawingError> {
    let (width, height) = (stage.format().width, stage.format().height);
    let columns = columns.clamp(1, stills.len().max(1) as u32);
    let captions: Vec<TextBlock> = stills.iter().map(|still| caption(stage, still, width)).collect();
    let row_heights: Vec<u32> = captions
        .chunks(columns as usize)
        .map(|row| height + row.iter().map(|block| block.height.ceil() as u32).max().unwrap_or(0) + 2 * GAP)
        .collect();
    let sheet_width = columns * (width + GAP) + GAP;
    let sheet_height = row_heights.iter().sum::<u32>() + GAP;
    if u64::from(sheet_width) * u64::from(sheet_height) > PIXEL_LIMIT {
        return Err(DrawingError::SheetTooLarge { width: sheet_width, height: sheet_height });
    }

    let ground = stage.style().palette.shade;
    let mut pixels = [ground.red, ground.green, ground.blue].repeat(sheet_width as usize * sheet_height as usize);
    let mut top = GAP;
    for (row, row_height) in row_heights.iter().enumerate() {
        for column in 0..columns {
            let index = row * columns as usize + column as usize;
            let (Some(still), Some(block)) = (stills.get(index), captions.get(index)) else { break };
            let left = GAP + column * (width + GAP);
            paste(&mut pixels, sheet_width, &still.rgba, width, left, top);
            let strip_height = (block.height.ceil() as u32).max(1);
            let strip = draw_text(stage, block, width, strip_height);
            paste(&mut pixels, sheet_width, &strip, width, left, top + height + GAP / 2);
        }
        top += row_height;
    }
    encode(&pixels, sheet_width, sheet_height, ExtendedColorType::Rgb8)
}

/// Encodes opaque RGBA pixels as PNG.
///
/// # Errors
/// When the pixels are not `width × height`.
pub fn png(rgba: &[u8], width: u32, height: u32) -> Result<Vec<u8>, DrawingError> {
    encode(rgba, width, height, ExtendedColorType::Rgba8)
}

fn encode(pixels: &[u8], width: u32, height: u32, color: ExtendedColorType) -> Result<Vec<u8>, DrawingError> {
    let mut bytes = Cursor::new(Vec::new());
    PngEncoder::new(&mut bytes)
        .write_image(pixels, width, height, color)
        .map_err(|cause| DrawingError::Unencodable { cause })?;
    Ok(bytes.into_inner())
}

fn caption(stage: &Stage, still: &Still, width: u32) -> TextBlock {
    let palette = &stage.style().palette;
    let runs = [
        TextRun { text: format!("{}\n", still.label), face: Face::CodeBold, color: palette.muted },
        TextRun { text: still.words.clone(), face: Face::Body, color: palette.text },
    ];
    let setting =
        Setting { size: WORDS_SIZE, line_height: 1.4, tracking: 0.0, width: f64::from(width), align: Align::Left };
    stage.typesetter().set(&runs, setting)
}

fn draw_text(stage: &Stage, block: &TextBlock, width: u32, height: u32) -> Vec<u8> {
    let format = lectern_lesson::Format { width, height, fps: 1 };
    let mut painter = Painter::new(format);
    let Painter { context, resources, pixels, .. } = &mut painter;
    let ground = stage.style().palette.shade;
    context.reset();
    context.set_paint(AlphaColor::from_rgba8(ground.red, ground.green, ground.blue, 255));
    context.fill_rect(&vello_cpu::kurbo::Rect::new(0.0, 0.0, f64::from(width), f64::from(height)));
    context.set_transform(Affine::IDENTITY);
    for run in block.lines.iter().flat_map(|line| &line.runs) {
        context.set_paint(solid(run.color, 1.0));
        // Glyphs without an outline are skipped, as in frames.
        let _ = context
            .glyph_run(resources, &run.font)
            .font_size(run.size)
            .hint(false)
            .fill_glyphs(run.glyphs.iter().copied());
    }
    context.flush();
    context.render(pixels, resources);
    painter.rgba().to_vec()
}

/// Copies RGBA rows of `width` pixels onto the RGB sheet; rows that would leave it are left out.
fn paste(sheet: &mut [u8], sheet_width: u32, rgba: &[u8], width: u32, left: u32, top: u32) {
    for (row, line) in rgba.chunks_exact(width as usize * 4).enumerate() {
        let start = ((top as usize + row) * sheet_width as usize + left as usize) * 3;
        let Some(target) = sheet.get_mut(start..start + width as usize * 3) else { break };
        for (to, from) in target.chunks_exact_mut(3).zip(line.chunks_exact(4)) {
            to.copy_from_slice(&from[..3]);
        }
    }
}
