//! What frames promise: the same scene, timing and number give the same bytes, in whatever order they are drawn.

mod scenes;

use lectern_drawing::{DrawingError, Painter, ScenePlace, Stage, Style};
use lectern_lesson::{Focus, Format, Framing, Movement, Shot, Transition};
use scenes::{SMALL, TestCard, all, stage, timing};

#[test]
fn frames_do_not_depend_on_what_was_drawn_before() {
    let stage = stage();
    for scene in all() {
        let timing = timing(&scene);
        let place = ScenePlace { opens: true, is_last: false, ..ScenePlace::default() };
        let prepared = stage.prepare(&scene, &timing, place, &TestCard).expect("draws");
        assert_eq!(prepared.frame_count(), timing.frames);
        let frames = [timing.frames / 2, 0, timing.frames - 1, timing.frames / 3];
        let mut one = Painter::new(SMALL);
        let drawn: Vec<Vec<u8>> = frames
            .iter()
            .map(|frame| {
                prepared.draw(*frame, &mut one).expect("draws");
                one.rgba().to_vec()
            })
            .collect();
        let again = stage.prepare(&scene, &timing, place, &TestCard).expect("draws");
        let mut other = Painter::new(SMALL);
        for (frame, expected) in frames.iter().zip(&drawn).rev() {
            again.draw(*frame, &mut other).expect("draws");
            let differs = other.rgba().iter().zip(expected).filter(|(one, two)| one != two).count();
            assert_eq!(differs, 0, "bytes of frame {frame} of {} differ", scene.id);
            assert!(
                expected.chunks_exact(4).all(|pixel| pixel[3] == 255),
                "frame {frame} of {} is not opaque",
                scene.id
            );
        }
    }
}

/// Frames in a row paint what changed only; each must be what a fresh painter makes of it, and what is said to have changed must cover
/// all that did.
#[test]
fn frames_in_a_row_are_those_drawn_from_nothing() {
    for style in ["night-sky", "blackboard", "bright-primary"] {
        let stage = Stage::new(Style::named(style).expect("ships"), SMALL).expect("small");
        for scene in all() {
            let clock = timing(&scene);
            let place = ScenePlace { opens: true, is_last: true, ..ScenePlace::default() };
            let prepared = stage.prepare(&scene, &clock, place, &TestCard).expect("draws");
            let mut painter = Painter::new(SMALL);
            let mut copy = vec![0; SMALL.width as usize * SMALL.height as usize * 4];
            for frame in 0..clock.frames {
                prepared.draw(frame, &mut painter).expect("draws");
                for (columns, rows) in painter.changed() {
                    for row in rows {
                        let at = row * SMALL.width as usize;
                        let bytes = (at + columns.start) * 4..(at + columns.end) * 4;
                        copy[bytes.clone()].copy_from_slice(&painter.rgba()[bytes]);
                    }
                }
                assert!(copy == painter.rgba(), "{style}: frame {frame} of {} changed where none was told", scene.id);
                if frame % 23 == 0 || frame + 1 == clock.frames {
                    let mut fresh = Painter::new(SMALL);
                    prepared.draw(frame, &mut fresh).expect("draws");
                    assert!(fresh.rgba() == painter.rgba(), "{style}: frame {frame} of {}", scene.id);
                }
            }
        }
    }
}

/// The same for every movement, focus and transition: what the camera does changes no promise.
#[test]
fn shots_and_transitions_in_a_row_are_those_drawn_from_nothing() {
    use Framing::{Close, Insert, Medium, Wide};
    use Transition::{Continue, Cut, Dip, Dissolve, Match, Whip, Wipe};
    let shot = |from, to, movement, focus| Shot { from, to, movement, focus };
    let cases = [
        (Dissolve, shot(Wide, Close, Movement::Push, Focus::Rack)),
        (Wipe, shot(Close, Wide, Movement::Pull, Focus::Deep)),
        (Whip, shot(Wide, Insert, Movement::Pan, Focus::Deep)),
        (Dip, shot(Medium, Insert, Movement::Push, Focus::Shallow)),
        (Cut, shot(Wide, Wide, Movement::Crane, Focus::Shallow)),
        (Continue, shot(Medium, Medium, Movement::Hold, Focus::Deep)),
        (Match, shot(Wide, Insert, Movement::Tilt, Focus::Rack)),
    ];
    let scenes = all();
    for style in ["night-sky", "warm-documentary"] {
        let stage = Stage::new(Style::named(style).expect("ships"), SMALL).expect("small");
        let last = vec![90; SMALL.width as usize * SMALL.height as usize * 4];
        for (index, scene) in scenes.iter().enumerate() {
            let (begins, shot) = cases[index % cases.len()];
            let place = ScenePlace {
                begins,
                ends: Some(cases[(index + 3) % cases.len()].0),
                soft_before: index % 2 == 0,
                ..ScenePlace::default()
            };
            let scene = lectern_lesson::Scene { shot, transition: begins, ..scene.clone() };
            let clock = timing(&scene);
            let prepared = stage.prepare(&scene, &clock, place, &TestCard).expect("draws").after(last.clone());
            let (mut painter, mut fresh) = (Painter::new(SMALL), Painter::new(SMALL));
            let mut copy = vec![0; last.len()];
            for frame in 0..clock.frames {
                prepared.draw(frame, &mut painter).expect("draws");
                for (columns, rows) in painter.changed() {
                    for row in rows {
                        let at = row * SMALL.width as usize;
                        let bytes = (at + columns.start) * 4..(at + columns.end) * 4;
                        copy[bytes.clone()].copy_from_slice(&painter.rgba()[bytes]);
                    }
                }
                assert!(copy == painter.rgba(), "{style}: frame {frame} of {} changed where none was told", scene.id);
                if frame % 29 == 0 || frame < 3 || frame + 1 == clock.frames {
                    // Another scene's frame in between leaves nothing behind.
                    stage
                        .prepare(&scenes[0], &timing(&scenes[0]), ScenePlace::default(), &TestCard)
                        .and_then(|other| other.draw(0, &mut fresh))
                        .expect("draws");
                    prepared.draw(frame, &mut fresh).expect("draws");
                    assert!(fresh.rgba() == painter.rgba(), "{style}: frame {frame} of {}, {shot:?}", scene.id);
                }
            }
        }
    }
}

