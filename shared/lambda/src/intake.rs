//! What the messages of the intake queue mean.

use lectern_lesson::Settings;
use lectern_pipeline::studio::GenerationRef;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// A message of the intake queue.
#[derive(Clone, Debug, PartialEq)]
pub enum Intake {
    /// A stored generation is to be made.
    Generation(GenerationRef),
    /// A user has put a script into the uploads bucket.
    Upload {
        /// Its key there.
        key: String,
        /// The user, from the key.
        user_id: String,
        /// The file's name, from the key.
        name: String,
        /// What makes it this upload and no other.
        identity: String,
        /// When, in milliseconds since 1970.
        at_millis: u64,
    },
    /// Another system asks for a film.
    Request {
        /// What for.
        request: FilmRequest,
        /// The event's id.
        identity: String,
        /// When, in milliseconds since 1970.
        at_millis: u64,
    },
    /// S3's message when a notification is set up.
    Test,
}

/// The detail of a `lectern.generate` event.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FilmRequest {
    /// The user for whom.
    pub user_id: String,
    /// The project; or a script.
    #[serde(default)]
    pub project_id: Option<String>,
    /// The script, which becomes a project.
    #[serde(default)]
    pub script: Option<String>,
    /// The script's file name.
    #[serde(default)]
    pub name: Option<String>,
    /// Title of the project.
    #[serde(default)]
    pub title: Option<String>,
    /// How the film is to be.
    #[serde(default)]
    pub settings: Settings,
}

/// A message that means nothing to the intake.
#[derive(Debug, Error)]
pub enum UnknownMessage {
    /// It is not JSON of a known shape.
    #[error("the message is none that the intake knows")]
    Shape(#[from] serde_json::Error),
    /// An upload whose key does not name user and file.
    #[error("the upload {key:?} does not lie at scripts/<user>/<file name>")]
    Key {
        /// The key.
        key: String,
    },
    /// A time that is none.
    #[error("{text:?} is no time")]
    Time {
        /// The text.
        text: String,
    },
}

impl Intake {
    /// Reads the body of a message. S3 may tell of several uploads in one.
    ///
    /// # Errors
    /// When it has none of the shapes.
    pub fn read(body: &str) -> Result<Vec<Self>, UnknownMessage> {
        let message: Value = serde_json::from_str(body)?;
        if message["Event"] == "s3:TestEvent" {
            return Ok(vec![Self::Test]);
        }
        if message.get("Records").is_some() {
            return uploads(message);
        }
        if message.get("detail-type").is_some() {
            return Ok(vec![request(message)?]);
        }
        Ok(vec![Self::Generation(serde_json::from_value(message)?)])
    }
}

fn uploads(message: Value) -> Result<Vec<Intake>, UnknownMessage> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Notification {
        records: Vec<Record>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Record {
        event_time: String,
        s3: S3,
    }
    #[derive(Deserialize)]
    struct S3 {
        object: Object,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Object {
        key: String,
        #[serde(default)]
        sequencer: String,
        #[serde(default)]
        e_tag: String,
    }
    let Notification { records } = serde_json::from_value(message)?;
    records
        .into_iter()
        .map(|Record { event_time, s3: S3 { object } }| {
            // Keys arrive as in a URL's query: a space as a plus sign, the rest in percent signs.
            let key = percent_decode_str(&object.key.replace('+', " ")).decode_utf8_lossy().into_owned();
            let parts: Vec<&str> = key.splitn(3, '/').collect();
            let (["scripts", user, name], true) = (parts.as_slice(), key.len() <= 1024) else {
                return Err(UnknownMessage::Key { key });
            };
            if user.is_empty() || name.is_empty() || name.contains('/') {
                return Err(UnknownMessage::Key { key });
            }
            Ok(Intake::Upload {
                user_id: percent_decode_str(user).decode_utf8_lossy().into_owned(),
                name: (*name).to_owned(),
                // The sequencer differs from upload to upload of one key, and not between deliveries of one upload.
                identity: format!("{key} {} {}", object.sequencer, object.e_tag),
                at_millis: unix_millis(&event_time)?,
                key,
            })
        })
        .collect()
}

fn request(message: Value) -> Result<Intake, UnknownMessage> {
    #[derive(Deserialize)]
    struct Envelope {
        id: String,
        time: String,
        detail: FilmRequest,
    }
    let Envelope { id, time, detail } = serde_json::from_value(message)?;
    Ok(Intake::Request { request: detail, identity: id, at_millis: unix_millis(&time)? })
}

fn unix_millis(text: &str) -> Result<u64, UnknownMessage> {
    let wrong = || UnknownMessage::Time { text: text.to_owned() };
    let time = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| wrong())?;
    u64::try_from(time.unix_timestamp_nanos() / 1_000_000).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn upload(key: &str) -> String {
        let object = json!({ "key": key, "sequencer": "0A", "eTag": "e", "size": 3 });
        json!({ "Records": [{ "eventTime": "2026-01-02T03:04:05.006Z", "s3": { "object": object } }] }).to_string()
    }

    #[test]
    fn an_upload_names_its_user_and_file() {
        let read = Intake::read(&upload("scripts/auth0%257Cada/The+water+cycle.md")).expect("an upload");
        let [Intake::Upload { key, user_id, name, at_millis, .. }] = read.as_slice() else { panic!("{read:?}") };
        assert_eq!((key.as_str(), name.as_str()), ("scripts/auth0%7Cada/The water cycle.md", "The water cycle.md"));
        assert_eq!((user_id.as_str(), *at_millis), ("auth0|ada", 1_767_323_045_006));
    }

    #[test]
    fn keys_that_name_no_user_or_file_are_refused() {
        for key in ["scripts/ada", "scripts//a.md", "scripts/ada/", "scripts/ada/deeper/a.md", "films/ada/a.md"] {
            assert!(matches!(Intake::read(&upload(key)), Err(UnknownMessage::Key { .. })), "{key}");
        }
    }

    #[test]
    fn generations_requests_and_tests_are_told_apart() {
        let generation = Intake::read(r#"{"kind":"generation","userId":"ada","generationId":"gen_1"}"#).expect("one");
        let at = GenerationRef { user_id: "ada".to_owned(), generation_id: "gen_1".to_owned() };
        assert_eq!(generation, [Intake::Generation(at)]);
        let event = json!({
            "id": "e-1", "detail-type": "lectern.generate", "time": "2026-01-02T03:04:05Z",
            "detail": { "userId": "ada", "projectId": "prj_1" },
        });
        let read = Intake::read(&event.to_string()).expect("a request");
        assert!(matches!(&read[0], Intake::Request { request, .. } if request.project_id.as_deref() == Some("prj_1")));
        assert_eq!(Intake::read(r#"{"Event":"s3:TestEvent"}"#).expect("a test"), [Intake::Test]);
        for poison in ["", "{}", "[]", "null", r#"{"Records":[{}]}"#, r#"{"detail-type":"x"}"#] {
            assert!(Intake::read(poison).is_err(), "{poison}");
        }
    }
}
