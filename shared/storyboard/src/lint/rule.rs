use lectern_lesson::{Finding, Scene, Severity};

/// A rule of the linter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable id in kebab case.
    pub id: &'static str,
    /// The worst that it reports.
    pub severity: Severity,
    /// What it checks, in a sentence.
    pub checks: &'static str,
    /// What to do about a finding.
    pub hint: &'static str,
}

macro_rules! rules {
    ($($name:ident $id:literal $severity:ident $checks:literal $hint:literal;)*) => {
        $(pub(crate) const $name: &Rule = &Rule { id: $id, severity: Severity::$severity, checks: $checks, hint: $hint };)*
        const ALL: &[Rule] = &[$(*$name),*];
    };
}

rules! {
    NARRATION_MARKS "narration-marks" Error "The marks of a narration can be read."
        "Write [[shown|spoken]], [[*stressed*]], [[voice NAME]] or [[pause SECONDS]], close it with ]], and write \\[ for a bracket that is text.";
    EMPTY_NARRATION "empty-narration" Error "Every scene says something."
        "Write what is said, or remove the scene.";
    SCENE_ID "scene-id" Error "Ids are 1 to 48 lower-case letters, digits and hyphens, and each stands once."
        "Give the scene an id of its own, such as clouds-2.";
    VISUAL_EMPTY "visual-empty" Error "Every visual has something to show."
        "Fill in the text, or choose another visual.";
    PART_COUNT "part-count" Warning "Points and steps are two to five, choices two to six, lines of a formula at most six."
        "Part the scene in two.";
    CUE_WORD "cue-word" Error "Cues name words that exist."
        "Count the words of the narration from 0; a mark [[shown|spoken]] is one word.";
    CUE_PART "cue-part" Error "Cues name parts that exist."
        "Count the parts of the visual from 0.";
    CUE_ORDER "cue-order" Warning "Cues stand in the order of their words, and a part enters once, before it is in focus."
        "Sort the cues by word, and show a part before it is in focus.";
    CUE_ANSWER "cue-answer" Error "Only questions have an answer to reveal."
        "Use show or focus, or make it a question.";
    QUESTION_ANSWER "question-answer" Error "A question's answer exists, is revealed on a word, and not before it is asked."
        "Name the right choice in correct, and add an answer cue on the word that tells it, after a pause.";
    RAGGED_TABLE "ragged-table" Error "Every row of a table has as many cells as there are headers."
        "Fill the row with empty cells, or remove what is too much.";
    CHART_VALUES "chart-values" Error "Every series of a chart has a finite value for each category."
        "Give every category a number.";
    MISSING_DESCRIPTION "missing-description" Error "Every scene has a picture description."
        "Say in a sentence what is to be seen.";
    MISSING_PICTURE_ALT "missing-picture-alt" Warning "Every picture has an alternative text."
        "Say in the script what the picture shows: ![what is to be seen](picture.jpg).";
    EMPHASIS "emphasis" Warning "Stressed words stand in the statement's text."
        "Write them as they stand in the text.";
    TERM_SHOWN "term-shown" Warning "A term that is defined is spoken in its scene."
        "Say the term while it is on the screen, or show another visual.";
    UNSPOKEN "unspoken" Warning "What stands on the screen is spoken; credits, captions of pictures, axes, code and numbers of tables need not be."
        "Say it, or leave it out.";
    REDUNDANCY "redundancy" Warning "Prose on the screen does not repeat long stretches of what is said."
        "Show the few words that matter; the voice says the rest.";
    DUPLICATE_SCENE "duplicate-scene" Warning "No two scenes say and show the same."
        "Remove one of them.";
    TEXT_SIZE "text-size" Error "No text is smaller than 32 px at 1080p."
        "Show fewer words, or part the scene in two.";
    TEXT_COUNT "text-count" Warning "Prose on the screen has at most 24 words, points at most 45 together."
        "Show fewer words; the voice says the rest.";
    OVERFLOW "overflow" Error "Everything fits."
        "Show fewer words, or part the scene in two.";
    OVERLAP "overlap" Error "No two texts cover each other."
        "Shorten the longer of the two.";
    MARGINS "margins" Error "Texts keep 5 % from every edge of the frame, in 9:16 more from top and bottom."
        "Show fewer words, or part the scene in two.";
    CONTRAST "contrast" Error "Texts have a contrast of at least 4.5:1 to what lies behind them (WCAG 2.2, 1.4.3)."
        "Choose a style with more contrast.";
    MISSING_CHARACTERS "missing-characters" Error "The fonts at hand have every character."
        "Write it in other characters, or add a font that has them.";
    SCENE_LENGTH "scene-length" Error "Scenes last 1.5 to 30 seconds, and never more than 60 (estimated)."
        "Part the scene where a new thought begins, or join it with its neighbor.";
    CAPTION_SPEED "caption-speed" Warning "Captions need at most 20 characters a second (estimated)."
        "Use fewer or shorter words, or a slower pace.";
    FLASHES "flashes" Warning "At most three parts enter or gain focus within a second (estimated; WCAG 2.2, 2.3.1)."
        "Bind the cues to words that are further apart.";
    CHAPTER_LENGTH "chapter-length" Warning "No chapter is longer than six minutes (estimated)."
        "Begin a chapter where a new subject begins.";
    SHOT_JUMP "shot-jump" Warning "Within a chapter each shot begins where the one before it ended."
        "Begin with the framing in which the scene before ends, or dissolve.";
    SHOT_MOVE "shot-move" Warning "A shot's movement goes from its one framing to its other, and begins off its place only where the world is new."
        "Hold between equal framings, push to nearer ones, pull to wider ones; pan, tilt and crane after a dissolve, cut, dip, wipe or whip.";
    SHOT_TARGET "shot-target" Warning "An insert goes to a part that a cue shows or focuses."
        "Add a focus cue, or end in another framing.";
    SHOT_ROOM "shot-room" Warning "A camera that takes the subject nearer has room for it in the safe area."
        "Let the camera drift, or show fewer words.";
    FORMAT "format" Error "Width and height are even and 128 to 7680, frames a second 1 to 120."
        "Use a common size such as 1920×1080, and 24, 25, 30, 50 or 60 frames a second.";
    PACE "pace" Error "The pace is 0.5 to 2."
        "Set it to 1, the voice's own.";
    NO_SCENES "no-scenes" Error "A film has at least one scene."
        "Write a scene.";
    NO_CHAPTER "no-chapter" Warning "The film begins with a chapter."
        "Give the first scene a chapter.";
}

/// Every rule.
pub fn rules() -> &'static [Rule] {
    ALL
}

impl Rule {
    /// A finding of this rule about a scene.
    pub(crate) fn about(&self, scene: &Scene, message: impl Into<String>) -> Finding {
        let finding = self.finding(message).in_scene(&scene.id);
        match scene.sources.first() {
            Some(span) => finding.at(*span),
            None => finding,
        }
    }

    /// A finding of this rule about the film.
    pub(crate) fn finding(&self, message: impl Into<String>) -> Finding {
        Finding::new(self.severity, self.id, message).with_hint(self.hint)
    }

    /// The same rule as a warning only.
    pub(crate) fn mildly(&self) -> Self {
        Self { severity: Severity::Warning, ..*self }
    }
}
