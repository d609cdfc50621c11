//! How large what users send may be, in bytes, and how much of it. The OpenAPI file states the same numbers.

/// Bodies that have no limit of their own.
pub const BODY_BYTES_MAX: usize = 16 << 10;

/// A script's text.
pub const SCRIPT_BYTES_MAX: usize = lectern_pipeline::studio::SCRIPT_BYTES_MAX as usize;

/// A script's JSON: a character of one byte has at most six in JSON (`\u0001`), though hardly any has; twice is enough for
/// every real script.
pub const SCRIPT_BODY_BYTES_MAX: usize = 2 * SCRIPT_BYTES_MAX;

/// A storyboard's JSON.
pub const STORYBOARD_BYTES_MAX: usize = lectern_pipeline::studio::STORYBOARD_BYTES_MAX as usize;

/// A script that is planned while a request waits: more than an hour of film. Larger ones are planned when their film is made.
pub const PLANNED_BYTES_MAX: u64 = 64 << 10;

/// Scenes of a storyboard: many hours of film. Checking as many takes seconds.
pub const SCENES_MAX: usize = 5_000;

/// How long a request may wait for a plan or a check, in seconds: less than the 29 that API Gateway waits.
pub const PLANNING_SECS: u64 = 25;

/// A picture.
pub const ASSET_BYTES_MAX: u64 = 20 << 20;

/// Name of a picture or script, in characters.
pub const NAME_MAX: usize = 200;

/// Address of a webhook, in characters.
pub const URL_MAX: usize = 2000;

/// Lengths that can be asked for, in seconds.
pub const LENGTH_SECS: std::ops::RangeInclusive<f64> = 15.0..=14_400.0;

/// Speaking rates.
pub const PACE: std::ops::RangeInclusive<f64> = 0.5..=2.0;

/// Frame rates.
pub const FPS: std::ops::RangeInclusive<u32> = 1..=60;

/// Sizes of films, in pixels.
pub const SIZES: [(u32, u32); 6] = [(640, 360), (854, 480), (1280, 720), (1920, 1080), (2560, 1440), (3840, 2160)];
