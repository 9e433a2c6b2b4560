//! Conditions as people write them in code: `fidelity >= 95.0 and validation_passed`, and what they amount to.

use std::cmp::Ordering;
use std::fmt;

use super::decimal::Decimal;
use super::names::{Names, fold_name};

/// A condition over named facts.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// One value held against another.
    Compare {
        /// What stands on the left.
        left: Operand,
        /// How they are held against each other.
        operator: Operator,
        /// What stands on the right.
        right: Operand,
    },
    /// A fact that must be true.
    Holds(Name),
    /// The opposite.
    Not(Box<Condition>),
    /// All of them.
    All(Vec<Condition>),
    /// At least one of them.
    Any(Vec<Condition>),
}

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// A fact by its name.
    Name(Name),
    /// A number, and whether it was written as a percentage.
    Number {
        /// The exact decimal.
        value: Decimal,
        /// Whether `%` stood behind it.
        percent: bool,
    },
    /// `true` or `false`.
    Truth(bool),
    /// A text in quotes.
    Text(String),
}

/// A fact's name as written, and the name under which atg knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// As written.
    pub written: String,
    /// Folded, with aliases resolved.
    pub canonical: String,
    /// Whether it is a name that atg may know something about.
    pub known: bool,
}

impl Name {
    /// Resolves what was written.
    pub fn resolve(written: &str, names: &Names) -> Name {
        let known = names.canonical(written);
        Name {
            written: written.to_owned(),
            known: known.is_some(),
            canonical: known.map_or_else(|| fold_name(written), str::to_owned),
        }
    }
}

/// How two values are held against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `>=`
    AtLeast,
    /// `>`
    MoreThan,
    /// `<=`
    AtMost,
    /// `<`
    LessThan,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
}

impl Operator {
    /// As it is printed.
    pub const fn sign(self) -> &'static str {
        match self {
            Operator::AtLeast => ">=",
            Operator::MoreThan => ">",
            Operator::AtMost => "<=",
            Operator::LessThan => "<",
            Operator::Equal => "==",
            Operator::NotEqual => "!=",
        }
    }

    /// Whether it holds for two values in this order.
    pub const fn holds(self, order: Ordering) -> bool {
        match self {
            Operator::AtLeast => !matches!(order, Ordering::Less),
            Operator::MoreThan => matches!(order, Ordering::Greater),
            Operator::AtMost => !matches!(order, Ordering::Greater),
            Operator::LessThan => matches!(order, Ordering::Less),
            Operator::Equal => matches!(order, Ordering::Equal),
            Operator::NotEqual => !matches!(order, Ordering::Equal),
        }
    }

    /// The same statement with its sides swapped.
    #[must_use]
    pub const fn swapped(self) -> Operator {
        match self {
            Operator::AtLeast => Operator::AtMost,
            Operator::MoreThan => Operator::LessThan,
            Operator::AtMost => Operator::AtLeast,
            Operator::LessThan => Operator::MoreThan,
            same => same,
        }
    }
}

impl Condition {
    /// The criteria of a condition: what `and` joins on the outside counts one by one.
    pub fn conjuncts(self) -> Vec<Condition> {
        match self {
            Condition::All(parts) => parts.into_iter().flat_map(Condition::conjuncts).collect(),
            other => vec![other],
        }
    }

    /// All comparisons in it.
    pub fn comparisons(&self) -> Vec<(&Operand, Operator, &Operand)> {
        match self {
            Condition::Compare { left, operator, right } => vec![(left, *operator, right)],
            Condition::Holds(_) => Vec::new(),
            Condition::Not(inner) => inner.comparisons(),
            Condition::All(parts) | Condition::Any(parts) => parts.iter().flat_map(Condition::comparisons).collect(),
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |f: &mut fmt::Formatter<'_>, parts: &[Condition], word: &str| {
            for (index, part) in parts.iter().enumerate() {
                if index > 0 {
                    write!(f, " {word} ")?;
                }
                match part {
                    Condition::All(_) | Condition::Any(_) => write!(f, "({part})")?,
                    other => write!(f, "{other}")?,
                }
            }
            Ok(())
        };
        match self {
            Condition::Compare { left, operator, right } => write!(f, "{left} {} {right}", operator.sign()),
            Condition::Holds(name) => f.write_str(&name.canonical),
            Condition::Not(inner) => write!(f, "not ({inner})"),
            Condition::All(parts) => joined(f, parts, "and"),
            Condition::Any(parts) => joined(f, parts, "or"),
        }
    }
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Operand::Name(name) => f.write_str(&name.canonical),
            Operand::Number { value, percent: true } => write!(f, "{value} %"),
            Operand::Number { value, percent: false } => write!(f, "{value}"),
            Operand::Truth(truth) => write!(f, "{truth}"),
            Operand::Text(text) => write!(f, "{text:?}"),
        }
    }
}

