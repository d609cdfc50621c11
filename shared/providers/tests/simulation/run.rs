//! Ten thousand scenes under one policy, event by event on a simulated clock.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, VecDeque},
};

use lectern_providers::{Breaker, BreakerSettings, Candidate, Fallback, MicroDollars, ModelId, TokenBucket, chain};

use crate::{
    chance::Chance,
    policy::{FILM_BUDGET, Policy},
    world::{DRAWN, FAILING_PER_MILLE, MODELS, QUEUE_DEPTH, SCENES_PER_FILM, STILL, TIME_OUT_MILLIS, World},
};

/// What a policy came to.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Everything that was paid.
    pub paid: MicroDollars,
    /// How long each scene took from being wanted to being filled, in milliseconds, rising.
    pub waits: Vec<u64>,
    /// The sum of the qualities.
    pub quality: f64,
    /// Scenes that a model filled with a clip.
    pub clips: usize,
    /// Scenes filled with a still.
    pub stills: usize,
    /// Scenes that were drawn.
    pub drawn: usize,
    /// Requests to a provider that was down.
    pub time_outs: usize,
    /// The most that one film cost.
    pub dearest_film: MicroDollars,
}

impl Outcome {
    pub fn scenes(&self) -> usize {
        self.waits.len()
    }

    pub fn wait_secs(&self, percent: usize) -> f64 {
        self.waits[(self.waits.len() - 1) * percent / 100] as f64 / 1000.0
    }

    pub fn dollars_a_scene(&self) -> f64 {
        self.paid.dollars() / self.scenes() as f64
    }

    pub fn mean_quality(&self) -> f64 {
        self.quality / self.scenes() as f64
    }
}

/// A model in the middle of the simulation.
struct Running {
    /// When each of its places is free, the soonest first.
    free: BinaryHeap<Reverse<u64>>,
    /// When the clips that wait will begin, rising.
    begins: VecDeque<u64>,
    breaker: Breaker,
    bucket: TokenBucket,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Happening {
    /// A request was not answered, or a clip failed.
    Failed { scene: usize, model: usize },
    /// A clip is there.
    Made { scene: usize, model: usize },
    /// A scene looks for who fills it.
    Asks { scene: usize },
}

pub fn run(world: &World, policy: Policy, seed: u64) -> Outcome {
    Simulation::of(world, policy, seed).run()
}

struct Simulation<'a> {
    world: &'a World,
    policy: Policy,
    chance: Chance,
    models: Vec<Running>,
    happenings: BinaryHeap<Reverse<(u64, usize, Happening)>>,
    count: usize,
    tried: Vec<Vec<usize>>,
    /// For each film what it has cost, and its scenes that are not yet paid.
    films: Vec<(MicroDollars, usize)>,
    outcome: Outcome,
}

impl<'a> Simulation<'a> {
    fn of(world: &'a World, policy: Policy, seed: u64) -> Self {
        let running = |at_once: usize| Running {
            free: (0..at_once).map(|_| Reverse(0)).collect(),
            begins: VecDeque::new(),
            breaker: Breaker::new(BreakerSettings::default()),
            bucket: TokenBucket::new(10, 60),
        };
        let mut simulation = Self {
            world,
            policy,
            chance: Chance::of(seed ^ 0x5eed),
            models: MODELS.iter().map(|model| running(model.at_once)).collect(),
            happenings: BinaryHeap::new(),
            count: 0,
            tried: vec![Vec::new(); world.scenes.len()],
            films: vec![(MicroDollars::ZERO, SCENES_PER_FILM); world.scenes.len() / SCENES_PER_FILM],
            outcome: Outcome::default(),
        };
        for (scene, wanted) in world.scenes.iter().enumerate() {
            simulation.happens(wanted.wanted_at, Happening::Asks { scene });
        }
        simulation
    }

    fn run(mut self) -> Outcome {
        while let Some(Reverse((now, _, happening))) = self.happenings.pop() {
            match happening {
                Happening::Asks { scene } => self.ask(scene, now),
                Happening::Failed { scene, model } => {
                    self.models[model].breaker.failed(now);
                    self.ask(scene, now);
                }
                Happening::Made { scene, model } => {
                    self.models[model].breaker.succeeded(now);
                    self.outcome.clips += 1;
                    self.fill(scene, now, MODELS[model].quality);
                }
            }
        }
        self.outcome.waits.sort_unstable();
        self.outcome.dearest_film = self.films.iter().map(|(paid, _)| *paid).max().unwrap_or_default();
        self.outcome
    }

