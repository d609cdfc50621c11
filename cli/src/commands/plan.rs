use std::io::Write as _;

use crate::{
    arguments::PlanArguments,
    commands::{input, print},
    exit::{Failure, finding_line},
};

/// Prints the storyboard; findings go to standard error.
pub fn run(arguments: &PlanArguments) -> Result<(), Failure> {
    let plan = input::open(arguments)?.plan;
    let mut stderr = std::io::stderr().lock();
    for finding in &plan.findings {
        // Nobody may be listening there.
        let _ = writeln!(stderr, "{}", finding_line(finding));
    }
    let mut json = serde_json::to_vec_pretty(&plan.storyboard).expect("a storyboard is plain data");
    json.push(b'\n');
    print(&json)
}
