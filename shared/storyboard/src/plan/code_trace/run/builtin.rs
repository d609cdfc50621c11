//! What the language itself can do with values.

use super::super::syntax::Operator;
use super::super::value::Value;

/// Longest `range`.
const RANGE_LIMIT: i64 = 1_000;

/// What an operator makes of two values; none where the language would fail or numbers become too large.
pub(super) fn combined(left: &Value, operator: Operator, right: Value) -> Option<Value> {
    match operator {
        Operator::And | Operator::Or => return Some(right),
        Operator::Equal => return Some(Value::Truth(left.equals(&right, 0))),
        Operator::Unequal => return Some(Value::Truth(!left.equals(&right, 0))),
        Operator::In => {
            return match (left, &right) {
                (Value::Text(part), Value::Text(whole)) => Some(Value::Truth(whole.contains(&**part))),
                (part, Value::List(values)) => {
                    Some(Value::Truth(values.borrow().iter().any(|value| value.equals(part, 0))))
                }
                _ => None,
            };
        }
        _ => {}
    }
    if let (Value::Text(one), Value::Text(two)) = (left, &right) {
        return match operator {
            Operator::Add => Value::text(format!("{one}{two}")),
            Operator::Less => Some(Value::Truth(one < two)),
            Operator::AtMost => Some(Value::Truth(one <= two)),
            Operator::More => Some(Value::Truth(one > two)),
            Operator::AtLeast => Some(Value::Truth(one >= two)),
            _ => None,
        };
    }
    if let (Value::List(one), Value::List(two)) = (left, &right) {
        let joined = || one.borrow().iter().chain(two.borrow().iter()).cloned().collect();
        return if operator == Operator::Add { Value::list(joined()) } else { None };
    }
    if let (Value::Text(text), Some(count)) = (left, right.whole())
        && operator == Operator::Multiply
    {
        let count = usize::try_from(count.max(0)).ok()?;
        let fits = text.len().checked_mul(count)? <= 1_000;
        return fits.then(|| text.repeat(count)).and_then(Value::text);
    }
    if let (Value::List(values), Some(count)) = (left, right.whole())
        && operator == Operator::Multiply
    {
        let (values, count) = (values.borrow(), usize::try_from(count.max(0)).ok()?);
        let total = values.len().checked_mul(count)?;
        return (total <= 1_000).then(|| values.iter().cycle().take(total).cloned().collect()).and_then(Value::list);
    }
    let (one, two) = (left.whole()?, right.whole()?);
    Some(match operator {
        Operator::Add => Value::Whole(one.checked_add(two)?),
        Operator::Subtract => Value::Whole(one.checked_sub(two)?),
        Operator::Multiply => Value::Whole(one.checked_mul(two)?),
        Operator::Divide => Value::Whole(floor_divided(one, two)?),
        Operator::Remainder => Value::Whole(one.checked_sub(floor_divided(one, two)?.checked_mul(two)?)?),
        Operator::Power => Value::Whole(one.checked_pow(u32::try_from(two).ok()?)?),
        Operator::Less => Value::Truth(one < two),
        Operator::AtMost => Value::Truth(one <= two),
        Operator::More => Value::Truth(one > two),
        Operator::AtLeast => Value::Truth(one >= two),
        _ => return None,
    })
}

/// Division that rounds down, as the language does, not toward zero.
fn floor_divided(one: i64, two: i64) -> Option<i64> {
    let quotient = one.checked_div(two)?;
    let rounds_up = one.checked_rem(two)? != 0 && (one < 0) != (two < 0);
    Some(quotient - i64::from(rounds_up))
}

/// The index of an element; negative ones count from the end.
pub(super) fn position(index: &Value, length: usize) -> Option<usize> {
    let index = index.whole()?;
    let length = i64::try_from(length).ok()?;
    let at = if index < 0 { index.checked_add(length)? } else { index };
    usize::try_from(at).ok().filter(|_| at < length)
}

/// An element of a list or a character of a string.
pub(super) fn element(of: &Value, index: &Value) -> Option<Value> {
    match of {
        Value::List(values) => {
            let values = values.borrow();
            values.get(position(index, values.len())?).cloned()
        }
        Value::Text(text) => {
            let at = position(index, text.chars().count())?;
            Value::text(text.chars().nth(at)?.to_string())
        }
        _ => None,
    }
}

