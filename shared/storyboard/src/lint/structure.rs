//! Rules about the film as a whole that need no clock.

use lectern_lesson::{Action, Cue, Finding, Scene, Storyboard};

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
        let keeps_world = scene.chapter.is_none() && scene.transition.keeps_world();
        if keeps_world && scene.shot.from.closeness() != before.shot.to.closeness() {
            let (from, to) = (scene.shot.from.name(), before.shot.to.name());
            let message = format!("the shot begins {from} but scene {} ends {to}", before.id);
            findings.push(rule::SHOT_JUMP.about(scene, message));
        }
    }
    for (index, scene) in storyboard.scenes.iter().enumerate() {
        check_shot(scene, index > 0 && scene.transition.keeps_world(), findings);
    }
}

fn check_shot(scene: &Scene, keeps_world: bool, findings: &mut Vec<Finding>) {
    let shot = &scene.shot;
    if let Some(contradiction) = shot.contradiction() {
        findings.push(rule::SHOT_MOVE.about(scene, contradiction));
    }
    if shot.movement.comes_to_rest() && !shot.follows_parts() && keeps_world {
        let message =
            format!("a {} begins off its place, but the world goes on from the scene before", shot.movement.name());
        findings.push(rule::SHOT_MOVE.about(scene, message));
    }
    let leads = |cue: &Cue| matches!(cue.action, Action::Focus | Action::Show);
    if shot.follows_parts() && !scene.cues.iter().any(leads) {
        findings.push(rule::SHOT_TARGET.about(scene, "the shot goes to the part in focus, but no cue focuses one"));
    }
}
