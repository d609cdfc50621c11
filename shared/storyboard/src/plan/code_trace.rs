//! Short listings that can be followed: run in a small safe interpreter, step by step.
//!
//! A subset of Python is read: whole numbers, strings, lists, names, arithmetic, comparisons, `if`, `while`, `for`, `def`,
//! `return`, `print` and a few built-in functions. Whatever lies outside of it, takes too long or goes too deep gives no
//! trace, and the listing is shown as it is.

mod run;
mod syntax;
mod value;

use lectern_lesson::TraceStep;

use crate::words::cardinal;

/// Longest listing in characters that is read.
const SOURCE_LIMIT: usize = 4_000;

/// More steps than these cannot be watched.
const STEP_LIMIT: usize = 36;

/// Fewest steps that are worth watching.
const STEP_LEAST: usize = 3;

/// The steps of a listing: of the program as it stands if it calls something, else of the call that the prose names, such as
/// `factorial(4)` or "call it with four". None when the listing cannot be followed. Cost: at most 20,000 small operations.
pub(crate) fn trace_of(language: Option<&str>, text: &str, prose: &str) -> Option<Vec<TraceStep>> {
    let is_python =
        language.is_none_or(|word| matches!(word.to_ascii_lowercase().as_str(), "python" | "py" | "python3" | ""));
    if !is_python || text.chars().nth(SOURCE_LIMIT).is_some() {
        return None;
    }
    let program = syntax::parse(text)?;
    let calls_itself = program.iter().any(|statement| !matches!(statement.kind, syntax::StatementKind::Define { .. }));
    let call = if calls_itself { None } else { Some(call_in(prose, &program)?) };
    let call = match call {
        Some(source) => Some(syntax::parse_expression(&source)?),
        None => None,
    };
    let steps = run::run(&program, call.as_ref(), STEP_LIMIT)?;
    (steps.len() >= STEP_LEAST).then_some(steps)
}

/// The call of a function of the program that prose names.
fn call_in(prose: &str, program: &[syntax::Statement]) -> Option<String> {
    let defined: Vec<(&str, usize)> = program
        .iter()
        .filter_map(|statement| match &statement.kind {
            syntax::StatementKind::Define { name, parameters, .. } => Some((name.as_str(), parameters.len())),
            _ => None,
        })
        .collect();
    for (name, count) in &defined {
        for (at, _) in prose.match_indices(&format!("{name}(")) {
            let rest = &prose[at..];
            let Some(end) = rest.find(')') else { continue };
            let arguments = &rest[name.len() + 1..end];
            let given = arguments.split(',').filter(|argument| !argument.trim().is_empty()).count();
            // Letters are the parameters themselves, as in "fib(n)".
            if given == *count && syntax::parse_expression(&rest[..=end]).is_some_and(|call| call.is_of_literals()) {
                return Some(rest[..=end].to_owned());
            }
        }
    }
    // "When we call it with four", "call factorial with 5".
    let [(name, 1)] = defined[..] else { return None };
    let words: Vec<String> = prose.split_whitespace().map(crate::words::normalize).collect();
    let calls =
        |word: &str| matches!(word, "call" | "calls" | "called" | "calling" | "run" | "running" | "start" | "started");
    words.iter().enumerate().filter(|(_, word)| calls(word)).find_map(|(at, _)| {
        let near = words.iter().skip(at + 1).take(7);
        let number = near.skip_while(|word| !matches!(word.as_str(), "with" | "for" | "on")).nth(1)?;
        let value = number.parse::<i64>().ok().or_else(|| cardinal(number).map(|value| value as i64))?;
        Some(format!("{name}({value})"))
    })
}

#[cfg(test)]
mod tests;