    fn ask(&mut self, scene: usize, now: u64) {
        let budget = self.scene_budget(scene);
        let candidates = self.candidates(scene, now);
        let order = self.policy.order(&candidates, self.count, budget);
        let still = Candidate {
            id: ModelId(STILL.0.to_owned()),
            queue_percent: 0.0,
            capability: STILL.1,
            cost: self.world.still_cost(),
            cost_per_minute: MicroDollars::ZERO,
            is_available: self.policy != Policy::Budget || self.world.still_cost() <= budget,
        };
        let stills: Vec<&Candidate> = Some(&still).filter(|still| still.is_available).into_iter().collect();
        let step = chain(&order, &stills).into_iter().next().expect("a chain ends with drawing");
        match step {
            Fallback::Clip(id) => {
                let model = MODELS.iter().position(|model| model.id == id.0).expect("it is one of them");
                self.call(scene, model, now);
            }
            Fallback::Still(_) => {
                self.pay(scene, self.world.still_cost());
                self.outcome.stills += 1;
                self.fill(scene, now + STILL.2, STILL.1);
            }
            Fallback::Drawn => {
                self.outcome.drawn += 1;
                self.pay(scene, MicroDollars::ZERO);
                self.fill(scene, now + DRAWN.1, DRAWN.0);
            }
        }
    }

    /// The models as they stand; those that the scene has tried are away.
    fn candidates(&mut self, scene: usize, now: u64) -> Vec<Candidate> {
        let secs = self.world.scenes[scene].secs;
        let mut candidates = Vec::with_capacity(MODELS.len());
        for (index, (model, running)) in MODELS.iter().zip(&mut self.models).enumerate() {
            while running.begins.front().is_some_and(|begin| *begin <= now) {
                running.begins.pop_front();
            }
            let queue_percent = 100.0 * running.begins.len() as f64 / (QUEUE_DEPTH * model.at_once) as f64;
            let cost = self.world.cost(index, secs, now);
            let is_let_through = !self.policy.has_breaker() || running.breaker.would_admit(now);
            candidates.push(Candidate {
                id: ModelId(model.id.to_owned()),
                queue_percent,
                capability: model.quality,
                cost,
                cost_per_minute: cost.times(60, secs),
                is_available: is_let_through
                    && running.bucket.holds(now)
                    && queue_percent < 100.0
                    && !self.tried[scene].contains(&index),
            });
        }
        candidates
    }

    fn call(&mut self, scene: usize, model: usize, now: u64) {
        let (length, running) = (self.world.scenes[scene].secs, &mut self.models[model]);
        running.breaker.admit(now);
        running.bucket.take(now);
        self.tried[scene].push(model);
        if self.world.is_down(model, now) {
            self.outcome.time_outs += 1;
            return self.happens(now + TIME_OUT_MILLIS, Happening::Failed { scene, model });
        }
        let Reverse(free) = running.free.pop().expect("every model has a place");
        let begin = now.max(free);
        let end = begin + MODELS[model].secs * self.chance.between(800, 1200);
        running.free.push(Reverse(end));
        if begin > now {
            running.begins.push_back(begin);
        }
        if self.chance.happens(FAILING_PER_MILLE) {
            return self.happens(end, Happening::Failed { scene, model });
        }
        // Paid when it is ordered: what is under way counts against the budget.
        let cost = self.world.cost(model, length, now);
        self.pay(scene, cost);
        self.happens(end, Happening::Made { scene, model });
    }

    /// What is left of the film's budget, shared evenly among its scenes that are not yet paid.
    fn scene_budget(&self, scene: usize) -> MicroDollars {
        let (paid, left) = self.films[self.world.scenes[scene].film];
        MicroDollars(FILM_BUDGET.0.saturating_sub(paid.0) / left.max(1) as u64)
    }

    fn pay(&mut self, scene: usize, cost: MicroDollars) {
        let (paid, left) = &mut self.films[self.world.scenes[scene].film];
        *paid = *paid + cost;
        *left -= 1;
        self.outcome.paid = self.outcome.paid + cost;
    }

    fn fill(&mut self, scene: usize, at: u64, quality: f64) {
        self.outcome.waits.push(at - self.world.scenes[scene].wanted_at);
        self.outcome.quality += quality;
    }

    fn happens(&mut self, at: u64, happening: Happening) {
        // Whoever was first goes first.
        self.count += 1;
        self.happenings.push(Reverse((at, self.count, happening)));
    }
}
