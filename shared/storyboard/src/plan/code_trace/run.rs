//! Runs a program and notes each step.

mod builtin;
mod shown;

use std::collections::BTreeMap;

use lectern_lesson::{TraceFrame, TraceStep};

use super::syntax::{Expression, Operator, Statement, StatementKind};
use super::value::Value;

/// Operations in a run.
const OPERATION_LIMIT: usize = 20_000;

/// Calls inside of calls: as many as stand on each other on the screen.
const DEPTH_LIMIT: usize = 7;

/// Lines of output, and variables, that are shown.
const OUTPUT_LIMIT: usize = 8;
const VARIABLE_LIMIT: usize = 5;

/// Longest value that is shown whole.
const SHOWN_LIMIT: usize = 24;

/// The steps of a program, and of a call after it. None when it fails, or has more than `limit` steps.
pub(super) fn run(program: &[Statement], call: Option<&Expression>, limit: usize) -> Option<Vec<TraceStep>> {
    let mut machine = Machine {
        functions: BTreeMap::new(),
        globals: Scope::default(),
        frames: Vec::new(),
        output: Vec::new(),
        steps: Vec::new(),
        operations: 0,
        limit,
    };
    match machine.block(program)? {
        Flow::On => {}
        _ => return None,
    }
    if let Some(call) = call {
        machine.value(call)?;
    }
    Some(machine.steps)
}

/// Variables in the order of their first assignment.
type Scope = Vec<(String, Value)>;

struct Frame<'a> {
    call: String,
    scope: Scope,
    /// The expression that it returns, while its calls are under way.
    returning: Option<&'a Expression>,
    /// What its calls have given so far.
    given: Vec<Value>,
    note: Option<String>,
}

struct Machine<'a> {
    functions: BTreeMap<&'a str, (&'a [String], &'a [Statement])>,
    globals: Scope,
    frames: Vec<Frame<'a>>,
    output: Vec<String>,
    steps: Vec<TraceStep>,
    operations: usize,
    limit: usize,
}

/// How a block ends.
enum Flow {
    On,
    Break,
    Continue,
    Return(Value),
}

impl<'a> Machine<'a> {
    fn block(&mut self, statements: &'a [Statement]) -> Option<Flow> {
        for statement in statements {
            match self.statement(statement)? {
                Flow::On => {}
                other => return Some(other),
            }
        }
        Some(Flow::On)
    }

    fn statement(&mut self, statement: &'a Statement) -> Option<Flow> {
        self.operate()?;
        let line = statement.line;
        match &statement.kind {
            StatementKind::Define { name, parameters, body } => {
                // Functions inside of functions see names of two scopes; they are not followed.
                if !self.frames.is_empty() {
                    return None;
                }
                self.functions.insert(name, (parameters, body));
            }
            StatementKind::Assign { target, operator, value } => {
                self.step_before_calls(line, value)?;
                let mut value = self.value(value)?;
                if let Some(operator) = operator {
                    value = builtin::combined(&self.value(target)?, *operator, value)?;
                }
                match target {
                    Expression::Name(name) => self.assign(name, value),
                    Expression::Element(list, index) => {
                        let (list, index) = (self.value(list)?, self.value(index)?);
                        let Value::List(values) = list else { return None };
                        let mut values = values.try_borrow_mut().ok()?;
                        let at = builtin::position(&index, values.len())?;
                        *values.get_mut(at)? = value;
                    }
                    _ => return None,
                }
                self.step(line)?;
            }
            StatementKind::If { branches } => {
                for (line, condition, body) in branches {
                    let holds = match condition {
                        Some(condition) => {
                            self.step(*line)?;
                            self.value(condition)?.is_true()
                        }
                        None => true,
                    };
                    if holds {
                        return self.block(body);
                    }
                }
            }
            StatementKind::While { condition, body } => loop {
                self.operate()?;
                self.step(line)?;
                if !self.value(condition)?.is_true() {
                    break;
                }
                match self.block(body)? {
                    Flow::On | Flow::Continue => {}
                    Flow::Break => break,
                    Flow::Return(value) => return Some(Flow::Return(value)),
                }
            },
            StatementKind::For { name, over, body } => {
                let items: Vec<Value> = match self.value(over)? {
                    Value::List(values) => values.borrow().clone(),
                    Value::Text(text) => text.chars().filter_map(|one| Value::text(one.to_string())).collect(),
                    _ => return None,
                };
                for item in items {
                    self.operate()?;
                    self.assign(name, item);
                    self.step(line)?;
                    match self.block(body)? {
                        Flow::On | Flow::Continue => {}
                        Flow::Break => break,
                        Flow::Return(value) => return Some(Flow::Return(value)),
                    }
                }
            }
            StatementKind::Return(value) => return self.returns(line, value.as_ref()).map(Flow::Return),
            StatementKind::Break => return Some(Flow::Break),
            StatementKind::Continue => return Some(Flow::Continue),
            StatementKind::Pass => {}
            StatementKind::Call(expression) => {
                let calls = self.step_before_calls(line, expression)?;
                let printed = self.output.len();
                self.value(expression)?;
                // Back where the call was made, there is something new to see only where something was printed.
                if !calls || self.output.len() > printed {
                    self.step(line)?;
                }
            }
        }
        Some(Flow::On)
    }

