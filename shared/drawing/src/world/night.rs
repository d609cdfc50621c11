//! Scenery at night: what stands before the sky.

use lectern_lesson::Rect;
use vello_cpu::RenderContext;
use vello_cpu::kurbo::{Point, Rect as KurboRect};
use vello_cpu::peniko::Gradient;

use crate::canvas::stops;
use crate::damage::Area;
use crate::plane::{Plane, Shape};
use crate::style::NightSky;
use crate::world::layer::{Frame, Layer, Placement, Scratch};
use crate::world::paint::{Cloud, Hill, OVERSCAN, Ridge, Swell, ellipse_light, moon, pine};
use crate::world::random::Random;
use crate::world::scenery::{Dash, Scenery, SceneryKind, SceneryLayer};
use crate::world::sky::{Nebula, Sky, vignette};
use crate::{Color, Palette};

/// The night of a style.
#[derive(Clone, Copy)]
pub(super) struct Night<'a> {
    pub(super) palette: &'a Palette,
    pub(super) world: &'a NightSky,
    pub(super) plane: Plane,
}

/// The plane that the plans are made for.
const WIDE: Plane = Plane { shape: Shape::Wide, width: 1920.0, height: 1080.0 };

/// The top of the sea on a wide plane.
const SEA_TOP: f64 = 706.0;

impl Night<'_> {
    /// How much lower the ground of the plane is than that of a wide one.
    fn ground(&self) -> f64 {
        self.plane.height - WIDE.height
    }
}

/// What a scenery is made of.
#[derive(Default)]
struct Plan {
    lights: Vec<Nebula>,
    moon: Option<(Point, f64)>,
    /// With how far each drifts.
    clouds: Vec<(Cloud, f64)>,
    far: Option<Ridge>,
    mid: Option<Ridge>,
    /// The top of the water.
    lake: Option<f64>,
    sea: bool,
    banks: Vec<Hill>,
    /// Pines behind the last bank and before it: x, y, height, whether lit.
    pines: Vec<(f64, f64, f64, bool)>,
}

impl Plan {
    /// The same on another plane: land and water stand on its ground and span it, the moon keeps its height above them (words stand
    /// over it on high planes) and clouds stay with their moon.
    fn onto(mut self, plane: Plane) -> Self {
        let (wide, high, lower) = (plane.width / WIDE.width, plane.height / WIDE.height, plane.height - WIDE.height);
        if plane == WIDE {
            return self;
        }
        let moon = self.moon.map(|(center, _)| Point::new(center.x * wide, center.y + lower) - center);
        for light in &mut self.lights {
            light.x *= wide;
            light.y += lower;
            light.radius_x *= wide.max(0.8);
        }
        if let Some((center, _)) = self.moon {
            // Words need the room at the left of the moon.
            self.clouds.retain(|(cloud, _)| plane.width > plane.height || cloud.x > center.x);
        }
        for (cloud, _) in &mut self.clouds {
            if cloud.y > WIDE.height * 0.8 {
                (cloud.x, cloud.y) = (cloud.x * wide, cloud.y + lower);
            } else if let Some(by) = moon {
                (cloud.x, cloud.y) = (cloud.x + by.x, cloud.y + by.y);
            } else {
                (cloud.x, cloud.y) = (cloud.x * wide, cloud.y * high);
            }
        }
        if let (Some((center, _)), Some(by)) = (&mut self.moon, moon) {
            *center += by;
        }
        for ridge in [&mut self.far, &mut self.mid].into_iter().flatten() {
            ridge.y += lower;
            ridge.floor += lower;
            ridge.span = plane.width;
        }
        self.lake = self.lake.map(|top| top + lower);
        for bank in &mut self.banks {
            bank.y += lower;
            bank.plane = plane;
        }
        for (x, y, height, _) in &mut self.pines {
            *x *= wide;
            *y += lower;
            *height *= wide.clamp(0.7, 1.0);
        }
        self
    }
}