/// A part of a list or of a string. Bounds outside of it are moved to its ends.
pub(super) fn slice(of: &Value, from: Option<&Value>, to: Option<&Value>) -> Option<Value> {
    let bound = |value: Option<&Value>, length: usize, otherwise: usize| -> Option<usize> {
        let Some(value) = value else { return Some(otherwise) };
        let (index, length) = (value.whole()?, i64::try_from(length).ok()?);
        let at = if index < 0 { index.saturating_add(length) } else { index };
        usize::try_from(at.clamp(0, length)).ok()
    };
    match of {
        Value::List(values) => {
            let values = values.borrow();
            let (from, to) = (bound(from, values.len(), 0)?, bound(to, values.len(), values.len())?);
            Value::list(values.get(from..to.max(from))?.to_vec())
        }
        Value::Text(text) => {
            let length = text.chars().count();
            let (from, to) = (bound(from, length, 0)?, bound(to, length, length)?);
            Value::text(text.chars().skip(from).take(to.saturating_sub(from)).collect::<String>())
        }
        _ => None,
    }
}

/// Calls a built-in function.
pub(super) fn call(name: &str, arguments: &[Value]) -> Option<Value> {
    match (name, arguments) {
        ("len", [Value::Text(text)]) => Some(Value::Whole(i64::try_from(text.chars().count()).ok()?)),
        ("len", [Value::List(values)]) => Some(Value::Whole(i64::try_from(values.borrow().len()).ok()?)),
        ("str", [value]) => Value::text(value.printed()),
        ("int", [Value::Text(text)]) => text.trim().parse().ok().map(Value::Whole),
        ("int", [value]) => value.whole().map(Value::Whole),
        ("abs", [value]) => value.whole()?.checked_abs().map(Value::Whole),
        ("range", [end]) => range(0, end.whole()?, 1),
        ("range", [start, end]) => range(start.whole()?, end.whole()?, 1),
        ("range", [start, end, step]) => range(start.whole()?, end.whole()?, step.whole()?),
        ("list", [Value::List(values)]) => Value::list(values.borrow().clone()),
        ("sum", [Value::List(values)]) => {
            values.borrow().iter().try_fold(0_i64, |sum, value| sum.checked_add(value.whole()?)).map(Value::Whole)
        }
        ("max" | "min", values) => {
            let listed = match values {
                [Value::List(values)] => values.borrow().clone(),
                several => several.to_vec(),
            };
            let numbers: Vec<i64> = listed.iter().map(Value::whole).collect::<Option<_>>()?;
            let found = if name == "max" { numbers.into_iter().max() } else { numbers.into_iter().min() };
            found.map(Value::Whole)
        }
        _ => None,
    }
}

fn range(start: i64, end: i64, step: i64) -> Option<Value> {
    let mut values = Vec::new();
    let mut now = start;
    while step > 0 && now < end || step < 0 && now > end {
        values.push(Value::Whole(now));
        now = now.checked_add(step)?;
        if values.len() as i64 > RANGE_LIMIT {
            return None;
        }
    }
    (step != 0).then(|| Value::list(values)).flatten()
}

/// Calls a method of a list or string.
pub(super) fn method(of: &Value, name: &str, arguments: &[Value]) -> Option<Value> {
    match (of, name, arguments) {
        (Value::List(values), "append", [value]) => {
            let mut values = values.try_borrow_mut().ok()?;
            values.push(value.clone());
            (values.len() <= 1_000).then_some(Value::None)
        }
        (Value::List(values), "pop", []) => values.try_borrow_mut().ok()?.pop(),
        (Value::List(values), "pop", [index]) => {
            let mut values = values.try_borrow_mut().ok()?;
            let at = position(index, values.len())?;
            Some(values.remove(at))
        }
        (Value::Text(text), "upper", []) => Value::text(text.to_uppercase()),
        (Value::Text(text), "lower", []) => Value::text(text.to_lowercase()),
        _ => None,
    }
}
