use futures::{StreamExt, TryStreamExt, stream};
use lectern_drawing::CanvasKind;
use lectern_lesson::{Finding, SceneTiming, Storyboard};
use lectern_speech::{Caption, SpokenScene, captions, line_characters};
use lectern_video::{Chapter, EncodeSettings};
use serde::{Deserialize, Serialize};

use crate::{
    ArtifactKey, Narrated, Objects, PipelineError, Plan, Set, Step, clip_key, content_hash, scene_starts, scene_timing,
    sidecars,
};

/// What is to be filmed when: all that rendering and compositing need to know, once the voice has set the clock.
///
/// Stored under the hash of its content, it is what the jobs that share the work on one film have in common.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Schedule {
    /// The scenes.
    pub storyboard: Storyboard,
    /// How clips are encoded.
    pub settings: EncodeSettings,
    /// What their frames are painted on. Named only where it is not the usual one.
    #[serde(default, skip_serializing_if = "CanvasKind::is_default")]
    pub canvas: CanvasKind,
    /// The scenes as they are spoken, in order.
    pub narrations: Vec<Narrated>,
    /// The scenes' clocks, in order.
    pub timings: Vec<SceneTiming>,
    /// The scenes' clips, in order; made or not.
    pub clips: Vec<ArtifactKey>,
    /// What planning found.
    pub findings: Vec<Finding>,
    /// The scenes (by index) that a job renders, job by job, where the work is shared; empty where it is not.
    #[serde(default)]
    pub chunks: Vec<Vec<usize>>,
}

/// Looks whether clips are stored are made this many at once.
const LOOKS_AT_ONCE: usize = 16;

impl Schedule {
    /// The schedule of a plan whose scenes are spoken as `narrations`.
    pub fn new(plan: &Plan, set: &Set, narrations: Vec<Narrated>) -> Self {
        let storyboard = plan.storyboard.clone();
        let timings: Vec<SceneTiming> = narrations
            .iter()
            .enumerate()
            .map(|(index, narrated)| scene_timing(&storyboard, index, &narrated.narration))
            .collect();
        let clips = (0..storyboard.scenes.len()).map(|index| clip_key(&storyboard, &timings, index, set)).collect();
        Self {
            storyboard,
            settings: set.settings,
            canvas: set.canvas,
            narrations,
            timings,
            clips,
            findings: plan.findings.clone(),
            chunks: Vec::new(),
        }
    }

    /// The scenes whose clips are not stored yet, by index.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn missing_clips(&self, objects: &dyn Objects) -> Result<Vec<usize>, PipelineError> {
        let stored: Vec<bool> = stream::iter(self.clips.iter().map(|clip| objects.exists(clip)))
            .buffered(LOOKS_AT_ONCE)
            .try_collect()
            .await?;
        Ok(stored.iter().enumerate().filter(|(_, stored)| !**stored).map(|(index, _)| index).collect())
    }

    /// Shares the work on `scenes` among jobs of about `frames_each` frames: the longest scene goes to the job that has the
    /// least, so that all end at about the same time. Each job's scenes are in the order of the film. A single job gets
    /// an idle second one, since an array of jobs has at least two.
    pub fn share(&mut self, scenes: &[usize], frames_each: u64) {
        let frames = |scene: usize| u64::from(self.timings[scene].frames);
        let total: u64 = scenes.iter().map(|scene| frames(*scene)).sum();
        let jobs = (total.div_ceil(frames_each.max(1)) as usize).min(scenes.len());
        let mut chunks = vec![Vec::new(); if jobs == 1 { 2 } else { jobs }];
        let mut loads = vec![0; jobs];
        let mut longest_first = scenes.to_vec();
        longest_first.sort_by_key(|scene| (std::cmp::Reverse(frames(*scene)), *scene));
        for scene in longest_first {
            let least = (0..jobs).min_by_key(|job| loads[*job]).expect("scenes are shared among at least one job");
            loads[least] += frames(scene);
            chunks[least].push(scene);
        }
        for chunk in &mut chunks {
            chunk.sort_unstable();
        }
        self.chunks = chunks;
    }

    /// Seconds at which each scene begins, and the film's length as the last entry.
    pub fn starts(&self) -> Vec<f64> {
        scene_starts(&self.timings)
    }

    /// The film's length in seconds.
    pub fn duration_secs(&self) -> f64 {
        self.starts().last().copied().unwrap_or_default()
    }

    /// The film's captions.
    pub fn captions(&self) -> Vec<Caption> {
        let starts = self.starts();
        let scenes: Vec<SpokenScene<'_>> = self
            .storyboard
            .scenes
            .iter()
            .zip(&self.timings)
            .zip(&starts)
            .map(|((scene, timing), start_secs)| SpokenScene {
                start_secs: *start_secs,
                narration: &scene.narration,
                timing,
            })
            .collect();
        captions(&scenes, line_characters(self.storyboard.format))
    }

    /// The film's chapters.
    pub fn chapters(&self) -> Vec<Chapter> {
        sidecars::chapters(&self.storyboard, &self.starts())
    }

    /// What the voice found, scene by scene.
    pub fn voice_findings(&self) -> impl Iterator<Item = Finding> + '_ {
        self.narrations
            .iter()
            .zip(&self.storyboard.scenes)
            .flat_map(|(narrated, scene)| narrated.findings.iter().map(|finding| finding.clone().in_scene(&scene.id)))
    }

    /// Stores it under the hash of its content, which is returned.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn store(&self, objects: &dyn Objects) -> Result<String, PipelineError> {
        store_by_content(Step::Schedule, self, objects).await
    }

    /// The stored schedule of that hash.
    ///
    /// # Errors
    /// When it is not there or cannot be read.
    pub async fn load(hash: &str, objects: &dyn Objects) -> Result<Self, PipelineError> {
        load_by_content(Step::Schedule, hash, objects).await
    }
}