/// Reads a whole text as one condition; the error says what did not fit.
pub(super) fn parse(text: &str, names: &Names) -> Result<Condition, String> {
    let tokens = tokens(text)?;
    let mut parser = Parser {
        tokens: &tokens,
        at: 0,
        depth: 0,
        names,
    };
    let condition = parser.any()?;
    match parser.peek() {
        None => Ok(condition),
        Some(token) => Err(format!("`{token}` was not expected here")),
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Quoted(String),
    Number(Decimal, bool),
    Operator(Operator),
    And,
    Or,
    Not,
    Open,
    Close,
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Token::Word(word) => f.write_str(word),
            Token::Quoted(text) => write!(f, "{text:?}"),
            Token::Number(value, _) => write!(f, "{value}"),
            Token::Operator(operator) => f.write_str(operator.sign()),
            Token::And => f.write_str("and"),
            Token::Or => f.write_str("or"),
            Token::Not => f.write_str("not"),
            Token::Open => f.write_str("("),
            Token::Close => f.write_str(")"),
        }
    }
}

/// Letters that a name may hold, so that a resource type is one name.
fn in_name(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | '/' | ':')
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, length) = sign(rest).map_or_else(|| word_or_number(rest, first), Ok)?;
        tokens.push(token);
        rest = rest.get(length..).unwrap_or_default().trim_start();
    }
    Ok(tokens)
}

fn sign(rest: &str) -> Option<(Token, usize)> {
    const SIGNS: [(&str, Token); 16] = [
        ("&&", Token::And),
        ("||", Token::Or),
        ("===", Token::Operator(Operator::Equal)),
        ("==", Token::Operator(Operator::Equal)),
        ("!=", Token::Operator(Operator::NotEqual)),
        ("≠", Token::Operator(Operator::NotEqual)),
        (">=", Token::Operator(Operator::AtLeast)),
        ("≥", Token::Operator(Operator::AtLeast)),
        ("<=", Token::Operator(Operator::AtMost)),
        ("≤", Token::Operator(Operator::AtMost)),
        ("<>", Token::Operator(Operator::NotEqual)),
        (">", Token::Operator(Operator::MoreThan)),
        ("<", Token::Operator(Operator::LessThan)),
        ("!", Token::Not),
        ("(", Token::Open),
        (")", Token::Close),
    ];
    SIGNS
        .iter()
        .find(|(sign, _)| rest.starts_with(sign))
        .map(|(sign, token)| (token.clone(), sign.len()))
}

fn word_or_number(rest: &str, first: char) -> Result<(Token, usize), String> {
    if matches!(first, '"' | '\'' | '`') {
        let inside = rest.get(1..).unwrap_or_default();
        let end = inside.find(first).ok_or_else(|| format!("{first} is never closed"))?;
        return Ok((Token::Quoted(inside[..end].to_owned()), end + 2));
    }
    let digits = |from: &str| {
        from.find(|letter: char| !(letter.is_ascii_digit() || letter == '.'))
            .unwrap_or(from.len())
    };
    let signed = first == '-' && rest[1..].starts_with(|letter: char| letter.is_ascii_digit());
    if first.is_ascii_digit()
        || signed
        || (first == '.' && rest[1..].starts_with(|letter: char| letter.is_ascii_digit()))
    {
        let start = usize::from(signed);
        let end = start + digits(&rest[start..]);
        let behind = &rest[end..];
        if behind.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_') {
            return Err(format!("`{rest}` starts like a number and is none"));
        }
        let value = Decimal::parse(&rest[..end]).ok_or_else(|| format!("`{}` is not a number", &rest[..end]))?;
        let gap = behind.len() - behind.trim_start().len();
        let percent = behind.trim_start().starts_with('%');
        return Ok((Token::Number(value, percent), if percent { end + gap + 1 } else { end }));
    }
    let length = rest.find(|letter| !in_name(letter)).unwrap_or(rest.len());
    let word = rest[..length].trim_end_matches(['.', ':']);
    if word.is_empty() || !word.starts_with(|letter: char| letter.is_alphabetic() || letter == '_') {
        return Err(format!("`{first}` has no meaning here"));
    }
    let token = match word.to_lowercase().as_str() {
        "and" => Token::And,
        "or" => Token::Or,
        "not" => Token::Not,
        _ => Token::Word(word.to_owned()),
    };
    Ok((token, word.len()))
}

