use lectern_lesson::{Token, parse_narration};
use proptest::prelude::*;

use super::{SpokenItem, spoken_items};

/// What is said, with letters apart and marks where they fall.
fn said(narration: &str) -> String {
    let mut text = String::new();
    for item in spoken_items(&parse_narration(narration).expect("well-formed")).0 {
        let part = match item {
            SpokenItem::Words { text, .. } => text,
            SpokenItem::Letters { text, .. } => text.chars().map(String::from).collect::<Vec<_>>().join(" "),
            SpokenItem::Mark(mark) => {
                text.push(mark);
                continue;
            }
            SpokenItem::Sounds { sounds, .. } => format!("/{sounds}/"),
            SpokenItem::Pause(_) | SpokenItem::Paragraph | SpokenItem::Voice(_) => continue,
        };
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&part);
    }
    text
}

#[rustfmt::skip]
const CASES: &[(&str, &str)] = &[
    // Numbers.
    ("7 of 9", "seven of nine"), ("0", "zero"), ("21 and 110", "twenty-one and one hundred ten"), ("1,000 men", "one thousand men"), ("2692537 calls", "two million six hundred ninety-two thousand five hundred thirty-seven calls"),
    ("21891", "twenty-one thousand eight hundred ninety-one"), ("6.5", "six point five"), ("0.05", "zero point zero five"), (".5", "point five"), ("3.14159", "three point one four one five nine"), ("007", "zero zero seven"), ("1,234,567.8", "one million two hundred thirty-four thousand five hundred sixty-seven point eight"),
    ("99999999999999999999999", "nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine"), ("version 1.2.3", "version one point two point three"), ("−57", "minus fifty-seven"), ("-4 degrees", "minus four degrees"), ("+7", "plus seven"), ("~5", "about five"), ("<5", "less than five"), (">100", "more than one hundred"), ("±2", "plus or minus two"), ("#1", "number one"), ("1000000000", "one billion"),
    // Ordinals, decades, Roman numerals.
    ("the 29th of May", "the twenty-ninth of May"), ("1st, 2nd, 3rd and 12th", "first, second, third and twelfth"), ("the 21st century", "the twenty-first century"), ("the 1850s", "the eighteen fifties"), ("the 1900s", "the nineteen hundreds"), ("the '90s", "the nineties"), ("the 2010s", "the twenty tens"), ("her 20s", "her twenties"),
    ("Henry VIII ruled", "Henry the eighth ruled"), ("Louis XIV", "Louis the fourteenth"), ("World War II", "World War two"), ("Chapter IV", "Chapter four"), ("photosystem I", "photosystem one"), ("photosystem II", "photosystem two"), ("Elizabeth I", "Elizabeth the first"), ("I think so", "I think so"), ("So I went", "So I went"), ("a CD", "a CD"),
    // Years and dates.
    ("in 1453", "in fourteen fifty-three"), ("By 1453 the city was", "By fourteen fifty-three the city was"), ("29th of May 1453,", "twenty-ninth of May fourteen fifty-three,"), ("May 29, 1453", "May twenty-ninth, fourteen fifty-three"), ("in 1905", "in nineteen oh five"), ("in 1900", "in nineteen hundred"), ("in 2000", "in two thousand"), ("in 2005", "in two thousand five"), ("since 2024", "since twenty twenty-four"), ("(1969)", "nineteen sixty-nine,"), ("1939–1945", "nineteen thirty-nine to nineteen forty-five"), ("1914–18", "nineteen fourteen to eighteen"), ("44 BC", "forty-four BC"), ("1500 people", "one thousand five hundred people"), ("in 1500 towns", "in one thousand five hundred towns"), ("2024-05-29", "May twenty-ninth twenty twenty-four"), ("on July 4", "on July fourth"), ("1776 AD", "seventeen seventy-six AD"), ("weighs 1850 kg", "weighs one thousand eight hundred fifty kilograms"),
    // Times and ratios.
    ("at 10:30", "at ten thirty"), ("at 10:05", "at ten oh five"), ("at 9:00", "at nine o'clock"), ("10:30 a.m. today", "ten thirty A M today"), ("5pm", "five P M"), ("a 3:1 ratio", "a three to one ratio"), ("2:30:15", "two thirty fifteen"), ("16:9", "sixteen to nine"),
    // Money.
    ("$5", "five dollars"), ("$1", "one dollar"), ("$3.50", "three dollars and fifty cents"), ("$0.50", "fifty cents"), ("$1,250.75", "one thousand two hundred fifty dollars and seventy-five cents"), ("€20", "twenty euros"), ("£3.20", "three pounds and twenty pence"), ("¥500", "five hundred yen"), ("$5 million more", "five million dollars more"), ("$2.5 billion.", "two point five billion dollars."), ("$3M", "three million dollars"), ("$5–10", "five to ten dollars"), ("$4/kg", "four dollars per kilogram"), ("$2/person", "two dollars per person"), ("−$5", "minus five dollars"),
    // Percentages and units.
    ("50%", "fifty percent"), ("90 %", "ninety percent"), ("6.5 m", "six point five meters"), ("1 m", "one meter"), ("30 kJ", "thirty kilojoules"), ("30kJ", "thirty kilojoules"), ("7.3 kcal/mol", "seven point three kilocalories per mole"), ("−7.3 kcal/mole", "minus seven point three kilocalories per mole"), ("−30.5 kJ/mol)", "minus thirty point five kilojoules per mole,"), ("–14 kcal/mol", "minus fourteen kilocalories per mole"), ("20 °C", "twenty degrees Celsius"), ("20°C", "twenty degrees Celsius"), ("1 °C", "one degree Celsius"), ("68°F", "sixty-eight degrees Fahrenheit"), ("a 90° angle", "a ninety degrees angle"),
    ("50 km/h", "fifty kilometers per hour"), ("9.8 m/s²", "nine point eight meters per second squared"), ("100 m²", "one hundred square meters"), ("5 m³", "five cubic meters"), ("3 N·m", "three newton meters"), ("440 Hz", "four hundred forty hertz"), ("5 mL of water", "five milliliters of water"), ("3–5 km", "three to five kilometers"), ("2 million km", "two million kilometers"), ("in kJ/mol", "in kilojoules per mole"), ("8 GB", "eight gigabytes"), ("60 mph", "sixty miles per hour"), ("5-km walk", "five kilometer walk"), ("3 in a row", "three in a row"), ("10 s⁻¹", "ten per second"), ("5 µm", "five micrometers"), ("12 V", "twelve volts"), ("5 C", "five C"), ("400 ppm", "four hundred parts per million"), ("3 feet", "three feet"), ("1013 hPa", "one thousand thirteen hectopascals"), ("2×4", "two by four"),
    // Ranges and fractions.
    ("3–5", "three to five"), ("3-5 days", "three to five days"), ("pp. 3–5", "pages three to five"), ("3/4", "three quarters"), ("1/2", "one half"), ("2/3 of it", "two thirds of it"), ("½", "one half"), ("2½", "two and a half"), ("¾ cup", "three quarters cup"), ("12/35", "twelve over thirty-five"), ("555-1234", "five five five one two three four"), ("1/100", "one hundredth"),
    // Powers and formulas.
    ("10⁻³", "ten to the minus three"), ("6.02×10²³", "six point zero two times ten to the twenty-three"), ("1e-5", "one times ten to the minus five"), ("x²", "X squared"), ("a³", "A cubed"), ("a + b", "A plus B"), ("a² + b² = c²", "A squared plus B squared equals C squared"), ("2ab", "two A B"), ("(a+b)²", "A plus B all squared"), ("5 × 3 = 15", "five times three equals fifteen"), ("n - 1", "N minus one"), ("x₁", "X one"), ("x ≤ 5", "X is less than or equal to five"), ("a/b", "A over B"), ("2ⁿ", "two to the N"), ("πr²", "pi R squared"), ("side c.", "side C."), ("∆G", "delta G"), ("5!", "five!"), ("√ 2", "the square root of two"), ("A → B", "A gives B"), ("a squared plus b squared", "A squared plus B squared"),
    ("a cat", "a cat"), ("A cat", "A cat"), ("hepatitis A virus", "hepatitis A virus"),
    // Chemistry.
    ("H₂O", "H two O"), ("H2O", "H two O"), ("CO₂", "C O two"), ("Na⁺", "N A plus"), ("Ca²⁺", "C A two plus"), ("three Na+ ions", "three N A plus ions"), ("Na⁺/K⁺ pump", "N A plus K plus pump"), ("C₆H₁₂O₆", "C six H twelve O six"), ("NaCl", "N A C L"), ("NADP⁺", "NADP plus"), ("Pᵢ", "P I"), ("G₁ phase", "G one phase"), ("ATP", "ATP"), ("pH 7", "P H seven"), ("mRNA", "M RNA"), ("carbon-14", "carbon fourteen"), ("B12", "B twelve"), ("Cl⁻", "C L minus"),
    // Abbreviations.
    ("e.g. this", "for example this"), ("i.e., that", "that is, that"), ("rain, snow, etc.", "rain, snow, et cetera."), ("Dr. Smith", "Doctor Smith"), ("Mr. and Mrs. Lee", "Mister and Missus Lee"), ("cats vs. dogs", "cats versus dogs"), ("St. Paul", "Saint Paul"), ("Fig. 3", "figure three"), ("No. 5", "number five"), ("No. Not now.", "No. Not now."), ("the U.S. economy", "the U S economy"), ("J. R. Smith", "J R Smith"), ("ca. 1500", "around fifteen hundred"), ("vitamin C. It helps", "vitamin C. It helps"), ("Jan. 5", "January fifth"), ("et al. said", "et al said"),
    // Code and addresses.
    ("fib(n)", "fib of N"), ("factorial(n - 1)", "factorial of N minus one"), ("call_stack", "call stack"), ("camelCase", "camel Case"), ("parseHTMLPage", "parse HTML Page"), ("f(x)", "F of X"), ("main()", "main"), ("n <= 1", "N is less than or equal to one"), ("x == y", "X equals Y"), ("https://example.com/about", "example dot com slash about"), ("me@example.org", "me at example dot org"), ("data.csv", "data dot csv"), ("Node.js", "Node dot js"), ("www.example.com", "www dot example dot com"),
    // Words and punctuation.
    ("bonds—have", "bonds— have"), ("one – two", "one— two"), ("“Quoted,” he said", "Quoted, he said"), ("don’t", "don't"), ("empty-handed", "empty-handed"), ("rock & roll", "rock and roll"), ("and/or", "and or"), ("α and β", "alpha and beta"), ("Ω", "omega"), ("café", "cafe"), ("🙂 hello", "hello"), ("well… no", "well… no"), ("(see below)", "see below,"), ("wait... what?", "wait… what?"), ("Really?!", "Really?"), ("*", ""), ("•", ""), ("[[c²|c squared]].", "C squared."), ("[[∆G|delta G]]", "delta G"),
    ("[[Nguyen,|/wɪn/,]] then", "/wˈɪn/, then"), ("[[Euler's|/ˈɔɪlər/'s]] number", "/ˈYləɹz/ number"), ("[[Euler–Lagrange|/ˈɔɪlər/-Lagrange]].", "/ˈYləɹ/ Lagrange."), ("[[x|“/ɛks/” of one]]", "/ˈɛks/ of one"), ("[[path|/usr/bin]]", "usr bin"), ("Warning: hot", "Warning: hot"), ("5-year plan", "five year plan"), ("3D", "three D"), ("24/7", "twenty-four seven"),
];

