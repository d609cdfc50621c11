//! The crate with the real voice. The files come from `make setup`.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex};

use lectern_lesson::{Format, LEAD_SECS, SceneTiming, Token, parse_narration};
use lectern_speech::{
    SAMPLE_RATE, Speaker, SpeechError, SpokenScene, VoiceFiles, caption_findings, captions, estimate_secs,
    line_characters, model_fingerprint,
};

fn files() -> VoiceFiles {
    let folder = std::env::var_os("LECTERN_VOICE").map(PathBuf::from).unwrap_or_else(|| {
        let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
        let home = || PathBuf::from(std::env::var_os("HOME").expect("a home folder")).join(".cache");
        cache.unwrap_or_else(home).join("lectern/voice")
    });
    let files = VoiceFiles::at(folder);
    if let Err(error) = files.check() {
        panic!("{error}; run `make setup`");
    }
    files
}

static SPEAKER: LazyLock<Mutex<Speaker>> =
    LazyLock::new(|| Mutex::new(Speaker::load(&files()).expect("the voice loads")));

fn speak(narration: &str, voice: &str, pace: f64) -> lectern_speech::Speech {
    let mut speaker = SPEAKER.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    speaker.speak(narration, voice, pace).expect("it speaks")
}

fn word_count(narration: &str) -> usize {
    parse_narration(narration).expect("well-formed").iter().filter(|token| matches!(token, Token::Word { .. })).count()
}

fn level(samples: &[f32], from_secs: f64, to_secs: f64) -> f32 {
    let at = |secs: f64| ((secs * f64::from(SAMPLE_RATE)) as usize).min(samples.len());
    samples[at(from_secs)..at(to_secs)].iter().fold(0.0, |peak, sample| peak.max(sample.abs()))
}

const NARRATIONS: &[&str] = &[
    "Where does rain come from? It has been moving for more than four billion years.",
    "At −7.3 kcal/mol, [[∆G|delta G]] of ATP → ADP + Pᵢ is negative.\n\nNa⁺ moves, and so does $5 in 1453.",
    "Zyxomatic gnarfing quivers photosensitively. Kerkoporta!",
    "One",
    "[[pause 1]] Think of a number. [[pause 2]] Was it 7? [[pause 0.5]]",
    "rain, snow, sleet, hail",
    "Well 🙂 — yes * no.",
];

#[test]
fn every_word_has_a_span_in_order_within_the_sound() {
    for (voice, narrations) in [("af_heart", NARRATIONS), ("bm_george", &NARRATIONS[1..3])] {
        for narration in narrations {
            let speech = speak(narration, voice, 1.0);
            let words = &speech.narration.words;
            assert_eq!(words.len(), word_count(narration), "{narration}");
            let mut reached = 0.0;
            for word in words {
                assert!(word.start_secs >= reached && word.end_secs >= word.start_secs, "{narration}: {words:?}");
                reached = word.end_secs;
            }
            let duration_secs = speech.samples.len() as f64 / f64::from(SAMPLE_RATE);
            assert!((duration_secs - speech.narration.duration_secs).abs() < 1e-9 && reached <= duration_secs);
            assert_eq!(speech.narration.sample_rate, SAMPLE_RATE);
        }
    }
}

#[test]
fn words_sound_within_their_spans_even_those_that_no_dictionary_has() {
    let narration = "Zyxomatic gnarfing moved Kerkoporta and 2692537 qwxz kilojoules.";
    let speech = speak(narration, "af_heart", 1.0);
    for (word, span) in narration.split(' ').zip(&speech.narration.words) {
        assert!(span.end_secs - span.start_secs > 0.06, "{word} lasts {span:?}");
        assert!(level(&speech.samples, span.start_secs, span.end_secs) > 0.02, "{word} is silent");
    }
    let named: BTreeSet<String> = speech.findings.iter().map(|finding| finding.message.clone()).collect();
    assert!(named.iter().any(|message| message.contains("Zyxomatic")), "{named:?}");
    assert!(!named.iter().any(|message| message.contains("moved")), "{named:?}");
}

#[test]
fn pauses_are_as_long_as_written_and_silent() {
    let speech = speak("Is it five? [[pause 2.5]] No.", "af_heart", 1.0);
    let words = &speech.narration.words;
    let silence = words[3].start_secs - words[2].end_secs;
    assert!((2.5..2.65).contains(&silence), "{silence}");
    assert_eq!(level(&speech.samples, words[2].end_secs + 0.2, words[3].start_secs - 0.2), 0.0);
    let lead = speak("[[pause 1.5]] Yes.", "af_heart", 1.0).narration.words[0].start_secs;
    assert!((1.5..1.7).contains(&lead), "{lead}");
}

