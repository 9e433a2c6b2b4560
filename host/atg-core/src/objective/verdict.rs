//! Holding an objective's criteria against what is known.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::decimal::Decimal;
use super::expression::{Condition, Name, Operand, Operator};
use super::names::Names;
use super::{Criterion, Objective};
use crate::figures::{Ratio, Tenths};
use crate::metric::{MetricResult, PERCENT, RATIO, Score, Standing};

/// Something that is known, or why it is not.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// A percentage as its exact ratio.
    Ratio(Ratio),
    /// A percentage that is no ratio, such as the composite.
    Percent(f64),
    /// A number.
    Number(f64),
    /// True or false.
    Truth(bool),
    /// A text.
    Text(String),
    /// It would be known if something had not failed, and what.
    Unknown(String),
}

/// Everything known, by canonical name.
#[derive(Debug, Clone, Default)]
pub struct Facts(BTreeMap<String, Fact>);

impl Facts {
    /// Adds a fact; a later one of the same name replaces an earlier one.
    pub fn insert(&mut self, name: &str, fact: Fact) {
        self.0.insert(name.to_owned(), fact);
    }

    /// Adds what a metric measured. A failed one does not hide what is known anyway.
    pub fn insert_metric(&mut self, metric: &MetricResult) {
        let name = super::names::fold_name(&metric.name);
        let fact = match &metric.score {
            Score::Ratio(ratio) => Fact::Ratio(*ratio),
            Score::Value(value) if metric.unit == PERCENT => Fact::Percent(*value),
            Score::Value(value) if metric.unit == RATIO => Fact::Percent(*value * 100.0),
            Score::Value(value) => Fact::Number(*value),
            Score::NotApplicable(reason) => Fact::Unknown(format!("`{name}` is not applicable: {reason}")),
            Score::Failed => Fact::Unknown(format!("`{name}` failed to run")),
        };
        if matches!(fact, Fact::Unknown(_)) {
            self.0.entry(name).or_insert(fact);
        } else {
            self.0.insert(name, fact);
        }
    }

    /// Adds what `iteration_state.json` holds; inner objects by `outer.inner`. What atg measured itself is not replaced.
    pub fn insert_state(&mut self, state: &serde_json::Value, names: &Names) {
        let mut open = vec![(String::new(), state)];
        while let Some((path, value)) = open.pop() {
            let fact = match value {
                serde_json::Value::Object(members) => {
                    let inner = |key: &String| {
                        if path.is_empty() {
                            key.clone()
                        } else {
                            format!("{path}.{key}")
                        }
                    };
                    open.extend(members.iter().map(|(key, value)| (inner(key), value)));
                    continue;
                }
                serde_json::Value::Bool(truth) => Fact::Truth(*truth),
                serde_json::Value::Number(number) => {
                    number.as_f64().map_or(Fact::Text(number.to_string()), Fact::Number)
                }
                serde_json::Value::String(text) => Fact::Text(text.clone()),
                serde_json::Value::Null | serde_json::Value::Array(_) => continue,
            };
            self.0.entry(Name::resolve(&path, names).canonical).or_insert(fact);
        }
    }

    /// A fact by its canonical name.
    pub fn get(&self, name: &str) -> Option<&Fact> {
        self.0.get(name)
    }
}

/// A criterion and how it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The criterion.
    pub criterion: Criterion,
    /// Met, missed or unknown.
    pub standing: Standing,
    /// What was found: `fidelity is 30.8 % (516 of 1674)`.
    pub found: Vec<String>,
    /// Why it is unknown, where it is.
    pub reasons: Vec<String>,
}

/// An objective held against what is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Each criterion that counts, in the order of the lines.
    pub checked: Vec<Checked>,
    /// Whether all are met; `None` when none is missed but some are unknown, which is not met.
    pub met: Option<bool>,
}

impl Objective {
    /// Checks every criterion that counts.
    pub fn check(&self, facts: &Facts) -> Verdict {
        let checked: Vec<Checked> = self
            .criteria
            .iter()
            .map(|criterion| {
                let mut evidence = Evidence {
                    facts,
                    found: Vec::new(),
                    reasons: Vec::new(),
                };
                let standing = match evidence.truth(&criterion.condition) {
                    Some(true) => Standing::Met,
                    Some(false) => Standing::Missed,
                    None => Standing::Unknown,
                };
                evidence.found.dedup();
                let reasons = if standing == Standing::Unknown {
                    evidence.reasons
                } else {
                    Vec::new()
                };
                Checked {
                    criterion: criterion.clone(),
                    standing,
                    found: evidence.found,
                    reasons,
                }
            })
            .collect();
        let any = |standing| checked.iter().any(|one| one.standing == standing);
        let met = if any(Standing::Missed) {
            Some(false)
        } else {
            (!any(Standing::Unknown)).then_some(true)
        };
        Verdict { checked, met }
    }
}

struct Evidence<'a> {
    facts: &'a Facts,
    found: Vec<String>,
    reasons: Vec<String>,
}

