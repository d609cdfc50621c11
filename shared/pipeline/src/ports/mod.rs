//! What the steps need of the world around them. `lectern-embedded` serves them on one machine, `lectern-aws` on AWS; each
//! adapter passes the port's suite in `conformance`.

mod clock;
mod events;
mod films;
mod launcher;
mod narrator;
mod objects;
mod planner;
mod records;
mod sources;

pub use clock::{Clock, Randomness, Usage};
pub use events::{Broadcast, BroadcastError, Events, EventsError, Progress};
pub use films::{FilmPlace, Films, FilmsError, Upload, UploadAddress, Uploads, content_type};
pub use launcher::{Launcher, LauncherError};
pub use narrator::{Narrator, NarratorError, Speech};
pub use objects::{Objects, ObjectsError};
pub use planner::{Inquiry, Manuscript, Planner, PlannerError, Preview, Subject};
pub use records::{Delivery, DeliveryState, Page, PageRequest, Recorded, Records, RecordsError, Reservation};
pub use sources::Sources;
