use std::sync::Arc;

use lectern_pipeline::conformance;

use crate::support::Emulator;

#[tokio::test(flavor = "multi_thread")]
async fn the_table_conforms() {
    let emulator = Emulator::start().await;
    emulator.create_table().await;
    let records = emulator.cloud(|_| {}).await.records();
    conformance::records(Arc::new(records), "table").await;
}
