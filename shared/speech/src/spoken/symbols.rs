//! Signs, Greek letters, abbreviations and names in words.

/// A superscript digit as a digit.
pub(super) fn superscript_digit(sign: char) -> Option<char> {
    "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|digit| digit == sign).and_then(|value| char::from_digit(value as u32, 10))
}

/// A superscript as the character it raises.
pub(super) fn superscript(sign: char) -> Option<char> {
    superscript_digit(sign).or(match sign {
        '⁺' => Some('+'),
        '⁻' => Some('-'),
        'ⁿ' => Some('n'),
        'ⁱ' => Some('i'),
        'ᵐ' => Some('m'),
        'ᵏ' => Some('k'),
        'ᵃ' => Some('a'),
        'ᵇ' => Some('b'),
        'ˣ' => Some('x'),
        'ʸ' => Some('y'),
        'ᵗ' => Some('t'),
        'ᵀ' => Some('T'),
        _ => None,
    })
}

/// A subscript as the character it lowers.
pub(super) fn subscript(sign: char) -> Option<char> {
    const SUBSCRIPTS: &[(char, char)] = &[
        ('₊', '+'),
        ('₋', '-'),
        ('ₐ', 'a'),
        ('ₑ', 'e'),
        ('ₒ', 'o'),
        ('ₓ', 'x'),
        ('ᵢ', 'i'),
        ('ⱼ', 'j'),
        ('ₖ', 'k'),
        ('ₗ', 'l'),
        ('ₘ', 'm'),
        ('ₙ', 'n'),
        ('ₚ', 'p'),
        ('ᵣ', 'r'),
        ('ₛ', 's'),
        ('ₜ', 't'),
        ('ᵤ', 'u'),
        ('ᵥ', 'v'),
        ('ₕ', 'h'),
    ];
    let digit = "₀₁₂₃₄₅₆₇₈₉".chars().position(|digit| digit == sign);
    digit
        .and_then(|value| char::from_digit(value as u32, 10))
        .or_else(|| SUBSCRIPTS.iter().find(|(low, _)| *low == sign).map(|(_, letter)| *letter))
}

/// A vulgar fraction as numerator and denominator.
pub(super) fn vulgar_fraction(sign: char) -> Option<(u64, u64)> {
    const FRACTIONS: &[(char, u64, u64)] = &[
        ('½', 1, 2),
        ('⅓', 1, 3),
        ('⅔', 2, 3),
        ('¼', 1, 4),
        ('¾', 3, 4),
        ('⅕', 1, 5),
        ('⅖', 2, 5),
        ('⅗', 3, 5),
        ('⅘', 4, 5),
        ('⅙', 1, 6),
        ('⅚', 5, 6),
        ('⅐', 1, 7),
        ('⅛', 1, 8),
        ('⅜', 3, 8),
        ('⅝', 5, 8),
        ('⅞', 7, 8),
        ('⅑', 1, 9),
        ('⅒', 1, 10),
    ];
    FRACTIONS
        .iter()
        .find(|(fraction, ..)| *fraction == sign)
        .map(|(_, numerator, denominator)| (*numerator, *denominator))
}

/// The name of a Greek letter.
pub(super) fn greek(letter: char) -> Option<&'static str> {
    const NAMES: [&str; 25] = [
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu",
        "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
    ];
    let index = match letter {
        'α'..='ω' => letter as usize - 'α' as usize,
        'Α'..='Ρ' | 'Σ'..='Ω' => letter as usize - 'Α' as usize,
        '∆' => 3,
        'µ' => 11,
        'ϕ' => 21,
        'ϑ' => 7,
        'ϵ' => 4,
        'Ω' => 24,
        _ => return None,
    };
    NAMES.get(index).copied()
}

