//! Words that the dictionary does not hold: taken apart into words and affixes that it does, or read by rule.

use misaki_rs::Lexicon;

use crate::letters::{is_vowel_sound, rule_phonemes};

/// How deep a word is taken apart: "photo" + ("sensitive" + "ness").
const DEPTH: usize = 3;

/// Prefixes and their sounds.
#[rustfmt::skip]
const PREFIXES: &[(&str, &str)] = &[
    ("counter", "kˌWntəɹ"), ("electro", "əlˌɛktɹO"), ("phospho", "fˌɑsfO"), ("thermo", "θˌɜɹmO"), ("chloro", "klˌɔɹO"), ("cardio", "kˌɑɹdiO"),
    ("immuno", "ˌɪmjunO"), ("chromo", "kɹˌOmO"), ("glyco", "ɡlˌIkO"), ("hydro", "hˌIdɹO"), ("hyper", "hˌIpəɹ"), ("infra", "ˌɪnfɹə"), ("inter", "ˌɪntəɹ"),
    ("intra", "ˌɪntɹə"), ("macro", "mˌækɹO"), ("micro", "mˌIkɹO"), ("multi", "mˌʌlti"), ("neuro", "nˌʊɹO"), ("penta", "pˌɛntə"), ("photo", "fˌOTO"),
    ("proto", "pɹˌOTO"), ("pseudo", "sˌudO"), ("radio", "ɹˌAdiO"), ("super", "sˌupəɹ"), ("tetra", "tˌɛtɹə"), ("trans", "tɹˌænz"), ("ultra", "ˌʌltɹə"),
    ("under", "ˌʌndəɹ"), ("extra", "ˌɛkstɹə"), ("aero", "ˌɛɹO"), ("anti", "ˌænti"), ("astro", "ˌæstɹO"), ("auto", "ˌɔTO"), ("cyto", "sˌITO"), ("endo", "ˌɛndO"),
    ("giga", "ɡˌɪɡə"), ("hexa", "hˌɛksə"), ("kilo", "kˌɪlə"), ("mega", "mˌɛɡə"), ("meta", "mˌɛTə"), ("milli", "mˌɪlə"), ("centi", "sˌɛntə"), ("mono", "mˌɑnO"),
    ("nano", "nˌænO"), ("over", "ˌOvəɹ"), ("para", "pˌɛɹə"), ("poly", "pˌɑli"), ("post", "pˌOst"), ("semi", "sˌɛmi"), ("tera", "tˌɛɹə"), ("exo", "ˌɛksO"),
    ("geo", "ʤˌiO"), ("bio", "bˌIO"), ("iso", "ˌIsO"), ("neo", "nˌiO"), ("non", "nˌɑn"), ("mid", "mˌɪd"), ("mis", "mˌɪs"), ("dis", "dˌɪs"), ("out", "ˌWt"), ("pre", "pɹˌi"),
    ("pro", "pɹˌO"), ("sub", "sˌʌb"), ("tri", "tɹˌI"), ("uni", "jˌunə"), ("co", "kˌO"), ("de", "dˌi"), ("re", "ɹˌi"), ("un", "ˌʌn"), ("bi", "bˌI"), ("di", "dˌI"), ("in", "ɪn"), ("im", "ɪm"),
];

/// Endings and their sounds; the stress stays where it was.
#[rustfmt::skip]
const SUFFIXES: &[(&str, &str)] = &[
    ("lessness", "ləsnəs"), ("fulness", "fᵊlnəs"), ("ability", "əbˈɪləTi"), ("ization", "əzˈAʃən"), ("isation", "əzˈAʃən"), ("ships", "ʃɪps"), ("ship", "ʃɪp"), ("wards", "wəɹdz"), ("ward", "wəɹd"), ("wise", "wˌIz"), ("like", "lˌIk"),
    ("less", "ləs"), ("ness", "nəs"), ("ments", "mᵊnts"), ("ment", "mᵊnt"), ("able", "əbᵊl"), ("ible", "əbᵊl"), ("hood", "hˌʊd"), ("ized", "ˌIzd"), ("ised", "ˌIzd"), ("izes", "ˌIzᵻz"), ("izing", "ˌIzɪŋ"), ("ising", "ˌIzɪŋ"), ("ize", "ˌIz"), ("ise", "ˌIz"), ("isms", "ˌɪzəmz"), ("ism", "ˌɪzəm"), ("ists", "ɪsts"), ("ist", "ɪst"),
    ("ish", "ɪʃ"), ("ful", "fᵊl"), ("ing", "ɪŋ"), ("ers", "əɹz"), ("est", "əst"), ("ors", "əɹz"), ("ly", "li"), ("er", "əɹ"), ("or", "əɹ"), ("al", "ᵊl"), ("y", "i"),
];

