//! The registry: what ships holds, what is wrong is refused with its place, and nothing retired is called.

use lectern_providers::{
    Access, Certainty, Day, Fact, Kind, Model, ModelId, Notice, ProviderFile, Registry, RegistryError, ResolveError,
    Status, Unit,
};
use proptest::prelude::*;

fn shipped() -> Registry {
    Registry::load(&[]).expect("what ships is sound")
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn id(text: &str) -> ModelId {
    ModelId(text.to_owned())
}

/// A file of a provider `p` with these lines above its models, and these models.
fn file(head: &str, models: &str) -> ProviderFile {
    let text = format!(
        "name = \"p\"\ntitle = \"P\"\nsource = \"a\"\n{head}\n[sources.a]\nwhere = \"there\"\non = 2026-11-22\ncertainty = \"seen\"\n{models}"
    );
    ProviderFile { file: "own/p.toml".to_owned(), text }
}

const HEAD: &str = "endpoint = \"https://p.example\"\nauth = { scheme = \"bearer\", variables = [[\"P_KEY\"]] }\n";

fn model(name: &str, more: &str) -> String {
    format!("[[models]]\nname = \"{name}\"\nkind = \"video\"\nprotocol = \"openai-videos\"\nsource = \"a\"\n{more}\n")
}

#[test]
fn every_kind_can_be_had_and_every_provider_that_is_known_is_there() {
    let registry = shipped();
    for kind in Kind::ALL {
        let is_active = |model: &Model| model.kind == kind && model.status == Status::Active;
        assert!(registry.entries().any(|entry| is_active(entry.model)), "no active {kind}");
    }
    for name in [
        "openai/sora-2",
        "openai/sora-2-pro",
        "azure-openai/sora-2",
        "google-gemini/gemini-omni-1.2-flash",
        "google-vertex/veo-3.1-generate-001",
        "google-vertex/veo-3.1-fast-generate-001",
        "google-vertex/veo-3.1-lite-generate-001",
        "runway/gen4.5",
        "runway/gen4-turbo",
        "runway/aleph2",
        "luma/ray-3.2",
        "minimax/h3",
        "amazon-bedrock/ray-2",
        "amazon-bedrock/nova-reel",
        "stability/style-transfer",
        "stability/stable-audio-3",
        "elevenlabs/eleven-v3",
        "elevenlabs/multilingual-v2",
        "elevenlabs/flash-v2.5",
        "elevenlabs/music",
        "elevenlabs/sound-generation",
        "azure-speech/neural-batch",
        "amazon-polly/generative",
        "openai/tts-1",
        "openai/tts-1-hd",
        "openai/gpt-4o-mini-tts",
        "mubert/track",
        "model-server/video",
        "openai-videos-gateway/video",
        "openai-compatible/writer",
    ] {
        assert!(registry.find(&id(name)).is_some(), "{name}");
    }
}

#[test]
fn every_fact_can_be_traced_to_its_source() {
    let registry = shipped();
    let omni = registry.find(&id("google-gemini/gemini-omni-1.2-flash")).expect("it ships");
    assert_eq!(omni.provider.source(omni.model, Fact::Prices).certainty, Certainty::ThirdParty);
    let ray = registry.find(&id("amazon-bedrock/ray-2")).expect("it ships");
    assert_eq!(ray.provider.source(ray.model, Fact::Idempotent).certainty, Certainty::Seen);
    assert_eq!(ray.provider.source(ray.model, Fact::Prices).certainty, Certainty::Recalled);
    // What nobody relies on is no source.
    for provider in registry.providers() {
        for name in provider.sources.keys() {
            let is_used = provider.source == *name
                || provider
                    .models
                    .iter()
                    .any(|model| model.source == *name || model.sources.values().any(|used| used == name));
            assert!(is_used, "{}: nothing comes from {name}", provider.name);
        }
    }
}

#[test]
fn what_is_retired_gives_way_to_its_successor_and_the_user_is_told() {
    let registry = shipped();
    let today = day("2026-11-23");
    for (asked, answers, replaced) in [
        ("openai/sora-2", "google-gemini/gemini-omni-1.2-flash", 1),
        ("amazon-bedrock/nova-reel", "amazon-bedrock/ray-2", 1),
        ("stability/image-to-video", "google-gemini/gemini-omni-1.2-flash", 1),
        ("runway/gen4.5", "runway/gen4.5", 0),
    ] {
        let (entry, notices) = registry.resolve(&id(asked), today).expect("somebody answers");
        assert_eq!(entry.id(), id(answers), "{asked}");
        let told = notices.iter().filter(|notice| matches!(notice, Notice::Replaced { .. })).count();
        assert_eq!(told, replaced, "{asked}: {notices:?}");
    }
    let (_, notices) = registry.resolve(&id("openai/sora-2"), today).expect("somebody answers");
    assert_eq!(
        notices[0].to_string(),
        "openai/sora-2 is retired since 2026-09-24; google-gemini/gemini-omni-1.2-flash takes its place"
    );
    let unknown = registry.resolve(&id("openai/sora-9"), today);
    assert_eq!(unknown.err(), Some(ResolveError::Unknown { id: id("openai/sora-9") }));
}

#[test]
fn a_sunset_retires_on_its_day_whatever_the_status_says() {
    let models = model("old", "status = \"active\"\nsunset = 2026-12-01\nsuccessor = \"p/middle\"")
        + &model("middle", "status = \"deprecated\"\nsunset = 2027-01-01\nsuccessor = \"p/new\"")
        + &model("new", "status = \"active\"")
        + &model("dead", "status = \"retired\"\nsunset = 2026-01-01");
    let registry = Registry::of(&[file(HEAD, &models)]).expect("a registry");
    let resolve =
        |on: &str| registry.resolve(&id("p/old"), day(on)).map(|(entry, notices)| (entry.id(), notices.len()));
    assert_eq!(resolve("2026-11-30"), Ok((id("p/old"), 1)), "its end is told");
    assert_eq!(resolve("2026-12-01"), Ok((id("p/middle"), 2)), "replaced, and the next end is told");
    assert_eq!(resolve("2027-01-01"), Ok((id("p/new"), 2)));
    let ended = registry.resolve(&id("p/dead"), day("2026-11-30"));
    assert_eq!(ended.err(), Some(ResolveError::Ended { id: id("p/dead"), on: day("2026-11-30") }));

    let within = |on: &str, days| registry.sunsets(day(on), days).iter().map(|entry| entry.id().0).collect::<Vec<_>>();
    assert_eq!(within("2026-11-30", 90), ["p/old", "p/middle"]);
    assert_eq!(within("2026-11-30", 1), ["p/old"]);
    assert_eq!(within("2026-12-01", 90), ["p/middle"]);
    assert_eq!(within("2026-06-01", 90), Vec::<String>::new());
}

#[test]
fn what_is_wrong_is_refused_with_file_entry_field_reason_and_next_step() {
    let active = |more: &str| model("m", &format!("status = \"active\"\n{more}"));
    let two = |a: &str, b: &str| {
        model("m", &format!("status = \"active\"\n{a}")) + &model("n", &format!("status = \"active\"\n{b}"))
    };
    let cases: Vec<(&str, String, &str, &str, &str)> = vec![
        (HEAD, model("m", ""), "m", "status", "missing"),
        (HEAD, "[[models]]\nkind = \"video\"".to_owned(), "model 1", "name", "missing"),
        (HEAD, active("stauts = 1"), "m", "stauts", "unknown"),
        (HEAD, active("prompt_limit = \"many\""), "m", "prompt_limit", "invalid type"),
        (HEAD, active("prices = [{ unit = \"second\", usd = 0.0000001 }]"), "m", "prices[0].usd", "six places"),
        (HEAD, active("sunset = \"tomorrow\""), "m", "sunset", "no day"),
        (HEAD, active("sunset = 2026-11-22T10:00:00Z"), "m", "sunset", "no day"),
        (HEAD, active("prices = [{ unit = \"character\", usd = 1 }]"), "m", "prices", "not priced by"),
        (
            HEAD,
            active("prices = [{ unit = \"second\", resolution = \"4k\", usd = 1 }]"),
            "m",
            "prices",
            "does not have",
        ),
        (HEAD, active("prices = [{ unit = \"second\", usd = 1, from = 2 }]"), "m", "prices", "above"),
        (
            HEAD,
            active("prices = [{ unit = \"second\", usd = 1 }, { unit = \"second\", usd = 2 }]"),
            "m",
            "prices",
            "two prices",
        ),
        (HEAD, active("durations = { any_of = [8, 4] }"), "m", "durations", "rising"),
        (HEAD, active("durations = { between = [3, inf] }"), "m", "durations", "rising"),
        (HEAD, active("resolutions = [\"big\"]"), "m", "resolutions", "\"big\""),
        (HEAD, active("sizes = [\"1280\"]"), "m", "sizes", "\"1280\""),
        (HEAD, active("aspects = [\"16:9\", \"16:9\"]"), "m", "aspects", "twice"),
        (HEAD, active("languages = [\"English\"]"), "m", "languages", "English"),
        (HEAD, active("concurrency = 0"), "m", "concurrency", "0"),
        (HEAD, active("poll_floor_secs = 0"), "m", "poll_floor_secs", "0.1"),
        (HEAD, active("quality = 1.5"), "m", "quality", "0 to 1"),
        (HEAD, active("sources = { audio = \"a\" }"), "m", "sources", "not stated"),
        (HEAD, active("audio = true\nsources = { audio = \"b\" }"), "m", "sources", "\"b\""),
        (HEAD, model("m", "status = \"retired\""), "m", "sunset", "missing"),
        (HEAD, active("sunset = 2026-01-01\nno_sunset_before = 2027-01-01"), "m", "no_sunset_before", "after"),
        (HEAD, active("successor = \"p/x\""), "m", "successor", "p/x"),
        (HEAD, active("successor = \"p/m\""), "m", "successor", "p/m → p/m"),
        (HEAD, two("successor = \"p/n\"", "successor = \"p/m\""), "m", "successor", "p/m → p/n → p/m"),
        (HEAD, model("m", "status = \"active\"") + &model("m", "status = \"active\""), "m", "name", "twice"),
        (HEAD, model("M 1", "status = \"active\""), "M 1", "name", "no name"),
        (HEAD, active("wire_name = \"{model\""), "m", "wire_name", "braces"),
        (
            "endpoint = \"http://p.example\"\nauth = { scheme = \"none\" }",
            String::new(),
            "the provider",
            "endpoint",
            "safe",
        ),
        (
            "endpoint = \"http://localhost.example\"\nauth = { scheme = \"none\" }",
            String::new(),
            "the provider",
            "endpoint",
            "safe",
        ),
        ("auth = { scheme = \"none\" }", String::new(), "the provider", "endpoint", "missing"),
        (
            "endpoint = \"https://p.example\"\nauth = { scheme = \"magic\" }",
            String::new(),
            "the provider",
            "auth.scheme",
            "unknown",
        ),
        (
            "endpoint = \"https://p.example\"\nauth = { scheme = \"bearer\" }",
            String::new(),
            "the provider",
            "auth.variables",
            "no variable",
        ),
        (
            "endpoint = \"https://p.example\"\nauth = { scheme = \"header\", variables = [[\"K\"]] }",
            String::new(),
            "the provider",
            "auth.headers",
            "header",
        ),
    ];
    for (head, models, entry, field, reason) in cases {
        let refused = Registry::of(&[file(head, &models)]).expect_err(&models);
        let told = refused.to_string();
        let start = format!("cannot use own/p.toml: {entry}: {field}");
        assert!(told.starts_with(&start), "{told} does not start with {start}");
        assert!(told.contains(reason), "{told}: no {reason:?}");
        assert!(refused.hint().ends_with('.'), "{told}: {}", refused.hint());
    }
    let refused = Registry::of(&[file(HEAD, "[[models]\n")]).expect_err("no TOML");
    assert!(matches!(&refused, RegistryError::Syntax { reason, .. } if reason.contains("line 11")), "{refused}");
}

#[test]
fn a_key_that_is_pasted_into_a_file_is_refused_and_not_repeated() {
    let head = "endpoint = \"https://p.example\"\nauth = { scheme = \"bearer\", variables = [[\"sk-very-secret\"]] }";
    let refused = Registry::of(&[file(head, "")]).expect_err("a key is no variable");
    let told = format!("{refused} {refused:?} {}", refused.hint());
    assert!(told.contains("auth.variables") && !told.contains("very-secret"), "{told}");
}

#[test]
fn files_of_ones_own_take_the_place_of_those_of_their_name() {
    let registry = shipped();
    let runway = registry.providers().iter().find(|provider| provider.name == "runway").expect("it ships");
    let own = runway.text().replace("usd = 0.12", "usd = 0.20");
    let files = [
        ProviderFile { file: "own/runway.toml".to_owned(), text: own },
        file(HEAD, &model("m", "status = \"active\"")),
    ];
    let changed = Registry::load(&files).expect("a registry");
    let price = |registry: &Registry| {
        let entry = registry.find(&id("runway/gen4.5")).expect("it is there");
        entry.model.price(Unit::Second, None).expect("it has a price").usd.to_string()
    };
    assert_eq!((price(&registry), price(&changed)), ("$0.12".to_owned(), "$0.20".to_owned()));
    assert_eq!(changed.providers().len(), registry.providers().len() + 1);
    assert_eq!(changed.providers().last().map(|provider| provider.name.as_str()), Some("p"));
    // What others count on may not vanish: Luma's older model names the newer one.
    let luma = registry.providers().iter().find(|provider| provider.name == "google-gemini").expect("it ships");
    let text = luma.text().replace("name = \"gemini-omni-1.2-flash\"", "name = \"omni\"");
    let refused =
        Registry::load(&[ProviderFile { file: "google-gemini.toml".to_owned(), text }]).expect_err("it is named");
    assert!(refused.to_string().contains("there is no model google-gemini/gemini-omni-1.2-flash"), "{refused}");
}

#[test]
fn a_model_is_reached_with_any_one_set_of_its_variables() {
    let registry = shipped();
    let access = |name: &str, set: &[&str]| {
        let entry = registry.find(&id(name)).expect("it ships");
        entry.provider.access(entry.model, &|variable| set.contains(&variable))
    };
    assert_eq!(access("runway/gen4.5", &["RUNWAYML_API_SECRET"]), Access::Given);
    assert_eq!(access("google-gemini/gemini-omni-1.2-flash", &["GOOGLE_API_KEY"]), Access::Given);
    assert_eq!(access("amazon-polly/neural", &["AWS_REGION", "AWS_PROFILE"]), Access::Given);
    assert_eq!(
        access("amazon-polly/neural", &["AWS_ACCESS_KEY_ID", "AWS_REGION"]),
        Access::Wanting(vec![vec!["AWS_SECRET_ACCESS_KEY".to_owned()], vec!["AWS_PROFILE".to_owned()]])
    );
    assert_eq!(access("model-server/video", &[]), Access::Wanting(vec![vec!["LECTERN_MODEL_SERVER".to_owned()]]));
    assert_eq!(
        access("openai-compatible/writer", &["LECTERN_WRITER_URL"]),
        Access::Wanting(vec![vec!["LECTERN_WRITER_MODEL".to_owned()]])
    );
}

#[test]
fn the_price_of_a_resolution_is_its_own_or_the_one_for_all() {
    let registry = shipped();
    let price = |name: &str, resolution: Option<&str>| {
        let entry = registry.find(&id(name)).expect("it ships");
        entry.model.price(Unit::Second, resolution).map(|price| price.usd.to_string())
    };
    let omni = "google-gemini/gemini-omni-1.2-flash";
    assert_eq!(price(omni, Some("360p")).as_deref(), Some("$0.023"));
    assert_eq!(price(omni, None).as_deref(), Some("$0.21"), "without a resolution, the dearest");
    assert_eq!(price(omni, Some("540p")), None);
    assert_eq!(price("google-vertex/veo-3.1-generate-001", Some("1080p")).as_deref(), Some("$0.40"));
}

proptest! {
    /// Whatever line of successors is written down: it loads only without a circle, and then resolving ends, and never at
    /// a model that is retired.
    #[test]
    fn resolving_ends_at_somebody_who_answers(
        models in proptest::collection::vec((proptest::option::of(0_usize..8), 0_u32..3, 1_u32..29), 1..8),
        on in 1_u32..29,
    ) {
        let count = models.len();
        let text: String = models.iter().enumerate().map(|(index, (successor, status, sunset))| {
            let status = ["active", "deprecated", "retired"][*status as usize];
            let successor = successor.filter(|other| *other < count);
            let line = successor.map_or_else(String::new, |other| format!("successor = \"p/m{other}\"\n"));
            model(&format!("m{index}"), &format!("status = \"{status}\"\nsunset = 2026-11-{sunset:02}\n{line}"))
        }).collect();
        let follow = |start: usize| std::iter::successors(Some(start), |at| models[*at].0.filter(|other| *other < count));
        let has_circle = (0..count).any(|start| follow(start).take(count + 1).count() > count);
        match Registry::of(&[file(HEAD, &text)]) {
            Err(refused) => prop_assert!(has_circle && refused.to_string().contains("circle"), "{}", refused),
            Ok(registry) => {
                prop_assert!(!has_circle);
                let on = day(&format!("2026-11-{on:02}"));
                for start in 0..count {
                    let answers = follow(start).find(|at| models[*at].1 < 2 && day(&format!("2026-11-{:02}", models[*at].2)) > on);
                    match registry.resolve(&id(&format!("p/m{start}")), on) {
                        Ok((entry, _)) => {
                            prop_assert!(!entry.model.is_retired(on));
                            prop_assert_eq!(Some(entry.id()), answers.map(|at| id(&format!("p/m{at}"))));
                        }
                        Err(error) => prop_assert!(answers.is_none(), "{}", error),
                    }
                }
            }
        }
    }
}
