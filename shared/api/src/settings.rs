//! How a film is to be, as users may ask for it.

use lectern_drawing::Style;
use lectern_lesson::{Format, LEXICON_ENTRY_MAX, LEXICON_MAX, Lexicon, Settings};
use lectern_speech::voices;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    limits::{FPS, LENGTH_SECS, PACE, SIZES},
    request::Faults,
};

/// Notes what of settings cannot be had. `place` is where they stand.
pub(crate) fn check(settings: &Settings, place: &str, faults: &mut Faults) {
    let Settings { style, voice, pace, lexicon, format, length_secs, draft: _, hls: _ } = settings;
    let is_known = |style: &String| Style::names().contains(&style.as_str());
    faults.unless(style.as_ref().is_none_or(is_known), &format!("{place}/style"), "there is no such style");
    let is_voice = |voice: &String| voices().iter().any(|known| known.name == voice);
    faults.unless(voice.as_ref().is_none_or(is_voice), &format!("{place}/voice"), "there is no such voice");
    if let Some(pace) = pace {
        faults.range(&format!("{place}/pace"), *pace, &PACE);
    }
    let is_short = |text: &str| text.chars().count() <= LEXICON_ENTRY_MAX;
    faults.unless(
        lexicon.readings.len() <= LEXICON_MAX
            && lexicon.readings.iter().all(|(word, reading)| is_short(word) && is_short(reading)),
        &format!("{place}/lexicon"),
        format!("at most {LEXICON_MAX} words, each and its reading of at most {LEXICON_ENTRY_MAX} characters"),
    );
    check_format(*format, &format!("{place}/format"), faults);
    if let Some(secs) = length_secs {
        faults.range(&format!("{place}/lengthSecs"), *secs, &LENGTH_SECS);
    }
}

fn check_format(format: Format, place: &str, faults: &mut Faults) {
    let is_known = SIZES.contains(&(format.width, format.height));
    faults.unless(is_known, place, "width and height must be one of the sizes in the description");
    faults.unless(FPS.contains(&format.fps), &format!("{place}/fps"), "must be from 1 to 60");
}

/// Settings of which only some are given.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SettingsChange {
    /// Name of the style.
    style: Option<String>,
    /// Name of the voice.
    voice: Option<String>,
    /// Speaking rate.
    pace: Option<f64>,
    /// How words are said; replaces the whole lexicon.
    lexicon: Option<Lexicon>,
    /// Size and frame rate.
    format: Option<Format>,
    /// Length asked for, in seconds.
    length_secs: Option<f64>,
    /// Encode fast and coarse, for a first look.
    draft: Option<bool>,
    /// Also make a stream of the film: HLS in several sizes, with captions and thumbnails.
    hls: Option<bool>,
}

impl SettingsChange {
    /// The settings with what is given in place of what was.
    pub(crate) fn over(self, settings: &Settings) -> Settings {
        let old = settings.clone();
        Settings {
            style: self.style.or(old.style),
            voice: self.voice.or(old.voice),
            pace: self.pace.or(old.pace),
            lexicon: self.lexicon.unwrap_or(old.lexicon),
            format: self.format.unwrap_or(old.format),
            length_secs: self.length_secs.or(old.length_secs),
            draft: self.draft.unwrap_or(old.draft),
            hls: self.hls.unwrap_or(old.hls),
        }
    }

    /// Notes what of them cannot be had.
    pub(crate) fn check(&self, place: &str, faults: &mut Faults) {
        check(&self.clone().over(&Settings::default()), place, faults);
    }
}
