//! The adapters against the suites that every adapter passes.

mod browser;

use std::sync::Arc;

use browser::Browser;
use lectern_embedded::{ArtifactFiles, FilmFolder, News, SigningKey, SqliteRecords, UploadFolder};
use lectern_host::{OsRandomness, SystemClock};
use lectern_pipeline::conformance;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn key(folder: &tempfile::TempDir) -> SigningKey {
    SigningKey::kept_in(&folder.path().join("signing.key"), &OsRandomness).expect("a key")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sqlite_records() {
    let folder = folder();
    let file = folder.path().join("records.sqlite");
    let records = Arc::new(SqliteRecords::open(&file).expect("records"));
    conformance::records(records.clone(), "first").await;
    // In a store that is in use, and through another opening of it.
    drop(records);
    conformance::records(Arc::new(SqliteRecords::open(&file).expect("records")), "second").await;
}

/// Two openings of one file share nothing but the file, as two processes do.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sqlite_records_opened_twice() {
    let folder = folder();
    let file = folder.path().join("records.sqlite");
    let open = || Arc::new(SqliteRecords::open(&file).expect("records"));
    tokio::join!(conformance::records(open(), "one"), conformance::records(open(), "two"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn artifact_files() {
    let folder = folder();
    conformance::objects(Arc::new(ArtifactFiles::at(folder.path().join("cache"))), "files").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn film_folder() {
    let folder = folder();
    let objects = Arc::new(ArtifactFiles::at(folder.path().join("cache")));
    for base_url in ["https://studio.example.com", "https://example.com/studio/", ""] {
        let films = FilmFolder::at(
            folder.path().join("films"),
            objects.clone(),
            base_url,
            key(&folder),
            Arc::new(SystemClock::default()),
        );
        let films = Arc::new(films.expect("a folder"));
        let web = Arc::new(Browser::of_films(base_url, films.clone()));
        conformance::films(films, objects.clone(), Some(web), "films").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn upload_folder() {
    let folder = folder();
    let uploads = UploadFolder::at(
        folder.path().join("uploads"),
        "http://localhost:8080",
        key(&folder),
        Arc::new(SystemClock::default()),
    );
    let uploads = Arc::new(uploads.expect("a folder"));
    let web = Arc::new(Browser::of_uploads("http://localhost:8080", uploads.clone()));
    conformance::uploads(uploads, web, "uploads").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn news() {
    let news = Arc::new(News::default());
    conformance::broadcast(news.clone(), "unheard").await;
    let _listener = news.subscribe("prj_heard");
    conformance::broadcast(news, "heard").await;
}

#[test]
fn os_randomness() {
    conformance::randomness(&OsRandomness);
}
