//! The command line as typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use lectern_drawing::CanvasKind;
use lectern_lesson::Format;
use lectern_providers::Day;
use lectern_video::Encoder;

/// Turn a lesson script into a narrated, captioned film.
#[derive(Debug, Parser)]
#[command(name = "lectern", version, max_term_width = 100, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 done, 1 defect, 2 usage, 3 the script or storyboard, 4 something is not installed,\n\
                        5 cannot write or disk full, 6 the film failed its inspection, 130 stopped\n\n\
                  Maps are made with Natural Earth (public domain) and contain data of GeoNames\n\
                  (www.geonames.org, CC BY 4.0, shortened); illustrations are Fluent Emoji by Microsoft (MIT)."
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make the film of a lesson script or of a storyboard file
    Make(MakeArguments),
    /// Plan the film and print its storyboard as JSON
    Plan(PlanArguments),
    /// Check a script's plan or a storyboard file and list what is found
    Lint(LintArguments),
    /// Measure a finished film: its form, its loudness, its peaks, and how far its music lies under its voice
    Inspect(InspectArguments),
    /// Draw one frame as PNG
    Frame(FrameArguments),
    /// Draw a contact sheet as PNG: a still of each scene with the words spoken over it
    Sheet(SheetArguments),
    /// Serve the studio: REST and WebSocket API, films made in the background
    Serve(ServeArguments),
    /// List the styles, or print one's file, to be copied and changed
    Styles {
        /// The style whose file is printed
        name: Option<String>,
    },
    /// List the voices
    Voices,
    /// List the outside services: which keys are set, what others would enable, and what ends soon; or print a provider's
    /// file, to be copied and changed
    Providers(ProvidersArguments),
    /// Show, trim or empty the cache of what was made
    Cache(CacheArguments),
    /// Print the JSON Schema of storyboards
    Schema,
    /// Check that everything a film needs is installed, and tell how to get what is missing
    Doctor,
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page
    Man,
}

impl Arguments {
    /// Whether messages go out as JSON lines.
    pub fn json(&self) -> bool {
        matches!(&self.command, Command::Make(MakeArguments { json: true, .. }))
    }
}

/// What a film is planned from and how it shall look and sound.
#[derive(Debug, Args)]
pub struct PlanArguments {
    /// Lesson script (Markdown, plain text, textbook page) or storyboard (.json); - for standard input
    pub script: PathBuf,
    /// Style of the film, or a file with one of your own (.toml) [default: one that suits subject and audience]
    #[arg(long, value_name = "NAME|FILE")]
    pub style: Option<String>,
    /// Voice of the narrator [default: the first of the script's language]
    #[arg(long, value_name = "NAME")]
    pub voice: Option<String>,
    /// Speaking rate, 0.5 to 2 [default: by the audience that the script names, else 1]
    #[arg(long, value_parser = parse_pace, value_name = "RATE")]
    pub pace: Option<f64>,
    /// How words are said, in lines "word = reading" [default: lexicon.txt beside the script, if it is there]
    #[arg(long, value_name = "FILE")]
    pub lexicon: Option<PathBuf>,
    /// Length of the film, such as 3m, 90s or 2m30s; a long page is condensed
    #[arg(long, value_parser = parse_length, value_name = "TIME")]
    pub length: Option<f64>,
    /// Shape of the picture: 16:9, 9:16, 1:1 or 4:5 (wide, tall, square, portrait)
    #[arg(long, value_parser = parse_shape, value_name = "SHAPE")]
    pub shape: Option<Ratio>,
    /// Size of the picture: its shorter side (360p, 480p, 720p, 1080p, 1440p, 4k) or both, such as 1080x1920 [default: 1080p]
    #[arg(long, value_parser = parse_size, value_name = "SIZE")]
    pub size: Option<Size>,
    /// Frames a second, such as 24, 25, 30, 50 or 60 [default: 30]
    #[arg(long, value_parser = clap::value_parser!(u32).range(12..=120), value_name = "N")]
    pub fps: Option<u32>,
}

