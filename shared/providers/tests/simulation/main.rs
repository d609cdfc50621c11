//! The router against simpler policies: 10,000 scenes over eight models with queues, outages and prices, on a simulated clock.
//! The figures and the plot of `docs/routing.md` come from here: `LECTERN_BLESS=1` writes them anew.

mod chance;
mod page;
mod plot;
mod policy;
mod run;
mod world;

use std::{env, fs, path::Path};

use lectern_providers::Registry;

use crate::{
    policy::{FILM_BUDGET, Policy},
    run::{Outcome, run},
    world::{SCENES, World},
};

/// How often films are wanted: name, and seconds between two of them on average.
const LOADS: [(&str, u64); 3] = [("quiet", 150), ("usual", 50), ("busy", 25)];
/// Each load is simulated under all of these.
const SEEDS: [u64; 5] = [1, 2, 3, 4, 5];

/// A policy under a load, once for each seed.
struct Row {
    policy: Policy,
    outcomes: Vec<Outcome>,
}

fn rows(load: u64, seeds: &[u64]) -> Vec<Row> {
    let registry = Registry::load(&[]).expect("what ships is sound");
    let worlds: Vec<(u64, World)> = seeds.iter().map(|seed| (*seed, World::of(&registry, *seed, load))).collect();
    let outcomes = |policy| worlds.iter().map(|(seed, world)| run(world, policy, *seed)).collect();
    Policy::ALL.into_iter().map(|policy| Row { policy, outcomes: outcomes(policy) }).collect()
}

fn docs(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name)
}

/// Compares with what is kept, or keeps it.
fn hold(name: &str, expected: &str) {
    let path = docs(name);
    if env::var_os("LECTERN_BLESS").is_some() {
        fs::write(&path, expected).expect("the file can be written");
    }
    let kept = fs::read_to_string(&path).expect("it is there");
    assert!(kept == expected, "docs/{name} is not what is simulated; write it anew with LECTERN_BLESS=1");
}

#[test]
fn the_figures_and_the_plot_are_what_is_simulated() {
    let loads: Vec<(&str, Vec<Row>)> = LOADS.iter().map(|(name, gap)| (*name, rows(*gap, &SEEDS))).collect();
    let kept = fs::read_to_string(docs("routing.md")).expect("docs/routing.md");
    hold("routing.md", &page::with_tables(&kept, &loads));
    let (_, usual) = loads.iter().find(|(name, _)| *name == "usual").expect("it is one of them");
    hold("routing.svg", &plot::svg(usual));
}

#[test]
fn every_scene_is_filled_once_and_every_cent_is_accounted_for() {
    for (_, gap) in LOADS {
        for row in rows(gap, &[6]) {
            let outcome = &row.outcomes[0];
            assert_eq!(outcome.scenes(), SCENES, "{:?}", row.policy);
            assert_eq!(outcome.clips + outcome.stills + outcome.drawn, SCENES, "{:?}", row.policy);
        }
    }
}

#[test]
fn a_budget_holds_for_every_film() {
    for (_, gap) in LOADS {
        let outcomes =
            rows(gap, &[7, 8]).into_iter().find(|row| row.policy == Policy::Budget).expect("it is one").outcomes;
        for outcome in outcomes {
            assert!(outcome.dearest_film <= FILM_BUDGET, "{}", outcome.dearest_film);
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_outcome() {
    let figures = |seed| -> Vec<_> {
        let rows = rows(50, &[seed]);
        rows.into_iter().map(|row| (row.outcomes[0].paid, row.outcomes[0].waits.clone())).collect()
    };
    assert_eq!(figures(9), figures(9));
    assert_ne!(figures(9), figures(10));
}

/// Seeds that no figure of the page comes from.
#[test]
fn a_breaker_saves_time_outs_on_seeds_that_were_held_out() {
    let rows = rows(50, &[101, 102, 103]);
    let outcomes = |policy| &rows.iter().find(|row| row.policy == policy).expect("it is one").outcomes;
    for (with, without) in outcomes(Policy::Score).iter().zip(outcomes(Policy::ScoreWithoutBreaker)) {
        assert!(with.time_outs * 2 < without.time_outs, "{} against {}", with.time_outs, without.time_outs);
    }
}

/// The same seeds: what the page says of the score at the usual load holds for them too.
#[test]
fn the_score_waits_least_and_costs_less_than_the_best_on_seeds_that_were_held_out() {
    let rows = rows(50, &[101, 102, 103]);
    let outcomes = |policy| &rows.iter().find(|row| row.policy == policy).expect("it is one").outcomes;
    for (index, score) in outcomes(Policy::Score).iter().enumerate() {
        for simpler in [Policy::Cheapest, Policy::Best, Policy::RoundRobin] {
            let (ours, theirs) = (score.wait_secs(95), outcomes(simpler)[index].wait_secs(95));
            assert!(ours < theirs / 2.0, "{simpler:?}: {ours} s against {theirs} s");
        }
        let best = &outcomes(Policy::Best)[index];
        assert!(score.paid.dollars() < 0.7 * best.paid.dollars(), "{} against {}", score.paid, best.paid);
        assert!(score.mean_quality() > 0.9 * best.mean_quality());
    }
}