/// Paints a variant of a scenery.
pub(super) fn scenery(kind: SceneryKind, variant: u32, night: Night<'_>, sky: &Sky, scale: f64) -> Scenery {
    let Night { world, plane, .. } = night;
    let plan = plan(kind, variant, night).onto(plane);
    let strength = world.vignette;
    let shade = move |x: f64, y: f64| vignette(plane, x, y, strength);
    let mut lit_sky = sky.lit(&plan.lights);
    let (width, height) = sky.size();
    let mut scratch = Scratch::default();
    let at_rest = Placement { scale: 1.0, x: 0.0, y: 0.0, opacity: 1.0 };
    if let Some((center, radius)) = plan.moon {
        let reach = radius * 4.6;
        let area = Rect::new(center.x - reach, center.y - reach, reach * 2.0, reach * 2.0);
        Layer::paint(area, scale, shade, |context| moon(context, center, radius)).lay(
            &mut Frame { pixels: &mut lit_sky, width, height },
            Area::whole(width, height),
            at_rest,
            &mut scratch,
        );
    }

    let mut layers = Vec::new();
    let whole = |top: f64, bottom: f64| Rect::new(-OVERSCAN, top, plane.width + 2.0 * OVERSCAN, bottom - top);
    let ground = plane.height + OVERSCAN * 0.5;
    for (cloud, drift) in &plan.clouds {
        layers.push(SceneryLayer {
            layer: Layer::paint(cloud.bounds(), scale, shade, |context| cloud.paint(context)),
            parallax: world.moon_parallax,
            order: 1.0,
            rise: 46.0,
            drift: *drift,
        });
    }
    let water_top = if plan.sea { Some(SEA_TOP + night.ground()) } else { plan.lake };
    for (ridge, parallax, order) in
        [(&plan.far, world.far_parallax, 1.0), (&plan.mid, world.mid_parallax, 2.0)].into_iter()
    {
        if let Some(ridge) = ridge {
            // Nothing of a ridge is seen below the water, so nothing is painted there.
            let bottom = water_top.map_or(ground, |top| top + 24.0);
            layers.push(SceneryLayer {
                layer: Layer::paint(whole(ridge.highest() - 6.0, bottom), scale, shade, |context| ridge.paint(context)),
                parallax,
                order,
                rise: 150.0,
                drift: 0.0,
            });
        }
    }
    let (mut dashes, mut dashes_after) = (Vec::new(), 0);
    if let Some(top) = water_top {
        let bank = plan.banks.iter().map(|bank| bank.y).fold(ground, f64::min);
        // The first swell hides the sea beneath it, a bank the lake.
        let bottom = if plan.sea { 870.0 + night.ground() } else { (bank + 60.0).min(ground) };
        let layer = Layer::paint(whole(top - 8.0, bottom), scale, shade, |context| {
            if plan.sea { paint_sea(context, night) } else { paint_lake(context, top, &plan, night) }
        });
        layers.push(SceneryLayer { layer, parallax: world.mid_parallax, order: 2.5, rise: 130.0, drift: 0.0 });
        dashes_after = layers.len();
        dashes = paint_dashes(top, &plan, plane);
    }
    if plan.sea {
        for (index, swell) in sea_swells(night).into_iter().enumerate() {
            // A swell is seen down to the next one.
            let bottom = (swell.y + 150.0).min(ground);
            let layer = Layer::paint(whole(swell.y - swell.height * 1.5 - 4.0, bottom), scale, shade, |context| {
                swell.paint(context);
            });
            layers.push(SceneryLayer {
                layer,
                parallax: world.mid_parallax + 0.2 * index as f64,
                order: 3.0 + index as f64,
                rise: 120.0,
                drift: if index % 2 == 0 { 34.0 } else { -28.0 },
            });
        }
    }
    for (index, bank) in plan.banks.iter().enumerate() {
        let last = index + 1 == plan.banks.len();
        let pines: Vec<_> = plan.pines.iter().filter(|pine| pine.3 != last || plan.banks.len() == 1).collect();
        let highest = pines.iter().map(|pine| pine.1 - pine.2).fold(bank.y - bank.height * 1.4, f64::min);
        let parallax = if last { world.near_parallax } else { (world.mid_parallax + world.near_parallax) / 2.0 };
        let layer = Layer::paint(whole(highest - 4.0, ground), scale, shade, |context| {
            bank.paint(context);
            for (x, y, height, lit) in pines {
                let (dark, side) = pine_colors(*lit, night);
                pine(context, *x, *y, *height, dark, side);
            }
        });
        layers.push(SceneryLayer { layer, parallax, order: 3.5 + index as f64, rise: 130.0, drift: 0.0 });
    }
    let horizon = plan.far.as_ref().map(|ridge| ridge.y - ridge.height * 0.55).or(water_top).unwrap_or(plane.height);
    let sky_columns = sky.lit_columns(&lit_sky);
    Scenery { sky: lit_sky, sky_columns, layers, dashes, dashes_after, moon: plan.moon, horizon }
}