    fn returns(&mut self, line: usize, value: Option<&'a Expression>) -> Option<Value> {
        self.frames.last()?;
        let Some(expression) = value else {
            self.step(line)?;
            return Some(Value::None);
        };
        let calls = self.has_calls(expression);
        if calls {
            let frame = self.frames.last_mut()?;
            frame.returning = Some(expression);
            frame.given.clear();
            self.renote();
            self.step(line)?;
        }
        let value = self.value(expression)?;
        let result = short(&value.shown());
        let reckoned = match calls {
            true => self.frames.last().and_then(|frame| frame.note.clone()).filter(|note| *note != result),
            false => None,
        };
        let note = match reckoned {
            Some(note) => format!("{note} = {result}"),
            None => format!("= {result}"),
        };
        self.frames.last_mut()?.note = Some(note);
        self.step(line)?;
        Some(value)
    }

    /// Writes anew what the running call waits for.
    fn renote(&mut self) {
        let Some(frame) = self.frames.last() else { return };
        let Some(expression) = frame.returning else { return };
        let mut given = frame.given.iter();
        let functions = &self.functions;
        let is_own = |name: &str| functions.contains_key(name);
        let note = shown::expression(expression, &|name| self.find(name), &is_own, &mut given);
        if let Some(frame) = self.frames.last_mut() {
            frame.note = Some(note);
        }
    }

    fn call(&mut self, name: &str, arguments: Vec<Value>) -> Option<Value> {
        let (parameters, body) = *self.functions.get(name)?;
        if parameters.len() != arguments.len() || self.frames.len() >= DEPTH_LIMIT {
            return None;
        }
        let shown: Vec<String> = arguments.iter().map(|value| short(&value.shown())).collect();
        let scope = parameters.iter().cloned().zip(arguments).collect();
        let call = format!("{name}({})", shown.join(", "));
        self.frames.push(Frame { call, scope, returning: None, given: Vec::new(), note: None });
        let value = match self.block(body)? {
            Flow::Return(value) => value,
            Flow::On => Value::None,
            Flow::Break | Flow::Continue => return None,
        };
        self.frames.pop();
        if let Some(frame) = self.frames.last_mut().filter(|frame| frame.returning.is_some()) {
            frame.given.push(value.clone());
            self.renote();
        }
        Some(value)
    }