impl PlanArguments {
    /// Size and frame rate, what was not typed as in `unless_asked`; none when shape and size contradict each other.
    pub fn format(&self, unless_asked: Format) -> Option<Format> {
        let fps = self.fps.unwrap_or(unless_asked.fps);
        if self.size.is_none() && self.shape.is_none() {
            return Some(Format { fps, ..unless_asked });
        }
        let (width, height) = (unless_asked.width, unless_asked.height);
        let size = self.size.unwrap_or(Size::Short(width.min(height)));
        let shape = match size {
            Size::Short(_) => self.shape.or(Some(ratio(width, height))),
            Size::Exact(..) => self.shape,
        };
        let (width, height) = size.in_shape(shape)?;
        Some(Format { width, height, fps })
    }
}

/// Width and height of a shape in its smallest whole numbers.
pub type Ratio = (u32, u32);

/// The shapes that films have.
const SHAPES: [Ratio; 4] = [(16, 9), (9, 16), (1, 1), (4, 5)];

/// The shape of a picture of this size: 854 × 480 is 16:9, rounded to even sides.
fn ratio(width: u32, height: u32) -> Ratio {
    SHAPES.into_iter().find(|shape| is_of(width, height, *shape)).unwrap_or((width, height))
}

/// Whether a size is of that shape, but for the rounding to even sides.
fn is_of(width: u32, height: u32, shape: Ratio) -> bool {
    (u64::from(width) * u64::from(shape.1)).abs_diff(u64::from(height) * u64::from(shape.0)) <= 2 * u64::from(shape.0)
}

/// A size as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// The shorter side.
    Short(u32),
    /// Width and height.
    Exact(u32, u32),
}

impl Size {
    /// Width and height in a shape; none when they are given and have another.
    fn in_shape(self, shape: Option<Ratio>) -> Option<(u32, u32)> {
        match self {
            Self::Short(short) => {
                let (width, height) = shape.unwrap_or((16, 9));
                // Even, as video has it: 854 × 480.
                let long = |long: u32, of: u32| (short * long).div_ceil(of).next_multiple_of(2);
                Some(if width > height { (long(width, height), short) } else { (short, long(height, width)) })
            }
            Self::Exact(width, height) => {
                let fits = shape.is_none_or(|shape| is_of(width, height, shape));
                fits.then_some((width, height))
            }
        }
    }
}