/// The sounds of a word that is in no dictionary, in American phonemes of `lexicon` where its parts are known, and whether
/// the parts were all known.
pub(crate) fn unknown_phonemes(lexicon: &Lexicon, word: &str) -> (String, bool) {
    let lower: String = word.to_lowercase().chars().filter(char::is_ascii_alphabetic).collect();
    if let Some(owner) = word.strip_suffix("'s").or_else(|| word.strip_suffix("'S")).filter(|owner| !owner.is_empty()) {
        let (sounds, known) = unknown_phonemes(lexicon, owner);
        return (plural(&sounds), known);
    }
    match parts(lexicon, &lower, DEPTH) {
        Some(sounds) => (sounds, true),
        None => (rule_phonemes(word), false),
    }
}

fn parts(lexicon: &Lexicon, word: &str, depth: usize) -> Option<String> {
    if let Some(sounds) = known(lexicon, word) {
        return Some(sounds);
    }
    if depth == 0 || word.len() < 4 {
        return None;
    }
    let deeper = |stem: &str| (stem.len() > 2).then(|| parts(lexicon, stem, depth - 1)).flatten();
    if let Some(stem) = word.strip_suffix('s').filter(|stem| !stem.ends_with('s'))
        && let Some(sounds) = deeper(stem).or_else(|| stem.strip_suffix('e').and_then(deeper))
    {
        return Some(plural(&sounds));
    }
    if let Some(stem) = word.strip_suffix("ed")
        && let Some(sounds) = stems(stem).iter().find_map(|stem| deeper(stem))
    {
        return Some(past(&sounds));
    }
    for (suffix, ending) in SUFFIXES {
        if let Some(stem) = word.strip_suffix(suffix)
            && let Some(sounds) = stems(stem).iter().find_map(|stem| deeper(stem))
        {
            let sounds = if ending.contains('ˈ') { sounds.replace('ˈ', "ˌ") } else { sounds };
            return Some(sounds + ending);
        }
    }
    for (prefix, beginning) in PREFIXES {
        if let Some(stem) = word.strip_prefix(prefix)
            && stem.len() > 3
            && let Some(sounds) = deeper(stem)
        {
            return Some(format!("{beginning}{sounds}"));
        }
    }
    compound(lexicon, word)
}

/// What a stem may have been before its ending: "stopp" stop, "typ" type, "happi" happy.
fn stems(stem: &str) -> Vec<String> {
    let mut forms = vec![stem.to_owned(), format!("{stem}e")];
    if let Some(short) = stem.strip_suffix('i') {
        forms.push(format!("{short}y"));
    }
    let bytes = stem.as_bytes();
    if bytes.len() > 3 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2] {
        forms.push(stem[..stem.len() - 1].to_owned());
    }
    forms
}

/// Two known words in one ("waterwheel"), as evenly split as can be; the first keeps the main stress.
fn compound(lexicon: &Lexicon, word: &str) -> Option<String> {
    let mut cuts: Vec<usize> = (3..word.len().saturating_sub(2)).filter(|cut| word.is_char_boundary(*cut)).collect();
    cuts.sort_by_key(|cut| cut.abs_diff(word.len() / 2));
    cuts.into_iter().find_map(|cut| {
        let first = known(lexicon, &word[..cut])?;
        let second = known(lexicon, &word[cut..])?;
        Some(first + &second.replace('ˈ', "ˌ"))
    })
}

/// The dictionary's own answer for a lower-case word.
fn known(lexicon: &Lexicon, word: &str) -> Option<String> {
    let listed = lexicon.golds.contains_key(word) || word.len() > 3 && lexicon.silvers.contains_key(word);
    if !listed {
        return None;
    }
    let (sounds, _) = lexicon.lookup(word, "NN", None, None)?;
    sounds.chars().any(is_vowel_sound).then_some(sounds)
}

/// A noun's sounds with the "s" that its plural and its genitive end in.
pub(crate) fn plural(sounds: &str) -> String {
    let ending = match sounds.chars().last() {
        Some('s' | 'z' | 'ʃ' | 'ʒ' | 'ʧ' | 'ʤ') => "ᵻz",
        Some('p' | 't' | 'k' | 'f' | 'θ') => "s",
        _ => "z",
    };
    format!("{sounds}{ending}")
}

fn past(sounds: &str) -> String {
    let ending = match sounds.chars().last() {
        Some('t' | 'd' | 'T') => "ᵻd",
        Some('p' | 'k' | 'f' | 'θ' | 's' | 'ʃ' | 'ʧ') => "t",
        _ => "d",
    };
    format!("{sounds}{ending}")
}