/// A sign inside or between words.
pub(super) fn sign(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "+" => "plus",
        "=" | "==" | "===" | ":=" => "equals",
        "−" => "minus",
        "×" | "·" | "⋅" | "∗" | "⨯" => "times",
        "÷" | "∕" => "divided by",
        "±" => "plus or minus",
        "∓" => "minus or plus",
        "<" => "is less than",
        ">" => "is greater than",
        "≤" | "⩽" | "<=" => "is less than or equal to",
        "≥" | "⩾" | ">=" => "is greater than or equal to",
        "≠" | "!=" => "is not equal to",
        "≈" | "≅" | "≃" => "is about",
        "≡" => "is equivalent to",
        "∝" => "is proportional to",
        "→" | "⟶" | "->" | "=>" | "⇒" => "gives",
        "←" => "comes from",
        "↔" | "⇔" | "⇌" | "⇄" | "⟺" => "is in balance with",
        "↑" => "up",
        "↓" => "down",
        "&" | "&&" => "and",
        "||" => "or",
        "@" => "at",
        "%" => "percent",
        "‰" => "per mille",
        "°" => "degrees",
        "#" => "number",
        "~" | "∼" => "about",
        "^" => "to the power of",
        "√" => "the square root of",
        "∛" => "the cube root of",
        "∞" => "infinity",
        "∑" => "the sum of",
        "∏" => "the product of",
        "∫" => "the integral of",
        "∂" => "partial",
        "∇" => "nabla",
        "∈" => "in",
        "∉" => "not in",
        "∪" => "union",
        "∩" => "intersection",
        "⊂" | "⊆" => "is a subset of",
        "∅" => "the empty set",
        "∀" => "for all",
        "∃" => "there is",
        "¬" => "not",
        "∧" => "and",
        "∨" => "or",
        "∠" => "angle",
        "⊥" => "is perpendicular to",
        "∥" => "is parallel to",
        "∴" => "therefore",
        "§" => "section",
        "©" => "copyright",
        "®" => "registered",
        "™" => "trademark",
        "$" => "dollars",
        "€" => "euros",
        "£" => "pounds",
        "¥" => "yen",
        "¢" => "cents",
        "✓" | "✔" => "yes",
        _ => return None,
    })
}

/// One, many and hundredths of a currency.
pub(super) fn currency(sign: char) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match sign {
        '$' => ("dollar", "dollars", "cent"),
        '€' => ("euro", "euros", "cent"),
        '£' => ("pound", "pounds", "penny"),
        '¥' => ("yen", "yen", "sen"),
        '₹' => ("rupee", "rupees", "paisa"),
        '₽' => ("ruble", "rubles", "kopeck"),
        '₩' => ("won", "won", "jeon"),
        _ => return None,
    })
}

/// When an abbreviation is one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// With or without a period.
    Always,
    /// Only with a period.
    Period,
    /// Only with a period and a number after it.
    Number,
    /// Only with a period and a capitalized word after it.
    Name,
}

