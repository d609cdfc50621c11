//! Spanish numbers in words.

const SMALL: [&str; 30] = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
];
const TENS: [&str; 10] = ["", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"];
const HUNDREDS: [&str; 10] = [
    "",
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
];

/// A whole number in words. Before a noun "uno" loses its "o".
pub(crate) fn cardinal(number: u64, before_noun: bool) -> String {
    let words = plain(number);
    if !before_noun {
        return words;
    }
    match words.strip_suffix("veintiuno") {
        Some(rest) => format!("{rest}veintiún"),
        None => words.strip_suffix("uno").map(|rest| format!("{rest}un")).unwrap_or(words),
    }
}

fn plain(number: u64) -> String {
    let joined = |high: String, low: u64| if low == 0 { high } else { format!("{high} {}", plain(low)) };
    match number {
        0..30 => SMALL[number as usize].to_owned(),
        30..100 => {
            let tens = TENS[(number / 10) as usize].to_owned();
            if number.is_multiple_of(10) { tens } else { format!("{tens} y {}", SMALL[(number % 10) as usize]) }
        }
        100 => "cien".to_owned(),
        101..1_000 => joined(HUNDREDS[(number / 100) as usize].to_owned(), number % 100),
        1_000..2_000 => joined("mil".to_owned(), number % 1_000),
        2_000..1_000_000 => joined(format!("{} mil", cardinal(number / 1_000, true)), number % 1_000),
        1_000_000..2_000_000 => joined("un millón".to_owned(), number % 1_000_000),
        2_000_000..1_000_000_000_000 => {
            joined(format!("{} millones", cardinal(number / 1_000_000, true)), number % 1_000_000)
        }
        _ => number.to_string().bytes().map(|digit| SMALL[usize::from(digit - b'0')]).collect::<Vec<_>>().join(" "),
    }
}

/// Digits as Spanish writes them ("1453", "1.453", "3,5") in words; none for what is no number.
pub(crate) fn read(text: &str, before_noun: bool) -> Option<String> {
    let (whole, fraction) = match text.split_once(',') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        // "3.5" is written, too: a point is a decimal one unless three digits follow.
        None => match text.split_once('.') {
            Some((whole, fraction)) if fraction.len() != 3 && !fraction.contains('.') => (whole, Some(fraction)),
            _ => (text, None),
        },
    };
    let digits = whole.replace('.', "");
    let is_digits =
        |text: &str| !text.is_empty() && text.len() <= 18 && text.bytes().all(|digit| digit.is_ascii_digit());
    if !is_digits(&digits) {
        return None;
    }
    let number: u64 = digits.parse().ok()?;
    match fraction {
        None => Some(cardinal(number, before_noun)),
        Some(fraction) if is_digits(fraction) => {
            let zeros = fraction.len() - fraction.trim_start_matches('0').len();
            let rest = fraction.trim_start_matches('0');
            let mut words = vec![plain(number), "coma".to_owned()];
            words.extend(std::iter::repeat_n("cero".to_owned(), zeros));
            if rest.len() <= 2 {
                words.extend((!rest.is_empty()).then(|| plain(rest.parse().unwrap_or(0))));
            } else {
                words.extend(rest.bytes().map(|digit| SMALL[usize::from(digit - b'0')].to_owned()));
            }
            Some(words.join(" "))
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_spaniards_do() {
        for (text, before_noun, expected) in [
            ("0", false, Some("cero")),
            ("21", false, Some("veintiuno")),
            ("21", true, Some("veintiún")),
            ("31", true, Some("treinta y un")),
            ("100", false, Some("cien")),
            ("115", false, Some("ciento quince")),
            ("1453", false, Some("mil cuatrocientos cincuenta y tres")),
            ("1.453", false, Some("mil cuatrocientos cincuenta y tres")),
            ("2024", false, Some("dos mil veinticuatro")),
            ("21000", false, Some("veintiún mil")),
            ("1000000", false, Some("un millón")),
            ("4500000", false, Some("cuatro millones quinientos mil")),
            ("3,5", false, Some("tres coma cinco")),
            ("0,05", false, Some("cero coma cero cinco")),
            ("3.14", false, Some("tres coma catorce")),
            ("x2", false, None),
            ("1,2,3", false, None),
        ] {
            assert_eq!(read(text, before_noun).as_deref(), expected, "{text}");
        }
    }
}
