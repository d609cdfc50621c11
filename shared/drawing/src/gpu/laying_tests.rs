//! What is laid without sprites has the same bytes on both canvases.

use lectern_lesson::{Focus, Framing, Movement, Shot, Transition};

use super::scenes::{SMALL, TestCard, all, timing};
use super::*;
use crate::{CanvasKind, Easel, Style};

/// Lights are computed with numbers of 32 bits in place of 64, which may fall on either side of a step.
const LIGHT_TOLERANCE: u8 = 1;

#[test]
fn worlds_lenses_and_transitions_are_laid_with_the_same_bytes() {
    use Transition::{Continue, Dip, Dissolve, Whip, Wipe};
    let shot = |to, movement, focus| Shot { from: Framing::Wide, to, movement, focus };
    let cases = [
        (Continue, shot(Framing::Close, Movement::Drift, Focus::Deep)),
        (Dissolve, shot(Framing::Medium, Movement::Pan, Focus::Rack)),
        (Wipe, shot(Framing::Close, Movement::Crane, Focus::Deep)),
        (Whip, shot(Framing::Wide, Movement::Hold, Focus::Rack)),
        (Dip, shot(Framing::Insert, Movement::Tilt, Focus::Deep)),
    ];
    // A picture before with something everywhere.
    let last: Vec<u8> = (0..SMALL.width * SMALL.height)
        .flat_map(|at| [(at % 251) as u8, (at / 7 % 256) as u8, (at.wrapping_mul(2_654_435_761) >> 24) as u8, 255])
        .collect();
    let easel = Easel::open(CanvasKind::SoftwareGpu)
        .unwrap_or_else(|error| panic!("{error}; `make setup-graphics` installs one"));
    let (mut cpu, mut gpu) = (Painter::new(SMALL), easel.painter(SMALL));
    let mut drawn = 0;
    for name in Style::names() {
        let style = Style::named(name).expect("ships");
        let has_lights = matches!(style.world, crate::World::NightSky(_));
        let stage = Stage::new(style, SMALL).expect("16:9");
        let with_scenery = all().into_iter().filter(|scene| scenery_kind(&scene.visual).is_some());
        for (index, scene) in with_scenery.enumerate() {
            let (begins, shot) = cases[index % cases.len()];
            let place = ScenePlace {
                opens: index % 2 == 0,
                is_last: index % 4 == 3,
                begins,
                ends: Some(Dip),
                soft_before: index % 2 == 1,
            };
            let scene = Scene { shot, ..scene };
            let clock = timing(&scene);
            let mut prepared = stage.prepare(&scene, &clock, place, &TestCard).expect("draws").after(last.clone());
            prepared.elements.clear();
            let end = clock.frames - 1;
            for frame in [0, 1, 2, 5, 9, 14, 20, 33, 34, clock.frames / 2, end - 12, end - 4, end] {
                prepared.draw(frame, &mut cpu).expect("draws");
                prepared.draw(frame, &mut gpu).expect("draws");
                let most = cpu.rgba().iter().zip(gpu.rgba()).map(|(one, two)| one.abs_diff(*two)).max().unwrap_or(0);
                let tolerance = if has_lights { LIGHT_TOLERANCE } else { 0 };
                assert!(most <= tolerance, "{name}: frame {frame} of {}, {begins:?}, {shot:?}: {most}", scene.id);
                drawn += 1;
            }
        }
    }
    assert!(drawn > 300, "only {drawn} frames were compared");
}
