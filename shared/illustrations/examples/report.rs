//! Tells which pictures the words and pairs of words of texts would be shown by: `cargo run -p lectern-illustrations --example report -- FILE...`.

use lectern_illustrations::{Context, find};
use std::collections::BTreeMap;
use std::io::Write;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout().lock();
    for file in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&file)?;
        let subject = text.lines().next().unwrap_or_default().to_owned();
        let mut shown: BTreeMap<String, &str> = BTreeMap::new();
        for paragraph in text.split("\n\n") {
            for sentence in paragraph.split_inclusive(['.', '?', '!', ';', ',', ':']) {
                let words: Vec<&str> = sentence.split_whitespace().collect();
                for terms in (1..=3).flat_map(|length| words.windows(length)) {
                    let term = terms.join(" ");
                    if let Some(picture) = find(&term, Context { text: paragraph, subject: &subject }) {
                        shown.insert(term.to_lowercase(), picture);
                    }
                }
            }
        }
        writeln!(out, "{file}")?;
        for (term, picture) in shown {
            writeln!(out, "  {term}: {picture}")?;
        }
    }
    Ok(())
}
