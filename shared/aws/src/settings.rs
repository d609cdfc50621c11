use std::{env, path::PathBuf};

use lectern_pipeline::CanvasKind;
use lectern_video::Encoder;
use thiserror::Error;

use crate::Secret;

/// What a function or job is told by its environment.
///
/// What the steps share is required everywhere; what only some functions need is an `Option`, and the adapter that misses it
/// says so. An empty variable counts as one that is not set.
///
/// | variable | meaning |
/// |---|---|
/// | `LECTERN_ENVIRONMENT` | name of the environment, for metrics; `dev` if not set |
/// | `LECTERN_TABLE` | the DynamoDB table |
/// | `LECTERN_ARTIFACTS_BUCKET` | outputs of the steps |
/// | `LECTERN_DOCUMENTS_BUCKET` | scripts, storyboards and pictures that users handed in |
/// | `LECTERN_FILMS_BUCKET` | finished films |
/// | `LECTERN_UPLOADS_BUCKET` | files on their way in |
/// | `LECTERN_INTAKE_QUEUE_URL` | the queue of generations to be started |
/// | `LECTERN_EVENT_BUS` | name of the event bus |
/// | `LECTERN_RELAY_QUEUE_URL` | the queue of what is to be told to sockets and webhooks; to send to it |
/// | `LECTERN_STATE_MACHINE_ARN` | the state machine; to start and stop executions |
/// | `LECTERN_PREVIEW_FUNCTION` | the function that plans and lints for the API |
/// | `LECTERN_RENDER_QUEUE`, `LECTERN_COMPOSITE_QUEUE` | Batch job queues; to stop jobs |
/// | `LECTERN_SOCKET_ENDPOINT` | https address of the WebSocket stage; to send to connections |
/// | `LECTERN_SOCKET_URL` | wss address that clients are told |
/// | `LECTERN_FILMS_DOMAIN`, `LECTERN_FILMS_KEY_PAIR_ID`, `LECTERN_FILMS_KEY_PARAMETER` | CloudFront distribution of the films, id of its public key, and name of the Secrets Manager entry with the private key (PEM); all or none |
/// | `LECTERN_RUNNING_LIMIT` | most generations of one owner made at once; 2 if not set |
/// | `LECTERN_QUEUE_LIMIT` | most generations of one owner under way; 20 if not set |
/// | `LECTERN_USD_PER_SEC` | what a second of this function or job costs in US dollars, for metrics; 0 if not set |
/// | `LECTERN_ENCODER` | what render jobs encode clips with, `x264` or `nvenc`; `x264` if not set |
/// | `LECTERN_CANVAS` | what render jobs paint frames on, `cpu`, `gpu` or `software-gpu`; `cpu` if not set |
/// | `LECTERN_RETRY_SECS` | when a message that could not be handled comes again for the first time; 5 if not set |
/// | `LECTERN_JWT_ISSUER`, `LECTERN_JWT_AUDIENCE`, and `LECTERN_JWT_JWKS_URL` or `LECTERN_JWT_SECRET` | how callers prove who they are; see [`JwtSettings`] |
/// | `LECTERN_PRIVATE_WEBHOOKS` | `true` lets webhooks reach private addresses, for tests; `false` if not set |
/// | `LECTERN_CORS_ORIGINS` | origins whose pages may call the API, with commas between |
/// | `LECTERN_SCRATCH` | folder for local copies of artifacts; `lectern` in the system's temporary folder if not set |
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Name of the environment: dev, staging, production …
    pub environment: String,
    /// The DynamoDB table.
    pub table: String,
    /// Bucket of the outputs of the steps.
    pub artifacts_bucket: String,
    /// Bucket of what users handed in.
    pub documents_bucket: String,
    /// Bucket of finished films.
    pub films_bucket: String,
    /// Bucket of files on their way in.
    pub uploads_bucket: String,
    /// Address of the intake queue.
    pub intake_queue_url: String,
    /// Name of the event bus.
    pub event_bus: String,
    /// Address of the relay queue.
    pub relay_queue_url: Option<String>,
    /// The state machine.
    pub state_machine_arn: Option<String>,
    /// The function that plans and lints for the API.
    pub preview_function: Option<String>,
    /// Batch queue of render jobs.
    pub render_queue: Option<String>,
    /// Batch queue of composite jobs.
    pub composite_queue: Option<String>,
    /// Where messages to WebSocket connections are posted.
    pub socket_endpoint: Option<String>,
    /// Where clients connect.
    pub socket_url: Option<String>,
    /// How films are addressed through CloudFront; through S3 without it.
    pub film_delivery: Option<FilmDelivery>,
    /// Most generations of one owner made at once.
    pub running_limit: usize,
    /// Most generations of one owner waiting and being made.
    pub queue_limit: usize,
    /// What a second of this function or job costs in US dollars.
    pub usd_per_sec: f64,
    /// What all clips of the environment are encoded with.
    pub encoder: Encoder,
    /// What the frames of all clips of the environment are painted on.
    pub canvas: CanvasKind,
    /// Seconds until a message that could not be handled comes again; each further time takes four times as long.
    pub retry_secs: usize,
    /// How callers prove who they are.
    pub jwt: Option<JwtSettings>,
    /// Whether webhooks may reach private addresses.
    pub private_webhooks: bool,
    /// Origins whose pages may call the API.
    pub cors_origins: Vec<String>,
    /// Folder for local copies of artifacts.
    pub scratch: PathBuf,
}