    /// The value of an expression.
    fn value(&mut self, expression: &Expression) -> Option<Value> {
        self.operate()?;
        match expression {
            Expression::None => Some(Value::None),
            Expression::Truth(truth) => Some(Value::Truth(*truth)),
            Expression::Whole(number) => Some(Value::Whole(*number)),
            Expression::Text(text) => Value::text(text.as_str()),
            Expression::List(items) => {
                let values: Option<Vec<Value>> = items.iter().map(|item| self.value(item)).collect();
                Value::list(values?)
            }
            Expression::Name(name) => self.find(name),
            Expression::Not(inner) => Some(Value::Truth(!self.value(inner)?.is_true())),
            Expression::Negative(inner) => self.value(inner)?.whole()?.checked_neg().map(Value::Whole),
            Expression::Pair(left, operator, right) => {
                let left = self.value(left)?;
                match operator {
                    Operator::And if !left.is_true() => return Some(left),
                    Operator::Or if left.is_true() => return Some(left),
                    _ => {}
                }
                let right = self.value(right)?;
                builtin::combined(&left, *operator, right)
            }
            Expression::Element(list, index) => {
                let (list, index) = (self.value(list)?, self.value(index)?);
                builtin::element(&list, &index)
            }
            Expression::Slice(list, from, to) => {
                let list = self.value(list)?;
                let from = match from {
                    Some(from) => Some(self.value(from)?),
                    None => None,
                };
                let to = match to {
                    Some(to) => Some(self.value(to)?),
                    None => None,
                };
                builtin::slice(&list, from.as_ref(), to.as_ref())
            }
            Expression::Call(name, arguments) => {
                let values: Option<Vec<Value>> = arguments.iter().map(|argument| self.value(argument)).collect();
                let values = values?;
                if self.functions.contains_key(name.as_str()) {
                    return self.call(name, values);
                }
                if name == "print" {
                    let words: Vec<String> = values.iter().map(Value::printed).collect();
                    self.output.push(words.join(" "));
                    return (self.output.len() <= OUTPUT_LIMIT).then_some(Value::None);
                }
                builtin::call(name, &values)
            }
            Expression::Method(of, name, arguments) => {
                let of = self.value(of)?;
                let values: Option<Vec<Value>> = arguments.iter().map(|argument| self.value(argument)).collect();
                builtin::method(&of, name, &values?)
            }
        }
    }

    /// Whether an expression calls a function of the program.
    fn has_calls(&self, expression: &Expression) -> bool {
        let any = |items: &[Expression]| items.iter().any(|item| self.has_calls(item));
        match expression {
            Expression::Call(name, arguments) => self.functions.contains_key(name.as_str()) || any(arguments),
            Expression::Method(of, _, arguments) => self.has_calls(of) || any(arguments),
            Expression::List(items) => any(items),
            Expression::Not(inner) | Expression::Negative(inner) => self.has_calls(inner),
            Expression::Pair(one, _, two) | Expression::Element(one, two) => self.has_calls(one) || self.has_calls(two),
            Expression::Slice(of, from, to) => {
                self.has_calls(of) || [from, to].into_iter().flatten().any(|bound| self.has_calls(bound))
            }
            _ => false,
        }
    }

    /// Lights a line before the calls in it run; tells whether there are any.
    fn step_before_calls(&mut self, line: usize, expression: &Expression) -> Option<bool> {
        let calls = self.has_calls(expression);
        if calls {
            self.step(line)?;
        }
        Some(calls)
    }

    fn find(&self, name: &str) -> Option<Value> {
        let own = self.frames.last().map(|frame| &frame.scope);
        own.into_iter()
            .chain([&self.globals])
            .flatten()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.clone())
    }

    fn assign(&mut self, name: &str, value: Value) {
        let scope = self.frames.last_mut().map_or(&mut self.globals, |frame| &mut frame.scope);
        match scope.iter_mut().find(|(known, _)| known == name) {
            Some(slot) => slot.1 = value,
            None => scope.push((name.to_owned(), value)),
        }
    }

    fn operate(&mut self) -> Option<()> {
        self.operations += 1;
        (self.operations <= OPERATION_LIMIT).then_some(())
    }

    /// Notes the state with a line lit; none when there are too many steps.
    fn step(&mut self, line: usize) -> Option<()> {
        let scope = self.frames.last().map_or(&self.globals, |frame| &frame.scope);
        let variables =
            scope.iter().take(VARIABLE_LIMIT).map(|(name, value)| (name.clone(), short(&value.shown()))).collect();
        let frame = |frame: &Frame<'_>| TraceFrame { call: frame.call.clone(), note: frame.note.clone() };
        let stack = self.frames.iter().map(frame).collect();
        let step = TraceStep { line, variables, stack, output: self.output.clone() };
        if self.steps.last() != Some(&step) {
            self.steps.push(step);
        }
        (self.steps.len() <= self.limit).then_some(())
    }
}

/// A value in few characters.
fn short(text: &str) -> String {
    if text.chars().nth(SHOWN_LIMIT).is_none() {
        return text.to_owned();
    }
    text.chars().take(SHOWN_LIMIT - 1).chain(['…']).collect()
}
