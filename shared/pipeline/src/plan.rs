//! Text to storyboard: read, analyze, condense, plan, lint. Nothing here is expensive.

use lectern_drawing::{Stage, Style};
use lectern_lesson::{Finding, Format, Layout, Lesson, Lexicon, Severity, Storyboard, Visual};
use lectern_speech::{estimate_secs, narrator, pace_for};
use lectern_storyboard::{Layouts, PlanOptions};
use serde::{Deserialize, Serialize};

use crate::cast::{cast, check_voices};
use crate::pronunciation;
use crate::references::Shipped;
use crate::{Album, PipelineError, Sources, estimated_timing};

/// How far from the length asked for a film may be (issue: ±10 %); planning aims for half of it, since the voice differs
/// a little from its estimate.
const LENGTH_TOLERANCE: f64 = 0.05;

/// Tries at reaching the length asked for. Each takes milliseconds, and the error shrinks at each.
const LENGTH_TRIES: usize = 8;

/// What the user wants of a film.
#[derive(Clone, Debug, PartialEq)]
pub struct Wishes {
    /// Name of the style, or the text of a style file; one that suits the lesson's subject and audience if not given.
    pub style: Option<String>,
    /// Name of the narrator's voice; the one for the lesson's language if not given.
    pub voice: Option<String>,
    /// Speaking rate; that for the script's audience if not given.
    pub pace: Option<f64>,
    /// How words are said; goes before what the script tells.
    pub lexicon: Lexicon,
    /// Size and frame rate.
    pub format: Format,
    /// Length in seconds; the whole lesson if not given.
    pub length_secs: Option<f64>,
}

/// The format of a film's draft.
pub fn draft_format(format: Format) -> Format {
    Format { fps: 15, ..small_format(format) }
}

/// A format of the same shape with about as many pixels as 640 × 360: for drafts, and for stills on a sheet.
pub(crate) fn small_format(format: Format) -> Format {
    const PIXELS: f64 = 640.0 * 360.0;
    let ratio = f64::from(format.width.max(1)) / f64::from(format.height.max(1));
    // Multiples of eight keep the height of every known shape even and exact.
    let width = ((PIXELS * ratio).sqrt() / 8.0).round().max(1.0) * 8.0;
    let height = (width / ratio / 2.0).round().max(1.0) * 2.0;
    Format { width: width as u32, height: height as u32, fps: format.fps }
}

/// A planned film.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// The scenes.
    pub storyboard: Storyboard,
    /// What reader, analysis and linter found.
    pub findings: Vec<Finding>,
}

impl Plan {
    /// Refuses a plan with errors.
    ///
    /// # Errors
    /// [`PipelineError::Lint`] with all findings.
    pub fn approved(self) -> Result<Self, PipelineError> {
        if self.findings.iter().any(|finding| finding.severity == Severity::Error) {
            return Err(PipelineError::Lint { findings: self.findings });
        }
        Ok(self)
    }
}

/// Reads a script and plans its film: [`analyze`] and [`plan_lesson`].
///
/// # Errors
/// As theirs.
pub fn plan(name: &str, script: &[u8], wishes: &Wishes, sources: &dyn Sources) -> Result<Plan, PipelineError> {
    plan_lesson(&analyze(name, script, wishes.pace)?, wishes, sources)
}

