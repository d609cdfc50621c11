//! The router: what holds for its choices, its circuit breaker and its bucket, whatever comes in.

use lectern_providers::{
    Breaker, BreakerSettings, Candidate, Circuit, Fallback, Input, Kind, MicroDollars, ModelId, Need, Registry,
    TokenBucket, Weights, best_for_budget, by_score, capability, chain, estimate, score,
};
use proptest::prelude::*;

fn candidate(name: &str, queue_percent: f64, capability: f64, cents: u64, is_available: bool) -> Candidate {
    Candidate {
        id: ModelId::new("p", name),
        queue_percent,
        capability,
        cost: MicroDollars(cents * 10_000),
        cost_per_minute: MicroDollars(cents * 100_000),
        is_available,
    }
}

/// Numbers as they come from outside, some of them none.
fn wild() -> impl Strategy<Value = f64> {
    prop_oneof![6 => -0.5..1.5_f64, 2 => -1e3..1e3_f64, 1 => Just(f64::NAN), 1 => Just(f64::INFINITY), 1 => Just(f64::NEG_INFINITY)]
}

fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
    let one = (wild().prop_map(|value| value * 100.0), wild(), 0_u64..200, any::<bool>());
    proptest::collection::vec(one, 0..12).prop_map(|all| {
        let named = all.into_iter().enumerate();
        named
            .map(|(index, (queue, capability, cents, available))| {
                candidate(&format!("m{index}"), queue, capability, cents, available)
            })
            .collect()
    })
}

/// The names of candidates: numbers that are none are not equal to themselves.
fn ids<'a>(candidates: &[&'a Candidate]) -> Vec<&'a ModelId> {
    candidates.iter().map(|candidate| &candidate.id).collect()
}

#[test]
fn the_score_is_the_formula() {
    let even = Weights::default();
    for (queue, capable, dollars_a_minute, expected) in [
        (0.0, 1.0, 0.0, 1.0),
        (100.0, 0.0, 10.0, 0.0),
        (50.0, 0.8, 4.2, 0.5 * 0.4 + 0.8 * 0.4 + 0.58 * 0.2),
        (250.0, 2.0, 90.0, 0.4),
        (-10.0, -1.0, 0.0, 0.6),
        (f64::NAN, f64::NAN, 0.0, 0.2),
    ] {
        let mut one = candidate("m", queue, capable, 0, true);
        one.cost_per_minute = MicroDollars::of_dollars(dollars_a_minute).expect("an amount");
        assert!((score(&one, &even) - expected).abs() < 1e-12, "{queue} {capable} {dollars_a_minute}");
    }
    let only_cheap = Weights::new(0.0, 0.0, 1.0).expect("weights");
    assert_eq!(score(&candidate("m", 0.0, 1.0, 50, true), &only_cheap), 0.5);
    for wrong in [[0.0; 3], [-0.1, 1.0, 1.0], [f64::NAN, 1.0, 1.0], [1.0, f64::INFINITY, 1.0]] {
        let [queue, capable, cost] = wrong;
        assert!(Weights::new(queue, capable, cost).is_err(), "{wrong:?}");
    }
}

#[test]
fn quality_for_the_dollar_decides_within_a_budget() {
    let all = [
        candidate("good", 0.0, 0.9, 90, true),
        candidate("fair", 0.0, 0.6, 30, true),
        candidate("away", 0.0, 1.0, 1, false),
        candidate("useless", 0.0, 0.0, 0, true),
        candidate("free", 0.0, 0.2, 0, true),
        candidate("freer", 0.0, 0.3, 0, true),
        candidate("dear", 0.0, 1.0, 500, true),
    ];
    let names = |budget_cents: u64| -> Vec<&str> {
        let chosen = best_for_budget(&all, MicroDollars(budget_cents * 10_000));
        chosen.into_iter().filter_map(|candidate| candidate.id.0.strip_prefix("p/")).collect()
    };
    assert_eq!(names(100), ["freer", "free", "fair", "good"]);
    assert_eq!(names(30), ["freer", "free", "fair"]);
    assert_eq!(names(29), ["freer", "free"]);
}

#[test]
fn a_circuit_opens_tries_and_closes() {
    let settings =
        BreakerSettings { failures_to_open: 2, open_millis: 100, longest_open_millis: 300, successes_to_close: 1 };
    let mut breaker = Breaker::new(settings);
    assert!(breaker.admit(0));
    breaker.failed(1);
    breaker.succeeded(2);
    breaker.failed(3);
    assert_eq!(breaker.circuit(3), Circuit::Closed, "a success between them: no two in a row");
    breaker.failed(4);
    assert_eq!(
        (breaker.circuit(4), breaker.circuit(103), breaker.circuit(104)),
        (Circuit::Open, Circuit::Open, Circuit::HalfOpen)
    );
    assert!(!breaker.admit(103) && breaker.admit(104), "one trial");
    assert!(!breaker.admit(105), "and no second beside it");
    breaker.failed(110);
    assert!(!breaker.admit(309) && breaker.admit(310), "the second time is twice as long");
    breaker.failed(310);
    assert!(!breaker.admit(609) && breaker.admit(610), "the third is as long as it gets");
    breaker.succeeded(611);
    assert_eq!(breaker.circuit(611), Circuit::Closed);
    // A trial that is never answered does not close the way for good.
    breaker.failed(612);
    breaker.failed(613);
    assert!(breaker.admit(713) && !breaker.admit(1012) && breaker.admit(1013));
}

