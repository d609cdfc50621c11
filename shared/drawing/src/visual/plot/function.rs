//! Functions given as text, such as `x^2 - 2*x + sin(x)`: read once, then reckoned at many places.
//!
//! The text is untrusted: its length, its depth and so its time are bounded, and there is nothing that it could call.

/// Longest text in characters.
const LENGTH_LIMIT: usize = 200;

/// Deepest nesting.
const DEPTH_LIMIT: usize = 40;

/// A function of x in the order in which it is reckoned: values, then what is done with them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Function {
    steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Number(f64),
    X,
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Negate,
    /// The function of that index in [`FUNCTIONS`].
    Call(usize),
}

/// A function of one number by its name.
type Named = (&'static str, fn(f64) -> f64);

/// The functions that text may name.
const FUNCTIONS: [Named; 20] = [
    ("sin", f64::sin),
    ("cos", f64::cos),
    ("tan", f64::tan),
    ("asin", f64::asin),
    ("acos", f64::acos),
    ("atan", f64::atan),
    ("arcsin", f64::asin),
    ("arccos", f64::acos),
    ("arctan", f64::atan),
    ("sinh", f64::sinh),
    ("cosh", f64::cosh),
    ("tanh", f64::tanh),
    ("exp", f64::exp),
    ("ln", f64::ln),
    ("log", f64::log10),
    ("sqrt", f64::sqrt),
    ("cbrt", f64::cbrt),
    ("abs", f64::abs),
    ("floor", f64::floor),
    ("ceil", f64::ceil),
];

impl Function {
    /// Reads a function of x; none when the text is none, or too long or too deep.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.chars().nth(LENGTH_LIMIT).is_some() {
            return None;
        }
        let text = text.replace("**", "^").replace(['−', '–'], "-").replace(['·', '×'], "*");
        let characters: Vec<char> = text.chars().filter(|one| !one.is_whitespace()).collect();
        let mut reader = Reader { characters: &characters, at: 0, depth: 0, steps: Vec::new() };
        reader.sum()?;
        (reader.at == characters.len()).then_some(Self { steps: reader.steps })
    }

    /// Its value; not a number where it has none.
    pub(super) fn at(&self, x: f64) -> f64 {
        let mut stack: Vec<f64> = Vec::with_capacity(8);
        for step in &self.steps {
            let value = match step {
                Step::Number(number) => *number,
                Step::X => x,
                Step::Negate => -stack.pop().unwrap_or(f64::NAN),
                Step::Call(index) => {
                    FUNCTIONS.get(*index).map_or(f64::NAN, |(_, call)| call(stack.pop().unwrap_or(f64::NAN)))
                }
                pair => {
                    let (two, one) = (stack.pop().unwrap_or(f64::NAN), stack.pop().unwrap_or(f64::NAN));
                    match pair {
                        Step::Add => one + two,
                        Step::Subtract => one - two,
                        Step::Multiply => one * two,
                        Step::Divide => one / two,
                        _ => one.powf(two),
                    }
                }
            };
            stack.push(value);
        }
        stack.pop().unwrap_or(f64::NAN)
    }
}

struct Reader<'a> {
    characters: &'a [char],
    at: usize,
    depth: usize,
    steps: Vec<Step>,
}