/// Plans the film of a lesson.
///
/// # Errors
/// When the style or voice is not known, the voice does not speak the language, or the length cannot be reached. Lint
/// errors are findings of the plan.
pub fn plan_lesson(lesson: &Lesson, wishes: &Wishes, sources: &dyn Sources) -> Result<Plan, PipelineError> {
    let style = wishes.style.clone().unwrap_or_else(|| suggested_style(lesson).to_owned());
    let stage = stage(&style, wishes.format)?;
    let wishes = &Wishes { style: Some(style), ..wishes.clone() };
    let album = Album::of_lesson(lesson, sources);
    let layouts = StageLayouts { stage: &stage, album: &album };
    let mut storyboard = draft(lesson, wishes, &layouts);
    if let Some(asked_secs) = wishes.length_secs {
        storyboard = plan_to_length(lesson, storyboard, asked_secs, wishes, &layouts)?;
    }
    let lexicon = lesson.lexicon.clone().with(&wishes.lexicon);
    pronunciation::pronounce(&mut storyboard, &lexicon);
    let mut findings = lesson.findings.clone();
    findings.extend(pronunciation::findings(&lexicon));
    findings.extend(lint_on(&storyboard, &stage, &Album::load(&storyboard, sources)));
    check_voices(&storyboard)?;
    Ok(Plan { storyboard, findings })
}

/// Reads and analyzes a script. Its length is estimated at `pace`, or at that for its audience.
///
/// # Errors
/// When it cannot be read.
pub fn analyze(name: &str, script: &[u8], pace: Option<f64>) -> Result<Lesson, PipelineError> {
    let script = lectern_script::read(name, script)?;
    let pace = pace.unwrap_or_else(|| pace_for(script.front_matter.audience.as_deref()));
    Ok(lectern_script::analyze(&script, &|text| estimate_secs(text, pace)))
}

/// Parses a storyboard file and lints it: [`read_storyboard`] and [`check_storyboard`].
///
/// # Errors
/// As theirs.
pub fn open_storyboard(name: &str, json: &[u8], sources: &dyn Sources) -> Result<Plan, PipelineError> {
    check_storyboard(read_storyboard(name, json)?, sources)
}

/// Parses a storyboard file.
///
/// # Errors
/// When it is not a storyboard.
pub fn read_storyboard(name: &str, json: &[u8]) -> Result<Storyboard, PipelineError> {
    serde_json::from_slice(json).map_err(|source| PipelineError::Storyboard { name: name.to_owned(), source })
}

/// Lints a storyboard in the style, voice and format that it names. What does not fit there is a finding.
///
/// # Errors
/// When its style or voice is not known, or its format cannot be drawn.
pub fn check_storyboard(storyboard: Storyboard, sources: &dyn Sources) -> Result<Plan, PipelineError> {
    let findings = lint(&storyboard, sources)?;
    check_voices(&storyboard)?;
    Ok(Plan { storyboard, findings })
}

/// Lints a storyboard against its real layout.
///
/// # Errors
/// When its style is not known or its format cannot be drawn.
pub fn lint(storyboard: &Storyboard, sources: &dyn Sources) -> Result<Vec<Finding>, PipelineError> {
    let stage = stage(&storyboard.style, storyboard.format)?;
    Ok(lint_on(storyboard, &stage, &Album::load(storyboard, sources)))
}

/// The stage of a style, named or carried as a storyboard has it.
///
/// # Errors
/// When the style is not known or cannot be used, or the format cannot be drawn.
pub fn stage(style: &str, format: Format) -> Result<Stage, PipelineError> {
    Ok(Stage::new(read_style(style)?, format)?)
}

/// The style that a storyboard names, or carries as the text of a style file: names have one line, files have many. A film needs
/// nothing else of its style, wherever it is made.
pub(crate) fn read_style(style: &str) -> Result<Style, PipelineError> {
    if style.contains('\n') {
        return Ok(Style::parse(style)?);
    }
    Style::named(style).ok_or_else(|| PipelineError::UnknownStyle { name: style.to_owned() })
}

/// The name of a style that suits a lesson.
fn suggested_style(lesson: &Lesson) -> &'static str {
    let subject = serde_json::to_value(lesson.subject).expect("a subject is a word");
    Style::suggested(subject.as_str(), lesson.audience.as_deref())
}

/// Seconds that a storyboard's film will take, by estimate: within a few percent of the voice's real pace.
pub fn estimated_film_secs(storyboard: &Storyboard) -> f64 {
    (0..storyboard.scenes.len()).map(|index| estimated_timing(storyboard, index).duration_secs()).sum()
}

