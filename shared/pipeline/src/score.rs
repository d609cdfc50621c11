use std::path::PathBuf;

use lectern_lesson::{Action, LEAD_SECS, Transition, Visual};
use lectern_music::{
    Effect, EffectKind, MUSIC_VERSION, MixFigures, MixInput, MusicStyle, ScoreBrief, Section, Stems, Stretch,
    VoicePart, root_at,
};
use tokio::task;

use crate::{
    ArtifactKey, Made, Objects, PipelineError, Schedule, Step, content_hash, narrate::samples, plan::read_style,
};

/// A film's mixed sound, stored.
#[derive(Clone, Debug)]
pub struct Sound {
    /// Its key.
    pub key: ArtifactKey,
    /// The WAV file: 48 kHz stereo.
    pub file: PathBuf,
    /// What the mix measures; none for a silent film.
    pub figures: Option<MixFigures>,
    /// Whether it was made now or found.
    pub made: Made,
}

/// Where the sound of a schedule's film is stored.
pub(crate) fn sound_key(schedule: &Schedule) -> ArtifactKey {
    let voice_hashes: Vec<&str> = schedule.narrations.iter().map(|narrated| narrated.key.hash()).collect();
    let brief = brief(schedule);
    // Where the voice lies follows from the starts of the scenes, which the brief names.
    let inputs = (&voice_hashes, &brief, effects(schedule, &brief));
    ArtifactKey::new(Step::Score, MUSIC_VERSION, &inputs, "wav")
}

/// Composes the film's music, lays voice and effects over it and brings the mix to the film's loudness, or finds that
/// done.
///
/// # Errors
/// When narrations cannot be read, or the mix fails or cannot be stored.
#[tracing::instrument(skip_all)]
pub async fn score(schedule: &Schedule, objects: &dyn Objects) -> Result<Sound, PipelineError> {
    let key = sound_key(schedule);
    if let Some(file) = objects.file(&key).await? {
        let figures = stored_figures(schedule, objects).await?;
        return Ok(Sound { key, file, figures, made: Made::Found });
    }
    let draft = objects.draft(&key).await?;
    let wav = draft.clone();
    let (figures, _) = mixed(schedule, objects, false, move |samples| lectern_music::write_wav(&wav, samples)).await?;
    // The figures are written first: where the sound lies, they lie.
    objects.put(&figures_key(&key), serde_json::to_vec(&figures).expect("figures are plain data")).await?;
    let file = objects.adopt(&key, &draft).await?;
    Ok(Sound { key, file, figures: Some(figures), made: Made::Now })
}

/// What the mix of a schedule's film measured, where it is stored.
///
/// # Errors
/// When the store does not answer.
pub(crate) async fn stored_figures(
    schedule: &Schedule,
    objects: &dyn Objects,
) -> Result<Option<MixFigures>, PipelineError> {
    let json = objects.get(&figures_key(&sound_key(schedule))).await?;
    Ok(json.and_then(|json| serde_json::from_slice(&json).ok()))
}

fn figures_key(sound: &ArtifactKey) -> ArtifactKey {
    sound.with_extension("json")
}

/// The voice, the music and the effects of a film, each as long as the film and as loud as in its mix: their sum is the
/// mix before the limiter. They are not stored: the mix is made again for them, in a second or two a minute of film.
///
/// # Errors
/// As [`score`].
pub async fn stems(schedule: &Schedule, objects: &dyn Objects) -> Result<Stems, PipelineError> {
    let (_, stems) = mixed(schedule, objects, true, |_| Ok(())).await?;
    Ok(stems.expect("they were asked for"))
}

