use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The model's phonemes and their numbers, as published with the model.
const VOCABULARY: &str = include_str!("vocab.json");

static IDS: LazyLock<BTreeMap<char, i64>> = LazyLock::new(|| {
    let file: BTreeMap<String, BTreeMap<char, i64>> =
        serde_json::from_str(VOCABULARY).expect("the embedded vocabulary is valid JSON, which a test holds");
    file.into_iter().find(|(key, _)| key == "vocab").map(|(_, ids)| ids).unwrap_or_default()
});

/// The number of a phoneme in the model; none if the model does not know it.
pub(crate) fn phoneme_id(phoneme: char) -> Option<i64> {
    IDS.get(&phoneme).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vocabulary_is_the_models_own() {
        assert_eq!(IDS.len(), 114);
        for (phoneme, id) in [(' ', 16), ('.', 4), ('A', 24), ('ɡ', 92), ('ˈ', 156), ('ᵻ', 177)] {
            assert_eq!(phoneme_id(phoneme), Some(id), "{phoneme}");
        }
        assert_eq!(phoneme_id('❓'), None);
    }
}
