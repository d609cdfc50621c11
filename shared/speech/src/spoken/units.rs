//! Units of measure in words.

use super::symbols::superscript_digit;

/// Symbol, one, many.
#[rustfmt::skip]
const UNITS: &[(&str, &str, &str)] = &[
    ("m", "meter", "meters"), ("km", "kilometer", "kilometers"), ("dm", "decimeter", "decimeters"), ("cm", "centimeter", "centimeters"), ("mm", "millimeter", "millimeters"), ("µm", "micrometer", "micrometers"), ("μm", "micrometer", "micrometers"), ("nm", "nanometer", "nanometers"), ("pm", "picometer", "picometers"),
    ("ft", "foot", "feet"), ("yd", "yard", "yards"), ("mi", "mile", "miles"), ("in", "inch", "inches"), ("ly", "light-year", "light-years"), ("AU", "astronomical unit", "astronomical units"), ("Å", "angstrom", "angstroms"),
    ("g", "gram", "grams"), ("kg", "kilogram", "kilograms"), ("mg", "milligram", "milligrams"), ("µg", "microgram", "micrograms"), ("μg", "microgram", "micrograms"), ("ng", "nanogram", "nanograms"), ("lb", "pound", "pounds"), ("lbs", "pound", "pounds"), ("oz", "ounce", "ounces"), ("Da", "dalton", "daltons"), ("kDa", "kilodalton", "kilodaltons"), ("u", "atomic mass unit", "atomic mass units"),
    ("s", "second", "seconds"), ("sec", "second", "seconds"), ("ms", "millisecond", "milliseconds"), ("µs", "microsecond", "microseconds"), ("μs", "microsecond", "microseconds"), ("ns", "nanosecond", "nanoseconds"), ("min", "minute", "minutes"), ("h", "hour", "hours"), ("hr", "hour", "hours"), ("hrs", "hour", "hours"), ("d", "day", "days"), ("yr", "year", "years"), ("yrs", "year", "years"), ("Ma", "million years", "million years"), ("Ga", "billion years", "billion years"),
    ("L", "liter", "liters"), ("l", "liter", "liters"), ("mL", "milliliter", "milliliters"), ("ml", "milliliter", "milliliters"), ("µL", "microliter", "microliters"), ("μL", "microliter", "microliters"), ("gal", "gallon", "gallons"), ("ha", "hectare", "hectares"),
    ("J", "joule", "joules"), ("kJ", "kilojoule", "kilojoules"), ("MJ", "megajoule", "megajoules"), ("cal", "calorie", "calories"), ("kcal", "kilocalorie", "kilocalories"), ("eV", "electron volt", "electron volts"), ("keV", "kiloelectron volt", "kiloelectron volts"), ("MeV", "megaelectron volt", "megaelectron volts"), ("GeV", "gigaelectron volt", "gigaelectron volts"), ("Wh", "watt hour", "watt hours"), ("kWh", "kilowatt hour", "kilowatt hours"), ("MWh", "megawatt hour", "megawatt hours"),
    ("W", "watt", "watts"), ("kW", "kilowatt", "kilowatts"), ("MW", "megawatt", "megawatts"), ("GW", "gigawatt", "gigawatts"), ("mW", "milliwatt", "milliwatts"), ("hp", "horsepower", "horsepower"),
    ("N", "newton", "newtons"), ("kN", "kilonewton", "kilonewtons"), ("Pa", "pascal", "pascals"), ("hPa", "hectopascal", "hectopascals"), ("kPa", "kilopascal", "kilopascals"), ("MPa", "megapascal", "megapascals"), ("GPa", "gigapascal", "gigapascals"), ("atm", "atmosphere", "atmospheres"), ("mmHg", "millimeter of mercury", "millimeters of mercury"), ("psi", "pound per square inch", "pounds per square inch"),
    ("V", "volt", "volts"), ("kV", "kilovolt", "kilovolts"), ("mV", "millivolt", "millivolts"), ("A", "ampere", "amperes"), ("mA", "milliampere", "milliamperes"), ("Ω", "ohm", "ohms"), ("Ω", "ohm", "ohms"), ("kΩ", "kiloohm", "kiloohms"), ("F", "farad", "farads"), ("C", "coulomb", "coulombs"), ("T", "tesla", "teslas"), ("Hz", "hertz", "hertz"), ("kHz", "kilohertz", "kilohertz"), ("MHz", "megahertz", "megahertz"), ("GHz", "gigahertz", "gigahertz"),
    ("K", "kelvin", "kelvins"), ("°C", "degree Celsius", "degrees Celsius"), ("°F", "degree Fahrenheit", "degrees Fahrenheit"), ("°K", "kelvin", "kelvins"), ("℃", "degree Celsius", "degrees Celsius"), ("℉", "degree Fahrenheit", "degrees Fahrenheit"), ("°", "degree", "degrees"), ("ºC", "degree Celsius", "degrees Celsius"), ("ºF", "degree Fahrenheit", "degrees Fahrenheit"),
    ("mol", "mole", "moles"), ("mmol", "millimole", "millimoles"), ("µmol", "micromole", "micromoles"), ("M", "molar", "molar"), ("mM", "millimolar", "millimolar"), ("cd", "candela", "candelas"), ("lm", "lumen", "lumens"), ("dB", "decibel", "decibels"), ("rpm", "revolution per minute", "revolutions per minute"), ("mph", "mile per hour", "miles per hour"), ("kph", "kilometer per hour", "kilometers per hour"), ("kmh", "kilometer per hour", "kilometers per hour"), ("fps", "frame per second", "frames per second"), ("bpm", "beat per minute", "beats per minute"), ("ppm", "part per million", "parts per million"), ("ppb", "part per billion", "parts per billion"),
    ("B", "byte", "bytes"), ("kB", "kilobyte", "kilobytes"), ("KB", "kilobyte", "kilobytes"), ("MB", "megabyte", "megabytes"), ("GB", "gigabyte", "gigabytes"), ("TB", "terabyte", "terabytes"), ("PB", "petabyte", "petabytes"), ("KiB", "kibibyte", "kibibytes"), ("MiB", "mebibyte", "mebibytes"), ("GiB", "gibibyte", "gibibytes"), ("Mbps", "megabit per second", "megabits per second"), ("Gbps", "gigabit per second", "gigabits per second"), ("px", "pixel", "pixels"), ("pt", "point", "points"),
    ("%", "percent", "percent"), ("‰", "per mille", "per mille"), ("bp", "base pair", "base pairs"), ("kb", "kilobase", "kilobases"), ("t", "tonne", "tonnes"),
];

