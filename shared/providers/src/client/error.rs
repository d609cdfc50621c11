use std::time::Duration;

use thiserror::Error;

/// A call that did not give what was asked for.
#[derive(Debug, Error)]
#[error("{model} {fault}: {said}")]
pub struct ProviderError {
    /// Provider and model, as `provider/model`.
    pub model: String,
    /// What went wrong, and with it what can be done.
    pub fault: Fault,
    /// What was said about it, without any key.
    pub said: String,
}

/// What went wrong with a call.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// The key is missing, wrong, or may not do this.
    #[error("refuses the key; set another one")]
    Auth,
    /// There is no money or no share left.
    #[error("has no quota left; raise it with the provider or take another model")]
    Quota,
    /// Too much at once; nothing was done.
    #[error("asks for patience; it can be asked again later")]
    Rate {
        /// After how long, where it was said.
        retry_after: Option<Duration>,
    },
    /// The request or its answer goes against the provider's rules.
    #[error("refuses to write this; change the words that it is about")]
    Moderation,
    /// The request cannot be carried out as it is.
    #[error("does not understand the request; another model may")]
    BadRequest,
    /// The provider is not there or overloaded; nothing was done, so it may be asked again.
    #[error("is not there at the moment")]
    Transient {
        /// After how long, where it was said.
        retry_after: Option<Duration>,
    },
    /// The request may have been carried out, and paid: the answer is lost. It is not sent again on a guess.
    #[error("may have done what was asked, but its answer is lost")]
    UnknownOutcome,
    /// The answer ends before its end: it was to be longer than allowed.
    #[error("wrote more than was allowed; ask for less at once")]
    Truncated,
    /// The answer is none: not of the protocol, too large, or not JSON where JSON was asked for.
    #[error("gave an answer that cannot be used; another model may do better")]
    BadAnswer,
}

/// Codes of errors by which vendors tell more than the status does, in lower case. Sources: openai/openai-openapi v2.3.0 and OpenAI's
/// guide to error codes; docs.claude.com/en/api/errors; google.rpc.Code and google.rpc.ErrorInfo; the model of Amazon Bedrock Runtime.
const CODES: [(&str, Fault); 22] = [
    ("insufficient_quota", Fault::Quota),
    ("billing_hard_limit_reached", Fault::Quota),
    ("billing_error", Fault::Quota),
    ("servicequotaexceededexception", Fault::Quota),
    ("content_filter", Fault::Moderation),
    ("content_policy_violation", Fault::Moderation),
    ("moderation_blocked", Fault::Moderation),
    ("invalid_api_key", Fault::Auth),
    ("authentication_error", Fault::Auth),
    ("permission_error", Fault::Auth),
    ("unauthenticated", Fault::Auth),
    ("permission_denied", Fault::Auth),
    ("api_key_invalid", Fault::Auth),
    ("accessdeniedexception", Fault::Auth),
    ("unrecognizedclientexception", Fault::Auth),
    ("rate_limit_error", Fault::Rate { retry_after: None }),
    ("throttlingexception", Fault::Rate { retry_after: None }),
    ("modelnotreadyexception", Fault::Transient { retry_after: None }),
    ("overloaded_error", Fault::Transient { retry_after: None }),
    ("unavailable", Fault::Transient { retry_after: None }),
    ("serviceunavailableexception", Fault::Transient { retry_after: None }),
    ("timeout_error", Fault::UnknownOutcome),
];

impl Fault {
    /// What a status and the vendor's codes tell.
    pub(super) fn of(status: u16, codes: &[String], retry_after: Option<Duration>) -> Self {
        let told = codes.iter().map(|code| code.to_lowercase());
        let known =
            told.filter_map(|code| CODES.iter().find(|(known, _)| *known == code)).map(|(_, fault)| fault).next();
        let fault = known.cloned().unwrap_or(match status {
            401 | 403 => Self::Auth,
            402 => Self::Quota,
            429 => Self::Rate { retry_after: None },
            // 503 and 529 are said before anything is done; of the others nobody knows.
            503 | 529 => Self::Transient { retry_after: None },
            408 | 500..=599 => Self::UnknownOutcome,
            400..=499 => Self::BadRequest,
            _ => Self::BadAnswer,
        });
        match fault {
            Self::Rate { .. } => Self::Rate { retry_after },
            Self::Transient { .. } => Self::Transient { retry_after },
            other => other,
        }
    }

    /// Whether the same request may be sent again: it is proven that nothing was done.
    pub fn may_be_repeated(&self) -> bool {
        matches!(self, Self::Rate { .. } | Self::Transient { .. })
    }
}
