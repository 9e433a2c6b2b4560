//! Comparisons in code spans and code fences: `fidelity >= 95.0 and validation_passed`.

use super::document::Line;
use super::expression::{self, Condition, Operand, Operator};
use super::names::Names;
use crate::metric::Direction;

/// What was found in code.
#[derive(Default)]
pub(super) struct Found {
    pub(super) conditions: Vec<(u64, String, Condition)>,
    /// Conditions whose outcome cannot be told from the line alone, with the reason.
    pub(super) ignored: Vec<(u64, String)>,
}

/// Languages in which a fence shows output or commands rather than conditions.
const NOT_CONDITIONS: [&str; 8] = ["sh", "bash", "shell", "console", "zsh", "powershell", "diff", "log"];

/// Reads a fence; statements that run over several lines are joined.
pub(super) fn fence(language: &str, lines: &[Line], names: &Names, found: &mut Found) {
    if NOT_CONDITIONS.contains(&language) {
        return;
    }
    let mut open: Option<(u64, String)> = None;
    for line in lines {
        let text = without_remark(line.text.trim());
        if text.is_empty() {
            continue;
        }
        let joins = |so_far: &str| {
            let depth = so_far.matches('(').count() > so_far.matches(')').count();
            depth || ends_open(so_far) || starts_joined(text)
        };
        open = match open.take() {
            Some((number, so_far)) if joins(&so_far) => Some((number, format!("{so_far} {text}"))),
            Some((number, done)) => {
                statement(number, &done, names, found);
                Some((line.number, text.to_owned()))
            }
            None => Some((line.number, text.to_owned())),
        };
    }
    if let Some((number, done)) = open {
        statement(number, &done, names, found);
    }
}

/// Reads one code span.
pub(super) fn span(number: u64, text: &str, names: &Names, found: &mut Found) {
    statement(number, text, names, found);
}

fn ends_open(text: &str) -> bool {
    let lower = text.to_lowercase();
    [" and", " or", "&&", "||", "\\"]
        .iter()
        .any(|joint| lower.ends_with(joint))
}

fn starts_joined(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["and ", "or ", "&& ", "|| "]
        .iter()
        .any(|joint| lower.starts_with(joint))
}

fn without_remark(text: &str) -> &str {
    let ends = ["#", "//", "--"].iter().filter_map(|mark| {
        if text.starts_with(mark) {
            Some(0)
        } else {
            text.find(&format!(" {mark}"))
        }
    });
    ends.min().map_or(text, |at| text[..at].trim_end())
}

fn statement(number: u64, text: &str, names: &Names, found: &mut Found) {
    let text = text.replace('\\', " ");
    let text = text.trim().trim_end_matches([';', ',']).trim();
    let (control, bare) = without_frame(text);
    let Ok(condition) = expression::parse(bare, names) else {
        return;
    };
    if !is_demand(&condition) {
        return;
    }
    let shown = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match control {
        Control::Asserts => found.conditions.push((number, shown, condition)),
        Control::Branches if wants_good(&condition, names) => found.conditions.push((number, shown, condition)),
        Control::Branches | Control::Loops => found.ignored.push((number, shown)),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Control {
    /// A bare condition, an assertion, an assignment, a return value.
    Asserts,
    /// `if`: what happens then stands elsewhere.
    Branches,
    /// `while`: goes on as long as it holds, so it is rather the opposite of a goal.
    Loops,
}

fn without_frame(text: &str) -> (Control, &str) {
    let framed = text.trim_end_matches(['{', ':']).trim_end();
    for (word, control) in [
        ("if ", Control::Branches),
        ("elif ", Control::Branches),
        ("else if ", Control::Branches),
        ("when ", Control::Branches),
        ("while ", Control::Loops),
        ("until ", Control::Asserts),
        ("return ", Control::Asserts),
        ("assert ", Control::Asserts),
    ] {
        if let Some(rest) = framed.strip_prefix(word) {
            return (control, rest.trim_end_matches(" then").trim());
        }
    }
    (Control::Asserts, without_assignment(text))
}

/// `objective_met = fidelity >= 95` without what it is assigned to.
fn without_assignment(text: &str) -> &str {
    let Some(at) = text.find('=') else { return text };
    let (before, after) = (&text[..at], &text[at + 1..]);
    let plain = before
        .chars()
        .all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | ' ' | '.' | ':'));
    if plain && !before.trim().is_empty() && !after.starts_with(['=', '>', '<']) {
        return after.trim();
    }
    text
}