/// Stores a step's output as JSON under the hash of that JSON, which is returned.
pub(crate) async fn store_by_content(
    step: Step,
    output: &(impl Serialize + Sync),
    objects: &dyn Objects,
) -> Result<String, PipelineError> {
    let json = serde_json::to_vec(output).expect("step outputs are plain data with string keys");
    let hash = content_hash(&json);
    let key = ArtifactKey::of_hash(step, &hash, "json").expect("a content hash is a hash");
    objects.put(&key, json).await?;
    Ok(hash)
}

/// Reads what [`store_by_content`] stored.
pub(crate) async fn load_by_content<T: for<'de> Deserialize<'de>>(
    step: Step,
    hash: &str,
    objects: &dyn Objects,
) -> Result<T, PipelineError> {
    let missing = || PipelineError::MissingObject { what: format!("{step}/{hash}.json") };
    let key = ArtifactKey::of_hash(step, hash, "json").ok_or_else(missing)?;
    let json = objects.get(&key).await?.ok_or_else(missing)?;
    serde_json::from_slice(&json).map_err(|source| PipelineError::Stored { what: key.to_string(), source })
}

#[cfg(test)]
mod tests {
    use lectern_lesson::{Format, SceneTiming};
    use lectern_video::{Encoder, Quality};

    use super::*;

    fn schedule(frames: &[u32]) -> Schedule {
        let storyboard = serde_json::json!({
            "title": "Rain", "style": "night-sky", "voice": "af_heart", "language": "en", "scenes": [],
        });
        Schedule {
            storyboard: serde_json::from_value(storyboard).expect("a storyboard without scenes"),
            settings: EncodeSettings { format: Format::default(), quality: Quality::Draft, encoder: Encoder::X264 },
            canvas: CanvasKind::Cpu,
            narrations: Vec::new(),
            timings: frames.iter().map(|frames| SceneTiming { fps: 30, frames: *frames, words: Vec::new() }).collect(),
            clips: Vec::new(),
            findings: Vec::new(),
            chunks: Vec::new(),
        }
    }

    #[test]
    fn work_is_shared_evenly_and_each_scene_once() {
        let frames: Vec<u32> = (0..50).map(|index| 30 + (index * 37) % 400).collect();
        let mut schedule = schedule(&frames);
        let missing: Vec<usize> = (0..50).filter(|index| index % 3 != 0).collect();
        schedule.share(&missing, 1500);
        let mut shared: Vec<usize> = schedule.chunks.concat();
        shared.sort_unstable();
        assert_eq!(shared, missing);
        let loads: Vec<u32> =
            schedule.chunks.iter().map(|chunk| chunk.iter().map(|scene| frames[*scene]).sum()).collect();
        let (most, least) = (loads.iter().max().expect("jobs"), loads.iter().min().expect("jobs"));
        assert!(most - least < 430, "no job waits longer than a scene: {loads:?}");
    }

    #[test]
    fn a_single_job_gets_an_idle_second() {
        let mut schedule = schedule(&[30, 40]);
        schedule.share(&[0, 1], 1500);
        assert_eq!(schedule.chunks, [vec![0, 1], vec![]]);
    }
}