#[test]
fn a_picture_that_stands_still_is_not_painted_again() {
    let stage = Stage::new(Style::named("editorial").expect("ships"), SMALL).expect("small");
    let mut painter = Painter::new(SMALL);
    for scene in all() {
        let clock = timing(&scene);
        let prepared = stage.prepare(&scene, &clock, ScenePlace::default(), &TestCard).expect("draws");
        for frame in [clock.frames / 2, clock.frames / 2] {
            prepared.draw(frame, &mut painter).expect("draws");
        }
        assert_eq!(painter.changed().count(), 0, "{}", scene.id);
        prepared.draw(0, &mut painter).expect("draws");
        assert!(painter.changed().count() > 0, "{} begins as it is in its middle", scene.id);
    }
}

#[test]
fn threads_share_a_stage() {
    let stage = stage();
    let scenes = all();
    let draw = |index: usize| {
        let scene = &scenes[index];
        let timing = timing(scene);
        let prepared = stage.prepare(scene, &timing, ScenePlace::default(), &TestCard).expect("draws");
        let mut painter = Painter::new(SMALL);
        prepared.draw(timing.frames / 2, &mut painter).expect("draws");
        painter.rgba().to_vec()
    };
    let alone: Vec<_> = (0..4).map(draw).collect();
    let together: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|index| scope.spawn(move || draw(index))).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    assert!(alone == together);
}

#[test]
fn the_world_does_not_jump_where_scenes_meet() {
    let stage = stage();
    let scenes = all();
    let mut painter = Painter::new(SMALL);
    for pair in scenes.windows(2) {
        let (mut before, mut after) = (pair[0].clone(), pair[1].clone());
        before.shot = Shot { from: Framing::Wide, to: Framing::Close, ..Shot::default() };
        after.shot = Shot { from: Framing::Close, to: Framing::Wide, ..Shot::default() };
        let clocks = (timing(&before), timing(&after));
        let place = ScenePlace { opens: false, is_last: false, ..ScenePlace::default() };
        stage
            .prepare(&before, &clocks.0, place, &TestCard)
            .and_then(|scene| scene.draw(clocks.0.frames - 1, &mut painter))
            .expect("draws");
        let last = painter.rgba().to_vec();
        stage
            .prepare(&after, &clocks.1, place, &TestCard)
            .and_then(|scene| scene.draw(0, &mut painter))
            .expect("draws");
        let difference: u64 = last.iter().zip(painter.rgba()).map(|(one, two)| u64::from(one.abs_diff(*two))).sum();
        let mean = difference as f64 / last.len() as f64;
        assert!(mean < 0.25, "{} to {}: mean difference {mean}", before.id, after.id);
    }
}

#[test]
fn the_film_ends_in_ink() {
    let stage = stage();
    let scene = &all()[0];
    let clock = timing(scene);
    let place = ScenePlace { opens: true, is_last: true, ..ScenePlace::default() };
    let prepared = stage.prepare(scene, &clock, place, &TestCard).expect("draws");
    let mut painter = Painter::new(SMALL);
    let ink = stage.style().palette.shade;
    for frame in [0, clock.frames - 1] {
        prepared.draw(frame, &mut painter).expect("draws");
        let all_ink = painter.rgba().chunks_exact(4).all(|pixel| {
            pixel[0].abs_diff(ink.red) <= 1 && pixel[1].abs_diff(ink.green) <= 1 && pixel[2].abs_diff(ink.blue) <= 1
        });
        assert!(all_ink, "frame {frame}");
    }
}

#[test]
fn what_cannot_be_drawn_is_named() {
    let stage = stage();
    let scene = &all()[0];
    let clock = timing(scene);
    let prepared = stage.prepare(scene, &clock, ScenePlace::default(), &TestCard).expect("draws");
    let mut painter = Painter::new(SMALL);
    assert!(matches!(prepared.draw(clock.frames, &mut painter), Err(DrawingError::NoSuchFrame { .. })));
    let mut large = Painter::new(Format::default());
    assert!(matches!(prepared.draw(0, &mut large), Err(DrawingError::PainterMismatch { .. })));
    let cases = [
        (1080, 1920, false),
        (1440, 1080, true),
        (1920, 1080, false),
        (854, 480, false),
        (160, 90, true),
        (8000, 4500, true),
    ];
    for (width, height, refused) in cases {
        let made = Stage::new(Style::named("night-sky").expect("ships"), Format { width, height, fps: 30 });
        assert_eq!(made.is_err(), refused, "{width}×{height}");
    }
}

#[test]
fn strange_cues_and_timings_do_no_harm() {
    let stage = stage();
    let mut painter = Painter::new(SMALL);
    for mut scene in all() {
        for cue in &mut scene.cues {
            cue.word += 1_000;
            cue.part = cue.part.wrapping_sub(1);
            cue.last_part = Some(usize::MAX);
        }
        let mut clock = timing(&scene);
        clock.frames = 1;
        clock.words.clear();
        let prepared = stage.prepare(&scene, &clock, ScenePlace::default(), &TestCard).expect("draws");
        prepared.draw(0, &mut painter).expect("draws");
    }
}
