//! What is not in an address's signature, and names that lead elsewhere.

use std::{fs, sync::Arc, time::Duration};

use lectern_embedded::{
    AddressError, ArtifactFiles, FileQuery, FilmFolder, ReceiveError, SigningKey, UploadFolder, UploadQuery,
};
use lectern_host::{OsRandomness, SystemClock};
use lectern_pipeline::{FilmPlace, Films, Upload, Uploads};

struct Studio {
    folder: tempfile::TempDir,
    films: FilmFolder,
    uploads: UploadFolder,
}

fn studio() -> Studio {
    let folder = tempfile::tempdir().expect("a folder");
    let key = SigningKey::kept_in(&folder.path().join("signing.key"), &OsRandomness).expect("a key");
    let objects = Arc::new(ArtifactFiles::at(folder.path().join("cache")));
    let clock = Arc::new(SystemClock::default());
    let films = FilmFolder::at(folder.path().join("films"), objects, "", key.clone(), clock.clone()).expect("films");
    let uploads = UploadFolder::at(folder.path().join("uploads"), "", key, clock).expect("uploads");
    Studio { folder, films, uploads }
}

fn place(project_id: &str, generation_id: &str) -> FilmPlace {
    FilmPlace { project_id: project_id.to_owned(), generation_id: generation_id.to_owned() }
}

fn number(address: &str, name: &str) -> u64 {
    value(address, name).parse().expect("a number")
}

fn value(address: &str, name: &str) -> String {
    let (_, query) = address.split_once('?').expect("a query");
    let pair = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    pair.expect("it is in the query").to_owned()
}

fn file_query(address: &str) -> FileQuery {
    FileQuery { expires: number(address, "expires"), signature: value(address, "signature") }
}

fn upload_query(address: &str) -> UploadQuery {
    let FileQuery { expires, signature } = file_query(address);
    UploadQuery { bytes: number(address, "bytes"), expires, signature }
}

/// Names that mean something to a file system, an address or this program.
const BAD_NAMES: [&str; 14] = [
    "",
    ".",
    "..",
    "../secret",
    "a/b",
    "/etc/passwd",
    "a\\b",
    "a\0b",
    ".drafts",
    ".hidden",
    "a b",
    "a?b",
    "naïve",
    "a%2fb",
];

#[tokio::test]
async fn no_name_leads_out_of_the_films() {
    let studio = studio();
    fs::write(studio.folder.path().join("secret"), b"secret").expect("a file");
    let long = "a".repeat(129);
    for name in BAD_NAMES.into_iter().chain([long.as_str()]) {
        for (place, file) in
            [(place(name, "gen_1"), "film.mp4"), (place("prj_1", name), "film.mp4"), (place("prj_1", "gen_1"), name)]
        {
            let films = &studio.films;
            assert!(films.write(&place, file, b"x".to_vec()).await.is_err(), "written: {place:?} {file:?}");
            assert!(films.address(&place, file, 60).await.is_err(), "addressed: {place:?} {file:?}");
        }
        assert!(studio.films.remove(name).await.is_err(), "removed: {name:?}");
    }
    assert!(studio.folder.path().join("secret").exists());
    assert!(!studio.folder.path().join("films").exists(), "nothing was written");
}

#[tokio::test]
async fn no_key_leads_out_of_the_uploads() {
    let studio = studio();
    fs::write(studio.folder.path().join("secret"), b"secret").expect("a file");
    let keys = BAD_NAMES.into_iter().filter(|name| *name != "a/b");
    for key in keys.flat_map(|name| [name.to_owned(), format!("assets/{name}"), format!("assets/{name}/x")]) {
        let upload = Upload { key: key.clone(), content_type: "image/png".to_owned(), bytes: 1 };
        assert!(studio.uploads.address(&upload, 60).await.is_err(), "addressed: {key:?}");
        assert!(studio.uploads.read(&key, 100).await.is_err(), "read: {key:?}");
        assert!(studio.uploads.remove(&key).await.is_err(), "removed: {key:?}");
    }
    assert!(studio.folder.path().join("secret").exists());
}

