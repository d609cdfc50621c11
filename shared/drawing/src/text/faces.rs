//! The embedded fonts, and which of them a style sets text in.

use crate::style::Faces;

/// The faces that text can be set in, by what they are for; a style tells which font each one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Face {
    /// Titles, terms, numbers.
    Display,
    /// Display type that is not the main thing.
    DisplaySemi,
    /// Prose.
    Body,
    /// Prose with weight.
    BodyBold,
    /// Code.
    Code,
    /// Code with weight.
    CodeBold,
}

/// Every embedded font by the name that it is registered under, so that no weight matching takes place.
const FONTS: [(&str, &[u8]); 20] = [
    ("Space Grotesk Bold", include_bytes!("../../../../assets/fonts/SpaceGrotesk-Bold.ttf")),
    ("Space Grotesk SemiBold", include_bytes!("../../../../assets/fonts/SpaceGrotesk-SemiBold.ttf")),
    ("Inter Medium", include_bytes!("../../../../assets/fonts/Inter-Medium.ttf")),
    ("Inter Bold", include_bytes!("../../../../assets/fonts/Inter-Bold.ttf")),
    ("JetBrains Mono Medium", include_bytes!("../../../../assets/fonts/JetBrainsMono-Medium.ttf")),
    ("JetBrains Mono Bold", include_bytes!("../../../../assets/fonts/JetBrainsMono-Bold.ttf")),
    ("Noto Sans Math", include_bytes!("../../../../assets/fonts/NotoSansMath-Regular.ttf")),
    ("EB Garamond SemiBold", include_bytes!("../../../../assets/fonts/styles/EBGaramond-SemiBold.ttf")),
    ("EB Garamond Medium Italic", include_bytes!("../../../../assets/fonts/styles/EBGaramond-MediumItalic.ttf")),
    ("Alegreya Sans Medium", include_bytes!("../../../../assets/fonts/styles/AlegreyaSans-Medium.ttf")),
    ("Alegreya Sans Bold", include_bytes!("../../../../assets/fonts/styles/AlegreyaSans-Bold.ttf")),
    ("Shantell Sans SemiBold", include_bytes!("../../../../assets/fonts/styles/ShantellSans-SemiBold.ttf")),
    ("Fredoka SemiBold", include_bytes!("../../../../assets/fonts/styles/Fredoka-SemiBold.ttf")),
    ("Nunito Bold", include_bytes!("../../../../assets/fonts/styles/Nunito-Bold.ttf")),
    ("Nunito ExtraBold", include_bytes!("../../../../assets/fonts/styles/Nunito-ExtraBold.ttf")),
    ("Barlow Semi Condensed Medium", include_bytes!("../../../../assets/fonts/styles/BarlowSemiCondensed-Medium.ttf")),
    ("Barlow Semi Condensed Bold", include_bytes!("../../../../assets/fonts/styles/BarlowSemiCondensed-Bold.ttf")),
    ("Fraunces SemiBold", include_bytes!("../../../../assets/fonts/styles/Fraunces-SemiBold.ttf")),
    ("Cormorant Garamond Bold", include_bytes!("../../../../assets/fonts/styles/CormorantGaramond-Bold.ttf")),
    ("DM Serif Display", include_bytes!("../../../../assets/fonts/styles/DMSerifDisplay-Regular.ttf")),
];

/// The fonts that every style falls back on: together they cover Latin, Greek, Cyrillic, and signs of mathematics.
const FALLBACK: [&str; 7] = [
    "Inter Medium",
    "Inter Bold",
    "Noto Sans Math",
    "JetBrains Mono Medium",
    "JetBrains Mono Bold",
    "Space Grotesk SemiBold",
    "Space Grotesk Bold",
];

/// Names of the faces that a style may use.
pub(crate) fn face_names() -> impl Iterator<Item = &'static str> {
    FONTS.iter().map(|(name, _)| *name)
}

/// The fonts of a style and those that it falls back on: name and file.
pub(crate) fn fonts_of(faces: &Faces) -> Vec<(&'static str, &'static [u8])> {
    let own = [&faces.display, &faces.secondary, &faces.body, &faces.strong, &faces.code, &faces.code_strong];
    FONTS.iter().filter(|(name, _)| FALLBACK.contains(name) || own.iter().any(|face| *face == name)).copied().collect()
}

impl Face {
    /// The registered families to try, in order.
    pub(crate) fn families(self, faces: &Faces) -> [&str; 5] {
        let Faces { display, secondary, body, strong, code, code_strong } = faces;
        let (medium, bold, math) = ("Inter Medium", "Inter Bold", "Noto Sans Math");
        match self {
            Self::Display => [display, bold, math, "JetBrains Mono Bold", medium],
            Self::DisplaySemi => [secondary, bold, math, "JetBrains Mono Bold", medium],
            Self::Body => [body, medium, math, "Space Grotesk SemiBold", "JetBrains Mono Medium"],
            Self::BodyBold => [strong, bold, math, "Space Grotesk Bold", "JetBrains Mono Bold"],
            Self::Code => [code, medium, math, "Space Grotesk SemiBold", "JetBrains Mono Medium"],
            Self::CodeBold => [code_strong, bold, math, "Space Grotesk Bold", "JetBrains Mono Bold"],
        }
    }
}
