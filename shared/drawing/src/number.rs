//! Numbers as a viewer reads them, and the ticks of an axis.

/// A number in full: "2,692,537", "−0.25", "1,234.5". At most `decimals` digits after the point; zeros at the end are left
/// out. Very large and very small numbers are written with a power of ten.
pub(crate) fn full(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let magnitude = value.abs();
    if magnitude >= 1e15 || (magnitude > 0.0 && magnitude < 5e-7) {
        return scientific(value);
    }
    let rounded = format!("{magnitude:.decimals$}", decimals = decimals.min(9));
    let (whole, fraction) = rounded.split_once('.').unwrap_or((&rounded, ""));
    let mut text = String::new();
    let fraction = fraction.trim_end_matches('0');
    let is_zero = whole.bytes().all(|digit| digit == b'0') && fraction.is_empty();
    if value < 0.0 && !is_zero {
        text.push('−');
    }
    for (index, digit) in whole.chars().enumerate() {
        let left = whole.len() - index;
        // Four digits stand without a comma only as years do; the caller knows no years, so all are grouped.
        if index > 0 && left % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// A number in few characters: "2.7 M", "22 K", "15", "0.25".
pub(crate) fn short(value: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    const STEPS: [(f64, &str); 4] = [(1e12, " T"), (1e9, " B"), (1e6, " M"), (1e3, " K")];
    let magnitude = value.abs();
    if magnitude >= 1e15 {
        return scientific(value);
    }
    for (step, unit) in STEPS {
        // 999,950 is "1 M", not "1000 K".
        if magnitude >= step * 0.999_5 {
            let scaled = value / step;
            let decimals = usize::from(scaled.abs() < 99.95 && step > 0.0);
            return format!("{}{unit}", full(scaled, decimals));
        }
    }
    full(value, significant_decimals(value, 3))
}

/// Digits after the point that show `digits` significant ones.
pub(crate) fn significant_decimals(value: f64, digits: i32) -> usize {
    if value == 0.0 || !value.is_finite() {
        return 0;
    }
    let magnitude = value.abs().log10().floor() as i32;
    (digits - 1 - magnitude).clamp(0, 9) as usize
}

/// Digits after the point that the values need, at most six.
pub(crate) fn decimals_of(values: impl Iterator<Item = f64>) -> usize {
    values
        .filter(|value| value.is_finite())
        .map(|value| {
            (0..6).find(|digits| {
                let scaled = value * 10_f64.powi(*digits);
                (scaled - scaled.round()).abs() <= 1e-6 * scaled.abs().max(1.0)
            })
        })
        .map(|digits| digits.map_or(6, |digits| digits as usize))
        .max()
        .unwrap_or(0)
}

fn scientific(value: f64) -> String {
    let exponent = value.abs().log10().floor();
    let mantissa = value / 10_f64.powf(exponent);
    let digits: String = format!("{exponent:.0}")
        .chars()
        .map(|digit| match digit {
            '-' => '⁻',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            digit => digit.to_digit(10).and_then(|digit| char::from_u32(0x2070 + digit)).unwrap_or(digit),
        })
        .collect();
    format!("{} × 10{digits}", full(mantissa, 1))
}

/// A number as an author writes it: "2,692,537", "−3.5", "1 200", "$4.50", "12 %". None for anything else.
pub(crate) fn parse(text: &str) -> Option<f64> {
    let text = text.trim();
    let bare =
        text.trim_start_matches(['$', '€', '£', '¥', '~', '≈', '+']).trim_end_matches(['%', '°', '€', '$']).trim();
    let (sign, digits) = match bare.strip_prefix(['-', '−', '–']) {
        Some(rest) => (-1.0, rest.trim_start_matches('$')),
        None => (1.0, bare),
    };
    let digits: String =
        digits.chars().filter(|digit| !matches!(digit, ',' | '\u{a0}' | '\u{202f}' | ' ' | '_')).collect();
    let starts = digits.starts_with(|first: char| first.is_ascii_digit() || first == '.');
    let plain = digits.chars().all(|digit| digit.is_ascii_digit() || matches!(digit, '.' | 'e' | 'E' | '-'));
    if !starts || !plain {
        return None;
    }
    digits.parse::<f64>().ok().filter(|value| value.is_finite()).map(|value| sign * value)
}

/// The ticks of an axis.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ticks {
    /// Where they stand, rising, at least two; the first and the last are the ends of the axis.
    pub(crate) values: Vec<f64>,
    /// Digits after the point that tell them apart.
    pub(crate) decimals: usize,
}

/// Ticks at steps of 1, 2 or 5 times a power of ten (Heckbert, "Nice numbers for graph labels", Graphics Gems, 1990) that
/// enclose the values in about `count` steps. Zero is on the axis unless all values lie far from it.
pub(crate) fn ticks(lowest: f64, highest: f64, count: usize) -> Ticks {
    let bound = |value: f64| if value.is_finite() { value.clamp(-1e300, 1e300) } else { 0.0 };
    let (mut low, mut high) = (bound(lowest.min(highest)), bound(lowest.max(highest)));
    // An axis that leaves out zero makes small differences look large: only where zero would press all values together.
    if low > 0.0 && low < high * 0.75 {
        low = 0.0;
    }
    if high < 0.0 && high > low * 0.75 {
        high = 0.0;
    }
    if high - low <= f64::EPSILON * high.abs().max(low.abs()).max(1e-300) * 8.0 {
        (low, high) = match low {
            0.0 => (0.0, 1.0),
            positive if positive > 0.0 => (0.0, positive),
            negative => (negative, 0.0),
        };
    }
    let raw = (high - low) / count.max(1) as f64;
    let power = 10_f64.powf(raw.log10().floor());
    let fraction = raw / power;
    let nice = [1.0, 2.0, 5.0, 10.0].into_iter().find(|nice| fraction <= nice * 1.000_001).unwrap_or(10.0);
    let step = nice * power;
    let slack = 1e-9;
    let first = (low / step + slack).floor();
    let last = (high / step - slack).ceil().max(first + 1.0);
    let count = (last - first).clamp(1.0, 100.0) as usize;
    let values: Vec<f64> = (0..=count).map(|index| (first + index as f64) * step).collect();
    let decimals = (-(step.log10() + 1e-9).floor()).clamp(0.0, 9.0) as usize;
    Ticks { values, decimals }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_written_in_full() {
        let cases = [
            (2_692_537.0, 0, "2,692,537"),
            (0.0, 2, "0"),
            (-0.0001, 2, "0"),
            (-1234.5, 1, "−1,234.5"),
            (0.25, 3, "0.25"),
            (999.0, 0, "999"),
            (1000.0, 0, "1,000"),
            (1e18, 0, "1 × 10¹⁸"),
            (-2.5e-9, 3, "−2.5 × 10⁻⁹"),
            (f64::NAN, 0, "–"),
            (f64::INFINITY, 0, "–"),
        ];
        for (value, decimals, expected) in cases {
            assert_eq!(full(value, decimals), expected);
        }
    }

    #[test]
    fn numbers_are_written_short() {
        let cases = [
            (2_692_537.0, "2.7 M"),
            (21_891.0, "21.9 K"),
            (177.0, "177"),
            (1_000.0, "1 K"),
            (999_960.0, "1 M"),
            (150_000.0, "150 K"),
            (7.9e9, "7.9 B"),
            (-3_200.0, "−3.2 K"),
            (0.1234, "0.123"),
            (12.345, "12.3"),
            (3e20, "3 × 10²⁰"),
        ];
        for (value, expected) in cases {
            assert_eq!(short(value), expected, "{value}");
        }
    }

    #[test]
    fn numbers_are_read_as_authors_write_them() {
        let cases = [
            ("2,692,537", Some(2_692_537.0)),
            ("-3.5", Some(-3.5)),
            ("−3.5", Some(-3.5)),
            ("$4.50", Some(4.5)),
            ("-$4", Some(-4.0)),
            ("12 %", Some(12.0)),
            ("1 200", Some(1200.0)),
            ("1e3", Some(1000.0)),
            (".5", Some(0.5)),
            ("", None),
            ("n", None),
            ("e5", None),
            ("3 apples", None),
            ("10–20", None),
            ("1999-2003", None),
            ("inf", None),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text), expected, "{text:?}");
        }
    }

    #[test]
    fn ticks_stand_at_ones_twos_and_fives() {
        let cases: [(f64, f64, &[f64], usize); 8] = [
            (100.0, 900.0, &[0.0, 200.0, 400.0, 600.0, 800.0, 1000.0], 0),
            (0.0, 1.0, &[0.0, 0.2, 0.4, 0.6, 0.8, 1.0], 1),
            (15.0, 2_692_537.0, &[0.0, 1e6, 2e6, 3e6], 0),
            (-30.0, 45.0, &[-40.0, -20.0, 0.0, 20.0, 40.0, 60.0], 0),
            (1990.0, 2020.0, &[1990.0, 2000.0, 2010.0, 2020.0], 0),
            (5.0, 5.0, &[0.0, 1.0, 2.0, 3.0, 4.0, 5.0], 0),
            (0.0, 0.0, &[0.0, 0.2, 0.4, 0.6, 0.8, 1.0], 1),
            (-7.0, -1.0, &[-8.0, -6.0, -4.0, -2.0, 0.0], 0),
        ];
        for (low, high, expected, decimals) in cases {
            let found = ticks(low, high, 5);
            assert_eq!(found.decimals, decimals, "{low} to {high}");
            assert_eq!(found.values.len(), expected.len(), "{low} to {high}: {:?}", found.values);
            for (value, expected) in found.values.iter().zip(expected) {
                assert!(
                    (value - expected).abs() < 1e-9 * expected.abs().max(1.0),
                    "{low} to {high}: {:?}",
                    found.values
                );
            }
        }
    }

    #[test]
    fn decimals_are_as_many_as_the_values_need() {
        let cases: [(&[f64], usize); 5] =
            [(&[1.0, 2.0], 0), (&[1.5, 2.0], 1), (&[0.25], 2), (&[1.0 / 3.0], 6), (&[], 0)];
        for (values, expected) in cases {
            assert_eq!(decimals_of(values.iter().copied()), expected, "{values:?}");
        }
    }

    proptest! {
        #[test]
        fn ticks_enclose_any_values_and_rise(one in any::<f64>(), two in any::<f64>(), count in 1_usize..12) {
            let found = ticks(one, two, count);
            prop_assert!(found.values.len() >= 2 && found.values.len() <= 102);
            prop_assert!(found.values.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", found.values);
            if one.abs() < 1e12 && two.abs() < 1e12 && one.is_finite() && two.is_finite() {
                let slack = 1e-6 * (one.abs() + two.abs() + 1e-9);
                prop_assert!(found.values[0] <= one.min(two) + slack);
                prop_assert!(found.values[found.values.len() - 1] >= one.max(two) - slack);
            }
        }

        #[test]
        fn any_number_is_written_and_read_back(value in -1e12_f64..1e12) {
            let text = full(value, 6);
            let read = parse(&text).expect("reads back");
            prop_assert!((read - value).abs() <= 1e-6, "{} became {}", value, text);
            prop_assert!(short(value).chars().count() <= 12);
        }
    }
}