async fn mixed(
    schedule: &Schedule,
    objects: &dyn Objects,
    stems: bool,
    write: impl FnOnce(&[f32]) -> Result<(), lectern_music::MusicError> + Send + 'static,
) -> Result<(MixFigures, Option<Stems>), PipelineError> {
    let brief = brief(schedule);
    let effects = effects(schedule, &brief);
    let mut voices = Vec::with_capacity(schedule.narrations.len());
    for (narrated, start_secs) in schedule.narrations.iter().zip(schedule.starts()) {
        voices.push((start_secs + LEAD_SECS, narrated.narration.sample_rate, samples(narrated, objects).await?));
    }
    let mixed = task::spawn_blocking(move || {
        let voices = voices
            .iter()
            .map(|(start_secs, sample_rate, samples)| VoicePart {
                start_secs: *start_secs,
                samples,
                sample_rate: *sample_rate,
            })
            .collect();
        let music = Some(lectern_music::score(&brief));
        let mix = lectern_music::mix(MixInput { voices, music, effects, duration_secs: brief.duration_secs, stems })?;
        write(&mix.samples)?;
        Ok::<_, lectern_music::MusicError>((mix.figures, mix.stems))
    })
    .await
    .map_err(|source| PipelineError::Crashed { step: Step::Score, source })??;
    Ok(mixed)
}

/// Words closer than this are one stretch of speech.
const SAME_STRETCH_SECS: f64 = 0.35;
/// A rest in a question's narration that is at least this long is for thinking.
const THINKING_SECS: f64 = 1.5;

/// What the composer is told of the film.
fn brief(schedule: &Schedule) -> ScoreBrief {
    let (storyboard, starts) = (&schedule.storyboard, schedule.starts());
    let mut speech: Vec<Stretch> = Vec::new();
    let mut thinking = Vec::new();
    for ((scene, timing), start_secs) in storyboard.scenes.iter().zip(&schedule.timings).zip(&starts) {
        let mut last_end_secs = None;
        for word in &timing.words {
            let (from, to) = (in_millis(start_secs + word.start_secs), in_millis(start_secs + word.end_secs));
            if let Some(last) = last_end_secs
                && from - last >= THINKING_SECS
                && matches!(scene.visual, Visual::Question { .. })
            {
                thinking.push(Stretch { start_secs: last, end_secs: from });
            }
            last_end_secs = Some(to);
            match speech.last_mut() {
                Some(stretch) if from - stretch.end_secs < SAME_STRETCH_SECS => stretch.end_secs = to,
                _ => speech.push(Stretch { start_secs: from, end_secs: to }),
            }
        }
    }
    let sections = storyboard.scenes.iter().zip(&starts).map(|(scene, start_secs)| Section {
        start_secs: *start_secs,
        mood: scene.mood,
        is_chapter_start: scene.chapter.is_some(),
    });
    ScoreBrief {
        seed: seed(&storyboard.title),
        style: music_style(&storyboard.style),
        sections: sections.collect(),
        speech,
        thinking,
        duration_secs: starts.last().copied().unwrap_or_default(),
    }
}

/// Seconds in whole milliseconds: a schedule that was stored and read may differ from the one that was computed in a number's last
/// bit, and both must have the same music.
fn in_millis(secs: f64) -> f64 {
    (secs * 1_000.0).round() / 1_000.0
}

/// What a style asks of the music; the usual for a style that cannot be read.
fn music_style(style: &str) -> MusicStyle {
    let Ok(style) = read_style(style) else { return MusicStyle::default() };
    let lectern_drawing::Music { mood, tempo, key, density, room_secs } = style.music;
    MusicStyle { mood, tempo, key, density, room_secs }
}

/// A film's own seed: the same title gives the same music, whatever is edited.
fn seed(title: &str) -> u64 {
    u64::from_str_radix(&content_hash(title.as_bytes())[..16], 16).expect("a hash is hexadecimal")
}

/// Effects are at least this far apart.
const EFFECTS_APART_SECS: f64 = 4.0;
/// An effect's moment is at least this long before the next word.
const BEFORE_WORD_SECS: f64 = 0.25;

/// A tick belongs to the answer that follows it, and stands alone for this long.
const TICK_APART_SECS: f64 = 2.5;
/// The tick comes this long after the question.
const TICK_AFTER_SECS: f64 = 0.6;

