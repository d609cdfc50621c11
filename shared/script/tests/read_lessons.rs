//! The sample lessons, read.
#![allow(missing_docs, reason = "a test")]

use lectern_lesson::{BlockKind, Script};
use lectern_script::read;

fn lesson(name: &str) -> Script {
    let path = format!("{}/../../assets/lessons/{name}", env!("CARGO_MANIFEST_DIR"));
    read(name, &std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn dump() {
    for name in std::env::var("DUMP").unwrap_or_default().split(',').filter(|n| !n.is_empty()) {
        let script = lesson(name);
        for b in &script.blocks {
            let s = format!("{:?}", b.kind);
            println!("{}: {}", b.span.line, s.chars().take(400).collect::<String>());
        }
        println!("{:#?}", script.findings);
        let _ = BlockKind::Exercise { text: String::new() };
    }
}
