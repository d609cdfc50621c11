//! Rules about the film as a whole that need no clock.

use lectern_lesson::{Finding, Storyboard, Transition};

use super::rule;

pub(super) fn check(storyboard: &Storyboard, findings: &mut Vec<Finding>) {
    let format = storyboard.format;
    let sizes = 128..=7680;
    let good_size = |pixels: u32| pixels.is_multiple_of(2) && sizes.contains(&pixels);
    if !good_size(format.width) || !good_size(format.height) || !(1..=120).contains(&format.fps) {
        findings.push(rule::FORMAT.finding(format!(
            "{}×{} at {} frames a second cannot be encoded",
            format.width, format.height, format.fps
        )));
    }
    if !storyboard.pace.is_finite() || !(0.5..=2.0).contains(&storyboard.pace) {
        findings.push(rule::PACE.finding(format!("the pace {} is out of range", storyboard.pace)));
    }
    let Some(first) = storyboard.scenes.first() else {
        findings.push(rule::NO_SCENES.finding("the storyboard has no scenes"));
        return;
    };
    if first.chapter.is_none() {
        findings.push(rule::NO_CHAPTER.about(first, "the first scene begins no chapter"));
    }
    for pair in storyboard.scenes.windows(2) {
        let [before, scene] = pair else { continue };
        let cut = scene.chapter.is_some() || scene.transition == Transition::Dissolve;
        if !cut && scene.shot.from != before.shot.to {
            let message = format!(
                "the shot begins {} but scene {} ends {}",
                name(scene.shot.from),
                before.id,
                name(before.shot.to)
            );
            findings.push(rule::SHOT_JUMP.about(scene, message));
        }
    }
}

fn name(framing: lectern_lesson::Framing) -> &'static str {
    match framing {
        lectern_lesson::Framing::Wide => "wide",
        lectern_lesson::Framing::Close => "close",
    }
}
