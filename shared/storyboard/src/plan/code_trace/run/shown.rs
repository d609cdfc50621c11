//! Expressions with their names replaced by values, as a learner would write them down: `4 × ?`.

use super::super::syntax::{Expression, Operator};
use super::super::value::Value;
use super::short;

/// An expression with the values that are known; calls of the program's own functions are what they gave, or `?`.
pub(super) fn expression(
    expression: &Expression,
    find: &dyn Fn(&str) -> Option<Value>,
    is_own: &dyn Fn(&str) -> bool,
    given: &mut std::slice::Iter<'_, Value>,
) -> String {
    let mut writer = Writer { find, is_own, given };
    writer.write(expression, 0)
}

struct Writer<'a, 'b> {
    find: &'a dyn Fn(&str) -> Option<Value>,
    is_own: &'a dyn Fn(&str) -> bool,
    given: &'a mut std::slice::Iter<'b, Value>,
}

impl Writer<'_, '_> {
    fn write(&mut self, expression: &Expression, outer: u8) -> String {
        match expression {
            Expression::None => "None".to_owned(),
            Expression::Truth(truth) => if *truth { "True" } else { "False" }.to_owned(),
            Expression::Whole(number) => number.to_string(),
            Expression::Text(text) => format!("'{text}'"),
            Expression::Name(name) => (self.find)(name).map_or_else(|| name.clone(), |value| short(&value.shown())),
            Expression::List(items) => format!("[{}]", self.listed(items)),
            Expression::Not(inner) => format!("not {}", self.write(inner, 4)),
            Expression::Negative(inner) => format!("−{}", self.write(inner, 6)),
            Expression::Pair(left, operator, right) => {
                let binding = binding(*operator);
                let left = self.write(left, binding);
                let right = self.write(right, binding + 1);
                let text = format!("{left} {} {right}", operator.shown());
                if binding < outer { format!("({text})") } else { text }
            }
            Expression::Element(of, index) => {
                let of = self.write(of, 7);
                format!("{of}[{}]", self.write(index, 0))
            }
            Expression::Slice(of, from, to) => {
                let of = self.write(of, 7);
                let from = from.as_ref().map(|from| self.write(from, 0)).unwrap_or_default();
                let to = to.as_ref().map(|to| self.write(to, 0)).unwrap_or_default();
                format!("{of}[{from}:{to}]")
            }
            Expression::Call(name, _) if (self.is_own)(name) => {
                self.given.next().map_or_else(|| "?".to_owned(), |value| short(&value.shown()))
            }
            Expression::Call(name, arguments) => format!("{name}({})", self.listed(arguments)),
            Expression::Method(of, name, arguments) => {
                let of = self.write(of, 7);
                format!("{of}.{name}({})", self.listed(arguments))
            }
        }
    }

    fn listed(&mut self, items: &[Expression]) -> String {
        let items: Vec<String> = items.iter().map(|item| self.write(item, 0)).collect();
        items.join(", ")
    }
}

/// How tightly an operator binds.
fn binding(operator: Operator) -> u8 {
    match operator {
        Operator::Or => 1,
        Operator::And => 2,
        Operator::Add | Operator::Subtract => 4,
        Operator::Multiply | Operator::Divide | Operator::Remainder => 5,
        Operator::Power => 6,
        _ => 3,
    }
}
