use crate::{Durations, Input, Kind, MicroDollars, Model, Unit};

/// What a scene asks of a model for video or pictures.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// What is to be made.
    pub kind: Kind,
    /// What it is to be made from.
    pub from: Input,
    /// Seconds to be filled; of no account for a picture.
    pub secs: f64,
    /// The resolution that is wished for: `720p`.
    pub resolution: Option<String>,
    /// The ratio of the film: `16:9`.
    pub aspect: Option<String>,
    /// Characters of the prompt.
    pub prompt_characters: u32,
    /// Pictures that it is to look like.
    pub reference_images: u32,
}

/// How well a model can do what a scene asks for, 0 to 1: 0 where it cannot at all, for it makes something else or from
/// something else, or the prompt is too long; else the part of the wishes (length, resolution, ratio, reference pictures) that
/// are known to be met, times the quality that its owner gave it, 1 if none. What a model leaves unsaid counts half.
pub fn capability(model: &Model, need: &Need) -> f64 {
    let takes = model.takes.contains(&need.from);
    let too_long = model.prompt_limit.is_some_and(|limit| need.prompt_characters > limit);
    if model.kind != need.kind || !takes || too_long {
        return 0.0;
    }
    let known = |is_met: Option<bool>| match is_met {
        Some(true) => 1.0,
        Some(false) => 0.0,
        None => 0.5,
    };
    let listed = |wish: &Option<String>, list: &[String]| {
        wish.as_ref().map(|wish| known((!list.is_empty()).then(|| list.contains(wish))))
    };
    let length = (need.kind == Kind::Video)
        .then(|| known(model.durations.as_ref().map(|durations| durations.covering(need.secs).is_some())));
    let references =
        (need.reference_images > 0).then(|| known(model.reference_images.map(|most| need.reference_images <= most)));
    let wishes =
        [length, listed(&need.resolution, &model.resolutions), listed(&need.aspect, &model.aspects), references];
    let (met, count) = wishes.iter().flatten().fold((0.0, 0.0), |(met, count), wish| (met + wish, count + 1.0));
    let share = if count > 0.0 { met / count } else { 1.0 };
    share * model.quality.unwrap_or(1.0)
}

/// What a scene would cost with a model: the length that covers it, or the longest that it makes, at the price of the
/// resolution, or its dearest. None where no price is known: such a model has no place in a budget.
pub fn estimate(model: &Model, need: &Need) -> Option<MicroDollars> {
    let secs = match &model.durations {
        Some(durations) => durations.covering(need.secs).unwrap_or_else(|| longest(durations)),
        None => need.secs,
    };
    let millis = if secs > 0.0 { (secs * 1000.0).ceil() as u64 } else { 0 };
    let price = |unit| {
        let resolution = need.resolution.as_deref();
        model.price(unit, resolution).or_else(|| model.price(unit, None))
    };
    let by_second = || price(Unit::Second).map(|price| price.usd.times(millis, price.per.saturating_mul(1000)));
    let whole = |unit| price(unit).map(|price| price.usd.times(1, price.per));
    match need.kind {
        Kind::Video => by_second().or_else(|| whole(Unit::Clip)),
        Kind::Picture => whole(Unit::Image),
        Kind::Music | Kind::Effects => by_second().or_else(|| whole(Unit::Track)),
        Kind::Writer | Kind::Voice | Kind::Moderation => None,
    }
}

fn longest(durations: &Durations) -> f64 {
    match durations {
        Durations::AnyOf(lengths) => lengths.last().copied().unwrap_or_default(),
        Durations::Between(_, to) => *to,
    }
}