impl Reader<'_> {
    fn next(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    fn takes(&mut self, wanted: char) -> bool {
        let found = self.next() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn sum(&mut self) -> Option<()> {
        self.depth += 1;
        if self.depth > DEPTH_LIMIT {
            return None;
        }
        self.product()?;
        loop {
            let step = if self.takes('+') {
                Step::Add
            } else if self.takes('-') {
                Step::Subtract
            } else {
                self.depth -= 1;
                return Some(());
            };
            self.product()?;
            self.steps.push(step);
        }
    }

    fn product(&mut self) -> Option<()> {
        self.signed()?;
        loop {
            let step = if self.takes('*') {
                Step::Multiply
            } else if self.takes('/') {
                Step::Divide
            } else if self.next().is_some_and(|next| next.is_alphanumeric() || next == '(') {
                // `2x` and `3(x + 1)`: what stands side by side is multiplied.
                self.power()?;
                self.steps.push(Step::Multiply);
                continue;
            } else {
                return Some(());
            };
            self.signed()?;
            self.steps.push(step);
        }
    }

    fn signed(&mut self) -> Option<()> {
        if self.takes('+') {
            return self.power();
        }
        if self.takes('-') {
            // A sign binds less than a power: -x^2 is -(x^2).
            self.depth += 1;
            if self.depth > DEPTH_LIMIT {
                return None;
            }
            self.signed()?;
            self.depth -= 1;
            self.steps.push(Step::Negate);
            return Some(());
        }
        self.power()
    }

    fn power(&mut self) -> Option<()> {
        self.atom()?;
        if self.takes('^') {
            self.depth += 1;
            if self.depth > DEPTH_LIMIT {
                return None;
            }
            self.signed()?;
            self.depth -= 1;
            self.steps.push(Step::Power);
        }
        Some(())
    }

    fn atom(&mut self) -> Option<()> {
        let next = self.next()?;
        if self.takes('(') {
            self.sum()?;
            return self.takes(')').then_some(());
        }
        let run =
            |is: fn(&char) -> bool| self.characters.iter().skip(self.at).take_while(|one| is(one)).collect::<String>();
        if next.is_ascii_digit() || next == '.' {
            let number = run(|one| one.is_ascii_digit() || *one == '.');
            self.at += number.chars().count();
            self.steps.push(Step::Number(number.parse().ok()?));
            return Some(());
        }
        let name = run(|one| one.is_alphabetic());
        if let Some(index) = FUNCTIONS.iter().position(|(known, _)| name == *known) {
            self.at += name.chars().count();
            if !self.takes('(') {
                return None;
            }
            self.sum()?;
            self.steps.push(Step::Call(index));
            return self.takes(')').then_some(());
        }
        let (length, step) = match name.as_str() {
            "pi" | "π" => (name.chars().count(), Step::Number(std::f64::consts::PI)),
            "e" => (1, Step::Number(std::f64::consts::E)),
            _ if name.starts_with('x') => (1, Step::X),
            _ => return None,
        };
        self.at += length;
        self.steps.push(step);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn functions_are_reckoned_as_written() {
        for (text, x, expected) in [
            ("x^2 - 2*x + sin(x)", 2.0, 2.0_f64.sin()),
            ("-x^2", 3.0, -9.0),
            ("2^3^2", 0.0, 512.0),
            ("2x(x + 1)", 2.0, 12.0),
            ("1/x", 4.0, 0.25),
            ("x**3 − 1", 2.0, 7.0),
            ("3 - 2 - 1", 0.0, 0.0),
            ("8/4/2", 0.0, 1.0),
            ("2^-1", 0.0, 0.5),
            ("sqrt(abs(-x)) * pi", 4.0, 2.0 * std::f64::consts::PI),
            ("exp(ln(x))", 5.0, 5.0),
            ("0.5x", 3.0, 1.5),
        ] {
            let value = Function::parse(text).map(|function| function.at(x));
            assert!(value.is_some_and(|value| (value - expected).abs() < 1e-12), "{text}: {value:?}");
        }
        for text in
            ["", "x +", "(x", "y", "sin x", "x)", "2..3", "system(1)", "x = 2", &"(".repeat(150), &"-".repeat(180)]
        {
            assert_eq!(Function::parse(text), None, "{text}");
        }
        assert_eq!(Function::parse(&format!("x{}", "+x".repeat(200))), None);
    }

    proptest! {
        #[test]
        fn any_text_ends(text in "[x0-9+*/^().a-z -]{0,60}", x in -1e6_f64..1e6) {
            if let Some(function) = Function::parse(&text) {
                let _ = function.at(x);
            }
        }
    }
}