/// Where CloudFront serves the films from, and what their addresses are signed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilmDelivery {
    /// The distribution's domain, without scheme.
    pub domain: String,
    /// Id of the public key in the distribution's key group.
    pub key_pair_id: String,
    /// Name of the Secrets Manager entry that holds the private key.
    pub key_parameter: String,
}

/// How callers prove who they are: tokens of this issuer, for this audience.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JwtSettings {
    /// Who must have issued a token.
    pub issuer: String,
    /// Whom a token must be for.
    pub audience: String,
    /// What a token must be signed with.
    pub key: JwtKey,
}

/// What tokens are signed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JwtKey {
    /// RS256 with a key that the issuer publishes at this address.
    Published(String),
    /// HS256 with a shared secret.
    Shared(Secret),
}

/// A variable that is missing or says what it must not. Its value is not told: it may be a secret.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SettingsError {
    /// It is needed.
    #[error("the environment variable {name} is not set")]
    Missing {
        /// The variable.
        name: &'static str,
    },
    /// It is there and cannot be read.
    #[error("the environment variable {name} is not {expected}")]
    Malformed {
        /// The variable.
        name: &'static str,
        /// What it should be.
        expected: &'static str,
    },
}

const RUNNING_LIMIT: usize = 2;
const QUEUE_LIMIT: usize = 20;
const RETRY_SECS: usize = 5;

impl Settings {
    /// Reads the settings of this process.
    ///
    /// # Errors
    /// When a variable is missing or malformed.
    pub fn from_environment() -> Result<Self, SettingsError> {
        Self::read(&|name| env::var(name).ok())
    }

    /// Reads the settings from what `variable` says of each name.
    ///
    /// # Errors
    /// When a variable is missing or malformed.
    pub fn read(variable: &dyn Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let source = Source { variable };
        Ok(Self {
            environment: source.text("LECTERN_ENVIRONMENT").unwrap_or_else(|| "dev".to_owned()),
            table: source.required("LECTERN_TABLE")?,
            artifacts_bucket: source.required("LECTERN_ARTIFACTS_BUCKET")?,
            documents_bucket: source.required("LECTERN_DOCUMENTS_BUCKET")?,
            films_bucket: source.required("LECTERN_FILMS_BUCKET")?,
            uploads_bucket: source.required("LECTERN_UPLOADS_BUCKET")?,
            intake_queue_url: source.required_address("LECTERN_INTAKE_QUEUE_URL")?,
            event_bus: source.required("LECTERN_EVENT_BUS")?,
            relay_queue_url: source.address("LECTERN_RELAY_QUEUE_URL", &["https://", "http://"])?,
            state_machine_arn: source.state_machine("LECTERN_STATE_MACHINE_ARN")?,
            preview_function: source.text("LECTERN_PREVIEW_FUNCTION"),
            render_queue: source.text("LECTERN_RENDER_QUEUE"),
            composite_queue: source.text("LECTERN_COMPOSITE_QUEUE"),
            socket_endpoint: source.address("LECTERN_SOCKET_ENDPOINT", &["https://", "http://"])?,
            socket_url: source.address("LECTERN_SOCKET_URL", &["wss://", "ws://"])?,
            film_delivery: source.film_delivery()?,
            running_limit: source.limit("LECTERN_RUNNING_LIMIT", RUNNING_LIMIT)?,
            queue_limit: source.limit("LECTERN_QUEUE_LIMIT", QUEUE_LIMIT)?,
            usd_per_sec: source.price("LECTERN_USD_PER_SEC")?,
            encoder: source.encoder("LECTERN_ENCODER")?,
            canvas: source.canvas("LECTERN_CANVAS")?,
            retry_secs: source.seconds("LECTERN_RETRY_SECS", RETRY_SECS)?,
            jwt: source.jwt()?,
            private_webhooks: source.switch("LECTERN_PRIVATE_WEBHOOKS")?,
            cors_origins: source.list("LECTERN_CORS_ORIGINS"),
            scratch: source.text("LECTERN_SCRATCH").map_or_else(|| env::temp_dir().join("lectern"), PathBuf::from),
        })
    }
}

