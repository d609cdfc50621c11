use async_trait::async_trait;
use lectern_lesson::{Failure, Generation};
use lectern_pipeline::{
    PipelineError,
    studio::{GenerationRef, Makers, Studio, fail, make},
};
use lectern_video::Cancel;

/// Makes the film of a generation.
#[async_trait]
pub trait Maker: Send + Sync {
    /// Makes the film and notes what happens and how it ends. Goes on from whatever an earlier run left. Returns soon after
    /// `cancel` is set, without noting an end: whoever set it knows why.
    ///
    /// # Errors
    /// When it cannot be noted how it ended.
    async fn make(&self, generation: &Generation, cancel: &Cancel) -> Result<(), PipelineError>;

    /// Notes that a generation ended without a film, for reasons that its making could not note itself.
    ///
    /// # Errors
    /// When it cannot be noted.
    async fn fail(&self, generation: &Generation, failure: Failure) -> Result<(), PipelineError>;
}

/// The maker of films: a studio with all that a film needs.
#[derive(Clone)]
pub struct FilmMaker {
    /// Records, stores, events.
    pub studio: Studio,
    /// Voice, encoder, and where films go.
    pub makers: Makers,
}

#[async_trait]
impl Maker for FilmMaker {
    async fn make(&self, generation: &Generation, cancel: &Cancel) -> Result<(), PipelineError> {
        make(&self.studio, &self.makers, generation, cancel).await
    }

    async fn fail(&self, generation: &Generation, failure: Failure) -> Result<(), PipelineError> {
        let at = GenerationRef { user_id: generation.user_id.clone(), generation_id: generation.id.clone() };
        fail(&self.studio, self.makers.launcher.as_ref(), &at, failure).await.map(drop)
    }
}