/// Arguments of `make`.
#[derive(Debug, Args)]
pub struct MakeArguments {
    #[command(flatten)]
    pub plan: PlanArguments,
    /// The film; beside it come captions, chapters, transcript, picture, storyboard and report [default: SCRIPT.mp4 here]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Small and fast: 640x360 at 15 frames a second
    #[arg(long, conflicts_with_all = ["size", "fps"])]
    pub draft: bool,
    /// Scenes worked on at once [default: number of processors]
    #[arg(long, short, value_parser = clap::value_parser!(u16).range(1..=256), value_name = "N")]
    pub jobs: Option<u16>,
    /// Also make a stream of the film (HLS, several sizes) in the folder FILM.hls
    #[arg(long)]
    pub hls: bool,
    /// Also make a teaser of a few seconds, an animated WebP: FILM.teaser.webp
    #[arg(long)]
    pub teaser: bool,
    /// Also draw a still of each scene as JPEG in the folder FILM.stills
    #[arg(long)]
    pub stills: bool,
    /// Also write the voice, the music and the effects of the film as FILM.voice.wav, FILM.music.wav and FILM.effects.wav
    #[arg(long)]
    pub stems: bool,
    /// What encodes: x264, nvenc (an NVIDIA GPU), or auto, the GPU where there is one
    #[arg(long, default_value = "auto", value_parser = parse_encoder, value_name = "NAME")]
    pub encoder: EncoderChoice,
    /// What frames are painted on: cpu, gpu, software-gpu (a GPU that the processor computes, for tests), or auto, the GPU where
    /// there is one
    #[arg(long, env = "LECTERN_CANVAS", default_value = "auto", value_parser = parse_canvas, value_name = "NAME")]
    pub canvas: CanvasChoice,
    /// Print progress as JSON lines on standard output
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `lint`.
#[derive(Debug, Args)]
pub struct LintArguments {
    #[command(flatten)]
    pub plan: PlanArguments,
    /// Print the findings as JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `inspect`.
#[derive(Debug, Args)]
pub struct InspectArguments {
    /// The film; what lies beside it (report, storyboard, stems) is used
    pub film: PathBuf,
    /// Print the measurements as JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `frame`.
#[derive(Debug, Args)]
pub struct FrameArguments {
    #[command(flatten)]
    pub plan: PlanArguments,
    /// Scene by number (from 1) or id
    #[arg(long, default_value = "1", value_name = "SCENE")]
    pub scene: String,
    /// Seconds into the scene [default: when everything is to be seen]
    #[arg(long, value_name = "SECONDS")]
    pub at: Option<f64>,
    /// The picture [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Arguments of `sheet`.
#[derive(Debug, Args)]
pub struct SheetArguments {
    #[command(flatten)]
    pub plan: PlanArguments,
    /// Stills in a row
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=8), value_name = "N")]
    pub columns: u32,
    /// The picture [default: SCRIPT.sheet.png here]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Arguments of `providers`.
#[derive(Debug, Args)]
#[command(after_help = "Keys are variables of the environment; whether they are set is told, never their value.\n\
                        Files of your own: the folder LECTERN_PROVIDERS, else lectern/providers in your configuration.")]
pub struct ProvidersArguments {
    /// The provider whose file is printed
    #[arg(conflicts_with_all = ["json", "markdown", "on"])]
    pub name: Option<String>,
    /// Print all that is known as JSON
    #[arg(long)]
    pub json: bool,
    /// Print the page docs/providers.md: a table of what each key enables
    #[arg(long, conflicts_with_all = ["json", "on"])]
    pub markdown: bool,
    /// The day that is asked about, such as 2026-11-22 [default: today]
    #[arg(long, value_name = "DAY")]
    pub on: Option<Day>,
}

/// Arguments of `cache`.
#[derive(Debug, Args)]
pub struct CacheArguments {
    #[command(subcommand)]
    pub action: Option<CacheAction>,
}

/// What to do with the cache.
#[derive(Debug, Subcommand)]
pub enum CacheAction {
    /// Show where it is and what it holds (the default)
    Show,
    /// Remove the longest unused until no more than this remains
    Trim {
        /// What may remain, such as 5GB or 500MB
        #[arg(long, default_value = "5GB", value_parser = parse_bytes, value_name = "SIZE")]
        keep: u64,
    },
    /// Remove everything
    Clear,
}

/// What a user wants to have encoded with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncoderChoice {
    /// The fastest that works here.
    Auto,
    /// This one or none.
    This(Encoder),
}

/// What a user wants to have frames painted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CanvasChoice {
    /// The fastest of this machine.
    Auto,
    /// This one or none.
    This(CanvasKind),
}

fn parse_canvas(text: &str) -> Result<CanvasChoice, String> {
    match text {
        "auto" => Ok(CanvasChoice::Auto),
        name => {
            name.parse().map(CanvasChoice::This).map_err(|_| "a canvas is auto, cpu, gpu or software-gpu".to_owned())
        }
    }
}

fn parse_encoder(text: &str) -> Result<EncoderChoice, String> {
    match text {
        "auto" => Ok(EncoderChoice::Auto),
        name => name.parse().map(EncoderChoice::This).map_err(|_| "an encoder is auto, x264 or nvenc".to_owned()),
    }
}

fn parse_pace(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(pace) if (0.5..=2.0).contains(&pace) => Ok(pace),
        _ => Err("a pace is a number from 0.5 to 2".to_owned()),
    }
}

/// `90s`, `3m`, `2m30s`, `1h`, `2:30` or plain seconds.
fn parse_length(text: &str) -> Result<f64, String> {
    let refused = || format!("{text:?} is not a length; write it like 3m, 90s or 2m30s");
    if let Some((minutes, seconds)) = text.split_once(':') {
        let minutes: u32 = minutes.parse().map_err(|_| refused())?;
        let seconds: u32 = seconds.parse().map_err(|_| refused())?;
        return in_range(f64::from(minutes * 60 + seconds), refused);
    }
    let (mut total, mut number) = (0.0, String::new());
    for character in text.chars() {
        if character.is_ascii_digit() || character == '.' {
            number.push(character);
            continue;
        }
        let factor = match character {
            'h' => 3600.0,
            'm' => 60.0,
            's' => 1.0,
            _ => return Err(refused()),
        };
        total += number.parse::<f64>().map_err(|_| refused())? * factor;
        number.clear();
    }
    if !number.is_empty() {
        total += number.parse::<f64>().map_err(|_| refused())?;
    }
    in_range(total, refused)
}

