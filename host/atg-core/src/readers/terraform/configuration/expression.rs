//! The small part of Terraform's expressions that says where a value stands: templates, references, literals. Anything
//! else (functions, operators, conditions, `for`) is not evaluated.

use serde_json::Value;

/// A text with expressions in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    /// Text as it is.
    Text(String),
    /// `${…}`.
    Expression(Expression),
}

/// What stands between `${` and `}`.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expression {
    /// A number, `true`, `false`, `null`.
    Literal(Value),
    /// A quoted text, which may hold expressions itself.
    Template(Vec<Part>),
    /// `a.b[0]["c"]`.
    Reference(Vec<Step>),
    /// Not evaluated.
    Opaque,
}

/// One step of a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// A member.
    Name(String),
    /// An item of a list.
    Index(u64),
    /// A member or instance in brackets and quotes.
    Key(String),
    /// An item that an expression chooses: `each.key`, `count.index`, `var.x`.
    Chosen(Vec<Step>),
}

/// Quoted texts within expressions within quoted texts: nobody nests deeper than this on purpose.
const DEEPEST: usize = 16;

/// Splits a text. `$${` and `%%{` stand for themselves without the first sign; directives `%{…}` are not evaluated.
pub(super) fn parse(text: &str) -> Vec<Part> {
    template(text, 0)
}

fn template(text: &str, depth: usize) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['$', '%']) {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        if let Some(after) = from.strip_prefix("$${").or_else(|| from.strip_prefix("%%{")) {
            plain.push_str(&from[1..3]);
            rest = after;
        } else if let Some(after) = from.strip_prefix("${") {
            let (source, after) = match closing(after) {
                Some(end) => (Some(&after[..end]), &after[end + 1..]),
                None => (None, ""),
            };
            if !plain.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut plain)));
            }
            parts.push(Part::Expression(
                source.map_or(Expression::Opaque, |source| expression(source, depth)),
            ));
            rest = after;
        } else if let Some(after) = from.strip_prefix("%{") {
            parts.push(Part::Expression(Expression::Opaque));
            rest = after;
        } else {
            plain.push_str(&from[..1]);
            rest = &from[1..];
        }
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        parts.push(Part::Text(plain));
    }
    parts
}

/// Where the brace closes that was opened just before, quoted texts and inner braces passed over.
fn closing(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    // What is open: `{` for braces, `"` for quotes; within quotes only `${` opens a brace.
    let mut open: Vec<u8> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let quoted = open.last() == Some(&b'"');
        match bytes[at] {
            b'\\' if quoted => at += 1,
            b'"' if quoted => {
                open.pop();
            }
            b'"' => open.push(b'"'),
            b'{' if !quoted || (at > 0 && bytes[at - 1] == b'$') => open.push(b'{'),
            b'}' if !quoted && open.pop().is_none() => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

fn expression(source: &str, depth: usize) -> Expression {
    let source = source.strip_prefix('~').unwrap_or(source);
    let source = source.strip_suffix('~').unwrap_or(source).trim();
    match source {
        "true" => return Expression::Literal(Value::Bool(true)),
        "false" => return Expression::Literal(Value::Bool(false)),
        "null" => return Expression::Literal(Value::Null),
        _ => {}
    }
    if depth < DEEPEST
        && let Some(inner) = quoted(source)
    {
        return Expression::Template(template(&inner, depth + 1));
    }
    if source.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        let number = serde_json::from_str::<serde_json::Number>(source);
        return number.map_or(Expression::Opaque, |number| Expression::Literal(Value::Number(number)));
    }
    match steps(source, depth) {
        Some(steps) => Expression::Reference(steps),
        None => Expression::Opaque,
    }
}

/// The text within quotes, where all of the source is one quoted text.
fn quoted(source: &str) -> Option<String> {
    let inner = source.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::with_capacity(inner.len());
    let mut letters = inner.chars();
    let mut braces = 0_u32;
    let mut last = ' ';
    while let Some(letter) = letters.next() {
        match letter {
            '{' if last == '$' || last == '%' || braces > 0 => braces += 1,
            '}' => braces = braces.saturating_sub(1),
            '"' if braces == 0 => return None,
            '\\' if braces == 0 => {
                last = ' ';
                match letters.next()? {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    'r' => text.push('\r'),
                    other @ ('"' | '\\') => text.push(other),
                    _ => return None,
                }
                continue;
            }
            _ => {}
        }
        text.push(letter);
        last = letter;
    }
    Some(text)
}

fn steps(source: &str, depth: usize) -> Option<Vec<Step>> {
    let (first, mut rest) = word(source)?;
    if first.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut steps = vec![Step::Name(first.to_owned())];
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('.') {
            let (name, after) = word(after)?;
            steps.push(match name.parse() {
                Ok(index) => Step::Index(index),
                Err(_) => Step::Name(name.to_owned()),
            });
            rest = after;
        } else {
            let inner = rest.strip_prefix('[')?;
            let end = bracket(inner)?;
            let key = inner[..end].trim();
            steps.push(if let Ok(index) = key.parse() {
                Step::Index(index)
            } else if let Some(text) = quoted(key).filter(|text| !super::super::is_open(text)) {
                Step::Key(text)
            } else if depth < DEEPEST {
                Step::Chosen(self::steps(key, depth + 1)?)
            } else {
                return None;
            });
            rest = &inner[end + 1..];
        }
    }
    Some(steps)
}

