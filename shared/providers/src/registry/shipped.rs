//! The files that ship.

/// The text of a provider's file in `assets/providers`.
macro_rules! shipped {
    ($name:literal) => {
        (concat!($name, ".toml"), include_str!(concat!("../../../../assets/providers/", $name, ".toml")))
    };
}

/// File name and text of every provider that ships, in the order in which they are listed.
pub(super) const FILES: [(&str, &str); 18] = [
    shipped!("openai"),
    shipped!("openai-compatible"),
    shipped!("anthropic"),
    shipped!("google-gemini"),
    shipped!("google-vertex"),
    shipped!("amazon-bedrock"),
    shipped!("azure-openai"),
    shipped!("openai-videos-gateway"),
    shipped!("runway"),
    shipped!("luma"),
    shipped!("minimax"),
    shipped!("model-server"),
    shipped!("stability"),
    shipped!("elevenlabs"),
    shipped!("azure-speech"),
    shipped!("amazon-polly"),
    shipped!("mubert"),
    shipped!("aiva"),
];
