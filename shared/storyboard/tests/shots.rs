//! The shots of planned films.

mod support;

use lectern_lesson::{Framing, Lesson, Movement, SectionRole, Severity, Storyboard, Transition, Visual};
use lectern_storyboard::{NoReferences, lint, plan};
use support::{STAGE, lesson, options, prose, section};

fn planned(lesson: &Lesson) -> Storyboard {
    let storyboard = plan(lesson, &options(), &STAGE, &NoReferences);
    let findings = lint(&storyboard, &STAGE);
    let shots: Vec<_> = findings
        .iter()
        .filter(|finding| finding.rule.starts_with("shot") || finding.severity == Severity::Error)
        .collect();
    assert!(shots.is_empty(), "{shots:#?}");
    storyboard
}

#[test]
fn films_open_with_a_crane_and_chapters_with_a_step_back() {
    let body = || vec![prose(&["Warm air rises over the land and cools there."])];
    let film = planned(&lesson("Water", vec![section(Some("Sun"), 2, body()), section(Some("Rain"), 2, body())]));
    assert_eq!(film.scenes[0].shot.movement, Movement::Crane);
    for chapter in film.scenes.iter().filter(|scene| matches!(scene.visual, Visual::Chapter { .. })) {
        assert_eq!((chapter.shot.movement, chapter.shot.to), (Movement::Pull, Framing::Wide), "{}", chapter.id);
        assert_eq!(chapter.transition, Transition::Dissolve);
    }
}

#[test]
fn a_breath_is_taken_before_the_summary() {
    let mut taught = lesson(
        "Water",
        vec![
            section(Some("Sun"), 2, vec![prose(&["Warm air rises over the land and cools there."])]),
            section(Some("Remember"), 2, vec![prose(&["Water rises.", "Water falls."])]),
        ],
    );
    taught.sections[1].role = SectionRole::Summary;
    let film = planned(&taught);
    let recap = film.scenes.last().expect("scenes");
    assert!(matches!(recap.visual, Visual::Recap { .. }));
    assert_eq!(recap.transition, Transition::Dip);
}
