//! Values of the interpreter, bounded in size.

use std::cell::RefCell;
use std::fmt::Write;
use std::rc::Rc;

/// Longest list and longest string.
const LENGTH_LIMIT: usize = 1_000;

/// Lists inside of lists deeper than this are not shown.
const DEPTH_LIMIT: usize = 4;

#[derive(Clone, Debug)]
pub(super) enum Value {
    None,
    Truth(bool),
    Whole(i64),
    Text(Rc<str>),
    List(Rc<RefCell<Vec<Value>>>),
}

impl Value {
    pub(super) fn text(text: impl Into<Rc<str>>) -> Option<Self> {
        let text: Rc<str> = text.into();
        (text.len() <= LENGTH_LIMIT).then_some(Self::Text(text))
    }

    pub(super) fn list(values: Vec<Self>) -> Option<Self> {
        (values.len() <= LENGTH_LIMIT).then(|| Self::List(Rc::new(RefCell::new(values))))
    }

    pub(super) fn is_true(&self) -> bool {
        match self {
            Self::None => false,
            Self::Truth(truth) => *truth,
            Self::Whole(number) => *number != 0,
            Self::Text(text) => !text.is_empty(),
            Self::List(values) => !values.borrow().is_empty(),
        }
    }

    /// As a number; truths are 0 and 1.
    pub(super) fn whole(&self) -> Option<i64> {
        match self {
            Self::Whole(number) => Some(*number),
            Self::Truth(truth) => Some(i64::from(*truth)),
            _ => None,
        }
    }

    /// As the language writes it.
    pub(super) fn shown(&self) -> String {
        let mut text = String::new();
        self.write(&mut text, 0);
        text
    }

    /// As `print` writes it: strings without quotation marks.
    pub(super) fn printed(&self) -> String {
        match self {
            Self::Text(text) => text.to_string(),
            other => other.shown(),
        }
    }

    fn write(&self, out: &mut String, depth: usize) {
        match self {
            Self::None => out.push_str("None"),
            Self::Truth(truth) => out.push_str(if *truth { "True" } else { "False" }),
            Self::Whole(number) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "{number}");
            }
            Self::Text(text) => {
                let mark = if text.contains('\'') { '"' } else { '\'' };
                out.push(mark);
                out.push_str(text);
                out.push(mark);
            }
            Self::List(_) if depth >= DEPTH_LIMIT => out.push_str("[…]"),
            Self::List(values) => {
                out.push('[');
                for (index, value) in values.borrow().iter().enumerate() {
                    if index > 0 {
                        out.push_str(", ");
                    }
                    value.write(out, depth + 1);
                }
                out.push(']');
            }
        }
    }

    /// Whether they are equal, as far as lists are looked into.
    pub(super) fn equals(&self, other: &Self, depth: usize) -> bool {
        match (self, other) {
            (Self::None, Self::None) => true,
            (Self::Text(one), Self::Text(two)) => one == two,
            (Self::List(one), Self::List(two)) => {
                let (one, two) = (one.borrow(), two.borrow());
                depth < DEPTH_LIMIT
                    && one.len() == two.len()
                    && one.iter().zip(two.iter()).all(|(one, two)| one.equals(two, depth + 1))
            }
            (one, two) => one.whole().is_some() && one.whole() == two.whole(),
        }
    }
}
