//! When things happen in a scene: its cues bound to the times of its words.

use lectern_lesson::{Action, LEAD_SECS, Scene, SceneTiming, Visual};

use crate::Motion;
use crate::easing::{cubic_bezier, progress};

/// First and last of the parts that are in focus together.
pub(crate) type PartRange = (usize, usize);

/// The clock of one scene. All times in seconds from its start.
pub(crate) struct Timeline {
    /// When each part's entrance begins.
    shows: Vec<f64>,
    /// From when on which parts are in focus.
    focuses: Vec<(f64, usize, usize)>,
    /// When the answer is revealed.
    pub(crate) answer: f64,
    /// From when to when the viewer may think.
    pub(crate) pause: (f64, f64),
    /// The scene's length.
    pub(crate) length: f64,
    /// When the subject begins to leave.
    pub(crate) exit: f64,
    pub(crate) motion: Motion,
    /// Seconds by which what waits for no word has entered before the scene's start: many after a cut, else none.
    pub(crate) ahead: f64,
    /// Whether subject and scenery stand to the scene's very end, for the next picture to take their place.
    pub(crate) stays: bool,
    /// The parts that wait for no word.
    uncued: Vec<usize>,
}

/// When what waits for no word enters.
fn scene_start(motion: &Motion) -> f64 {
    (LEAD_SECS - motion.anticipation).max(0.0) * 0.5
}

/// As long before a scene's start everything has entered that is there when the scene is cut to.
const AHEAD_SECS: f64 = 6.0;

impl Timeline {
    /// The same, in its place in the film: `arrives` when what waits for no word is there from the first frame on, `stays` when
    /// all of it is there to the last.
    pub(crate) fn placed(mut self, arrives: bool, stays: bool) -> Self {
        if arrives {
            self.ahead = AHEAD_SECS;
            for part in std::mem::take(&mut self.uncued) {
                self.shows[part] -= AHEAD_SECS;
            }
        }
        self.stays = stays;
        self
    }

    /// The same, where nothing of the subject would be seen before its first word: what comes first is there as the scene begins. A
    /// thought in words comes whole then (`is_thought`), since its first word alone says nothing. What is in focus when stays.
    pub(crate) fn opened(mut self, is_thought: bool) -> Self {
        let earliest = self.shows.iter().copied().fold(f64::INFINITY, f64::min);
        let mut moved = 0.0;
        for (part, show) in self.shows.iter_mut().enumerate() {
            if is_thought || *show <= earliest {
                *show = scene_start(&self.motion) + moved * self.motion.stagger;
                moved += 1.0;
                self.uncued.push(part);
            }
        }
        self
    }