#[test]
fn a_pause_anywhere_is_silent_for_its_time_and_shifts_what_follows() {
    /// A unit of what the words' times are rounded to.
    const SAMPLE_SECS: f64 = 1.0 / SAMPLE_RATE as f64;
    // Inside a sentence, at its end, before a mark that is written after it, between paragraphs, in a list, first and last.
    let cases = [
        ("The water [[pause @]] rises and falls.", "af_heart", 1.0, 2),
        ("Warm air rises. [[pause @]] Then it cools.", "bm_george", 1.0, 3),
        ("Warm air rises, [[pause @]] and it cools.", "af_heart", 1.25, 3),
        ("The sun shines.\n\n[[pause @]] It rains.", "af_heart", 0.8, 3),
        ("There are three: rain, [[pause @]] snow, and hail.", "am_puck", 1.0, 4),
        ("[[pause @]] It rains.", "af_heart", 1.0, 0),
        ("It rains at last. [[pause @]]", "af_heart", 1.0, 4),
        ("[[voice am_puck]] Why? [[voice]] [[pause @]] Because it rains.", "af_heart", 1.0, 1),
    ];
    for ((narration, voice, pace, before), secs) in cases.into_iter().zip([0.4, 1.5, 10.0].into_iter().cycle()) {
        let spoken = |secs: f64| speak(&narration.replace('@', &secs.to_string()), voice, pace);
        let short = spoken(0.1).narration;
        let speech = spoken(secs);
        let words = &speech.narration.words;
        for (index, (here, there)) in words.iter().zip(&short.words).enumerate() {
            let shift = if index < before { 0.0 } else { secs - 0.1 };
            for (here, there) in [(here.start_secs, there.start_secs), (here.end_secs, there.end_secs)] {
                assert!((here - there - shift).abs() <= SAMPLE_SECS, "{narration}, {secs}: word {index}, {words:?}");
            }
        }
        let start = before.checked_sub(1).map_or(0.0, |last| words[last].end_secs);
        let end = words.get(before).map_or(speech.narration.duration_secs, |next| next.start_secs);
        let at = |time: f64| (time * f64::from(SAMPLE_RATE)).round() as usize;
        let silent = speech.samples[at(start)..at(end)].split(|sample| *sample != 0.0).map(<[f32]>::len).max();
        let silent_secs = silent.unwrap_or(0) as f64 * SAMPLE_SECS;
        assert!((silent_secs - secs).abs() < 0.005, "{narration}: {silent_secs} s of silence for {secs}");
    }
}

#[test]
fn loudness_is_even_and_nothing_clips_or_clicks() {
    for (narration, voice) in
        [(NARRATIONS[0], "af_heart"), (NARRATIONS[0], "am_onyx"), ("No.", "bf_emma"), (NARRATIONS[4], "af_nicole")]
    {
        let samples = speak(narration, voice, 1.0).samples;
        let peak = samples.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
        assert!((0.1..0.7080).contains(&peak), "{voice}: {peak}");
        // Where silence begins or ends nothing jumps.
        let cut = |pair: &[f32]| (pair[0] == 0.0) != (pair[1] == 0.0) && (pair[1] - pair[0]).abs() > 0.01;
        assert!(!samples.windows(2).any(cut), "{voice}");
        assert!(samples[0].abs() < 0.01 && samples[samples.len() - 1].abs() < 0.01, "{voice}");
    }
}

#[test]
fn two_speakers_at_once_say_the_same_samples() {
    let said: Vec<Vec<f32>> = std::thread::scope(|scope| {
        let start = || {
            scope
                .spawn(|| Speaker::load(&files()).and_then(|mut speaker| speaker.speak(NARRATIONS[0], "af_heart", 1.0)))
        };
        let threads = [start(), start()];
        threads.map(|thread| thread.join().expect("no panic").expect("it speaks").samples).into()
    });
    assert!(said[0] == said[1], "the samples differ");
    // A speaker that has said other things before says the same too.
    speak(NARRATIONS[1], "af_heart", 1.1);
    assert!(speak(NARRATIONS[0], "af_heart", 1.0).samples == said[0]);
}