/// The speaking rate of a lesson's film.
fn pace(lesson: &Lesson, wishes: &Wishes) -> f64 {
    wishes.pace.unwrap_or_else(|| pace_for(lesson.audience.as_deref()))
}

fn draft(lesson: &Lesson, wishes: &Wishes, layouts: &StageLayouts<'_>) -> Storyboard {
    let voice = wishes.voice.clone().unwrap_or_else(|| narrator(&lesson.language).to_owned());
    let options = PlanOptions {
        style: wishes.style.clone().unwrap_or_default(),
        cast: cast(lesson, &voice),
        voice,
        pace: pace(lesson, wishes),
        format: wishes.format,
    };
    lectern_storyboard::plan(lesson, &options, layouts, &Shipped { language: &lesson.language })
}

fn plan_to_length(
    lesson: &Lesson,
    whole: Storyboard,
    asked_secs: f64,
    wishes: &Wishes,
    layouts: &StageLayouts<'_>,
) -> Result<Storyboard, PipelineError> {
    let whole_secs = estimated_film_secs(&whole);
    if whole_secs <= asked_secs * (1.0 + LENGTH_TOLERANCE) {
        return Ok(whole);
    }
    let (mut best, mut best_secs) = (whole, whole_secs);
    // Scenes add leads, tails and titles to the sentences' own time, so the target for the sentences is found by
    // narrowing a bracket around the length asked for.
    let (mut low, mut high) = (0.0, asked_secs * 1.2);
    let mut target_secs = asked_secs * 0.85;
    for _ in 0..LENGTH_TRIES {
        let condensed =
            lectern_script::condense(lesson, target_secs, &|text| estimate_secs(text, pace(lesson, wishes)));
        let storyboard = draft(&condensed, wishes, layouts);
        let secs = estimated_film_secs(&storyboard);
        if (secs - asked_secs).abs() < (best_secs - asked_secs).abs() {
            (best, best_secs) = (storyboard, secs);
        }
        if (best_secs - asked_secs).abs() <= asked_secs * LENGTH_TOLERANCE {
            break;
        }
        if secs > asked_secs {
            high = target_secs
        } else {
            low = target_secs
        }
        let proportional = target_secs * asked_secs / secs.max(1.0);
        target_secs = if proportional > low && proportional < high { proportional } else { f64::midpoint(low, high) };
    }
    if (best_secs - asked_secs).abs() > asked_secs * 2.0 * LENGTH_TOLERANCE && best_secs > asked_secs {
        return Err(PipelineError::Length { asked_secs, shortest_secs: best_secs });
    }
    Ok(best)
}

/// Lints a storyboard against its layout on a stage, with the pictures at hand, whatever style and format it names itself.
pub fn lint_on(storyboard: &Storyboard, stage: &Stage, album: &Album) -> Vec<Finding> {
    let mut findings = lectern_storyboard::lint(storyboard, &StageLayouts { stage, album });
    findings.extend(album.findings().iter().cloned());
    findings
}

/// The layouts of a stage, with the user's pictures at hand.
struct StageLayouts<'a> {
    stage: &'a Stage,
    album: &'a Album,
}

impl Layouts for StageLayouts<'_> {
    fn layout(&self, visual: &Visual) -> Layout {
        self.stage.layout(visual, self.album)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_keep_their_films_shape() {
        for ((width, height), small) in [
            ((1920, 1080), (640, 360)),
            ((854, 480), (640, 360)),
            ((1080, 1920), (360, 640)),
            ((2160, 2160), (480, 480)),
            ((1080, 1350), (432, 540)),
        ] {
            let draft = draft_format(Format { width, height, fps: 60 });
            assert_eq!(((draft.width, draft.height), draft.fps), (small, 15), "{width}×{height}");
        }
    }
}