    /// From when on which parts are in focus, in order: seconds, the first and the last part.
    pub(crate) fn focuses(&self) -> impl Iterator<Item = (f64, usize, usize)> + '_ {
        self.focuses.iter().copied()
    }

    /// The timeline of a scene.
    pub(crate) fn new(scene: &Scene, timing: &SceneTiming, motion: &Motion) -> Self {
        let early = |word: usize| (timing.word_start(word) - motion.anticipation).max(0.0);
        let part_count = scene.visual.part_count();
        let length = timing.duration_secs();

        let mut cued: Vec<Option<f64>> = vec![None; part_count];
        for cue in scene.cues.iter().filter(|cue| cue.action == Action::Show) {
            let last = cue.last_part.unwrap_or(cue.part).min(part_count.saturating_sub(1));
            for slot in cued.iter_mut().take(last + 1).skip(cue.part) {
                let time = early(cue.word);
                *slot = Some(slot.map_or(time, |known: f64| known.min(time)));
            }
        }
        let first = scene_start(motion);
        let uncued = cued.iter().enumerate().filter(|(_, slot)| slot.is_none()).map(|(part, _)| part).collect();
        let shows: Vec<f64> = cued
            .iter()
            .scan(0.0, |uncued, slot| {
                Some(slot.unwrap_or_else(|| {
                    let time = first + *uncued * motion.stagger;
                    *uncued += 1.0;
                    time
                }))
            })
            .collect();

        let mut focuses: Vec<(f64, usize, usize)> = scene
            .cues
            .iter()
            .filter(|cue| cue.action == Action::Focus)
            .map(|cue| (early(cue.word), cue.part, cue.last_part.unwrap_or(cue.part)))
            .collect();
        // Points and steps that are shown one after another are in focus one after another.
        let hands_over = matches!(
            scene.visual,
            Visual::KeyPoints { .. }
                | Visual::Steps { .. }
                | Visual::Recap { .. }
                | Visual::Formula { .. }
                | Visual::Table { .. }
                | Visual::Illustration { .. }
                | Visual::Process { .. }
                | Visual::Cycle { .. }
                | Visual::Tree { .. }
                | Visual::Cause { .. }
                | Visual::Comparison { .. }
                | Visual::Timeline { .. }
                | Visual::Dialogue { .. }
        );
        // A line of time that grows tells of the event that is new, if it is only one.
        let least = if matches!(scene.visual, Visual::Timeline { .. }) { 1 } else { 2 };
        if focuses.is_empty() && hands_over && cued.iter().flatten().count() >= least {
            focuses = cued.iter().enumerate().filter_map(|(part, time)| time.map(|time| (time, part, part))).collect();
        }
        focuses.sort_by(|one, two| one.0.total_cmp(&two.0));

        let exit = (length - motion.leave - 0.1).max(length * 0.5);
        let answer_cue = scene.cues.iter().find(|cue| cue.action == Action::Answer);
        let answer = answer_cue.map_or(exit, |cue| early(cue.word));
        let thinking_from = answer_cue
            .and_then(|cue| cue.word.checked_sub(1))
            .and_then(|word| timing.words.get(word))
            .map_or(answer, |span| span.end_secs);
        let pause = (thinking_from.min(answer), answer);
        Self { shows, focuses, answer, pause, length, exit, motion: motion.clone(), ahead: 0.0, stays: false, uncued }
    }

    /// When a part's entrance begins.
    pub(crate) fn show(&self, part: usize) -> f64 {
        self.shows.get(part).copied().unwrap_or(0.0)
    }

    /// When the voice comes to a part: its first focus, or its entrance when it is never in focus.
    pub(crate) fn reached(&self, part: usize) -> f64 {
        let focused = self.focuses.iter().find(|(_, first, last)| (*first..=*last).contains(&part));
        focused.map_or(0.0, |focus| focus.0).max(self.show(part))
    }

    /// How much a part is in focus, 0 to 1. A hand-over takes the style's move time.
    pub(crate) fn focus(&self, part: usize, now: f64) -> f64 {
        self.held(now, |first, last| (first..=last).contains(&part))
    }

    /// How much a part is in focus as the first of those that are, 0 to 1.
    pub(crate) fn lead(&self, part: usize, now: f64) -> f64 {
        self.held(now, |first, _| first == part)
    }

    /// How much a focus that `is_meant` by its first and last part is held, 0 to 1.
    fn held(&self, now: f64, is_meant: impl Fn(usize, usize) -> bool) -> f64 {
        let mut amount = 0.0;
        for (index, (start, first, last)) in self.focuses.iter().enumerate() {
            if is_meant(*first, *last) {
                let next = self.focuses.get(index + 1);
                let end = next.map_or(f64::INFINITY, |next| next.0);
                let in_again = next.is_some_and(|next| is_meant(next.1, next.2));
                let rise = self.ease_move(now, *start);
                let fall = if in_again { 0.0 } else { self.ease_move(now, end) };
                amount = f64::max(amount, rise - fall);
            }
        }
        amount.clamp(0.0, 1.0)
    }

    /// How much another part than this one is in focus, 0 to 1.
    pub(crate) fn other_focus(&self, part: usize, now: f64) -> f64 {
        let first = self.focuses.iter().map(|focus| focus.0).fold(f64::INFINITY, f64::min);
        (self.ease_move(now, first) - self.focus(part, now)).clamp(0.0, 1.0)
    }

    /// The parts that were in focus, those that are now, and the seconds since they are.
    pub(crate) fn hand_over(&self, now: f64) -> (Option<PartRange>, Option<PartRange>, f64) {
        let begun = self.focuses.iter().filter(|focus| focus.0 <= now).count();
        let range = |index: usize| self.focuses.get(index).map(|focus| (focus.1, focus.2));
        let Some(current) = begun.checked_sub(1) else { return (None, None, 1.0) };
        let since = self.focuses.get(current).map_or(0.0, |focus| now - focus.0);
        (current.checked_sub(1).and_then(range), range(current), since.max(0.0))
    }

    /// When each step of a running program begins, from the lines that the steps run: with the focus on its line where the
    /// voice names it, else evenly between its neighbors.
    pub(crate) fn step_times(&self, lines: &[usize]) -> Vec<f64> {
        // No step is shorter than this beside an anchor.
        const LEAST_SECS: f64 = 0.25;
        let count = lines.len();
        let end = (self.exit - 0.5).max(0.1);
        let begin = (self.length * 0.12).clamp(0.3, 1.6).min(end * 0.5);
        let secs = (end - begin) / count.max(1) as f64;
        let mut anchors: Vec<(usize, f64)> = vec![(0, begin)];
        for (time, first, last) in &self.focuses {
            let Some(&(known, known_time)) = anchors.last() else { break };
            let expected = (time - begin) / secs.max(1e-6);
            let fits = |step: &usize| {
                let before = (time - known_time) / (step - known) as f64;
                let after = (end - time) / (count - step) as f64;
                (*first..=*last).contains(&lines[*step]) && before >= LEAST_SECS && after >= LEAST_SECS
            };
            let off = |step: &usize| (*step as f64 - expected).abs();
            let step = (known + 1..count).filter(fits).min_by(|one, two| off(one).total_cmp(&off(two)));
            // A step that is far from its time would make the others race.
            if let Some(step) = step.filter(|step| off(step) <= count as f64 * 0.35) {
                anchors.push((step, *time));
            }
        }
        anchors.push((count, end));
        let between = |pair: &[(usize, f64)]| -> Vec<f64> {
            let [(from, start), (to, stop)] = *pair else { return Vec::new() };
            let step = (stop - start) / (to - from).max(1) as f64;
            (from..to).map(|index| start + step * (index - from) as f64).collect()
        };
        anchors.windows(2).flat_map(between).collect()
    }

    /// How far the answer is revealed, 0 to 1.
    pub(crate) fn answered(&self, now: f64) -> f64 {
        self.ease_move(now, self.answer)
    }

    /// How far an entrance that began at `start` has come.
    pub(crate) fn ease_enter(&self, now: f64, start: f64, secs: f64) -> f64 {
        cubic_bezier(self.motion.enter_curve, progress(now, start, secs))
    }

    fn ease_move(&self, now: f64, start: f64) -> f64 {
        if start.is_finite() {
            cubic_bezier(self.motion.move_curve, progress(now, start, self.motion.r#move))
        } else {
            0.0
        }
    }
}