/// A demand compares; a bare word in code is just a word. Two names are a demand only where one of them is known.
fn is_demand(condition: &Condition) -> bool {
    let known = |operand: &Operand| matches!(operand, Operand::Name(name) if name.known);
    let named = |operand: &Operand| matches!(operand, Operand::Name(_));
    let comparisons = condition.comparisons();
    !comparisons.is_empty()
        && comparisons
            .iter()
            .all(|(left, _, right)| !(named(left) && named(right)) || known(left) || known(right))
}

/// Whether a branch is taken when things are good: only then does its condition say what is wanted.
fn wants_good(condition: &Condition, names: &Names) -> bool {
    if matches!(condition, Condition::Not(_)) {
        return false;
    }
    condition.comparisons().iter().all(|(left, operator, right)| {
        let (name, operator) = match (left, right) {
            (Operand::Name(name), _) => (name, *operator),
            (_, Operand::Name(name)) => (name, operator.swapped()),
            _ => return false,
        };
        match operator {
            Operator::Equal => true,
            Operator::NotEqual => false,
            Operator::AtLeast | Operator::MoreThan => names.direction(&name.canonical) == Direction::Higher,
            Operator::AtMost | Operator::LessThan => names.direction(&name.canonical) == Direction::Lower,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fenced(language: &str, text: &str) -> Vec<String> {
        let lines: Vec<Line> = text
            .lines()
            .enumerate()
            .map(|(at, text)| Line {
                number: at as u64 + 1,
                text: text.to_owned(),
            })
            .collect();
        let mut found = Found::default();
        fence(language, &lines, &Names::standard(), &mut found);
        let ignored = found.ignored.into_iter().map(|(line, text)| format!("{line} - {text}"));
        found
            .conditions
            .into_iter()
            .map(|(line, _, condition)| format!("{line} {condition}"))
            .chain(ignored)
            .collect()
    }

    #[test]
    fn python_as_in_a_plan() {
        let text = "def done():\n    # all of it\n    objective_achieved = (\n        fidelity >= 95.0 and\n        validation_passed and\n        consecutive_passes >= 3\n    )\n    return objective_achieved";
        assert_eq!(
            fenced("python", text),
            ["3 fidelity >= 95.0 and validation_passed and consecutive_passes >= 3"]
        );
        assert_eq!(
            fenced("python", "if fidelity >= 95 and missing_resources <= 3:\n    done()"),
            ["1 fidelity >= 95 and missing_resources <= 3"]
        );
        assert_eq!(
            fenced("", "fidelity >= 95.0\n  && composite >= 90\nx = 3"),
            ["1 fidelity >= 95.0 and composite >= 90"]
        );
    }

    #[test]
    fn conditions_of_the_bad_case_are_shown_not_counted() {
        assert_eq!(
            fenced("python", "if fidelity < 95:\n    fail()"),
            ["1 - if fidelity < 95:"]
        );
        assert_eq!(
            fenced("python", "while fidelity < 95:\n    iterate()"),
            ["1 - while fidelity < 95:"]
        );
        assert_eq!(fenced("rust", "if !(fidelity >= 95) {"), ["1 - if !(fidelity >= 95) {"]);
    }

    #[test]
    fn other_code_says_nothing() {
        assert!(fenced("bash", "fidelity >= 95").is_empty());
        assert!(fenced("rust", "let x: Vec<u8> = a;\nfor i in 0..3 {\n  if i < n { }\n}").is_empty());
        assert!(fenced("json", "{ \"fidelity\": 95 }").is_empty());
        let mut found = Found::default();
        for text in [
            "validation_passed",
            "main.tf.json",
            "atg fidelity --fail-under",
            ">= 1.5",
            "a && b",
            "x = 3",
        ] {
            span(1, text, &Names::standard(), &mut found);
        }
        assert!(found.conditions.is_empty() && found.ignored.is_empty());
    }
}
