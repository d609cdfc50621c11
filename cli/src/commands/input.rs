//! The script or storyboard that a command works on.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use lectern_drawing::Style;
use lectern_embedded::SourceFolder;
use lectern_lesson::{Format, Lexicon, Storyboard};
use lectern_pipeline::{PipelineError, Plan, Wishes, check_storyboard, read_storyboard};

use crate::{
    arguments::PlanArguments,
    exit::{Failure, Fault},
};

/// A planned film and where its pictures lie.
pub struct Input {
    /// The plan.
    pub plan: Plan,
    /// The script's folder.
    pub sources: SourceFolder,
    /// The script's name without folder and extension.
    pub name: String,
}

/// More than this is not read even to say that it is too much.
const READ_LIMIT_BYTES: u64 = 64 << 20;

/// Reads and plans.
pub fn open(arguments: &PlanArguments) -> Result<Input, Failure> {
    let path = &arguments.script;
    let bytes = read(path)?;
    let sources = SourceFolder::of(path);
    let is_input = path == Path::new("-");
    let name = if is_input { "lesson".to_owned() } else { stem(path) };
    let label = if is_input { "standard input".to_owned() } else { path.display().to_string() };
    let is_storyboard = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    let plan = if is_storyboard {
        check_storyboard(changed(read_storyboard(&label, &bytes)?, arguments)?, &sources)?
    } else {
        let lexicon = lexicon(arguments)?;
        let wishes = Wishes {
            style: arguments.style.as_deref().map(style).transpose()?,
            voice: arguments.voice.clone(),
            pace: arguments.pace,
            lexicon,
            format: format(arguments, Format::default())?,
            length_secs: arguments.length,
        };
        lectern_pipeline::plan(&label, &bytes, &wishes, &sources)?
    };
    Ok(Input { plan, sources, name })
}

/// A storyboard in the style, voice, pace, shape and size that were asked for; all else stays as it says. Whether its scenes fit
/// there is the linter's to judge.
fn changed(storyboard: Storyboard, arguments: &PlanArguments) -> Result<Storyboard, Failure> {
    for (option, is_given) in [("--length", arguments.length.is_some()), ("--lexicon", arguments.lexicon.is_some())] {
        if is_given {
            return Err(Failure::new(
                Fault::Usage,
                format!("{option} cannot change a storyboard, whose words are written"),
            )
            .with_hint(format!("Give {option} where the script is planned: lectern plan lesson.md {option} …")));
        }
    }
    Ok(Storyboard {
        style: arguments.style.as_deref().map(style).transpose()?.unwrap_or(storyboard.style),
        voice: arguments.voice.clone().unwrap_or(storyboard.voice),
        pace: arguments.pace.unwrap_or(storyboard.pace),
        format: format(arguments, storyboard.format)?,
        ..storyboard
    })
}

/// The size and frame rate asked for.
fn format(arguments: &PlanArguments, unless_asked: Format) -> Result<Format, Failure> {
    arguments.format(unless_asked).ok_or_else(|| {
        Failure::new(Fault::Usage, "--shape and --size contradict each other")
            .with_hint("Leave one of them out, or give the size by its shorter side: --size 1080p.")
    })
}

/// The lexicon that is named, or the one beside the script.
fn lexicon(arguments: &PlanArguments) -> Result<Lexicon, Failure> {
    let path = match &arguments.lexicon {
        Some(path) => path.clone(),
        None => {
            let beside = arguments.script.with_file_name("lexicon.txt");
            if arguments.script == Path::new("-") || !beside.is_file() {
                return Ok(Lexicon::default());
            }
            beside
        }
    };
    let bytes = read(&path)?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Failure::new(Fault::Input, format!("{} is not text in UTF-8", path.display()))
            .with_hint("Save it as UTF-8 text with lines like: Nguyen = win")
    })?;
    let (lexicon, broken) = Lexicon::parse(&text);
    match broken.first() {
        None => Ok(lexicon),
        Some(line) => {
            let message = format!("{} at line {line}: this is no word with its reading", path.display());
            let hint = "Write it like: Nguyen = win, or Euler = /ˈɔɪlər/. A line that begins with # is a remark.";
            Err(Failure::new(Fault::Input, message).with_hint(hint))
        }
    }
}

/// A style as storyboards have it: a name as it is, a file as its text.
fn style(asked: &str) -> Result<String, Failure> {
    let path = Path::new(asked);
    if !path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml")) {
        return Ok(asked.to_owned());
    }
    let text = fs::read_to_string(path).map_err(|error| {
        Failure::new(Fault::Usage, format!("cannot read the style {asked}: {error}"))
            .with_hint("`lectern styles night-sky > mine.toml` makes one to begin with.")
    })?;
    let beside = |name: &str| fs::read_to_string(path.parent().unwrap_or(Path::new("")).join(name));
    Ok(Style::carried(&text, beside).map_err(PipelineError::from)?)
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let told = |error: io::Error| {
        let hint = match error.kind() {
            io::ErrorKind::NotFound => "Look at the name and the folder.",
            io::ErrorKind::IsADirectory => "Name a file: a script (.md, .txt) or a storyboard (.json).",
            _ => "Look at the file's rights.",
        };
        Failure::new(Fault::Input, format!("cannot read {}: {error}", path.display())).with_hint(hint)
    };
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().lock().take(READ_LIMIT_BYTES).read_to_end(&mut bytes).map_err(told)?;
    } else {
        fs::File::open(path).and_then(|file| file.take(READ_LIMIT_BYTES).read_to_end(&mut bytes)).map_err(told)?;
    }
    Ok(bytes)
}

fn stem(path: &Path) -> String {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    // `lesson.storyboard.json` makes `lesson.mp4`.
    name.strip_suffix(".storyboard").unwrap_or(&name).to_owned()
}
