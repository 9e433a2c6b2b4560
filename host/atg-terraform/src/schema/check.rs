//! Whether a body is what its type takes, in the words of the azapi provider.
//!
//! The order of problems is ours: members in the order of the body, then what is missing, in the order of names. The
//! provider's own order varies from run to run.

use std::fmt;

use serde_json::Value;

use super::pack::TypeSchema;
use super::path::Trail;
use walk::Checking;

mod nearest;
mod walk;

/// Something that can be checked as a body: JSON, or a provider's own values.
pub trait Inspect: Sized {
    /// What it is, one level deep.
    fn look(&self) -> Look<'_, Self>;
}

/// A value, one level deep.
#[derive(Debug)]
pub enum Look<'a, V> {
    /// There, and nothing.
    Null,
    /// Not known before something else is; taken as whatever fits.
    Unknown,
    /// `true` or `false`.
    Boolean,
    /// Any number.
    Number,
    /// A text.
    Text(&'a str),
    /// Items; `true` where all are of one type, as in Terraform's `list`.
    List(&'a [V], bool),
    /// Members; `true` where all are of one type, as in Terraform's `map`.
    Object(Vec<(&'a str, &'a V)>, bool),
}

/// JSON as it stands in Terraform's configuration: a text that holds `${…}` is not known, unless it is written `$${`.
impl Inspect for Value {
    fn look(&self) -> Look<'_, Value> {
        match self {
            Value::Null => Look::Null,
            Value::Bool(_) => Look::Boolean,
            Value::Number(_) => Look::Number,
            Value::String(text) if is_template(text) => Look::Unknown,
            Value::String(text) => Look::Text(text),
            Value::Array(items) => Look::List(items, false),
            Value::Object(members) => Look::Object(
                members.iter().map(|(name, value)| (name.as_str(), value)).collect(),
                false,
            ),
        }
    }
}

fn is_template(text: &str) -> bool {
    let mut rest = text;
    while let Some(place) = rest.find("${").into_iter().chain(rest.find("%{")).min() {
        let sign = rest.as_bytes()[place];
        if place == 0 || rest.as_bytes()[place - 1] != sign {
            return true;
        }
        rest = &rest[place + 2..];
    }
    false
}

/// One thing wrong with a body. [`fmt::Display`] gives the provider's line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyProblem {
    /// Where: `properties.subnets[0].name`; empty for the body itself.
    pub path: String,
    /// What.
    pub kind: ProblemKind,
    /// The provider's spelling of the path.
    spelled: String,
}

/// What is wrong at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// The type has no such part; with the nearest that it has.
    Unexpected {
        /// The nearest path, in the provider's spelling; empty where the object takes no part at all.
        nearest: String,
    },
    /// Only the service sets it.
    ReadOnly,
    /// It must be there and is not.
    Missing,
    /// It is of another kind.
    Mismatch {
        /// `object`, `array`, `string`, `integer` or the only text that may stand there.
        expected: String,
        /// The provider's word for what is there, such as `basetypes.StringValue`, or the text.
        found: String,
    },
    /// It is none of the values that the type takes.
    Unsupported {
        /// What is there; empty for anything but a text.
        value: String,
        /// What may be there.
        supported: Vec<String>,
        /// The nearest of them.
        nearest: String,
    },
    /// It is none of several things that it may be.
    NoneMatches,
    /// A limit of its length or its pattern, in the provider's words.
    Limit(String),
}

impl fmt::Display for BodyProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = &self.spelled;
        match &self.kind {
            ProblemKind::Unexpected { nearest } => {
                write!(formatter, "`{path}` is not expected here. Do you mean `{nearest}`? ")
            }
            ProblemKind::ReadOnly => write!(formatter, "`{path}` is not expected here, it's read only"),
            ProblemKind::Missing => write!(formatter, "`{path}` is required, but no definition was found"),
            ProblemKind::Mismatch { expected, found } => {
                write!(formatter, "`{path}` is invalid, expect `{expected}` but got `{found}`")
            }
            ProblemKind::Unsupported {
                value,
                supported,
                nearest,
            } => write!(
                formatter,
                "`{path}`'s value `{value}` is invalid. The supported values are [{}]. Do you mean `{nearest}`? ",
                supported.join(", ")
            ),
            ProblemKind::NoneMatches => write!(formatter, "`{path}` doesn't match any accepted values"),
            ProblemKind::Limit(limit) => write!(formatter, "`{path}` is invalid, {limit}"),
        }
    }
}

impl TypeSchema<'_> {
    /// What the provider would say of a body, after it has put `name`, `location`, `tags` and `identity` of the block
    /// into it. Their absence is hence never a problem, except that of `identity`.
    pub fn check<V: Inspect>(&self, body: &V) -> Vec<BodyProblem> {
        let mut checking = Checking::new(self.rules());
        checking.value(self.entry.body, body, &Trail::default());
        checking.problems
    }

    /// Of [`TypeSchema::check`], the paths of what is missing.
    pub fn required_missing<V: Inspect>(&self, body: &V) -> Vec<String> {
        let missing = self
            .check(body)
            .into_iter()
            .filter(|problem| problem.kind == ProblemKind::Missing);
        missing.map(|problem| problem.path).collect()
    }
}