fn pine_colors(lit: bool, night: Night<'_>) -> (Color, Option<Color>) {
    let Night { palette, world, .. } = night;
    if lit {
        (palette.ground, Some(palette.ground_low.mix(world.haze, 0.5)))
    } else {
        (palette.shade.mix(palette.board, 0.5), None)
    }
}

fn paint_lake(context: &mut RenderContext, top: f64, plan: &Plan, night: Night<'_>) {
    let Night { palette, world, plane } = night;
    let list = [
        (0.0, world.haze.mix(Color::from_hex(0x008A_6AC8), 0.8), 1.0),
        (0.25, palette.ground_low.mix(world.violet, 0.45), 1.0),
        (1.0, palette.board.mix(palette.ground, 0.4), 1.0),
    ];
    context.set_paint(Gradient::new_linear((0.0, top - 6.0), (0.0, plane.height)).with_stops(&stops(&list, 1.0)[..]));
    context.fill_rect(&KurboRect::new(-OVERSCAN, top, plane.width + OVERSCAN, plane.height + OVERSCAN));
    if let Some((center, _)) = plan.moon {
        let light = Color::from_hex(0x00FF_F0D0);
        let falloff = [(0.0, light, 0.3), (0.5, light, 0.13), (1.0, light, 0.0)];
        ellipse_light(context, Point::new(center.x, top + 150.0), (260.0, 190.0), &falloff);
    }
}

fn paint_sea(context: &mut RenderContext, night: Night<'_>) {
    let Night { palette, world, plane } = night;
    let colors = [world.warm.mix(world.haze, 0.55), palette.ground_low, world.warm.mix(palette.text, 0.35)];
    let [top, bottom, rim] = colors;
    Swell { y: SEA_TOP + night.ground(), height: 3.0, length: 300.0, phase: 0.0, top, bottom, rim, plane }
        .paint(context);
    let light = Color::from_hex(0x00FF_E0B8);
    let falloff = [(0.0, light, 0.42), (0.5, light, 0.17), (1.0, light, 0.0)];
    ellipse_light(context, Point::new(1500.0 * plane.width / 1920.0, 800.0 + night.ground()), (330.0, 150.0), &falloff);
}

fn sea_swells(night: Night<'_>) -> [Swell; 3] {
    let Night { palette, world, plane } = night;
    let swell = |y: f64, height: f64, length: f64, phase: f64, [top, bottom, rim]: [Color; 3]| Swell {
        y: y + night.ground(),
        height,
        length,
        phase,
        top,
        bottom,
        rim,
        plane,
    };
    let rim = palette.line.mix(palette.structure, 0.3);
    [
        swell(822.0, 10.0, 420.0, 1.2, [world.violet.mix(world.haze, 0.6), palette.ground, palette.structure]),
        swell(910.0, 14.0, 520.0, 3.0, [palette.ground_low.mix(world.violet, 0.2), palette.board, rim]),
        swell(1000.0, 16.0, 640.0, 5.0, [palette.ground.mix(palette.ground_low, 0.15), palette.shade, palette.line]),
    ]
}