/// What an abbreviation (lower case, without its last period) stands for.
#[rustfmt::skip]
pub(super) fn abbreviation(text: &str) -> Option<(&'static str, When)> {
    use When::{Always, Name, Number, Period};
    const ABBREVIATIONS: &[(&str, &str, When)] = &[
        ("e.g", "for example", Always), ("eg", "for example", Period), ("i.e", "that is", Always), ("ie", "that is", Period), ("etc", "et cetera", Always), ("vs", "versus", Always), ("cf", "compare", Period), ("viz", "namely", Period), ("et al", "and others", Period), ("al", "al", Period),
        ("dr", "Doctor", Period), ("mr", "Mister", Always), ("mrs", "Missus", Always), ("ms", "Miz", Name), ("prof", "Professor", Period), ("rev", "Reverend", Name), ("gen", "General", Name), ("capt", "Captain", Period), ("lt", "Lieutenant", Name), ("col", "Colonel", Name), ("sgt", "Sergeant", Period), ("gov", "Governor", Name), ("sen", "Senator", Name), ("hon", "Honorable", Name), ("st", "Saint", Name), ("mt", "Mount", Name), ("jr", "Junior", Always), ("sr", "Senior", Period), ("ph.d", "P H D", Always),
        ("fig", "figure", Number), ("figs", "figures", Number), ("eq", "equation", Number), ("eqs", "equations", Number), ("no", "number", Number), ("nos", "numbers", Number), ("vol", "volume", Number), ("ch", "chapter", Number), ("sec", "section", Number), ("p", "page", Number), ("pp", "pages", Number), ("art", "article", Number), ("ca", "around", Period), ("c", "around", Number), ("approx", "approximately", Always), ("est", "established", Number), ("max", "maximum", Period), ("min", "minimum", Period), ("avg", "average", Always), ("dept", "department", Always), ("govt", "government", Always), ("inc", "incorporated", Period), ("ltd", "limited", Always), ("corp", "corporation", Period), ("co", "company", Period), ("bros", "brothers", Period),
        ("jan", "January", Always), ("feb", "February", Always), ("mar", "March", Period), ("apr", "April", Always), ("jun", "June", Period), ("jul", "July", Period), ("aug", "August", Always), ("sept", "September", Always), ("sep", "September", Period), ("oct", "October", Always), ("nov", "November", Always), ("dec", "December", Period),
    ];
    ABBREVIATIONS.iter().find(|(short, ..)| *short == text).map(|(_, long, when)| (*long, *when))
}

pub(super) const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Names that numerals count ("Henry VIII" the eighth), and saints and popes among them.
#[rustfmt::skip]
pub(super) const REGNAL_NAMES: &[&str] = &[
    "Henry", "Louis", "Charles", "George", "Edward", "Elizabeth", "James", "William", "Richard", "Mehmed", "Constantine", "John", "Paul", "Pius", "Benedict", "Gregory", "Leo", "Innocent", "Urban", "Clement", "Alexander", "Philip", "Napoleon", "Nicholas", "Peter", "Catherine", "Frederick", "Wilhelm", "Francis", "Ferdinand", "Murad", "Selim", "Ramses", "Ramesses", "Ptolemy", "Cleopatra", "Xerxes", "Darius", "Otto", "Ivan", "Mary", "Victoria", "Margaret", "Isabella", "Christian", "Gustav", "Haakon", "Harald", "Baldwin", "Theodosius", "Justinian", "Leopold", "Maximilian", "Joseph", "Suleiman", "Ahmed", "Mahmud", "Mustafa", "Osman", "Bayezid", "Thutmose", "Amenhotep", "Stephen", "Robert", "David", "Malcolm", "Alfonso", "Pedro", "Umberto", "Emmanuel", "Sixtus", "Julius", "Boniface", "Antiochus", "Seti", "Cyrus", "Artaxerxes", "Abdul", "Hassan", "Mohammed", "Muhammad", "Abdullah", "Juan", "Felipe", "Carlos", "Karl", "Rudolf", "Albert", "Baudouin", "Wilhelmina", "Beatrix", "Margrethe", "Oscar", "Basil", "Manuel", "Andronikos", "Alexios", "Romanos", "Nikephoros", "Michael", "Leon", "Heraclius", "Tiberius", "Shapur", "Khosrow", "Tutankhamun", "Mithridates", "Seleucus", "Hadrian", "Celestine", "Martin", "Eugene", "Adrian", "Callixtus", "Honorius", "Sigismund", "Casimir", "Vladislav", "Matthias",
];

/// Words before a Roman numeral that is a plain number ("World War II", "photosystem I").
#[rustfmt::skip]
pub(super) const NUMBERED_THINGS: &[&str] = &[
    "war", "chapter", "part", "section", "volume", "book", "act", "scene", "type", "class", "phase", "stage", "figure", "table", "photosystem", "complex", "article", "title", "grade", "level", "meiosis", "prophase", "metaphase", "anaphase", "telophase", "apollo", "factor", "layer", "group", "period", "gap", "step", "unit", "lesson", "division", "mark", "version", "option", "category", "appendix", "case", "pier", "polymerase", "angiotensin", "superbowl", "bowl",
];
