use std::sync::Arc;

use lectern_pipeline::{ArtifactKey, Objects, Step, conformance};

use crate::support::Emulator;

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_conforms() {
    let emulator = Emulator::start().await;
    emulator.create_buckets().await;
    let cloud = emulator.cloud(|_| {}).await;
    conformance::objects(Arc::new(cloud.artifacts()), "bucket").await;
    conformance::objects(Arc::new(cloud.documents().under("some/prefix/")), "prefix").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_local_copy_is_used_while_it_is_whole_and_the_artifact_there() {
    let emulator = Emulator::start().await;
    emulator.create_buckets().await;
    let objects = emulator.cloud(|_| {}).await.artifacts();
    let key = ArtifactKey::new(Step::Render, "1", &"scratch", "mp4");
    objects.put(&key, b"whole".to_vec()).await.expect("it is stored");
    let file = objects.file(&key).await.expect("asking succeeds").expect("it is there");
    // Another content of the same size tells whether the file was fetched again.
    tokio::fs::write(&file, b"LOCAL").await.expect("it is written");
    assert_eq!(objects.file(&key).await.expect("asking succeeds").as_ref(), Some(&file));
    assert_eq!(tokio::fs::read(&file).await.expect("it is read"), b"LOCAL", "it is not fetched again");
    tokio::fs::write(&file, b"half").await.expect("it is written");
    objects.file(&key).await.expect("asking succeeds").expect("it is there");
    assert_eq!(tokio::fs::read(&file).await.expect("it is read"), b"whole", "what is not whole is fetched again");
    let drafts = file.ancestors().nth(3).expect("the scratch folder").join("drafts");
    assert_eq!(std::fs::read_dir(drafts).expect("a folder").count(), 0, "nothing is left of what was fetched");

    let lost = ArtifactKey::new(Step::Render, "1", &"lost", "mp4");
    let place = file.with_file_name(lost.to_string().rsplit('/').next().expect("a name"));
    tokio::fs::write(&place, b"local only").await.expect("it is written");
    assert_eq!(objects.file(&lost).await.expect("asking succeeds"), None, "a copy of what is gone does not count");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_file_travels_in_parts() {
    // Five parts, the last one short.
    const BYTES: usize = (64 << 20) + 12_345;
    let emulator = Emulator::start().await;
    emulator.create_buckets().await;
    let objects = emulator.cloud(|_| {}).await.artifacts();
    let key = ArtifactKey::new(Step::Composite, "1", &"large", "mp4");
    let bytes: Vec<u8> = (0..BYTES).map(|index| (index >> 12) as u8 ^ index as u8).collect();
    let draft = objects.draft(&key).await.expect("a path");
    tokio::fs::write(&draft, &bytes).await.expect("a draft");
    let local = objects.adopt(&key, &draft).await.expect("it is uploaded");
    assert!(!draft.exists() && local.exists(), "the local file is kept");
    tokio::fs::remove_file(&local).await.expect("it is ours");
    let fetched = objects.file(&key).await.expect("asking succeeds").expect("it is there");
    assert!(tokio::fs::read(fetched).await.expect("it is read") == bytes, "the parts are joined in order");
}