/// The pitch of a stretch of voice in hertz: the median over stretches of 40 ms of the lag at which it is most like itself.
fn pitch(samples: &[f32]) -> f64 {
    let rate = SAMPLE_RATE as usize;
    let mut found: Vec<f64> = samples
        .chunks_exact(rate / 25)
        .filter_map(|piece| {
            let likeness = |lag: usize| piece.iter().zip(&piece[lag..]).map(|(one, other)| one * other).sum::<f32>();
            let lag = (rate / 320..rate / 80).max_by(|one, other| likeness(*one).total_cmp(&likeness(*other)))?;
            (likeness(0) > 0.5 && likeness(lag) > 0.5 * likeness(0)).then(|| rate as f64 / lag as f64)
        })
        .collect();
    found.sort_by(f64::total_cmp);
    found[found.len() / 2]
}

#[test]
fn each_speaker_has_a_voice_of_their_own_and_all_are_equally_loud() {
    let narration = "Why do the drops fall to the ground in the end? [[voice am_michael Student]] Because they have grown and become too \
                     heavy for the air. [[voice]] That is what they do, day after day.";
    let speech = speak(narration, "af_heart", 1.0);
    let words = &speech.narration.words;
    let turn = |first: usize, last: usize| {
        let at = |secs: f64| (secs * f64::from(SAMPLE_RATE)) as usize;
        &speech.samples[at(words[first].start_secs)..at(words[last].end_secs)]
    };
    let turns = [turn(0, 10), turn(11, 21), turn(22, 29)];
    let pitches = turns.map(pitch);
    assert!(pitches[0] > 1.3 * pitches[1] && pitches[2] > 1.3 * pitches[1], "{pitches:?}");
    let level = |samples: &[f32]| {
        10.0 * (samples.iter().map(|sample| f64::from(sample * sample)).sum::<f64>() / samples.len() as f64).log10()
    };
    let levels = turns.map(level);
    assert!((levels[0] - levels[1]).abs() < 3.0, "{levels:?}");
    let pause = words[11].start_secs - words[10].end_secs;
    assert!((0.45..0.8).contains(&pause), "{pause}");
    let mut speaker = SPEAKER.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let refused = speaker.speak("[[voice nobody]] Hello.", "af_heart", 1.0);
    assert!(matches!(refused, Err(SpeechError::UnknownVoice { name }) if name == "nobody"));
}

#[test]
fn a_stressed_word_is_longer_and_louder_than_it_was() {
    let measured = |narration: &str| {
        let speech = speak(narration, "af_heart", 1.0);
        let span = |word: usize| speech.narration.words[word].end_secs - speech.narration.words[word].start_secs;
        let peak = |word: usize| {
            level(&speech.samples, speech.narration.words[word].start_secs, speech.narration.words[word].end_secs)
        };
        (span(2), peak(2) / peak(3), span(3))
    };
    let plain = measured("You must not touch the hot plate.");
    let stressed = measured("You must [[*not*]] touch the hot plate.");
    assert!((1.15..1.35).contains(&(stressed.0 / plain.0)), "{plain:?} {stressed:?}");
    assert!((1.2..1.6).contains(&(stressed.1 / plain.1)), "{plain:?} {stressed:?}");
    assert!((stressed.2 - plain.2).abs() < 1e-9, "the next word is as it was: {plain:?} {stressed:?}");
}

#[test]
fn sounds_are_spoken_as_they_are_written() {
    let by_sounds = speak("Then [[Nguyen|/wɪn/]] came, and [[Nguyen's|/wɪn/'s]] friend.", "af_heart", 1.0);
    let by_spelling = speak("Then [[Nguyen|win]] came, and [[Nguyen's|win's]] friend.", "af_heart", 1.0);
    assert!(by_sounds.samples == by_spelling.samples, "the same sounds, another sound");
    assert!(by_sounds.findings.is_empty(), "{:?}", by_sounds.findings);
    let as_written = speak("Then Nguyen came, and Nguyen's friend.", "af_heart", 1.0);
    assert!(by_sounds.samples != as_written.samples);
}

#[test]
fn pace_changes_the_length() {
    let lengths: Vec<f64> =
        [0.8, 1.0, 1.25].map(|pace| speak(NARRATIONS[0], "af_heart", pace).narration.duration_secs).into();
    assert!(lengths[0] > lengths[1] * 1.1 && lengths[1] > lengths[2] * 1.1, "{lengths:?}");
    for pace in [f64::NAN, -3.0, 1e9] {
        assert!(speak("Yes.", "af_heart", pace).narration.duration_secs > 0.1);
    }
}