/// Symbols that are also words or letters: units only when written onto the number ("5in"), not in the next word.
const ATTACHED_ONLY: &[&str] =
    &["in", "d", "t", "u", "C", "F", "T", "B", "M", "ly", "pt", "Ma", "Ga", "Da", "hp", "fps", "a"];

/// Symbols that are units even where no number stands before them.
#[rustfmt::skip]
const ALWAYS: &[&str] = &[
    "kJ", "kcal", "km", "kg", "cm", "mm", "mL", "kHz", "MHz", "GHz", "kPa", "hPa", "MPa", "eV", "MeV", "kWh", "kW", "MW", "GW", "°C", "°F", "℃", "µm", "μm", "nm", "mV", "kV", "GB", "TB", "mmHg", "mph", "ppm", "mol", "%", "°",
];

const LENGTHS: &[&str] = &["m", "km", "dm", "cm", "mm", "µm", "μm", "nm", "ft", "yd", "mi", "in"];

/// The unit in words after a number; `one` if the number is one.
pub(super) fn unit_words(symbol: &str, one: bool) -> Option<String> {
    let mut words = String::new();
    for (index, part) in symbol.split('/').enumerate() {
        let plural = !one && index == 0;
        let factors: Vec<&str> = part.split(['·', '⋅', '*']).collect();
        // "newton meters": the last takes the plural.
        let last = factors.iter().rposition(|factor| !factor.contains('⁻')).unwrap_or(0);
        let words_of = |(at, factor): (usize, &&str)| factor_words(factor, plural && at == last, index > 0);
        let factors: Option<Vec<String>> = factors.iter().enumerate().map(words_of).collect();
        if index > 0 {
            words.push_str(" per ");
        }
        words.push_str(&factors?.join(" "));
    }
    Some(words)
}

/// Whether a word after a number can be a unit, rather than a word of its own.
pub(super) fn may_follow(symbol: &str) -> bool {
    !ATTACHED_ONLY.contains(&symbol)
}

/// The unit in words where no number stands before it: only what can be nothing else.
pub(super) fn lone_unit_words(symbol: &str) -> Option<String> {
    let (first, rest) = symbol.split_once('/').map_or((symbol, None), |(first, rest)| (first, Some(rest)));
    let known = ALWAYS.contains(&first) || rest.is_some() && first.len() < 5 && base(first).is_some();
    if !known || rest.is_some_and(|rest| rest.len() > 12) { None } else { unit_words(symbol, false) }
}

fn base(symbol: &str) -> Option<(&'static str, &'static str)> {
    UNITS.iter().find(|(name, ..)| *name == symbol).map(|(_, one, many)| (*one, *many))
}

fn factor_words(factor: &str, plural: bool, below: bool) -> Option<String> {
    let cut = factor
        .find(|sign: char| superscript_digit(sign).is_some() || sign == '⁻' || sign == '^')
        .unwrap_or(factor.len());
    let (symbol, exponent) = factor.split_at(cut);
    let exponent: String = exponent
        .chars()
        .filter(|sign| *sign != '^')
        .map(|sign| superscript_digit(sign).unwrap_or(if sign == '⁻' { '-' } else { sign }))
        .collect();
    let Some((one, many)) = base(symbol) else {
        // "miles/hour": any plain word below the line.
        let word = below
            && exponent.is_empty()
            && symbol.len() > 2
            && symbol.bytes().all(|letter| letter.is_ascii_lowercase());
        return word.then(|| symbol.to_owned());
    };
    let name = if plural { many } else { one };
    let length = LENGTHS.contains(&symbol);
    Some(match (exponent.as_str(), length) {
        ("" | "1", _) => name.to_owned(),
        ("2", true) => format!("square {name}"),
        ("3", true) => format!("cubic {name}"),
        ("2", false) => format!("{name} squared"),
        ("3", false) => format!("{name} cubed"),
        ("-1", _) => format!("per {one}"),
        ("-2", true) => format!("per square {one}"),
        ("-3", true) => format!("per cubic {one}"),
        ("-2", false) => format!("per {one} squared"),
        _ => return None,
    })
}
