//! Narrate: spoken text, phonemes, the local voice, word spans and captions