fn in_range(secs: f64, refused: impl Fn() -> String) -> Result<f64, String> {
    if (10.0..=7200.0).contains(&secs) { Ok(secs) } else { Err(format!("{} (10 seconds to 2 hours)", refused())) }
}

fn parse_shape(text: &str) -> Result<Ratio, String> {
    match text.to_lowercase().as_str() {
        "16:9" | "wide" => Ok((16, 9)),
        "9:16" | "tall" => Ok((9, 16)),
        "1:1" | "square" => Ok((1, 1)),
        "4:5" | "portrait" => Ok((4, 5)),
        _ => Err("a shape is 16:9, 9:16, 1:1 or 4:5".to_owned()),
    }
}

fn parse_size(text: &str) -> Result<Size, String> {
    let lower = text.to_lowercase();
    let size = match lower.as_str() {
        "4k" => Size::Short(2160),
        other => match (other.strip_suffix('p'), other.split_once('x')) {
            (Some(lines), _) => lines.parse().ok().filter(|lines| SHORT_SIDES.contains(lines)).map(Size::Short),
            (None, Some((width, height))) => {
                width.parse().ok().and_then(|width| Some(Size::Exact(width, height.parse().ok()?)))
            }
            (None, None) => None,
        }
        .ok_or_else(|| format!("{text:?} is not a size; write it like 1080p or 1920x1080"))?,
    };
    if let Size::Exact(width, height) = size {
        let is_drawn = |side: u32| side.is_multiple_of(2) && (180..=3840).contains(&side);
        if !(is_drawn(width) && is_drawn(height)) {
            return Err("width and height are even numbers from 180 to 3840".to_owned());
        }
    }
    Ok(size)
}

/// Shorter sides that have a name.
const SHORT_SIDES: [u32; 6] = [360, 480, 720, 1080, 1440, 2160];