#[test]
fn a_very_long_sentence_is_spoken_whole() {
    let narration = "water and vapor ".repeat(28).trim().to_owned();
    let speech = speak(&narration, "af_heart", 1.5);
    assert!(speech.narration.words.iter().all(|word| word.end_secs - word.start_secs > 0.02));
    let unbroken = "na".repeat(280);
    let speech = speak(&unbroken, "af_heart", 2.0);
    assert_eq!(speech.narration.words.len(), 1);
    assert!(speech.narration.duration_secs > 5.0);
}

#[test]
fn the_estimate_is_close_to_the_voice() {
    // Not the text that the weights were fitted on.
    let text = "A volcano is an opening in the crust of the Earth. Hot rock from far below, called magma, rises through it, because it is lighter than the rock around it. When the pressure is high enough, the magma breaks through, and from then on we call it lava. Some volcanoes pour out lava quietly, as in Hawaii. Others explode, and throw ash more than 20 km into the sky. In 1815 Mount Tambora erupted in Indonesia, and the year that followed was cold all over the world. Why would a mountain change the weather on the other side of the planet? The ash and the sulfur stayed in the upper air for months, and kept part of the sunlight away. Harvests failed, and food became expensive. Yet volcanoes also give: their soil is among the most fertile that there is, and about 500 million people live near one today.";
    let measured = speak(text, "af_heart", 1.0).narration.duration_secs;
    let estimated = estimate_secs(text, 1.0);
    assert!((estimated / measured - 1.0).abs() < 0.06, "{estimated} s estimated, {measured} s measured");
}

#[test]
fn captions_of_real_speech_keep_every_limit() {
    let narrations = [
        "Warm air rises, and as it rises it cools. Cold air cannot hold as much vapor, so the vapor turns back into tiny drops of water around specks of dust. This is condensation, and billions of these drops make a cloud.",
        "A right triangle has legs of 9 and 12. How long is the hypotenuse? [[pause 2]] It is 15.",
        "Cold air [[pause 1.5]] cannot hold as much vapor, [[pause 0.4]] so it rains. [[pause 10]] Then [[pause 4]] it is dry.",
    ];
    let timings = narrations.map(|narration| SceneTiming::new(&speak(narration, "af_heart", 1.0).narration, 30));
    let mut start_secs = 0.0;
    let scenes: Vec<SpokenScene> = narrations
        .iter()
        .zip(&timings)
        .map(|(narration, timing)| {
            let scene = SpokenScene { start_secs, narration, timing };
            start_secs += timing.duration_secs();
            scene
        })
        .collect();
    for format in [(1920, 1080), (1080, 1920)].map(|(width, height)| Format { width, height, fps: 30 }) {
        let shown = captions(&scenes, line_characters(format));
        assert_eq!(caption_findings(&shown, 30, line_characters(format)), []);
        assert!((shown[0].start_secs - LEAD_SECS).abs() < 0.1);
        assert!(shown.iter().all(|caption| caption.lines.iter().all(|line| !line.contains("pause"))), "{shown:?}");
    }
}

#[test]
fn what_cannot_be_spoken_is_told() {
    let mut speaker = SPEAKER.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    assert!(
        matches!(speaker.speak("Yes.", "zz_nobody", 1.0), Err(SpeechError::UnknownVoice { name }) if name == "zz_nobody")
    );
    assert!(matches!(speaker.speak("a [[b", "af_heart", 1.0), Err(SpeechError::Narration(_))));
    for nothing in ["", "[[pause 1]]", "🙂", "* * *"] {
        let speech = speaker.speak(nothing, "af_heart", 1.0).expect("silence is no error");
        assert!(speech.samples.iter().all(|sample| *sample == 0.0), "{nothing}");
    }
}

#[test]
fn the_fingerprint_is_stable_and_follows_the_files() {
    let real = model_fingerprint(&files()).expect("complete");
    assert_eq!(model_fingerprint(&files()).expect("complete"), real);
    assert_eq!(real.len(), 64);
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(folder.path().join("voices")).expect("a folder");
    let copy = VoiceFiles::at(folder.path());
    for path in [copy.model(), copy.runtime()]
        .into_iter()
        .chain(lectern_speech::voices().iter().map(|voice| copy.voice(voice.name)))
    {
        std::fs::write(path, b"not a model").expect("a file");
    }
    let other = model_fingerprint(&copy).expect("complete");
    std::fs::write(copy.model(), b"NOT a model").expect("a file");
    assert_ne!(model_fingerprint(&copy).expect("complete"), other);
    assert_ne!(other, real);
}