impl JwtSettings {
    /// Reads these settings alone, for the function that needs no others. `None` if none of the variables is set.
    ///
    /// # Errors
    /// When some are set and others missing.
    pub fn from_environment() -> Result<Option<Self>, SettingsError> {
        Source { variable: &|name| env::var(name).ok() }.jwt()
    }
}

struct Source<'a> {
    variable: &'a dyn Fn(&str) -> Option<String>,
}

impl Source<'_> {
    fn text(&self, name: &'static str) -> Option<String> {
        (self.variable)(name).filter(|text| !text.is_empty())
    }

    fn required(&self, name: &'static str) -> Result<String, SettingsError> {
        self.text(name).ok_or(SettingsError::Missing { name })
    }

    fn required_address(&self, name: &'static str) -> Result<String, SettingsError> {
        self.address(name, &["https://", "http://"])?.ok_or(SettingsError::Missing { name })
    }

    fn address(&self, name: &'static str, schemes: &[&str]) -> Result<Option<String>, SettingsError> {
        match self.text(name) {
            Some(text) if !schemes.iter().any(|scheme| text.starts_with(scheme)) => {
                Err(SettingsError::Malformed { name, expected: "an address with its scheme" })
            }
            text => Ok(text.map(|text| text.trim_end_matches('/').to_owned())),
        }
    }

    fn seconds(&self, name: &'static str, default: usize) -> Result<usize, SettingsError> {
        let malformed = SettingsError::Malformed { name, expected: "a number of seconds" };
        self.text(name).map_or(Ok(default), |text| text.parse().map_err(|_| malformed))
    }

    fn price(&self, name: &'static str) -> Result<f64, SettingsError> {
        let malformed = SettingsError::Malformed { name, expected: "a price" };
        let price = self.text(name).map_or(Ok(0.0), |text| text.parse().map_err(|_| malformed.clone()))?;
        if price >= 0.0 && f64::is_finite(price) { Ok(price) } else { Err(malformed) }
    }

    fn limit(&self, name: &'static str, default: usize) -> Result<usize, SettingsError> {
        match self.text(name).map(|text| text.parse()) {
            None => Ok(default),
            Some(Ok(limit)) if limit > 0 => Ok(limit),
            Some(_) => Err(SettingsError::Malformed { name, expected: "a whole number above 0" }),
        }
    }

    fn encoder(&self, name: &'static str) -> Result<Encoder, SettingsError> {
        let known =
            |text: String| text.parse().map_err(|_| SettingsError::Malformed { name, expected: "x264 or nvenc" });
        self.text(name).map_or(Ok(Encoder::default()), known)
    }

    fn canvas(&self, name: &'static str) -> Result<CanvasKind, SettingsError> {
        let expected = "cpu, gpu or software-gpu";
        let known = |text: String| text.parse().map_err(|_| SettingsError::Malformed { name, expected });
        self.text(name).map_or(Ok(CanvasKind::default()), known)
    }

    fn switch(&self, name: &'static str) -> Result<bool, SettingsError> {
        match self.text(name).as_deref() {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(SettingsError::Malformed { name, expected: "true or false" }),
        }
    }

    fn list(&self, name: &'static str) -> Vec<String> {
        let text = self.text(name).unwrap_or_default();
        text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
    }

    fn state_machine(&self, name: &'static str) -> Result<Option<String>, SettingsError> {
        match self.text(name) {
            Some(arn) if !(arn.starts_with("arn:") && arn.contains(":stateMachine:")) => {
                Err(SettingsError::Malformed { name, expected: "the ARN of a state machine" })
            }
            arn => Ok(arn),
        }
    }

    fn film_delivery(&self) -> Result<Option<FilmDelivery>, SettingsError> {
        let Some(domain) = self.text("LECTERN_FILMS_DOMAIN") else { return Ok(None) };
        if domain.contains('/') {
            return Err(SettingsError::Malformed { name: "LECTERN_FILMS_DOMAIN", expected: "a domain without scheme" });
        }
        Ok(Some(FilmDelivery {
            domain,
            key_pair_id: self.required("LECTERN_FILMS_KEY_PAIR_ID")?,
            key_parameter: self.required("LECTERN_FILMS_KEY_PARAMETER")?,
        }))
    }

    fn jwt(&self) -> Result<Option<JwtSettings>, SettingsError> {
        let published = self.address("LECTERN_JWT_JWKS_URL", &["https://", "http://"])?;
        let shared = self.text("LECTERN_JWT_SECRET");
        let (issuer, audience) = (self.text("LECTERN_JWT_ISSUER"), self.text("LECTERN_JWT_AUDIENCE"));
        let key = match (published, shared) {
            (None, None) if issuer.is_none() && audience.is_none() => return Ok(None),
            (None, None) => return Err(SettingsError::Missing { name: "LECTERN_JWT_JWKS_URL" }),
            (Some(url), None) => JwtKey::Published(url),
            (None, Some(secret)) => JwtKey::Shared(Secret::new(secret)),
            (Some(_), Some(_)) => {
                let expected = "allowed beside LECTERN_JWT_JWKS_URL";
                return Err(SettingsError::Malformed { name: "LECTERN_JWT_SECRET", expected });
            }
        };
        Ok(Some(JwtSettings {
            issuer: issuer.ok_or(SettingsError::Missing { name: "LECTERN_JWT_ISSUER" })?,
            audience: audience.ok_or(SettingsError::Missing { name: "LECTERN_JWT_AUDIENCE" })?,
            key,
        }))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    const REQUIRED: [(&str, &str); 7] = [
        ("LECTERN_TABLE", "lectern"),
        ("LECTERN_ARTIFACTS_BUCKET", "artifacts"),
        ("LECTERN_DOCUMENTS_BUCKET", "documents"),
        ("LECTERN_FILMS_BUCKET", "films"),
        ("LECTERN_UPLOADS_BUCKET", "uploads"),
        ("LECTERN_INTAKE_QUEUE_URL", "https://queues.example.com/intake"),
        ("LECTERN_EVENT_BUS", "lectern"),
    ];

    fn read(more: &[(&str, &str)], without: Option<&str>) -> Result<Settings, SettingsError> {
        let variables: BTreeMap<&str, &str> = REQUIRED.iter().chain(more).copied().collect();
        Settings::read(&|name| variables.get(name).filter(|_| Some(name) != without).map(|value| (*value).to_owned()))
    }

    #[test]
    fn what_is_required_is_enough_and_each_of_it_is_needed() {
        let settings = read(&[], None).expect("everything required is there");
        assert_eq!((settings.running_limit, settings.queue_limit), (RUNNING_LIMIT, QUEUE_LIMIT));
        assert_eq!((settings.jwt, settings.film_delivery), (None, None));
        for (name, _) in REQUIRED {
            assert_eq!(read(&[], Some(name)), Err(SettingsError::Missing { name }));
            assert_eq!(read(&[(name, "")], None), Err(SettingsError::Missing { name }), "an empty {name}");
        }
    }

    #[test]
    fn the_malformed_and_the_half_given_are_named() {
        for (more, wrong) in [
            (&[("LECTERN_RUNNING_LIMIT", "two")][..], "LECTERN_RUNNING_LIMIT"),
            (&[("LECTERN_PRIVATE_WEBHOOKS", "maybe")], "LECTERN_PRIVATE_WEBHOOKS"),
            (&[("LECTERN_QUEUE_LIMIT", "0")], "LECTERN_QUEUE_LIMIT"),
            (&[("LECTERN_INTAKE_QUEUE_URL", "intake")], "LECTERN_INTAKE_QUEUE_URL"),
            (&[("LECTERN_SOCKET_URL", "https://sockets.example.com")], "LECTERN_SOCKET_URL"),
            (&[("LECTERN_STATE_MACHINE_ARN", "produce-film")], "LECTERN_STATE_MACHINE_ARN"),
            (&[("LECTERN_FILMS_DOMAIN", "https://films.example.com")], "LECTERN_FILMS_DOMAIN"),
            (&[("LECTERN_FILMS_DOMAIN", "films.example.com")], "LECTERN_FILMS_KEY_PAIR_ID"),
            (&[("LECTERN_JWT_ISSUER", "issuer")], "LECTERN_JWT_JWKS_URL"),
            (&[("LECTERN_JWT_SECRET", "quiet")], "LECTERN_JWT_ISSUER"),
            (
                &[("LECTERN_JWT_SECRET", "quiet"), ("LECTERN_JWT_JWKS_URL", "https://issuer.example.com")],
                "LECTERN_JWT_SECRET",
            ),
        ] {
            let error = read(more, None).expect_err(wrong);
            assert!(error.to_string().contains(wrong), "{error} names {wrong}");
            assert!(!error.to_string().contains("quiet"), "{error} keeps the secret");
        }
    }

    #[test]
    fn a_secret_is_not_shown() {
        let more = [
            ("LECTERN_JWT_SECRET", "quiet"),
            ("LECTERN_JWT_ISSUER", "https://issuer.example.com"),
            ("LECTERN_JWT_AUDIENCE", "lectern"),
            ("LECTERN_CORS_ORIGINS", "https://a.example.com, https://b.example.com"),
        ];
        let settings = read(&more, None).expect("all of it is there");
        let Some(JwtSettings { key: JwtKey::Shared(secret), .. }) = &settings.jwt else { panic!("{settings:?}") };
        assert_eq!(secret.reveal(), "quiet");
        assert!(!format!("{settings:?}").contains("quiet"));
        assert_eq!(settings.cors_origins, ["https://a.example.com", "https://b.example.com"]);
    }
}
