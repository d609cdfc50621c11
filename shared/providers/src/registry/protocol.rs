use serde::{Deserialize, Serialize};

use crate::Kind;

/// How a model is spoken to: requests, answers and errors on the wire. Several providers may share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protocol {
    /// `POST /chat/completions` with a JSON schema; also spoken by vLLM, Ollama and llama.cpp.
    OpenaiChat,
    /// `POST /v1/messages`.
    AnthropicMessages,
    /// Amazon Bedrock's `Converse`.
    BedrockConverse,
    /// Google's `models/{model}:generateContent`.
    GeminiGenerate,
    /// `POST /videos`, poll, `GET /videos/{id}/content`: first OpenAI's, now the gateways' common tongue.
    OpenaiVideos,
    /// Google Vertex: `:predictLongRunning`, then `:fetchPredictOperation`.
    VertexPredict,
    /// Google's Interactions API.
    GeminiInteractions,
    /// Runway's tasks.
    RunwayTasks,
    /// Luma's generations.
    LumaGenerations,
    /// MiniMax's video generations.
    MinimaxVideo,
    /// Amazon Bedrock's `StartAsyncInvoke`, with results in S3.
    BedrockAsyncInvoke,
    /// The HTTP contract of an own model server.
    ModelServer,
    /// Stability's image endpoints: multipart, at once or polled.
    StabilityImage,
    /// `POST /images/generations`.
    OpenaiImages,
    /// ElevenLabs' speech with character times.
    ElevenlabsSpeech,
    /// Azure Speech at once, without word times.
    AzureSpeech,
    /// Azure Speech in batches, with word times.
    AzureSpeechBatch,
    /// Amazon Polly, with speech marks from a second call.
    AmazonPolly,
    /// `POST /audio/speech`.
    OpenaiSpeech,
    /// Mubert's tracks.
    MubertTracks,
    /// Stability's audio endpoints.
    StabilityAudio,
    /// ElevenLabs' music.
    ElevenlabsMusic,
    /// ElevenLabs' sound effects.
    ElevenlabsSound,
    /// `POST /moderations`.
    OpenaiModerations,
}

impl Protocol {
    /// What can be asked for in this protocol.
    pub fn kinds(self) -> &'static [Kind] {
        match self {
            Self::OpenaiChat | Self::AnthropicMessages | Self::BedrockConverse | Self::GeminiGenerate => {
                &[Kind::Writer]
            }
            Self::OpenaiVideos
            | Self::VertexPredict
            | Self::GeminiInteractions
            | Self::RunwayTasks
            | Self::LumaGenerations
            | Self::MinimaxVideo
            | Self::BedrockAsyncInvoke
            | Self::ModelServer => &[Kind::Video],
            // Its video endpoint, while it lived, was spoken to in the same way.
            Self::StabilityImage => &[Kind::Picture, Kind::Video],
            Self::OpenaiImages => &[Kind::Picture],
            Self::ElevenlabsSpeech
            | Self::AzureSpeech
            | Self::AzureSpeechBatch
            | Self::AmazonPolly
            | Self::OpenaiSpeech => &[Kind::Voice],
            Self::MubertTracks | Self::ElevenlabsMusic => &[Kind::Music],
            Self::StabilityAudio => &[Kind::Music, Kind::Effects],
            Self::ElevenlabsSound => &[Kind::Effects],
            Self::OpenaiModerations => &[Kind::Moderation],
        }
    }
}