#[tokio::test]
async fn a_film_address_opens_what_it_was_made_for_while_it_is_valid() {
    let studio = studio();
    let mine = place("prj_1", "gen_1");
    studio.films.write(&mine, "film.mp4", b"film".to_vec()).await.expect("it is written");
    let query = file_query(&studio.films.address(&mine, "film.mp4", 60).await.expect("an address"));
    let file = studio.films.verify(&mine, "film.mp4", &query).expect("it is valid");
    assert_eq!(fs::read(file).expect("it is there"), b"film");

    let later = FileQuery { expires: query.expires + 1, ..query.clone() };
    let unsigned = FileQuery { signature: String::new(), ..query.clone() };
    for (place, name, query) in [
        (&place("prj_2", "gen_1"), "film.mp4", &query),
        (&place("prj_1", "gen_2"), "film.mp4", &query),
        (&place("prj_1gen_1", ""), "film.mp4", &query),
        (&mine, "report.json", &query),
        (&mine, "film.mp4", &later),
        (&mine, "film.mp4", &unsigned),
    ] {
        let result = studio.films.verify(place, name, query);
        assert_eq!(result, Err(AddressError::Forged), "{place:?} {name} {query:?}");
    }
    let over = file_query(&studio.films.address(&mine, "film.mp4", 0).await.expect("an address"));
    assert_eq!(studio.films.verify(&mine, "film.mp4", &over), Err(AddressError::Expired));
}

#[tokio::test]
async fn another_studios_addresses_are_forgeries() {
    let (mine, other) = (studio(), studio());
    let place = place("prj_1", "gen_1");
    let query = file_query(&other.films.address(&place, "film.mp4", 60).await.expect("an address"));
    assert_eq!(mine.films.verify(&place, "film.mp4", &query), Err(AddressError::Forged));
}

#[tokio::test]
async fn an_upload_address_takes_what_was_announced_while_it_is_valid() {
    let studio = studio();
    let upload = Upload { key: "assets/prj_1/upl_1".to_owned(), content_type: "image/png".to_owned(), bytes: 3 };
    let address = studio.uploads.address(&upload, 60).await.expect("an address").url;
    let query = upload_query(&address);
    let larger = UploadQuery { bytes: 4, ..query.clone() };
    let over = upload_query(&studio.uploads.address(&upload, 0).await.expect("an address").url);
    for (key, content_type, query, body, expected) in [
        ("assets/prj_1/upl_2", "image/png", &query, "png", AddressError::Forged),
        (&upload.key, "text/html", &query, "png", AddressError::Forged),
        (&upload.key, "image/png", &larger, "png!", AddressError::Forged),
        (&upload.key, "image/png", &over, "png", AddressError::Expired),
        (&upload.key, "image/png", &query, "png!", AddressError::OtherSize { announced: 3, put: 4 }),
        (&upload.key, "image/png", &query, "", AddressError::OtherSize { announced: 3, put: 0 }),
    ] {
        let result = studio.uploads.receive(key, content_type, query, body.into()).await;
        assert!(matches!(result, Err(ReceiveError::Address(error)) if error == expected), "{expected}: {result:?}");
    }
    assert_eq!(studio.uploads.read(&upload.key, 10).await.expect("asking succeeds"), None);
    studio.uploads.verify(&upload.key, "image/png", &query).expect("it is valid");
    studio.uploads.receive(&upload.key, "image/png", &query, b"png".to_vec()).await.expect("it is taken");

    assert_eq!(studio.uploads.remove_older_than(Duration::from_secs(60)).await.expect("it is swept"), 0);
    assert_eq!(studio.uploads.read(&upload.key, 10).await.expect("it is read").as_deref(), Some(&b"png"[..]));
    assert_eq!(studio.uploads.remove_older_than(Duration::ZERO).await.expect("it is swept"), 1);
    assert_eq!(studio.uploads.read(&upload.key, 10).await.expect("asking succeeds"), None);
}

/// A signature for a film is none for an upload whose parts happen to read the same.
#[tokio::test]
async fn signatures_of_films_and_uploads_are_kept_apart() {
    let studio = studio();
    let address = studio.films.address(&place("assets", "image.png"), "3", 60).await.expect("an address");
    let FileQuery { expires, signature } = file_query(&address);
    let query = UploadQuery { bytes: 3, expires, signature };
    assert_eq!(studio.uploads.verify("assets", "image.png", &query), Err(AddressError::Forged));
}

#[tokio::test]
async fn drafts_of_a_process_that_is_gone_are_removed() {
    let studio = studio();
    let drafts = studio.folder.path().join("films/.drafts");
    fs::create_dir_all(&drafts).expect("a folder");
    fs::write(drafts.join("1-0"), b"half").expect("a file");
    let folder = studio.folder.path();
    let key = SigningKey::kept_in(&folder.join("signing.key"), &OsRandomness).expect("a key");
    let objects = Arc::new(ArtifactFiles::at(folder.join("cache")));
    FilmFolder::at(folder.join("films"), objects, "", key, Arc::new(SystemClock::default())).expect("films");
    assert!(!drafts.exists());
}
