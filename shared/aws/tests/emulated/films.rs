use std::sync::Arc;

use lectern_aws::FilmDelivery;
use lectern_pipeline::{FilmPlace, Films, Upload, Uploads, conformance};

use crate::support::{Browser, Emulator};

#[tokio::test(flavor = "multi_thread")]
async fn films_and_uploads_in_buckets_conform() {
    let emulator = Emulator::start_strict().await;
    emulator.create_buckets().await;
    let cloud = emulator.cloud(|_| {}).await;
    let web = Arc::new(Browser::default());
    conformance::films(Arc::new(cloud.films()), Arc::new(cloud.artifacts()), Some(web.clone()), "films").await;
    conformance::uploads(Arc::new(cloud.uploads()), web, "uploads").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_address_binds_type_and_size() {
    let emulator = Emulator::start_strict().await;
    emulator.create_buckets().await;
    let uploads = emulator.cloud(|_| {}).await.uploads();
    let upload = Upload { key: "assets/prj_1/upl_1".to_owned(), content_type: "image/png".to_owned(), bytes: 4321 };
    let address = uploads.address(&upload, 600).await.expect("an address");
    let url = reqwest::Url::parse(&address.url).expect("an address");
    let value = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    assert_eq!(value("X-Amz-Expires").as_deref(), Some("600"));
    assert_eq!(value("X-Amz-SignedHeaders").as_deref(), Some("content-length;content-type;host"));
    assert_eq!(address.headers, [("content-type".to_owned(), "image/png".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_is_downloaded_under_its_name() {
    let emulator = Emulator::start_strict().await;
    emulator.create_buckets().await;
    let films = emulator.cloud(|_| {}).await.films();
    let place = FilmPlace { project_id: "prj_1".to_owned(), generation_id: "gen_1".to_owned() };
    films.write(&place, "film.mp4", b"film".to_vec()).await.expect("it is written");
    let address = films.address(&place, "film.mp4", 60).await.expect("an address");
    let response = Browser::default().open(&address).await.expect("an answer");
    assert_eq!(response.headers()["content-disposition"], "attachment; filename=\"film.mp4\"");
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_cloudfront_addresses_are_signed_with_the_stored_key() {
    let emulator = Emulator::start_strict().await;
    let delivery = FilmDelivery {
        domain: "films.example.com".to_owned(),
        key_pair_id: "K123".to_owned(),
        key_parameter: "lectern/films".to_owned(),
    };
    let films = emulator.cloud(|settings| settings.film_delivery = Some(delivery)).await.films();
    let place = FilmPlace { project_id: "prj_1".to_owned(), generation_id: "gen_1".to_owned() };
    let error = films.address(&place, "film.mp4", 60).await.expect_err("there is no key yet");
    assert!(error.to_string().contains("lectern/films"), "{error} names the key");
    let secrets = aws_sdk_secretsmanager::Client::new(&emulator.config().await);
    let pem = include_str!("../keys/films.pem");
    secrets.create_secret().name("lectern/films").secret_string(pem).send().await.expect("a secret");
    let address = films.address(&place, "film.mp4", 60).await.expect("an address");
    let start = "https://films.example.com/prj_1/gen_1/film.mp4?Expires=";
    assert!(address.starts_with(start) && address.ends_with("&Key-Pair-Id=K123"), "{address}");
}