impl Evidence<'_> {
    /// Three-valued: what is unknown decides nothing, but need not spoil what is decided without it.
    fn truth(&mut self, condition: &Condition) -> Option<bool> {
        match condition {
            Condition::Not(inner) => self.truth(inner).map(|truth| !truth),
            Condition::All(parts) => self.every(parts, true),
            Condition::Any(parts) => self.every(parts, false),
            Condition::Holds(name) => match self.fact(name)? {
                Fact::Truth(truth) => Some(truth),
                _ => self.unknown(format!("`{}` is not true or false", name.written)),
            },
            Condition::Compare {
                left: Operand::Name(name),
                operator,
                right,
            } => self.compare(name, *operator, right),
            Condition::Compare {
                left,
                operator,
                right: Operand::Name(name),
            } => self.compare(name, operator.swapped(), left),
            Condition::Compare { .. } => self.unknown("it names nothing that could be measured".to_owned()),
        }
    }

    /// All of the parts are `wanted`, or one of them is not.
    fn every(&mut self, parts: &[Condition], wanted: bool) -> Option<bool> {
        let truths: Vec<Option<bool>> = parts.iter().map(|part| self.truth(part)).collect();
        if truths.contains(&Some(!wanted)) {
            Some(!wanted)
        } else {
            (!truths.contains(&None)).then_some(wanted)
        }
    }

    fn unknown(&mut self, reason: String) -> Option<bool> {
        self.reasons.push(reason);
        None
    }

    fn fact(&mut self, name: &Name) -> Option<Fact> {
        match self.facts.get(&name.canonical) {
            Some(Fact::Unknown(reason)) => {
                self.reasons.push(reason.clone());
                None
            }
            Some(fact) => {
                self.found.push(format!("{} is {}", name.canonical, shown(fact)));
                Some(fact.clone())
            }
            None => {
                let reason = if name.known {
                    format!(
                        "`{}` was not measured in this run, and iteration_state.json does not say",
                        name.written
                    )
                } else {
                    format!(
                        "`{}` is nothing that atg measures or that iteration_state.json says",
                        name.written
                    )
                };
                self.reasons.push(reason);
                None
            }
        }
    }

    fn compare(&mut self, name: &Name, operator: Operator, right: &Operand) -> Option<bool> {
        let left = self.fact(name)?;
        let right = match right {
            Operand::Name(other) => {
                let fact = self.fact(other)?;
                let number = number_of(&fact).and_then(|number| Decimal::parse(&number.to_string()));
                match (fact, number) {
                    (_, Some(value)) => Operand::Number { value, percent: false },
                    (Fact::Truth(truth), _) => Operand::Truth(truth),
                    (Fact::Text(text), _) => Operand::Text(text),
                    _ => return self.unknown(format!("`{}` cannot be compared exactly", other.written)),
                }
            }
            plain => plain.clone(),
        };
        let order = match (&left, &right) {
            (Fact::Ratio(ratio), Operand::Number { value, percent }) => {
                // What is shown beside a target must not look as if it reached it.
                if let Some(tenths) = ratio.printed(as_per_cents(*value, *percent).percent()) {
                    self.found.pop();
                    self.found.push(format!(
                        "{} is {tenths} % ({} of {})",
                        name.canonical, ratio.matched, ratio.total
                    ));
                }
                match as_per_cents(*value, *percent).order_of(*ratio) {
                    None => return self.unknown(format!("`{}` is not applicable: nothing of nothing", name.written)),
                    order => order,
                }
            }
            (Fact::Percent(found), Operand::Number { value, percent }) => {
                found.partial_cmp(&as_per_cents(*value, *percent).number())
            }
            (Fact::Number(found), Operand::Number { value, percent: false }) => found.partial_cmp(&value.number()),
            (Fact::Number(_), Operand::Number { percent: true, .. }) => {
                return self.unknown(format!("`{}` is a number, not a percentage", name.written));
            }
            (Fact::Truth(found), Operand::Truth(asked)) => same(found == asked),
            (Fact::Text(found), Operand::Text(asked)) => same(found == asked),
            _ => None,
        };
        let equality = matches!(operator, Operator::Equal | Operator::NotEqual);
        match order {
            Some(order) if equality || matches!(right, Operand::Number { .. }) => Some(operator.holds(order)),
            _ => self.unknown(format!(
                "`{} {} {right}` cannot be compared with {}",
                name.written,
                operator.sign(),
                shown(&left)
            )),
        }
    }
}

/// Texts and truths are equal or not; there is no order among them.
fn same(equal: bool) -> Option<Ordering> {
    Some(if equal { Ordering::Equal } else { Ordering::Less })
}

/// `0.95` beside a percentage is a share of one: taken as 95, because 0.95 % is what nobody asks for.
pub(super) fn as_per_cents(value: Decimal, percent: bool) -> Decimal {
    if !percent && value.is_share() {
        value.hundredfold()
    } else {
        value
    }
}

fn number_of(fact: &Fact) -> Option<f64> {
    match fact {
        Fact::Ratio(ratio) => ratio.approximate_percent(),
        Fact::Percent(number) | Fact::Number(number) => Some(*number),
        _ => None,
    }
}

fn shown(fact: &Fact) -> String {
    match fact {
        Fact::Ratio(ratio) => match ratio.printed(None) {
            Some(tenths) => format!("{tenths} % ({} of {})", ratio.matched, ratio.total),
            None => "not applicable".to_owned(),
        },
        Fact::Percent(value) => match Tenths::nearest(*value) {
            Some(tenths) => format!("{tenths} %"),
            None => format!("{value} %"),
        },
        Fact::Number(value) => value.to_string(),
        Fact::Truth(truth) => truth.to_string(),
        Fact::Text(text) => format!("{text:?}"),
        Fact::Unknown(reason) => reason.clone(),
    }
}