/// Where the bracket closes that was opened just before.
fn bracket(text: &str) -> Option<usize> {
    let mut open = 0_u32;
    let mut quoted = false;
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => open += 1,
            ']' if !quoted && open == 0 => return Some(at),
            ']' if !quoted => open -= 1,
            _ => {}
        }
    }
    None
}

fn word(text: &str) -> Option<(&str, &str)> {
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')))
        .unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn names(names: &[&str]) -> Vec<Step> {
        names.iter().map(|name| Step::Name((*name).to_owned())).collect()
    }

    fn reference(names_of: &[&str]) -> Part {
        Part::Expression(Expression::Reference(names(names_of)))
    }

    #[test]
    fn references_and_texts() {
        assert_eq!(parse("plain 5% of $x"), [Part::Text("plain 5% of $x".to_owned())]);
        assert_eq!(
            parse("${azurerm_subnet.a.id}"),
            [reference(&["azurerm_subnet", "a", "id"])]
        );
        let parts = parse("a-${ var.b }-${~local.c-d~}");
        let text = |text: &str| Part::Text(text.to_owned());
        assert_eq!(
            parts,
            [
                text("a-"),
                reference(&["var", "b"]),
                text("-"),
                reference(&["local", "c-d"])
            ]
        );
        assert_eq!(parse("$${a} %%{b}"), [text("${a} %{b}")]);
    }

    #[test]
    fn steps_of_every_kind() {
        let one = |text: &str| match parse(text).as_slice() {
            [Part::Expression(expression)] => expression.clone(),
            other => panic!("{other:?}"),
        };
        let mut expected = names(&["azurerm_x", "y"]);
        expected.extend([
            Step::Index(0),
            Step::Key("a]\"b".to_owned()),
            Step::Name("id".to_owned()),
        ]);
        assert_eq!(one(r#"${azurerm_x.y[0]["a]\"b"].id}"#), Expression::Reference(expected));
        let mut chosen = names(&["a_b", "c"]);
        chosen.push(Step::Chosen(names(&["each", "key"])));
        assert_eq!(one("${a_b.c[each.key]}"), Expression::Reference(chosen));
        assert_eq!(one("${12}"), Expression::Literal(json!(12)));
        assert_eq!(one("${true}"), Expression::Literal(json!(true)));
        let inner = vec![Part::Text("a}".to_owned()), reference(&["var", "x"])];
        assert_eq!(one(r#"${"a}${var.x}"}"#), Expression::Template(inner));
    }

    #[test]
    fn the_rest_is_not_evaluated() {
        for text in [
            "${lower(var.x)}",
            "${var.x ? 1 : 0}",
            "${a.*.id}",
            "${var.x[*].id}",
            "${[for x in y : x]}",
            "${",
            "${a.}",
            "${\"a\" + \"b\"}",
        ] {
            assert_eq!(parse(text), [Part::Expression(Expression::Opaque)], "{text}");
        }
        assert_eq!(
            parse("%{ if x }a%{ endif }").first(),
            Some(&Part::Expression(Expression::Opaque))
        );
    }

    proptest! {
        #[test]
        fn no_text_panics(text in r#"([${}%"\\.\[\]a-c0~ é]|\$\{|%\{){0,40}"#) {
            let _ = parse(&text);
        }

        #[test]
        fn text_without_signs_is_itself(text in "[^$%]{1,40}") {
            prop_assert_eq!(parse(&text), vec![Part::Text(text)]);
        }
    }
}