/// The broken mirror of the moon, and faint lines over the rest of the water.
fn paint_dashes(top: f64, plan: &Plan, plane: Plane) -> Vec<Dash> {
    let mut random = Random::new(4);
    let mut dashes = Vec::new();
    if let Some((center, _)) = plan.moon {
        let (count, spread, reach) = if plan.sea { (100, 200.0, 420.0) } else { (80, 90.0, 300.0) };
        let light = Color::from_hex(if plan.sea { 0x00FF_E2B6 } else { 0x00FF_F2D8 });
        let depth = if plan.sea { 104.0 } else { 180.0 };
        for _ in 0..count {
            let y = top + 8.0 + random.unit().powf(1.35) * depth;
            let near = (y - top) / 200.0;
            let width = random.between(20.0, 110.0) * (0.4 + near);
            let x = center.x + (random.unit() - 0.5) * (spread + near * reach);
            let fade = 1.0 - (x - center.x).abs() / (spread + reach * 0.6);
            let opacity = random.between(0.28, 0.85) * fade.max(0.06);
            dashes.push(Dash {
                x: x - width / 2.0,
                y,
                width,
                height: 2.0 + near * 3.4,
                color: light,
                opacity,
                phase: random.between(0.0, std::f64::consts::TAU),
            });
        }
    }
    if !plan.sea {
        for _ in 0..40 {
            let y = top + 9.0 + random.unit() * 170.0;
            let (width, x) = (random.between(40.0, 180.0), random.unit() * plane.width);
            let color = Color::from_hex(0x00BD_B4FF);
            let opacity = random.between(0.1, 0.28);
            dashes.push(Dash {
                x,
                y,
                width,
                height: 2.5,
                color,
                opacity,
                phase: random.between(0.0, std::f64::consts::TAU),
            });
        }
    }
    dashes
}

fn nebula(x: f64, y: f64, radius_x: f64, radius_y: f64, color: Color, strength: f64) -> Nebula {
    Nebula { x, y, radius_x, radius_y, color, strength }
}

