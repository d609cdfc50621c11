use lectern_lesson::{Finding, Severity, Storyboard};

use crate::Layouts;

/// A rule of the linter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable id in kebab case.
    pub id: &'static str,
    /// The worst that it reports.
    pub severity: Severity,
    /// What it checks, in a sentence.
    pub checks: &'static str,
    /// What to do about a finding.
    pub hint: &'static str,
}

/// Every rule, in the order in which they are checked.
pub fn rules() -> &'static [Rule] {
    &[]
}

/// Checks `storyboard` against every rule of [`rules`]; findings come scene by scene.
pub fn lint(storyboard: &Storyboard, layouts: &dyn Layouts) -> Vec<Finding> {
    let _ = (storyboard, layouts);
    Vec::new()
}