/// The film's effects, in order: a chime for each answer, and a tick when the time to think of it begins; a rush of air where the
/// scenery changes or one thing takes the place of another, or a page where only the chapter does; a stroke where something begins to be drawn. The more telling goes before
/// the less telling, each stands alone for [`EFFECTS_APART_SECS`] or [`TICK_APART_SECS`], and none covers the beginning of a word.
fn effects(schedule: &Schedule, brief: &ScoreBrief) -> Vec<Effect> {
    let starts = schedule.starts();
    let mut wanted: Vec<(u8, EffectKind, f64)> = Vec::new();
    for (index, scene) in schedule.storyboard.scenes.iter().enumerate() {
        let timing = &schedule.timings[index];
        for cue in scene.cues.iter().filter(|cue| cue.action == Action::Answer) {
            let word_secs = in_millis(starts[index] + timing.word_start(cue.word));
            wanted.push((0, EffectKind::Reveal, word_secs - 0.3));
        }
        if index == 0 {
            continue;
        }
        if matches!(scene.transition, Transition::Dissolve | Transition::Wipe | Transition::Whip) {
            wanted.push((1, EffectKind::Whoosh, starts[index]));
        } else if scene.chapter.is_some() {
            wanted.push((1, EffectKind::Page, starts[index]));
        } else if is_drawn(&scene.visual) {
            wanted.push((2, EffectKind::Stroke, starts[index]));
        }
    }
    wanted.extend(brief.thinking.iter().map(|rest| (3, EffectKind::Tick, rest.start_secs + TICK_AFTER_SECS)));
    wanted.sort_by(|one, other| one.0.cmp(&other.0).then(one.2.total_cmp(&other.2)));
    let mut chosen: Vec<Effect> = Vec::new();
    for (_, kind, at_secs) in wanted {
        let apart_secs = if kind == EffectKind::Tick { TICK_APART_SECS } else { EFFECTS_APART_SECS };
        let is_apart = chosen.iter().all(|other| (other.at_secs - at_secs).abs() >= apart_secs);
        let covers_word = brief.speech.iter().any(|stretch| {
            stretch.contains(at_secs) || (at_secs..at_secs + BEFORE_WORD_SECS).contains(&stretch.start_secs)
        });
        if at_secs >= 0.0 && is_apart && !covers_word {
            chosen.push(Effect { kind, at_secs, gain: 1.0, pitch_class: root_at(brief, at_secs) });
        }
    }
    chosen.sort_by(|one, other| one.at_secs.total_cmp(&other.at_secs));
    chosen
}

/// Whether lines draw themselves when the scene begins.
fn is_drawn(visual: &Visual) -> bool {
    matches!(
        visual,
        Visual::Formula { .. }
            | Visual::Chart { .. }
            | Visual::Plot { .. }
            | Visual::Geometry { .. }
            | Visual::Timeline { .. }
            | Visual::Map { .. }
    )
}

#[cfg(test)]
mod tests {
    use lectern_drawing::Style;
    use lectern_lesson::{SceneTiming, Storyboard};
    use lectern_music::Character;
    use lectern_video::{EncodeSettings, Encoder, Quality};
    use serde_json::{Value, json};

    use super::*;
    use crate::estimated_timing;

    fn statement(id: usize, chapter: Option<&str>, dissolves: bool) -> Value {
        json!({
            "id": format!("s{id}"), "chapter": chapter, "description": "",
            "narration": "Warm air rises over the sea and cools on its way up to the clouds.",
            "visual": {"kind": "statement", "text": "Warm air rises"},
            "transition": if dissolves { "dissolve" } else { "continue" },
        })
    }

    fn question(id: usize) -> Value {
        json!({
            "id": format!("s{id}"), "description": "",
            "narration": "How much of the sea is salt? [[pause 4]] Three parts in a hundred.",
            "visual": {"kind": "question", "prompt": "How much?", "answer": "Three parts in a hundred"},
            "cues": [{"word": 7, "action": "answer"}],
        })
    }

    fn schedule(scenes: Vec<Value>) -> Schedule {
        let storyboard = json!({
            "title": "Rain", "style": "night-sky", "voice": "af_heart", "language": "en", "scenes": scenes,
        });
        let storyboard: Storyboard = serde_json::from_value(storyboard).expect("a storyboard");
        let timings: Vec<SceneTiming> =
            (0..storyboard.scenes.len()).map(|index| estimated_timing(&storyboard, index)).collect();
        Schedule {
            settings: EncodeSettings { format: storyboard.format, quality: Quality::Draft, encoder: Encoder::X264 },
            canvas: Default::default(),
            storyboard,
            narrations: Vec::new(),
            timings,
            clips: Vec::new(),
            findings: Vec::new(),
            chunks: Vec::new(),
        }
    }