/// What a variant is made of on a wide plane. Numbers are design pixels; they leave the room that [`SceneryKind`] promises.
fn plan(kind: SceneryKind, variant: u32, night: Night<'_>) -> Plan {
    let Night { palette, world, .. } = night;
    let plane = WIDE;
    let rose = world.warm.mix(world.violet, 0.55);
    let cloud = |x: f64, y: f64, width: f64, light: f64, opacity: f64| Cloud {
        x,
        y,
        width,
        light,
        top: Color::from_hex(0x00E9_E4FF),
        body: world.violet.mix(palette.structure, 0.42),
        base: palette.ground_low.mix(world.haze, 0.6),
        opacity,
    };
    let ridge = |y: f64, height: f64, seed: u32, top: Color, bottom: Color, rim: Color| Ridge {
        y,
        height,
        seed,
        frequency: 5.5,
        roughness: 0.5,
        summit: None,
        top,
        bottom,
        rim,
        rim_opacity: 0.32,
        floor: plane.height + OVERSCAN,
        span: plane.width,
    };
    let far_top = world.violet.mix(palette.structure, 0.14);
    let far_bottom = Color::from_hex(0x0074_50AE);
    let mid_top = palette.ground_low.mix(world.violet, 0.3);
    let mid_bottom = world.haze.mix(world.violet, 0.5);
    let dark_bank = Hill {
        y: 1062.0,
        height: 58.0,
        phase: 0.6,
        waves: 1.1,
        top: palette.board.mix(palette.ground, 0.2),
        bottom: palette.shade,
        rim: None,
        plane,
    };
    let near_bank = Hill {
        y: 985.0,
        height: 70.0,
        phase: 2.2,
        waves: 0.8,
        top: palette.ground.mix(palette.ground_low, 0.6),
        bottom: palette.board,
        rim: Some(palette.line),
        plane,
    };
    match kind {
        SceneryKind::Lake => {
            let moon_x = [1500.0, 1420.0, 1560.0][variant as usize % 3];
            let mut random = Random::new(9 + variant);
            let mut pines = Vec::new();
            for index in 0..26 {
                let left = index < 15;
                let x = if left { random.between(-10.0, 540.0) } else { random.between(1570.0, 1930.0) };
                let size = random.between(90.0, 200.0) * if left { 1.0 - x / 900.0 } else { (x - 1350.0) / 520.0 };
                pines.push((x, near_bank.crest(x) + random.between(14.0, 34.0), size, true));
            }
            for index in 0..14 {
                let left = index < 8;
                let x = if left { random.between(-30.0, 330.0) } else { random.between(1650.0, 1960.0) };
                let size = random.between(150.0, 300.0) * if left { 1.0 - x / 800.0 } else { (x - 1200.0) / 640.0 };
                pines.push((x, 1095.0, size, false));
            }
            Plan {
                lights: vec![
                    nebula(1500.0, 640.0, 960.0, 380.0, Color::from_hex(0x00C0_6BC9), 0.42),
                    nebula(1000.0, 770.0, 1300.0, 250.0, world.warm.mix(palette.opposite, 0.4), 0.32),
                ],
                moon: Some((Point::new(moon_x, 262.0), 112.0)),
                clouds: vec![
                    (cloud(moon_x + 210.0, 448.0, 370.0, 0.2, 0.92), -16.0),
                    (cloud(moon_x - 205.0, 376.0, 256.0, 0.75, 0.88), 20.0),
                ],
                far: Some(Ridge {
                    summit: Some(0.8),
                    ..ridge(800.0, 330.0, 5 + variant * 7, far_top, far_bottom, Color::from_hex(0x00C8_B8FF))
                }),
                mid: Some(Ridge {
                    frequency: 7.0,
                    ..ridge(806.0, 165.0, 31 + variant, mid_top, mid_bottom, palette.structure.mix(palette.line, 0.5))
                }),
                lake: Some(796.0),
                banks: vec![near_bank, dark_bank],
                pines,
                ..Plan::default()
            }
        }
        SceneryKind::Mountains => {
            let mut random = Random::new(41 + variant);
            let mut pines = Vec::new();
            for _ in 0..22 {
                let x = random.between(1040.0, 1960.0);
                pines.push((x, 1092.0, random.between(90.0, 240.0) * (0.45 + (x - 1040.0) / 1500.0), false));
            }
            for _ in 0..10 {
                let x = random.between(-30.0, 300.0);
                pines.push((x, 1092.0, random.between(60.0, 150.0) * (1.0 - x / 500.0), false));
            }
            let moon = [(1590.0, 190.0, 74.0), (1330.0, 210.0, 62.0), (1700.0, 250.0, 92.0)][variant as usize % 3];
            Plan {
                lights: vec![
                    nebula(1480.0, 760.0, 1000.0, 420.0, rose, 0.5),
                    nebula(700.0, 960.0, 1200.0, 260.0, world.violet, 0.4),
                ],
                moon: Some((Point::new(moon.0, moon.1), moon.2)),
                clouds: if variant == 1 { vec![(cloud(1640.0, 420.0, 300.0, 0.2, 0.7), -22.0)] } else { Vec::new() },
                far: Some(Ridge {
                    summit: Some(0.86),
                    frequency: 4.6,
                    ..ridge(960.0, 470.0, 12 + variant * 5, far_top, far_bottom, Color::from_hex(0x00C8_B8FF))
                }),
                mid: Some(Ridge {
                    summit: Some(0.7),
                    frequency: 6.0,
                    ..ridge(
                        1010.0,
                        270.0,
                        52 + variant * 3,
                        mid_top,
                        palette.ground_low,
                        palette.structure.mix(palette.line, 0.5),
                    )
                }),
                banks: vec![Hill { y: 1030.0, height: 74.0, phase: 1.1 + f64::from(variant), ..dark_bank }],
                pines,
                ..Plan::default()
            }
        }
        SceneryKind::Sea => Plan {
            lights: vec![
                nebula(1500.0, 560.0, 980.0, 520.0, rose, 0.55),
                nebula(1540.0, 640.0, 620.0, 260.0, world.warm, 0.4),
            ],
            moon: Some((Point::new([1540.0, 1470.0, 1610.0][variant as usize % 3], 310.0), 124.0)),
            clouds: match variant % 3 {
                0 => vec![
                    (cloud(1230.0, 330.0, 220.0, 0.8, 0.75), 22.0),
                    (cloud(1790.0, 480.0, 260.0, 0.2, 0.85), -18.0),
                ],
                1 => vec![(cloud(1700.0, 440.0, 330.0, 0.2, 0.88), -20.0)],
                _ => vec![(cloud(1330.0, 470.0, 300.0, 0.8, 0.85), 20.0)],
            },
            far: Some(Ridge {
                frequency: 5.0,
                ..ridge(716.0, 118.0, 51 + variant * 3, world.haze, rose, world.warm.mix(palette.text, 0.4))
            }),
            sea: true,
            ..Plan::default()
        },
        SceneryKind::Hills => {
            let mut random = Random::new(71 + variant);
            let bank = Hill { y: 1052.0, height: 60.0, phase: 0.4 + f64::from(variant) * 1.7, waves: 0.9, ..dark_bank };
            let pines = (0..24)
                .map(|index| {
                    let left = index % 2 == 0;
                    let inward = random.unit().powi(2) * 420.0;
                    let x = if left { inward - 20.0 } else { plane.width + 20.0 - inward };
                    (x, bank.crest(x) + 12.0, random.between(70.0, 170.0) * (1.0 - inward / 700.0), false)
                })
                .collect();
            Plan {
                lights: vec![
                    nebula([500.0, 960.0, 1420.0][variant as usize % 3], 880.0, 1150.0, 330.0, rose, 0.46),
                    nebula(960.0, 420.0, 1000.0, 420.0, palette.line, 0.2),
                ],
                far: Some(Ridge {
                    frequency: 5.2,
                    summit: [Some(0.15), None, Some(0.9)][variant as usize % 3],
                    ..ridge(1000.0, 190.0, 61 + variant * 4, mid_top, mid_bottom, palette.structure)
                }),
                banks: vec![Hill { y: 1000.0, height: 44.0, phase: 2.4 + f64::from(variant), ..near_bank }, bank],
                pines,
                ..Plan::default()
            }
        }
        SceneryKind::Clouds => {
            let deep = |mut cloud: Cloud| {
                cloud.body = palette.ground_low.mix(world.violet, 0.6);
                cloud.base = palette.ground;
                cloud
            };
            Plan {
                lights: vec![
                    nebula(960.0, 360.0, 1150.0, 460.0, palette.line, 0.34),
                    nebula(960.0, 900.0, 1400.0, 300.0, rose, 0.46),
                ],
                clouds: vec![
                    (deep(cloud(270.0, 1000.0, 560.0, 0.7, 0.85)), 26.0),
                    (deep(cloud(1660.0, 1000.0, 600.0, 0.3, 0.9)), -30.0),
                    (deep(cloud(1040.0, 1040.0, 380.0, 0.5, 0.55)), 16.0),
                ],
                far: Some(Ridge {
                    frequency: 6.0,
                    ..ridge(1024.0, 84.0, 61 + variant * 9, mid_top, palette.ground_low, palette.structure)
                }),
                banks: vec![Hill { y: 1046.0, height: 40.0, phase: 1.4 + f64::from(variant), waves: 0.7, ..near_bank }],
                ..Plan::default()
            }
        }
    }
}
