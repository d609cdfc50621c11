use lectern_lesson::Severity;

use crate::{
    arguments::LintArguments,
    commands::{input, print},
    exit::{Failure, Fault, finding_line},
};

/// Lists what is found; fails when there is an error among it.
pub fn run(arguments: &LintArguments) -> Result<(), Failure> {
    let findings = input::open(&arguments.plan)?.plan.findings;
    if arguments.json {
        let mut json = serde_json::to_vec_pretty(&findings).expect("findings are plain data");
        json.push(b'\n');
        print(&json)?;
    } else {
        for finding in &findings {
            print(format!("{}\n", finding_line(finding)).as_bytes())?;
        }
    }
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    if errors > 0 {
        return Err(Failure::new(
            Fault::Input,
            format!("{errors} of {} findings would make the film wrong", findings.len()),
        ));
    }
    if !arguments.json {
        print(format!("{} findings, no errors\n", findings.len()).as_bytes())?;
    }
    Ok(())
}