/// Deeper nesting than anybody writes; keeps hostile text from using up the stack.
const DEEPEST: u32 = 64;

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    depth: u32,
    names: &'a Names,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn takes(&mut self, token: &Token) -> bool {
        let found = self.peek() == Some(token);
        self.at += usize::from(found);
        found
    }

    fn any(&mut self) -> Result<Condition, String> {
        let mut parts = vec![self.all()?];
        while self.takes(&Token::Or) {
            parts.push(self.all()?);
        }
        Ok(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Condition::Any(parts)
        })
    }

    fn all(&mut self) -> Result<Condition, String> {
        let mut parts = vec![self.one()?];
        while self.takes(&Token::And) {
            parts.push(self.one()?);
        }
        Ok(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Condition::All(parts)
        })
    }

    fn one(&mut self) -> Result<Condition, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("it is nested too deeply".to_owned());
        }
        let condition = if self.takes(&Token::Not) {
            Condition::Not(Box::new(self.one()?))
        } else if self.takes(&Token::Open) {
            let inner = self.any()?;
            if !self.takes(&Token::Close) {
                return Err("a bracket is never closed".to_owned());
            }
            inner
        } else {
            self.comparison()?
        };
        self.depth -= 1;
        Ok(condition)
    }

    fn comparison(&mut self) -> Result<Condition, String> {
        let mut left = self.operand()?;
        let mut parts = Vec::new();
        while let Some(Token::Operator(operator)) = self.peek() {
            let operator = *operator;
            self.at += 1;
            let right = self.operand()?;
            if !matches!((&left, &right), (Operand::Name(_), _) | (_, Operand::Name(_))) {
                return Err(format!(
                    "`{left} {} {right}` names nothing that could be measured",
                    operator.sign()
                ));
            }
            parts.push(Condition::Compare {
                left,
                operator,
                right: right.clone(),
            });
            left = right;
        }
        match (parts.len(), left) {
            (0, Operand::Name(name)) => Ok(Condition::Holds(name)),
            (0, other) => Err(format!("`{other}` alone is no condition")),
            (1, _) => Ok(parts.remove(0)),
            _ => Ok(Condition::All(parts)),
        }
    }

    fn operand(&mut self) -> Result<Operand, String> {
        let token = self.peek().cloned().ok_or("it ends too early")?;
        self.at += 1;
        match token {
            Token::Word(word) => Ok(match word.to_lowercase().as_str() {
                "true" | "yes" => Operand::Truth(true),
                "false" | "no" => Operand::Truth(false),
                _ => Operand::Name(Name::resolve(&word, self.names)),
            }),
            Token::Quoted(text) => Ok(Operand::Text(text)),
            Token::Number(value, percent) => Ok(Operand::Number { value, percent }),
            other => Err(format!("`{other}` was not expected here")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        parse(text, &Names::standard()).map(|condition| condition.to_string())
    }

    #[test]
    fn the_usual_ways_to_write_it() {
        for (text, read_as) in [
            (
                "fidelity >= 95.0 and validation_passed and consecutive_passes >= 3",
                "fidelity >= 95.0 and validation_passed and consecutive_passes >= 3",
            ),
            (
                "overall_fidelity>=95 && validationPassed",
                "fidelity >= 95 and validation_passed",
            ),
            ("95 <= fidelity", "95 <= fidelity"),
            ("90 < fidelity <= 100", "90 < fidelity and fidelity <= 100"),
            ("fidelity ≥ 95 %", "fidelity >= 95 %"),
            ("not (missing_resources > 10)", "not (missing_resources > 10)"),
            (
                "(fidelity > 95 or composite >= 90) and !drifted",
                "(fidelity > 95 or composite >= 90) and not (drifted)",
            ),
            ("validation_passed == True", "validation_passed == true"),
            (
                "Microsoft.Compute/virtualMachines >= 90",
                "microsoft_compute/virtualmachines >= 90",
            ),
            ("phase == 'apply'", "phase == \"apply\""),
        ] {
            assert_eq!(read(text).as_deref(), Ok(read_as), "{text}");
        }
    }

    #[test]
    fn what_is_no_condition() {
        for text in [
            "",
            "95",
            "95 >= 90",
            ">= 1.5",
            "Vec<u8>",
            "a -> b",
            "x = 3",
            "HashMap<K, V>",
            "fidelity >=",
            "(fidelity >= 95",
            "fidelity >= 95 95",
            "$x >= 3",
            "i < 10; i++",
            "fidelity >= 1e9",
            "'open",
            "a >= 1.2.3",
            "and",
            "fidelity >= and",
        ] {
            assert!(read(text).is_err(), "{text}: {:?}", read(text));
        }
        assert!(read(&"(".repeat(100_000)).is_err());
        assert!(read(&"not ".repeat(100_000)).is_err());
    }

    #[test]
    fn and_on_the_outside_makes_criteria() {
        let condition = parse("fidelity >= 95 and (a and b or c) and d", &Names::standard()).unwrap();
        assert_eq!(condition.conjuncts().len(), 3);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            let _ = read(&text);
        }

        #[test]
        fn no_shuffled_condition_panics(text in "([<>=!&|()%. a-c0-9'\"]|and |or |not ){0,30}") {
            let _ = read(&text);
        }
    }
}
