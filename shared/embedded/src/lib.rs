//! The ports on one machine: artifacts, films and uploads as files, records in SQLite, the built-in voice, the script's folder,
//! and the workshop in which films are made one after another.

mod artifact_files;
mod data_folder;
mod film_folder;
mod film_output;
mod ledger;
mod local_planner;
mod local_voice;
mod news;
mod placed_files;
mod records;
mod signing;
mod source_folder;
mod upload_folder;
mod workshop;

pub use artifact_files::{ArtifactFiles, CacheUse, StepUse};
pub use data_folder::{DataFolder, DataFolderError};
pub use film_folder::{FILES_PATH, FileQuery, FilmFolder};
pub use film_output::{check_writable, publish};
pub use ledger::SqliteLedger;
pub use local_planner::LocalPlanner;
pub use local_voice::LocalVoice;
pub use news::News;
pub use records::SqliteRecords;
pub use signing::{AddressError, SigningKey};
pub use source_folder::SourceFolder;
pub use upload_folder::{ReceiveError, UPLOADS_PATH, UploadFolder, UploadQuery};
pub use workshop::{FilmMaker, Maker, Workshop, WorkshopError, WorkshopLimits};
