//! The studio on AWS, as it is deployed, in an emulator.

use lectern_studio_tests::{Cloud, suite};

#[tokio::test(flavor = "multi_thread")]
async fn a_project_becomes_a_film() {
    suite::a_project_becomes_a_film(Cloud::shared(), "ada").await;
}
