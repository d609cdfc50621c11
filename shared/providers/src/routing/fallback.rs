use crate::{Candidate, ModelId};

/// What fills a scene, from the most to the least. The last of them needs nothing from outside, so a film never fails because
/// a provider did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fallback {
    /// A clip of a model.
    Clip(ModelId),
    /// A still of a model, with a camera that moves over it.
    Still(ModelId),
    /// A scene drawn here.
    Drawn,
}

/// The steps to try for a scene, in their order: the models for video as they were chosen, then those for pictures, then
/// drawing. None stands in it twice, and it always ends with drawing.
pub fn chain(clips: &[&Candidate], stills: &[&Candidate]) -> Vec<Fallback> {
    let mut steps: Vec<Fallback> = Vec::with_capacity(clips.len() + stills.len() + 1);
    let wanted = clips.iter().map(|candidate| Fallback::Clip(candidate.id.clone()));
    for step in wanted.chain(stills.iter().map(|candidate| Fallback::Still(candidate.id.clone()))) {
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    steps.push(Fallback::Drawn);
    steps
}
