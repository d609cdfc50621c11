use proptest::prelude::*;

use super::*;

const FACTORIAL: &str =
    "def factorial(n):\n    if n <= 1:              # base case\n        return 1\n    return n * factorial(n - 1)";

fn notes(steps: &[TraceStep]) -> Vec<String> {
    let last = |step: &TraceStep| step.stack.last().and_then(|frame| frame.note.clone());
    let mut notes: Vec<String> = steps.iter().filter_map(last).collect();
    notes.dedup();
    notes
}

#[test]
fn a_recursive_call_waits_for_the_one_above_it() {
    for prose in [
        "When we call it with four, the function waits for the answer of three.",
        "Let us see what factorial(4) does.",
        "Call factorial with 4, and watch.",
    ] {
        let steps = trace_of(Some("python"), FACTORIAL, prose).unwrap_or_else(|| panic!("{prose}"));
        let deepest = steps.iter().map(|step| step.stack.len()).max();
        assert_eq!(deepest, Some(4), "{prose}");
        let expected = ["4 × ?", "3 × ?", "2 × ?", "= 1", "2 × 1 = 2", "3 × 2 = 6", "4 × 6 = 24"];
        assert_eq!(notes(&steps), expected, "{prose}");
        let lines: Vec<usize> = steps.iter().map(|step| step.line).collect();
        assert_eq!(lines, [1, 3, 1, 3, 1, 3, 1, 2, 3, 3, 3], "{prose}");
    }
}

#[test]
fn loops_show_their_variables_and_what_they_print() {
    let program = "total = 0\nfor number in [3, 5, 9]:\n    total += number\nprint(\"sum\", total)";
    let steps = trace_of(None, program, "").expect("it can be followed");
    let last = steps.last().expect("it has steps");
    assert_eq!(last.output, ["sum 17"]);
    assert_eq!(last.variables, [("total".to_owned(), "17".to_owned()), ("number".to_owned(), "9".to_owned())]);
    let totals: Vec<&str> =
        steps.iter().filter(|step| step.line == 2).map(|step| step.variables[0].1.as_str()).collect();
    assert_eq!(totals, ["3", "8", "17"]);
}

#[test]
fn programs_give_what_the_language_gives() {
    // What each prints, as Python 3 does.
    for (program, printed) in [
        ("def gcd(a, b):\n  while b != 0:\n    r = a % b\n    a = b\n    b = r\n  return a\nprint(gcd(48, 18))", "6"),
        ("print(-7 // 2, -7 % 3, 2 ** 10)\nx = 1\nprint(x)", "-4 2 1024"),
        ("def fib(n):\n    if n < 2:\n        return n\n    return fib(n - 1) + fib(n - 2)\nprint(fib(3))", "2"),
        ("word = 'stressed'\nback = ''\nfor c in word[0:4]:\n  back = c + back\nprint(back)", "erts"),
        ("a = [1, 2]\nb = a\nb.append(3)\nprint(a, len(a), a[-1], 2 in a)", "[1, 2, 3] 3 3 True"),
        (
            "x = 10\nif x > 5 and not x == 7:\n  print('big')\nelif x > 3:\n  print('middle')\nelse:\n  print('small')\nx = 2",
            "big",
        ),
        ("def f(x):\n  return -x * (x + 1)\ny = f(3)\nprint(y, [y, 'a'], None, 1 == 1)", "-12 [-12, 'a'] None True"),
        ("n = 0\nwhile True:\n  n += 1\n  if n == 3: break\nprint(max(n, 2), sum([1, n]), str(n) + '!')", "3 4 3!"),
    ] {
        let steps = trace_of(Some("python"), program, "").unwrap_or_else(|| panic!("{program}"));
        let output = &steps.last().expect("it has steps").output;
        assert_eq!(output.first().map(String::as_str), Some(printed), "{program}");
    }
}

#[test]
fn what_cannot_be_followed_has_no_trace() {
    for (language, program, prose) in [
        (Some("rust"), "fn main() {}", ""),
        (Some("python"), "import os\nos.system('ls')\nx = 1", ""),
        (Some("python"), "while True:\n    x = 1", ""),
        (Some("python"), "def f(n):\n    return f(n + 1)\nf(1)", ""),
        (Some("python"), FACTORIAL, "A function that calls itself."),
        (Some("python"), FACTORIAL, "factorial(n) is the product of n and factorial(n - 1)."),
        (Some("python"), FACTORIAL, "Call it with 400 and see."),
        (Some("python"), "x = [0] * 999999999\ny = 1\nz = 2", ""),
        (Some("python"), "x = 9 ** 999999\ny = 1\nz = 1", ""),
        (Some("python"), "print(1 / 2)\nx = 1\ny = 1", ""),
        (Some("python"), "", ""),
    ] {
        assert_eq!(trace_of(language, program, prose), None, "{program}");
    }
    let nested = format!("x = {}1{}\ny = 1\nz = 2", "(".repeat(1500), ")".repeat(1500));
    assert_eq!(trace_of(None, &nested, ""), None);
    assert_eq!(trace_of(None, &format!("x = {}1\ny = 1\nz = 1", "-".repeat(3000)), ""), None);
    assert_eq!(trace_of(None, &format!("x = {}1\ny = 1\nz = 1", "not ".repeat(900)), ""), None);
}

proptest! {
    #[test]
    fn any_text_ends(lines in prop::collection::vec("( {0,8})(def f\\(a\\):|return|if|while|for x in|else:|x|a|f\\(3\\)|1|=|\\+|\\[|\\]|:|\\.append\\(x\\)| ){0,8}", 0..8)) {
        if let Some(steps) = trace_of(None, &lines.join("\n"), "call f(3)") {
            prop_assert!(steps.len() <= STEP_LIMIT);
        }
    }
}
