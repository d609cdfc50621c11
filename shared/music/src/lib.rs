//! Score and mix: the music bed, ducking and loudness