#[test]
fn a_bucket_tells_how_long_to_wait() {
    let mut bucket = TokenBucket::new(2, 6);
    assert!(bucket.take(0) && bucket.take(0) && !bucket.take(0));
    assert_eq!(bucket.wait_millis(0), 10_000);
    assert!(!bucket.take(9_999) && bucket.take(10_000));
    bucket.drain_until(60_000);
    assert_eq!(bucket.wait_millis(60_000), 10_000);
    assert!(!bucket.holds(69_999) && bucket.holds(70_000));
}

#[test]
fn what_a_model_can_do_for_a_scene_follows_from_the_registry() {
    let registry = Registry::load(&[]).expect("what ships is sound");
    let need = Need {
        kind: Kind::Video,
        from: Input::Text,
        secs: 7.0,
        resolution: Some("720p".to_owned()),
        aspect: Some("16:9".to_owned()),
        prompt_characters: 800,
        reference_images: 0,
    };
    let told = |name: &str, need: &Need| {
        let entry = registry.find(&ModelId(name.to_owned())).expect("it ships");
        (capability(entry.model, need), estimate(entry.model, need).map(|cost| cost.to_string()))
    };
    let (veo, omni) = ("google-vertex/veo-3.1-generate-001", "google-gemini/gemini-omni-1.2-flash");
    assert_eq!(told(veo, &need), (1.0, Some("$3.20".to_owned())), "8 s cover 7");
    assert_eq!(told(omni, &need), ((1.0 + 1.0 + 0.5) / 3.0, Some("$0.49".to_owned())), "its ratios are not known");
    assert_eq!(told("amazon-bedrock/ray-2", &need).1.as_deref(), Some("$13.50"));
    assert_eq!(told("runway/aleph2", &need).0, 0.0, "it changes video, and makes none from text");
    assert_eq!(
        told("runway/gen4.5", &Need { prompt_characters: 1001, ..need.clone() }).0,
        0.0,
        "the prompt is too long"
    );
    assert_eq!(told("stability/ultra", &need).0, 0.0, "it makes pictures");
    assert_eq!(told("openai-videos-gateway/video", &need).1, None, "no price is known");
    let picture = Need { kind: Kind::Picture, resolution: None, aspect: None, ..need };
    assert_eq!(told("stability/ultra", &picture), (1.0, Some("$0.08".to_owned())));
}

#[test]
fn a_chain_ends_with_drawing_and_names_nobody_twice() {
    let (a, b) = (candidate("a", 0.0, 1.0, 1, true), candidate("b", 0.0, 1.0, 1, true));
    let clip = |candidate: &Candidate| Fallback::Clip(candidate.id.clone());
    assert_eq!(chain(&[], &[]), [Fallback::Drawn]);
    assert_eq!(chain(&[&a, &b, &a], &[&b]), [clip(&a), clip(&b), Fallback::Still(b.id.clone()), Fallback::Drawn]);
}

