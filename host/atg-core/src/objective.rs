//! `OBJECTIVE.md`: prose by people, from which the criteria are read that decide when the work is done.
//!
//! Three forms, strongest first: written for atg (front matter, or a fenced `atg` block), comparisons in code, targets in
//! prose beside the name of a metric. The strongest form that is present decides; weaker ones are shown and not counted.
//! What atg neither measures nor knows makes the objective unknown, which is not met.

mod code;
mod decimal;
mod document;
mod explicit;
mod expression;
mod names;
mod phrases;
mod verdict;

pub use decimal::Decimal;
pub use expression::{Condition, Name, Operand, Operator};
pub use names::{Names, fold_name};
pub use verdict::{Checked, Fact, Facts, Verdict};

use crate::error::CoreError;
use crate::figures::Percent;
use document::Block;

/// What somebody wants, as read from a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Objective {
    /// The document as the user named it.
    pub file: String,
    /// The form that decides.
    pub form: Form,
    /// The criteria that count, in the order of their lines.
    pub criteria: Vec<Criterion>,
    /// Criteria in weaker forms: shown, not counted.
    pub shown: Vec<Criterion>,
    /// Lines that look like a target and were not read as one, with the line's number.
    pub ignored: Vec<(u64, String)>,
}

/// How a criterion was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// In front matter or a fenced `atg` block.
    Explicit,
    /// As a comparison in code.
    Comparison,
    /// As a target in prose or a table.
    Phrase,
}

impl Form {
    /// One word for outputs.
    pub const fn word(self) -> &'static str {
        match self {
            Form::Explicit => "explicit",
            Form::Comparison => "comparison",
            Form::Phrase => "phrase",
        }
    }
}

/// One thing that must hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Criterion {
    /// Line in the document, from 1.
    pub line: u64,
    /// As written.
    pub written: String,
    /// How it was written.
    pub form: Form,
    /// How it was read.
    pub condition: Condition,
}

impl Criterion {
    /// How it was read, in words: `fidelity >= 95 %`.
    pub fn read_as(&self) -> String {
        if let Condition::Compare {
            left: left @ Operand::Name(_),
            operator,
            right: Operand::Number { value, percent },
        } = &self.condition
        {
            let per_cents = verdict::as_per_cents(*value, *percent);
            let share =
                matches!(left, Operand::Name(name) if Names::standard().is_percent(&name.canonical) == Some(true));
            if share && per_cents != *value {
                return format!(
                    "{left} {} {per_cents} % ({value} is taken as a share of one)",
                    operator.sign()
                );
            }
        }
        self.condition.to_string()
    }
}

const EXAMPLE: &str = "write what must hold where atg finds it, for example\n\n  ```atg\n  fidelity >= 95\n  validation_passed\n  \
    consecutive_passes >= 3\n  ```\n\nComparisons in code and targets beside a metric's name (`Resource fidelity, target: 95 %`) are read too";

impl Objective {
    /// Reads the criteria of a document. A document without any, and an explicit criterion that cannot be read, are errors.
    pub fn parse(text: &str, file: &str, names: &Names) -> Result<Objective, CoreError> {
        let blocks = document::blocks(text);
        let mut ignored = Vec::new();
        let mut explicit = Vec::new();
        let mut found = code::Found::default();
        for block in &blocks {
            match block {
                Block::FrontMatter(lines) => {
                    take_explicit(explicit::read(lines, true, names), file, &mut explicit, &mut ignored)?;
                }
                Block::Fence { language, lines } if language == "atg" => {
                    take_explicit(explicit::read(lines, false, names), file, &mut explicit, &mut ignored)?;
                }
                Block::Fence { language, lines } => code::fence(language, lines, names, &mut found),
                Block::Heading { line, .. } => spans(std::slice::from_ref(line), names, &mut found),
                Block::Item { lines, .. } | Block::Paragraph(lines) | Block::Table(lines) => {
                    spans(lines, names, &mut found);
                }
            }
        }
        let prose = phrases::read(&blocks, names);
        ignored.extend(found.ignored);
        ignored.extend(prose.ignored);
        ignored.sort();
        let mut all: Vec<Criterion> = explicit;
        all.extend(criteria(found.conditions, Form::Comparison));
        all.extend(criteria(prose.conditions, Form::Phrase));
        let Some(form) = all.iter().map(|criterion| criterion.form).min() else {
            let fault = match ignored.first() {
                Some((line, text)) => CoreError::unreadable(
                    file,
                    Some(*line),
                    None,
                    format!("nothing in it says what must hold; `{text}` comes nearest, but is no criterion"),
                ),
                None => CoreError::unreadable(file, None, None, "nothing in it says what must hold"),
            };
            return Err(fault.with_hint(EXAMPLE));
        };
        let (mut counted, mut shown): (Vec<_>, Vec<_>) = all.into_iter().partition(|criterion| criterion.form == form);
        counted.sort_by_key(|criterion| criterion.line);
        shown.sort_by_key(|criterion| (criterion.line, criterion.form));
        Ok(Objective {
            file: file.to_owned(),
            form,
            criteria: counted,
            shown,
            ignored,
        })
    }

    /// The fidelity that the objective asks for, where one of its criteria is just that.
    pub fn target_fidelity(&self) -> Option<Percent> {
        let asked = |criterion: &Criterion| match &criterion.condition {
            Condition::Compare {
                left: Operand::Name(name),
                operator,
                right: Operand::Number { value, percent },
            } if name.canonical == "fidelity" && matches!(operator, Operator::AtLeast | Operator::MoreThan) => {
                verdict::as_per_cents(*value, *percent).percent()
            }
            Condition::Compare {
                left: Operand::Number { value, percent },
                operator,
                right: Operand::Name(name),
            } if name.canonical == "fidelity" && matches!(operator, Operator::AtMost | Operator::LessThan) => {
                verdict::as_per_cents(*value, *percent).percent()
            }
            _ => None,
        };
        self.criteria.iter().filter_map(asked).max()
    }
}

fn take_explicit(
    block: explicit::Explicit,
    file: &str,
    into: &mut Vec<Criterion>,
    ignored: &mut Vec<(u64, String)>,
) -> Result<(), CoreError> {
    ignored.extend(block.ignored);
    for (line, written, condition) in block.entries {
        let condition = condition.map_err(|reason| {
            CoreError::unreadable(file, Some(line), None, format!("`{written}` is no criterion: {reason}"))
                .with_hint(EXAMPLE)
        })?;
        into.extend(criteria([(line, written, condition)], Form::Explicit));
    }
    Ok(())
}

/// One criterion for each part that `and` joins.
fn criteria(conditions: impl IntoIterator<Item = (u64, String, Condition)>, form: Form) -> Vec<Criterion> {
    let split = |(line, written, condition): (u64, String, Condition)| {
        let parts = condition.conjuncts().into_iter();
        parts
            .map(move |condition| Criterion {
                line,
                written: written.clone(),
                form,
                condition,
            })
            .collect::<Vec<_>>()
    };
    conditions.into_iter().flat_map(split).collect()
}

fn spans(lines: &[document::Line], names: &Names, found: &mut code::Found) {
    for line in lines {
        for span in document::code_spans(&line.text) {
            code::span(line.number, span, names, found);
        }
    }
}

#[cfg(test)]
mod tests;