fn parse_bytes(text: &str) -> Result<u64, String> {
    let split = text.find(|character: char| !character.is_ascii_digit() && character != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let factor = match unit.trim().to_uppercase().as_str() {
        "" | "B" => 1.0,
        "KB" | "K" => 1e3,
        "MB" | "M" => 1e6,
        "GB" | "G" => 1e9,
        "TB" | "T" => 1e12,
        _ => return Err(format!("{text:?} is not a size; write it like 5GB or 500MB")),
    };
    let number: f64 = number.parse().map_err(|_| format!("{text:?} is not a size; write it like 5GB or 500MB"))?;
    Ok((number * factor) as u64)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn lengths_sizes_and_bytes_are_read_as_people_write_them() {
        for (text, secs) in
            [("3m", 180.0), ("90s", 90.0), ("2m30s", 150.0), ("45", 45.0), ("2:30", 150.0), ("1h", 3600.0)]
        {
            assert_eq!(parse_length(text), Ok(secs), "{text}");
        }
        for text in ["", "m", "3x", "5s", "1d", "9h", "-3m", "1:x"] {
            assert!(parse_length(text).is_err(), "{text}");
        }
        for text in ["", "1081x720", "0x0", "10000x20", "wide", "1000p", "p", "x"] {
            assert!(parse_size(text).is_err(), "{text}");
        }
        for (text, bytes) in [("5GB", 5_000_000_000), ("1.5 MB", 1_500_000), ("0", 0), ("12k", 12_000)] {
            assert_eq!(parse_bytes(text), Ok(bytes), "{text}");
        }
        assert!(parse_bytes("many").is_err());
    }

    #[test]
    fn sizes_are_the_shorter_side_of_a_shape() {
        for (size, shape, expected) in [
            ("1080p", None, Some((1920, 1080))),
            ("720P", Some("16:9"), Some((1280, 720))),
            ("480p", None, Some((854, 480))),
            ("1080p", Some("9:16"), Some((1080, 1920))),
            ("4k", Some("tall"), Some((2160, 3840))),
            ("4K", None, Some((3840, 2160))),
            ("1080p", Some("1:1"), Some((1080, 1080))),
            ("720p", Some("4:5"), Some((720, 900))),
            ("1440p", Some("portrait"), Some((1440, 1800))),
            ("640x360", None, Some((640, 360))),
            ("1080x1920", None, Some((1080, 1920))),
            ("1080x1920", Some("9:16"), Some((1080, 1920))),
            ("854x480", Some("16:9"), Some((854, 480))),
            ("1080x1920", Some("1:1"), None),
        ] {
            let shape = shape.map(|shape| parse_shape(shape).expect("a shape"));
            let read = parse_size(size).expect("a size").in_shape(shape);
            assert_eq!(read, expected, "{size} in {shape:?}");
        }
        assert!(parse_shape("3:2").is_err());
    }

    #[test]
    fn what_is_not_asked_for_stays_as_it_was() {
        let was = |width, height| Format { width, height, fps: 25 };
        for (typed, before, expected) in [
            (&[][..], (1080, 1350), Some((1080, 1350, 25))),
            (&["--fps", "50"], (1080, 1350), Some((1080, 1350, 50))),
            (&["--shape", "9:16"], (1920, 1080), Some((1080, 1920, 25))),
            (&["--shape", "1:1"], (1280, 720), Some((720, 720, 25))),
            (&["--size", "720p"], (1080, 1920), Some((720, 1280, 25))),
            (&["--size", "720p"], (854, 480), Some((1280, 720, 25))),
            (&["--size", "640x360"], (1080, 1920), Some((640, 360, 25))),
            (&["--size", "4k", "--shape", "4:5"], (1920, 1080), Some((2160, 2700, 25))),
            (&["--size", "640x360", "--shape", "1:1"], (1920, 1080), None),
        ] {
            let line = [&["lectern", "plan", "film.json"], typed].concat();
            let Command::Plan(arguments) = Arguments::try_parse_from(line).expect("a command line").command else {
                panic!("another command")
            };
            let format = arguments.format(was(before.0, before.1));
            assert_eq!(format.map(|format| (format.width, format.height, format.fps)), expected, "{typed:?}");
        }
    }

    #[test]
    fn encoders_are_read_by_their_names() {
        assert_eq!(parse_encoder("auto"), Ok(EncoderChoice::Auto));
        assert_eq!(parse_encoder("nvenc"), Ok(EncoderChoice::This(Encoder::Nvenc)));
        assert!(parse_encoder("x265").is_err());
    }

    #[test]
    fn canvases_are_read_by_their_names() {
        assert_eq!(parse_canvas("auto"), Ok(CanvasChoice::Auto));
        for kind in [CanvasKind::Cpu, CanvasKind::Gpu, CanvasKind::SoftwareGpu] {
            assert_eq!(parse_canvas(kind.name()), Ok(CanvasChoice::This(kind)));
        }
        assert!(parse_canvas("paper").is_err());
    }
}

/// What `serve` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Access tokens: LECTERN_JWT_ISSUER, LECTERN_JWT_AUDIENCE, and LECTERN_JWT_JWKS_URL (RS256) or\n\
                        LECTERN_JWT_SECRET (HS256). Without them only this machine is served, as the user `local`."
)]
pub struct ServeArguments {
    /// Address to listen at; port 0 takes a free one. The first line of output is the address
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    pub listen: String,
    /// Folder of projects, films and the queue [default: lectern in the user's data folder]
    #[arg(long, value_name = "FOLDER")]
    pub data: Option<PathBuf>,
    /// Address that users reach it at, if it is another one, with its scheme
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// Scenes of a film worked on at once [default: as many as processors]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u8).range(1..=64))]
    pub jobs: Option<u8>,
    /// Films made at once
    #[arg(long, default_value = "1", value_name = "NUMBER", value_parser = clap::value_parser!(u8).range(1..=64))]
    pub films: u8,
    /// Films that a user may have queued and running
    #[arg(long, default_value = "20", value_name = "NUMBER", value_parser = clap::value_parser!(u8).range(1..))]
    pub queue_limit: u8,
    /// Requests that a user may send in a minute
    #[arg(long, default_value = "600", value_name = "NUMBER")]
    pub requests_per_minute: u64,
    /// An origin whose pages may call the API from a browser; may be given several times
    #[arg(long, value_name = "ORIGIN")]
    pub cors_origin: Vec<String>,
    /// Let webhooks go to private and loopback addresses, and over plain HTTP
    #[arg(long)]
    pub private_webhooks: bool,
}
