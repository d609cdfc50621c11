use lectern_drawing::Painter;
use lectern_pipeline::{Album, PipelineError, estimated_timing, stage, take};

use crate::{
    arguments::FrameArguments,
    commands::{input, print},
    exit::{Failure, Fault},
};

/// Draws one frame as PNG, on the estimated clock: nothing is spoken for it.
pub fn run(arguments: &FrameArguments) -> Result<(), Failure> {
    let input = input::open(&arguments.plan)?;
    let storyboard = &input.plan.storyboard;
    let index = storyboard
        .scenes
        .iter()
        .position(|scene| scene.id == arguments.scene)
        .or_else(|| arguments.scene.parse::<usize>().ok().and_then(|number| number.checked_sub(1)))
        .filter(|index| *index < storyboard.scenes.len())
        .ok_or_else(|| {
            let message = format!("there is no scene {:?}", arguments.scene);
            Failure::new(Fault::Usage, message)
                .with_hint(format!("The film has scenes 1 to {}.", storyboard.scenes.len()))
        })?;
    let timing = estimated_timing(storyboard, index);
    let frame = match arguments.at {
        Some(secs) => ((secs.max(0.0) * f64::from(timing.fps)) as u32).min(timing.frames - 1),
        None => timing.rest_frame(),
    };
    let stage = stage(&storyboard.style, storyboard.format)?;
    let album = Album::load(storyboard, &input.sources);
    let mut painter = Painter::new(storyboard.format);
    let clock = |index: usize| estimated_timing(storyboard, index);
    let prepared = take(&stage, storyboard, index, clock, &album, &mut painter).map_err(PipelineError::from)?;
    prepared.draw(frame, &mut painter).map_err(PipelineError::from)?;
    let png = lectern_drawing::png(painter.rgba(), storyboard.format.width, storyboard.format.height)
        .map_err(PipelineError::from)?;
    match &arguments.output {
        Some(path) => std::fs::write(path, png)
            .map_err(|error| Failure::new(Fault::Output, format!("cannot write {}: {error}", path.display()))),
        None => print(&png),
    }
}
