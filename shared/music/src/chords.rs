use lectern_lesson::Mood;

/// A chord: semitones over the key's tonic, from the bass up.
pub type Chord = [i32; 4];

/// The progression of a mood: four chords that lead back to the first. Close voicings, the bass an octave below.
///
/// Calm circles around the tonic with added ninths; curious stays open (Lydian fourth, suspended chords); bright is the
/// plagal turn of folk songs; serious is the natural minor; triumphant climbs to the tonic.
pub fn progression(mood: Mood) -> [Chord; 4] {
    match mood {
        Mood::Calm => [[-12, 4, 7, 14], [-15, 4, 9, 12], [-19, 5, 9, 16], [-17, 2, 7, 11]],
        Mood::Curious => [[-12, 4, 7, 11], [-10, 6, 9, 14], [-15, 4, 7, 12], [-10, 5, 9, 12]],
        Mood::Bright => [[-12, 4, 7, 12], [-17, 2, 7, 11], [-15, 4, 9, 12], [-19, 5, 9, 12]],
        Mood::Serious => [[-12, 3, 7, 14], [-16, 3, 8, 12], [-9, 3, 7, 10], [-14, 2, 5, 10]],
        Mood::Triumphant => [[-19, 5, 9, 12], [-17, 7, 11, 14], [-15, 4, 9, 12], [-12, 4, 7, 16]],
    }
}

/// The chord a film ends on: the tonic with its ninth, in major whatever came before (the Picardy third).
pub const HOME: Chord = [-12, 4, 7, 14];

/// Chance that a beat has a note, and the gain of those notes.
pub fn density(mood: Mood) -> (f64, f64) {
    match mood {
        Mood::Calm => (0.28, 0.8),
        Mood::Curious => (0.42, 0.8),
        Mood::Bright => (0.5, 0.9),
        Mood::Serious => (0.2, 0.7),
        Mood::Triumphant => (0.55, 1.0),
    }
}
