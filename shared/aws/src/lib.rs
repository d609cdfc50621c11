//! The ports on AWS, and the only crate that names an AWS SDK type.
//!
//! A function or job reads its [`Settings`] from the environment, connects a [`Cloud`], and asks it for what it works with:
//!
//! | port | adapter | on |
//! |---|---|---|
//! | `Objects` | [`S3Objects`] | a bucket, with local copies |
//! | `Records` | [`DynamoRecords`] | one table, whose layout its module documents |
//! | `Films` | [`S3Films`] | a bucket, addressed through CloudFront ([`FilmSigner`]) or S3 |
//! | `Uploads` | [`S3Uploads`] | a bucket |
//! | `Launcher` | [`QueueLauncher`] | the intake queue, [`Executions`] and Batch jobs |
//! | `Planner` | [`FunctionPlanner`] | the function `preview` |
//! | `Broadcast` | [`EventBus`] | EventBridge |
//! | `Clock`, `Randomness` | `lectern-host` | the machine |
//!
//! Beside the ports, [`Sockets`] keeps the WebSocket connections that API Gateway holds and sends them their projects' events, and
//! [`RelayQueue`] takes what is to be told later.
//!
//! Each adapter's documentation names the actions that it needs, and on what. Buckets and tables with a KMS key of one's own
//! need `kms:Decrypt` on it to read and `kms:GenerateDataKey` to write.
//!
//! Every request has a time limit and is tried again by the SDK when it fails for a while; what writers in each other's way
//! need beyond that, the adapters do themselves.

mod broadcast;
mod cloud;
mod films;
mod launcher;
mod objects;
mod planner;
mod records;
mod redelivery;
mod relay_queue;
mod secret;
mod settings;
mod sockets;
mod table;
mod uploads;

pub use broadcast::{EVENT_SOURCE, EventBus, detail_type};
pub use cloud::Cloud;
pub use films::{FilmSigner, S3Films};
pub use launcher::{Executions, QueueLauncher};
pub use objects::S3Objects;
pub use planner::FunctionPlanner;
pub use records::DynamoRecords;
pub use redelivery::{Redelivery, RedeliveryError};
pub use relay_queue::{RelayQueue, RelayQueueError};
pub use secret::Secret;
pub use settings::{FilmDelivery, JwtKey, JwtSettings, Settings, SettingsError};
pub use sockets::{Sockets, SocketsError};
pub use uploads::S3Uploads;
