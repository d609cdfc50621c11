//! What the simulated scenes meet: eight models with queues, outages and prices that change. Prices are the registry's; all else
//! in `MODELS` is assumed, and `docs/routing.md` says so.

use lectern_providers::{Input, Kind, MicroDollars, ModelId, Need, Registry, estimate};

use crate::chance::Chance;

/// A model as it is assumed to be.
pub struct Assumed {
    pub id: &'static str,
    /// The resolution that is asked for: the nearest to 720p that it has.
    pub resolution: &'static str,
    /// How good its clips are, 0 to 1.
    pub quality: f64,
    /// How long a clip takes, without waiting.
    pub secs: u64,
    /// Clips made at once.
    pub at_once: usize,
}

const fn assumed(id: &'static str, resolution: &'static str, quality: f64, secs: u64, at_once: usize) -> Assumed {
    Assumed { id, resolution, quality, secs, at_once }
}

pub const MODELS: [Assumed; 8] = [
    assumed("google-vertex/veo-3.1-generate-001", "720p", 0.95, 110, 10),
    assumed("google-gemini/gemini-omni-1.2-flash", "720p", 0.88, 50, 8),
    assumed("runway/gen4.5", "720p", 0.86, 70, 5),
    assumed("google-vertex/veo-3.1-fast-generate-001", "720p", 0.85, 60, 10),
    assumed("azure-openai/sora-2", "720p", 0.84, 54, 2),
    assumed("luma/ray-3.2", "720p", 0.80, 60, 5),
    assumed("minimax/h3", "768p", 0.78, 90, 5),
    assumed("google-vertex/veo-3.1-lite-generate-001", "720p", 0.72, 45, 10),
];

/// What fills a scene when no model does.
pub const STILL: (&str, f64, u64) = ("stability/core", 0.50, 8_000);
pub const DRAWN: (f64, u64) = (0.40, 2_000);

pub const SCENES: usize = 10_000;
pub const SCENES_PER_FILM: usize = 20;
/// Clips waiting for each that is made at once, at which a queue is full.
pub const QUEUE_DEPTH: usize = 10;
/// After which a request to a provider that is down is given up.
pub const TIME_OUT_MILLIS: u64 = 30_000;
/// Clips that fail though their provider is up, of a thousand. They cost time and no money.
pub const FAILING_PER_MILLE: u64 = 20;
const MINUTE: u64 = 60_000;
const UP_MINUTES: (u64, u64) = (30, 240);
const DOWN_MINUTES: (u64, u64) = (3, 40);

/// A scene that is wanted.
pub struct Scene {
    pub film: usize,
    pub wanted_at: u64,
    /// The length, which stands among those asked for.
    pub secs: u64,
}

/// Everything that is decided before any policy chooses: it is the same for all of them.
pub struct World {
    pub scenes: Vec<Scene>,
    /// For each model the spans in which it is down.
    down: Vec<Vec<(u64, u64)>>,
    /// For each model the times from which its price is this many percent of the registry's.
    percents: Vec<Vec<(u64, u64)>>,
    /// For each model what a clip of each length costs in the registry.
    costs: Vec<Vec<MicroDollars>>,
    still: MicroDollars,
}

pub const LENGTHS: (u64, u64) = (3, 8);

impl World {
    /// A world in which films of 20 scenes are wanted, about every `film_gap_secs`.
    pub fn of(registry: &Registry, seed: u64, film_gap_secs: u64) -> Self {
        let mut chance = Chance::of(seed);
        let mut scenes = Vec::with_capacity(SCENES);
        let mut now = 0;
        for film in 0..SCENES / SCENES_PER_FILM {
            now += chance.between(0, 2000 * film_gap_secs);
            for _ in 0..SCENES_PER_FILM {
                scenes.push(Scene { film, wanted_at: now, secs: chance.between(LENGTHS.0, LENGTHS.1) });
            }
        }
        let end = now + 600 * MINUTE;
        let (mut down, mut percents) = (Vec::new(), Vec::new());
        for _ in &MODELS {
            let (mut spans, mut at) = (Vec::new(), 0);
            while at < end {
                let from = at + MINUTE * chance.between(UP_MINUTES.0, UP_MINUTES.1);
                at = from + MINUTE * chance.between(DOWN_MINUTES.0, DOWN_MINUTES.1);
                spans.push((from, at));
            }
            down.push(spans);
            let mut changes: Vec<(u64, u64)> =
                (0..2).map(|_| (chance.between(0, now), chance.between(70, 140))).collect();
            changes.sort_unstable();
            percents.push(changes);
        }
        let costs =
            MODELS.iter().map(|model| (LENGTHS.0..=LENGTHS.1).map(|secs| cost(registry, model, secs)).collect());
        let picture = need(Kind::Picture, 0, "720p");
        let still = find(registry, STILL.0, &picture);
        Self { scenes, down, percents, costs: costs.collect(), still }
    }

    pub fn is_down(&self, model: usize, now: u64) -> bool {
        self.down[model].iter().any(|(from, until)| (*from..*until).contains(&now))
    }

    /// What a clip costs at a time.
    pub fn cost(&self, model: usize, secs: u64, now: u64) -> MicroDollars {
        let percent =
            self.percents[model].iter().rev().find(|(from, _)| *from <= now).map_or(100, |(_, percent)| *percent);
        self.costs[model][(secs - LENGTHS.0) as usize].times(percent, 100)
    }

    pub fn still_cost(&self) -> MicroDollars {
        self.still
    }
}

fn cost(registry: &Registry, model: &Assumed, secs: u64) -> MicroDollars {
    find(registry, model.id, &need(Kind::Video, secs, model.resolution))
}

fn find(registry: &Registry, id: &str, need: &Need) -> MicroDollars {
    let entry = registry.find(&ModelId(id.to_owned())).expect("it ships");
    estimate(entry.model, need).expect("its price is known")
}

fn need(kind: Kind, secs: u64, resolution: &str) -> Need {
    Need {
        kind,
        from: Input::Text,
        secs: secs as f64,
        resolution: Some(resolution.to_owned()),
        aspect: None,
        prompt_characters: 500,
        reference_images: 0,
    }
}
