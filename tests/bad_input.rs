//! What bad input gets: a clear message with its place and a hint, an exit code of its own, and nothing half-written.

use std::{os::unix::fs::PermissionsExt, process::Stdio};

use crate::program::{Run, Workplace};

/// A lesson that makes a film, to spoil in one way or another.
const SOUND: &str = "# Rain\n\nWarm air rises and cools. Drops form around specks of dust. Then it rains.\n";

struct Case {
    name: &'static str,
    file: &'static str,
    bytes: Vec<u8>,
    /// 0 when the film goes on without what is spoiled.
    code: i32,
    /// What standard error must say, each of them.
    says: &'static [&'static str],
}

fn case(name: &'static str, bytes: impl Into<Vec<u8>>, code: i32, says: &'static [&'static str]) -> Case {
    Case { name, file: "lesson.md", bytes: bytes.into(), code, says }
}

fn cases() -> Vec<Case> {
    let spoiled = |extra: &str| format!("{SOUND}\n{extra}\n");
    vec![
        case("an empty file", "", 3, &["lesson.md", "empty", "hint:"]),
        case("white space only", " \n\t\n", 3, &["lesson.md", "empty", "hint:"]),
        case("only headings", "# One\n\n## Two\n\n### Three\n", 3, &["lesson.md", "headings", "hint:"]),
        case("one word", "Photosynthesis\n", 3, &["lesson.md", "Photosynthesis", "hint:"]),
        case("five megabytes", "All work and no play. ".repeat(250_000), 3, &["lesson.md", "bytes", "5000000", "hint:"]),
        case("a picture", [b"\x89PNG\r\n\x1a\n".as_slice(), &[0; 64]].concat(), 3, &["lesson.md", "PNG", "hint:"]),
        case("random bytes", (0..4000_u32).map(|n| (n * n * 31 % 251) as u8).collect::<Vec<u8>>(), 3, &["lesson.md", "not text", "hint:"]),
        case("UTF-16 with a byte order mark", utf16(SOUND), 0, &["UTF-16"]),
        case("Windows-1252", b"# Caf\xe9\n\nThe caf\xe9 opens at eight. The na\xefve visitor orders cr\xe8me br\xfbl\xe9e, d\xe9j\xe0 vu.\n".to_vec(), 0, &["windows-1252"]),
        case("a missing picture", spoiled("![A cloud over a hill](cloud.png \"A cloud.\")"), 0, &["cloud.png", "missing-picture", "hint:"]),
        case("a picture outside the folder", spoiled("![A cloud](../../cloud.png \"A cloud.\")"), 0, &["cloud.png", "outside"]),
        case("broken LaTeX", spoiled("$$\n\\frac{a}{b\n$$"), 0, &["broken-formula", "line 6"]),
        case("a ragged table", spoiled("| a | b |\n|---|---|\n| 1 |\n| 2 | 3 | 4 |"), 0, &["ragged-table", "line 7"]),
        case("an unclosed fence", spoiled("```python\nprint(1)"), 0, &["unclosed", "line 5"]),
        case("characters that no font has", spoiled("The sign 𒀀𒀁 is older than the alphabet."), 3, &["U+12000", "hint:"]),
        case("a language that the voice does not speak", "# Der Regen\n\nWarme Luft steigt auf und kühlt ab. Dann bilden sich kleine Tropfen um winzige Staubkörner, und schließlich regnet es über dem ganzen Land.\n", 3, &["language", "de", "hint:"]),
        case("HTML with scripts", spoiled("<script>alert('spoken?')</script>\n\n<p onclick=\"steal()\">Rain falls on <b>everyone</b>.</p>"), 0, &[]),
    ]
}

fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

#[test]
fn a_spoiled_script_gets_a_clear_message_and_leaves_no_film() {
    for case in cases() {
        let place = Workplace::new();
        place.write(case.file, &case.bytes);
        if case.code == 0 {
            // Whether the film can be made is told by its plan and findings; making each would only repeat `films.rs`.
            let run = place.run(&["plan", case.file]);
            assert_eq!(run.code, Some(0), "{}: {}", case.name, run.stderr);
            check(&case, &run);
            assert!(run.stdout.contains("\"scenes\""), "{}: {}", case.name, run.stdout);
            for markup in ["alert(", "onclick", "spoken?"] {
                assert!(!run.stdout.contains(markup), "{}: {markup} reached the plan", case.name);
            }
        } else {
            let run = place.run(&["make", case.file]);
            assert_eq!(run.code, Some(case.code), "{}: {}", case.name, run.stderr);
            check(&case, &run);
            assert_eq!(run.stdout, "", "{}", case.name);
        }
        assert_eq!(place.files(), [case.file], "{}: nothing may be left", case.name);
    }
}

fn check(case: &Case, run: &Run) {
    for text in case.says {
        assert!(run.stderr.contains(text), "{}: {text:?} is not in: {}", case.name, run.stderr);
    }
}

#[test]
fn a_picture_that_does_not_decode_leaves_its_caption() {
    let place = Workplace::new();
    place.write("cloud.png", "this is no picture");
    place.write("lesson.md", format!("{SOUND}\n![A cloud over a hill](cloud.png \"A cloud over a hill.\")\n"));
    let run = place.succeed(&["plan", "lesson.md"]);
    assert!(run.stderr.contains("broken-picture") && run.stderr.contains("cloud.png"), "{}", run.stderr);
    let png = place.succeed(&["sheet", "lesson.md", "-o", "sheet.png"]);
    assert_eq!(png.code, Some(0));
    assert!(place.path("sheet.png").metadata().expect("the sheet").len() > 10_000);
}

#[test]
fn a_script_that_is_not_there_is_named() {
    let run = Workplace::new().run(&["make", "nowhere.md"]);
    assert_eq!(run.code, Some(3));
    assert!(run.stderr.contains("nowhere.md") && run.stderr.contains("hint:"), "{}", run.stderr);
}

#[test]
fn an_output_that_cannot_be_written_is_told_before_any_work() {
    let place = Workplace::new();
    place.write("lesson.md", SOUND);
    place.write("file", "a file, not a folder");
    let run = place.run(&["make", "lesson.md", "-o", "file/film.mp4"]);
    assert_eq!(run.code, Some(5), "{}", run.stderr);
    assert!(run.stderr.contains("file") && run.stderr.contains("hint:"), "{}", run.stderr);
    assert!(!place.path("cache").exists(), "nothing was made");
}

#[test]
fn missing_ffmpeg_and_missing_voice_are_told_with_the_way_to_get_them() {
    let place = Workplace::new();
    place.write("lesson.md", SOUND);
    let run =
        Run::of(place.command(&["make", "lesson.md"]).env("PATH", place.path("empty")).output().expect("it starts"));
    assert_eq!(run.code, Some(4), "{}", run.stderr);
    assert!(run.stderr.contains("ffmpeg") && run.stderr.contains("hint:"), "{}", run.stderr);

    let without_voice = |arguments: &[&str]| {
        Run::of(place.command(arguments).env("LECTERN_VOICE", place.path("empty")).output().expect("it starts"))
    };
    let run = without_voice(&["make", "lesson.md"]);
    assert_eq!(run.code, Some(4), "{}", run.stderr);
    assert!(run.stderr.contains("voice") && run.stderr.contains("make setup"), "{}", run.stderr);
    let run = without_voice(&["doctor"]);
    assert_eq!(run.code, Some(4), "{}", run.stderr);
    assert!(run.stdout.contains("missing  voice") && run.stdout.contains("make setup"), "{}", run.stdout);
    assert_eq!(place.files(), ["lesson.md"]);
}

#[test]
fn a_full_disk_is_told_and_leaves_no_film() {
    let place = Workplace::new();
    place.write("lesson.md", SOUND);
    // /dev/full answers every write with ENOSPC; a link to it stands for the film's draft on a full disk.
    let run = place.run(&["frame", "lesson.md", "-o", "/dev/full"]);
    assert_eq!(run.code, Some(5), "{}", run.stderr);
    assert!(run.stderr.contains("space"), "{}", run.stderr);
}

#[test]
fn an_unwritable_cache_is_told() {
    let place = Workplace::new();
    place.write("lesson.md", SOUND);
    place.write("file", "a file, not a folder");
    let run = Run::of(
        place
            .command(&["make", "--draft", "lesson.md"])
            .env("LECTERN_CACHE", place.path("file"))
            .output()
            .expect("it starts"),
    );
    assert_eq!(run.code, Some(5), "{}", run.stderr);
    assert!(run.stderr.contains("LECTERN_CACHE"), "{}", run.stderr);
    assert!(!place.path("lesson.mp4").exists());
}

#[test]
fn an_interrupt_stops_the_film_and_keeps_what_was_made() {
    let place = Workplace::new();
    place.write("lesson.md", SOUND.repeat(6));
    let mut child = place
        .command(&["make", "lesson.md", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary can be started");
    // The first event tells that the work has begun.
    let mut stdout = std::io::BufReader::new(child.stdout.take().expect("it is piped"));
    let mut line = String::new();
    std::io::BufRead::read_line(&mut stdout, &mut line).expect("an event");
    assert!(line.contains("GENERATION_STARTED"), "{line}");
    let interrupted =
        std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(interrupted.success());
    let mut rest = String::new();
    std::io::Read::read_to_string(&mut stdout, &mut rest).expect("more events");
    assert!(rest.contains("GENERATION_FAILED"), "{rest}");
    let run = Run::of(child.wait_with_output().expect("it ends"));
    assert_eq!(run.code, Some(130), "{}", run.stderr);
    assert_eq!(place.files(), ["lesson.md"], "nothing half-written");
}

#[test]
fn a_film_whose_place_is_read_only_is_refused() {
    let place = Workplace::new();
    place.write("lesson.md", SOUND);
    std::fs::create_dir(place.path("film.mp4")).expect("a folder");
    std::fs::set_permissions(place.path("film.mp4"), std::fs::Permissions::from_mode(0o500)).expect("rights");
    let run = place.run(&["make", "lesson.md", "-o", "film.mp4"]);
    assert_eq!(run.code, Some(5), "{}", run.stderr);
}
