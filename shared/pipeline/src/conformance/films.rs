use std::sync::Arc;

use crate::{ArtifactKey, FilmPlace, Films, Objects, Step};

use super::{Fetched, Fresh, Suite, Web};

/// How long the addresses of the checks are valid: longer than any suite runs.
const VALID_SECS: u64 = 3600;

/// Checks an adapter of [`Films`]. `objects` are those that it publishes from; without a `web`, addresses are made but not
/// requested.
///
/// # Panics
/// With the names of the checks that failed.
pub async fn films(films: Arc<dyn Films>, objects: Arc<dyn Objects>, web: Option<Arc<dyn Web>>, prefix: &str) {
    let fresh = Fresh::new(prefix);
    let bench = || Bench { films: films.clone(), objects: objects.clone(), web: web.clone(), fresh: fresh.clone() };
    let mut suite = Suite::of("films");
    suite.check("an_artifact_is_published", bench().publish()).await;
    suite.check("a_missing_artifact_is_an_error", bench().missing_artifact()).await;
    suite.check("bytes_are_written", bench().write()).await;
    suite.check("generations_are_kept_apart", bench().generations()).await;
    suite.check("a_project_is_removed_and_no_other", bench().remove()).await;
    suite.check("a_changed_address_is_refused", bench().changed_addresses()).await;
    suite.finish();
}

struct Bench {
    films: Arc<dyn Films>,
    objects: Arc<dyn Objects>,
    web: Option<Arc<dyn Web>>,
    fresh: Fresh,
}

impl Bench {
    fn place(&self) -> FilmPlace {
        FilmPlace { project_id: self.fresh.project(), generation_id: self.fresh.generation() }
    }

    fn artifact(&self) -> ArtifactKey {
        ArtifactKey::new(Step::Composite, "conformance", &self.fresh.id("obj"), "mp4")
    }

    async fn write_to(&self, place: &FilmPlace, name: &str, bytes: &[u8]) {
        let file = self.films.write(place, name, bytes.to_vec()).await.expect("it is written");
        assert_eq!((file.name.as_str(), file.bytes), (name, bytes.len() as u64));
    }

    async fn address(&self, place: &FilmPlace, name: &str) -> String {
        self.films.address(place, name, VALID_SECS).await.expect("an address")
    }

    /// Asserts that the file can be downloaded, if this suite can request addresses.
    async fn expect_file(&self, place: &FilmPlace, name: &str, content_type: &str, bytes: &[u8]) {
        let address = self.address(place, name).await;
        if let Some(web) = &self.web {
            let fetched = web.get(&address).await.unwrap_or_else(|status| panic!("{name} is refused with {status}"));
            assert!(fetched == Fetched { content_type: content_type.to_owned(), bytes: bytes.to_vec() }, "{name}");
        }
    }

    async fn expect_refusal(&self, address: &str, why: &str) {
        if let Some(web) = &self.web {
            let status = web.get(address).await.expect_err(why);
            assert!((400..500).contains(&status), "{why}: status {status}");
        }
    }

    async fn publish(self) {
        let (place, artifact, bytes) = (self.place(), self.artifact(), vec![7; 1 << 20]);
        self.objects.put(&artifact, bytes.clone()).await.expect("it is stored");
        for _ in 0..2 {
            let file = self.films.publish(&place, "film.mp4", &artifact).await.expect("it is published");
            assert_eq!(
                (file.name.as_str(), file.content_type.as_str(), file.bytes),
                ("film.mp4", "video/mp4", bytes.len() as u64)
            );
            self.expect_file(&place, "film.mp4", "video/mp4", &bytes).await;
        }
        assert!(self.objects.exists(&artifact).await.expect("asking succeeds"), "the artifact stays");
    }

    async fn missing_artifact(self) {
        let place = self.place();
        let result = self.films.publish(&place, "film.mp4", &self.artifact()).await;
        result.expect_err("what is not there cannot be published");
    }

    async fn write(self) {
        let place = self.place();
        for (name, content_type) in [
            ("captions.vtt", "text/vtt"),
            ("captions.srt", "application/x-subrip"),
            ("transcript.md", "text/markdown; charset=utf-8"),
            ("thumbnail.jpg", "image/jpeg"),
            ("report.json", "application/json"),
        ] {
            for _ in 0..2 {
                let file = self.films.write(&place, name, name.as_bytes().to_vec()).await.expect("it is written");
                assert_eq!((file.content_type.as_str(), file.bytes), (content_type, name.len() as u64), "{name}");
            }
            self.expect_file(&place, name, content_type, name.as_bytes()).await;
        }
    }

    async fn generations(self) {
        let first = self.place();
        let second = FilmPlace { generation_id: self.fresh.generation(), ..first.clone() };
        self.write_to(&first, "report.json", b"1").await;
        self.write_to(&second, "report.json", b"2").await;
        self.expect_file(&first, "report.json", "application/json", b"1").await;
        self.expect_file(&second, "report.json", "application/json", b"2").await;
    }

    async fn remove(self) {
        let removed = self.place();
        let second = FilmPlace { generation_id: self.fresh.generation(), ..removed.clone() };
        // A project whose id begins like the other's.
        let kept = FilmPlace { project_id: format!("{}0", removed.project_id), ..removed.clone() };
        for place in [&removed, &second, &kept] {
            self.write_to(place, "report.json", b"{}").await;
        }
        let addresses = [self.address(&removed, "report.json").await, self.address(&second, "report.json").await];
        for _ in 0..2 {
            self.films.remove(&removed.project_id).await.expect("removing succeeds, also what is not there");
        }
        for address in addresses {
            self.expect_refusal(&address, "a removed film is gone").await;
        }
        self.expect_file(&kept, "report.json", "application/json", b"{}").await;
    }

    async fn changed_addresses(self) {
        let mine = self.place();
        let other = FilmPlace { project_id: self.fresh.project(), ..mine.clone() };
        self.write_to(&mine, "report.json", b"mine").await;
        self.write_to(&other, "report.json", b"other").await;
        if !self.web.as_ref().is_some_and(|web| web.checks_signatures()) {
            return;
        }
        let address = self.address(&mine, "report.json").await;
        assert!(address.contains(&mine.project_id), "{address} names the project");
        let stolen = address.replace(&mine.project_id, &other.project_id);
        self.expect_refusal(&stolen, "an address opens one project's film").await;
        let (bare, _) = address.split_once('?').expect("the signature is in the query");
        self.expect_refusal(bare, "without a signature nothing opens").await;
    }
}