#[test]
fn everything_is_read_as_a_person_reads_it() {
    assert!(CASES.len() >= 150, "{} cases", CASES.len());
    let wrong: Vec<String> = CASES
        .iter()
        .filter(|(narration, expected)| said(narration) != *expected)
        .map(|(narration, expected)| format!("{narration:?}: said {:?}, expected {expected:?}", said(narration)))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5000))]

    #[test]
    fn any_text_becomes_plain_words_in_order(text in "(\\PC{0,12} ?){0,8}|([0-9.,/:$%€×⁻²₃A-Za-z+=()°–-]{1,10} ?){0,8}") {
        let tokens: Vec<Token> = text.split_whitespace().map(Token::plain).collect();
        let (items, count) = spoken_items(&tokens);
        prop_assert_eq!(count, tokens.len());
        let mut last = 0;
        for item in items {
            match item {
                SpokenItem::Words { word, text } | SpokenItem::Letters { word, text } => {
                    prop_assert!(word >= last && word < count);
                    last = word;
                    prop_assert!(!text.trim().is_empty());
                    let plain = text.chars().all(|sign| sign.is_ascii_alphabetic() || " -'".contains(sign));
                    prop_assert!(plain, "{:?} from {:?}", text, tokens);
                }
                SpokenItem::Mark(mark) => prop_assert!(",.!?;:—…".contains(mark)),
                SpokenItem::Pause(_) | SpokenItem::Paragraph | SpokenItem::Voice(_) | SpokenItem::Sounds { .. } => {
                    prop_assert!(false)
                }
            }
        }
    }
}