proptest! {
    /// Scores are bounded by the weights, and each part pulls its way alone.
    #[test]
    fn scores_are_bounded_and_monotonic(
        queue in wild(), capable in wild(), cents in 0_u64..300,
        weights in (0.0..10.0_f64, 0.0..10.0_f64, 0.001..10.0_f64), more in 0.0..50.0_f64,
    ) {
        let (by_queue, by_capability, by_cost) = weights;
        let weights = Weights::new(by_queue, by_capability, by_cost).expect("weights");
        let one = candidate("m", queue * 100.0, capable, cents, true);
        let reached = score(&one, &weights);
        prop_assert!((0.0..=by_queue + by_capability + by_cost + 1e-9).contains(&reached), "{}", reached);
        let fuller = Candidate { queue_percent: one.queue_percent + more, ..one.clone() };
        let abler = Candidate { capability: one.capability + more, ..one.clone() };
        let dearer = Candidate { cost_per_minute: one.cost_per_minute + MicroDollars(1_000_000), ..one.clone() };
        prop_assert!(score(&fuller, &weights) <= reached);
        prop_assert!(score(&abler, &weights) >= reached);
        prop_assert!(score(&dearer, &weights) <= reached);
    }

    /// Exactly those that are available are ordered, none scores more than one before it, and weights in the same proportion
    /// choose the same.
    #[test]
    fn load_balancing_orders_those_that_are_available(all in candidates(), scale in 0_u32..6) {
        let weights = Weights::default();
        let ordered = by_score(&all, &weights);
        prop_assert_eq!(ordered.len(), all.iter().filter(|candidate| candidate.is_available).count());
        prop_assert!(ordered.iter().all(|candidate| candidate.is_available));
        prop_assert!(ordered.is_sorted_by(|first, second| score(first, &weights) >= score(second, &weights)));
        // Powers of two scale without rounding.
        let factor = f64::from(1 << scale);
        let scaled = Weights::new(0.4 * factor, 0.4 * factor, 0.2 * factor).expect("weights");
        prop_assert_eq!(ids(&ordered), ids(&by_score(&all, &scaled)));
    }

    /// Nothing that is chosen costs more than the budget, nothing that fits is left out, none is better for the dollar than
    /// one before it; a larger budget only adds.
    #[test]
    fn a_budget_is_kept(all in candidates(), cents in 0_u64..200, more in 0_u64..100) {
        let budget = MicroDollars(cents * 10_000);
        let chosen = best_for_budget(&all, budget);
        let fits = |candidate: &&Candidate| candidate.is_available && candidate.cost <= budget && candidate.capability > 0.0;
        prop_assert_eq!(chosen.len(), all.iter().filter(fits).count());
        prop_assert!(chosen.iter().all(fits));
        let quality = |candidate: &Candidate| candidate.capability.clamp(0.0, 1.0);
        let no_worse = |first: &&Candidate, second: &&Candidate| {
            quality(first) * second.cost.dollars() >= quality(second) * first.cost.dollars() - 1e-9
        };
        prop_assert!(chosen.is_sorted_by(no_worse), "{:?}", chosen);
        let richer = best_for_budget(&all, budget + MicroDollars(more * 10_000));
        let kept: Vec<_> = richer.into_iter().filter(|candidate| candidate.cost <= budget).collect();
        prop_assert_eq!(ids(&kept), ids(&chosen));
    }

    /// Whatever happens when: an open circuit lets nothing through, a half-open one a single trial, and a provider that has
    /// recovered is found again.
    #[test]
    fn a_breaker_keeps_its_word(
        events in proptest::collection::vec((0_u64..40_000, 0_u8..3), 0..200),
        failures_to_open in 0_u32..5, open_millis in 1_u64..60_000, factor in 1_u64..10, successes_to_close in 0_u32..4,
    ) {
        let settings = BreakerSettings {
            failures_to_open, open_millis, longest_open_millis: open_millis * factor, successes_to_close,
        };
        let mut breaker = Breaker::new(settings);
        let (mut now, mut in_a_row) = (0, 0);
        for (pause, event) in events {
            now += pause;
            let before = breaker.circuit(now);
            match event {
                0 => {
                    let admitted = breaker.admit(now);
                    prop_assert!(before != Circuit::Open || !admitted);
                    prop_assert!(before != Circuit::Closed || admitted);
                    if before == Circuit::HalfOpen && admitted {
                        prop_assert!(!breaker.admit(now), "a second trial beside the first");
                    }
                }
                1 => { breaker.failed(now); in_a_row += 1; }
                _ => { breaker.succeeded(now); in_a_row = 0; }
            }
            // It opens for failures in a row only.
            if before == Circuit::Closed && breaker.circuit(now) == Circuit::Open {
                prop_assert!(in_a_row >= failures_to_open.max(1));
            }
        }
        // From here on every call is answered: it closes in the end.
        for _ in 0..successes_to_close.max(1) {
            now += settings.longest_open_millis;
            prop_assert!(breaker.admit(now));
            breaker.succeeded(now);
        }
        prop_assert_eq!(breaker.circuit(now), Circuit::Closed);
    }

    /// In no span of time are more tokens taken than the bucket holds and what flows in; after the wait that it tells there
    /// is one, and not a millisecond before.
    #[test]
    fn a_bucket_keeps_its_rate(
        capacity in 1_u32..20, per_minute in 1_u32..2000, pauses in proptest::collection::vec(0_u64..5_000, 1..150),
    ) {
        let mut bucket = TokenBucket::new(capacity, per_minute);
        let mut taken: Vec<u64> = Vec::new();
        let mut now = 0;
        for pause in pauses {
            now += pause;
            let wait = bucket.wait_millis(now);
            prop_assert_eq!(wait == 0, bucket.holds(now));
            prop_assert!(bucket.holds(now + wait));
            prop_assert!(wait == 0 || !bucket.holds(now + wait - 1));
            if bucket.take(now) {
                taken.push(now);
            }
        }
        for (first, start) in taken.iter().enumerate() {
            for (last, end) in taken.iter().enumerate().skip(first) {
                let most = u64::from(capacity) + (end - start) * u64::from(per_minute) / 60_000;
                prop_assert!((last - first + 1) as u64 <= most, "{} from {start} to {end}", last - first + 1);
            }
        }
    }
}