    #[test]
    fn effects_are_few_and_cover_no_word() {
        let scenes = (0..40).map(|id| {
            let chapter = (id % 2 == 0).then_some("Rising");
            if id % 5 == 3 { question(id) } else { statement(id, chapter, id % 3 == 0) }
        });
        let schedule = schedule(scenes.collect());
        let brief = brief(&schedule);
        let effects = effects(&schedule, &brief);
        let kinds = |kind| effects.iter().filter(|effect| effect.kind == kind).count();
        assert_eq!(kinds(EffectKind::Reveal), 8, "each answer has its chime");
        assert!(kinds(EffectKind::Whoosh) > 0 && kinds(EffectKind::Page) > 0, "{effects:?}");
        assert_eq!(kinds(EffectKind::Tick), 8, "the time to think begins with a tick");
        for pair in effects.windows(2) {
            let has_tick = pair.iter().any(|effect| effect.kind == EffectKind::Tick);
            let apart_secs = if has_tick { TICK_APART_SECS } else { EFFECTS_APART_SECS };
            assert!(pair[1].at_secs - pair[0].at_secs >= apart_secs, "{pair:?}");
        }
        for effect in &effects {
            assert!(
                !brief.speaks(effect.at_secs) && !brief.speaks(effect.at_secs + BEFORE_WORD_SECS - 1e-3),
                "{effect:?}"
            );
        }
    }

    #[test]
    fn each_style_asks_for_music_that_the_composer_knows() {
        let mut characters = Vec::new();
        for name in Style::names() {
            let style = music_style(name);
            let character = Character::named(&style.mood);
            assert!(character != Character::Calm || style.mood == "calm", "{name}: nobody knows {}", style.mood);
            assert!(style.key.is_none() || style.named_key().is_some(), "{name}: {:?} is no key", style.key);
            if !characters.contains(&character) {
                characters.push(character);
            }
        }
        assert!(characters.len() >= 6, "the styles sound alike: {characters:?}");
    }

    #[test]
    fn the_style_decides_what_is_played() {
        let sounds = |style: &str| {
            let mut schedule = schedule(vec![statement(0, Some("Rising"), false), statement(1, None, false)]);
            schedule.storyboard.style = style.to_owned();
            (sound_key(&schedule), lectern_music::score(&brief(&schedule)))
        };
        let (night, museum) = (sounds("night-sky"), sounds("museum"));
        assert_ne!(night.0, museum.0);
        assert!(night.1 != museum.1, "the same music for two styles");
    }

    #[test]
    fn thinking_is_the_pause_of_a_question() {
        let schedule = schedule(vec![statement(0, Some("Rising"), false), question(1)]);
        let brief = brief(&schedule);
        let [thinking] = brief.thinking.as_slice() else { panic!("one pause, not {:?}", brief.thinking) };
        assert!((3.0..5.0).contains(&thinking.length_secs()), "{thinking:?}");
        assert!(!brief.speaks(thinking.start_secs + 0.1) && brief.speaks(thinking.end_secs + 0.05));
    }

    #[test]
    fn the_key_covers_moods_chapters_and_words() {
        let base = vec![statement(0, Some("Rising"), false), statement(1, None, false), question(2)];
        let key = |change: &dyn Fn(&mut Vec<Value>)| {
            let mut scenes = base.clone();
            change(&mut scenes);
            sound_key(&schedule(scenes))
        };
        let unchanged = key(&|_| {});
        assert_eq!(unchanged, key(&|_| {}));
        type Change<'a> = &'a dyn Fn(&mut Vec<Value>);
        let changes: [Change<'_>; 5] = [
            &|scenes| scenes[1]["mood"] = json!("serious"),
            &|scenes| scenes[1]["chapter"] = json!("Falling"),
            &|scenes| scenes[1]["narration"] = json!("Cold air sinks."),
            &|scenes| scenes[2]["cues"] = json!([]),
            &|scenes| scenes[1]["transition"] = json!("dissolve"),
        ];
        for (index, change) in changes.into_iter().enumerate() {
            assert_ne!(unchanged, key(change), "change {index} changes the sound");
        }
    }
}
