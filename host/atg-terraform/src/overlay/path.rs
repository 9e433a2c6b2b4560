//! Dotted paths into a block: `body.properties.subnets[0].name`, `tags["cost.centre"]`, `body.properties.rules[*].id`.

use std::fmt;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// A member of an object.
    Member(String),
    /// An item of a list, from 0. In an object it stands for the member of that name, because providers write
    /// `subnets.0.name` for lists and maps alike.
    Item(usize),
    /// Every item of a list, or every member of an object: `[*]`.
    Every,
}

/// Where something stands in a block. Reads from text and prints as text; what it prints reads as the same path.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(Vec<Step>);

/// Why a text is no path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no path: {what} at character {at}")]
pub struct PathFault {
    /// The text as it was given.
    pub text: String,
    /// What is wrong.
    pub what: &'static str,
    /// Where, counted in characters from 1.
    pub at: usize,
}

impl Path {
    /// Reads a path. The empty text is the block itself. A bare number between dots is an item.
    pub fn parse(text: &str) -> Result<Path, PathFault> {
        let fault = |what, rest: &str| PathFault {
            text: text.to_owned(),
            what,
            at: text[..text.len() - rest.len()].chars().count() + 1,
        };
        let mut steps = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            if let Some(inner) = rest.strip_prefix('[') {
                let (step, after) = bracket(inner).map_err(|what| fault(what, rest))?;
                steps.push(step);
                rest = after;
            } else {
                let name = match rest.strip_prefix('.') {
                    Some(_) if steps.is_empty() => return Err(fault("a name is missing", rest)),
                    Some(name) => name,
                    None if steps.is_empty() => rest,
                    None => return Err(fault("a dot is missing", rest)),
                };
                let end = name.find(['.', '[', ']', '"']).unwrap_or(name.len());
                if end == 0 {
                    return Err(fault("a name is missing", name));
                }
                steps.push(bare(&name[..end]));
                rest = &name[end..];
            }
        }
        Ok(Path(steps))
    }

    /// A path of these steps.
    pub fn of(steps: impl Into<Vec<Step>>) -> Path {
        Path(steps.into())
    }

    /// Its steps, from the outside in.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Whether it is the block itself.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same path one member deeper.
    #[must_use]
    pub fn member(&self, name: &str) -> Path {
        self.then(Step::Member(name.to_owned()))
    }

    /// The same path one item deeper.
    #[must_use]
    pub fn item(&self, at: usize) -> Path {
        self.then(Step::Item(at))
    }

    /// The same path one step deeper.
    #[must_use]
    pub fn then(&self, step: Step) -> Path {
        let mut steps = self.0.clone();
        steps.push(step);
        Path(steps)
    }

    /// The path without its last step; `None` for the block itself.
    pub fn parent(&self) -> Option<Path> {
        self.0.split_last().map(|(_, outer)| Path(outer.to_vec()))
    }

    /// The first member's name: `body`, `tags`, `type`.
    pub fn root(&self) -> Option<&str> {
        match self.0.first() {
            Some(Step::Member(name)) => Some(name),
            _ => None,
        }
    }

    /// What is left of a path that begins with this one.
    pub fn below<'p>(&self, deeper: &'p Path) -> Option<&'p [Step]> {
        deeper.0.strip_prefix(self.0.as_slice())
    }

    /// The path with every item of a list in place of one: the form of fixes that hold for all of a type.
    #[must_use]
    pub fn generalized(&self) -> Path {
        let every = |step: &Step| match step {
            Step::Item(_) => Step::Every,
            other => other.clone(),
        };
        Path(self.0.iter().map(every).collect())
    }

    /// Whether it says `[*]` anywhere.
    pub fn is_general(&self) -> bool {
        self.0.contains(&Step::Every)
    }

    /// Whether this path, in which `[*]` stands for any item, is `other` or lies above it.
    pub fn covers(&self, other: &Path) -> bool {
        self.0.len() <= other.0.len() && self.0.iter().zip(&other.0).all(|(a, b)| matches(a, b))
    }
}

fn matches(pattern: &Step, step: &Step) -> bool {
    match (pattern, step) {
        (Step::Every, _) => true,
        (Step::Item(at), Step::Member(name)) | (Step::Member(name), Step::Item(at)) => *name == at.to_string(),
        (a, b) => a == b,
    }
}

/// A name between dots. A number as it is printed is an item; `007` is a name.
fn bare(name: &str) -> Step {
    match name.parse::<usize>() {
        Ok(at) if at.to_string() == name => Step::Item(at),
        _ if name == "*" => Step::Every,
        _ => Step::Member(name.to_owned()),
    }
}

fn bracket(inner: &str) -> Result<(Step, &str), &'static str> {
    if inner.starts_with('"') {
        let mut names = serde_json::Deserializer::from_str(inner).into_iter::<String>();
        let name = names.next().and_then(Result::ok).ok_or("a quoted name does not end")?;
        let after = inner[names.byte_offset()..]
            .strip_prefix(']')
            .ok_or("a bracket does not close")?;
        return Ok((Step::Member(name), after));
    }
    let (number, after) = inner.split_once(']').ok_or("a bracket does not close")?;
    match number {
        "*" => Ok((Step::Every, after)),
        _ if number.starts_with('+') => Err("brackets hold no number, no `*` and no quoted name"),
        _ => number
            .parse()
            .map(|at| (Step::Item(at), after))
            .map_err(|_| "brackets hold no number, no `*` and no quoted name"),
    }
}

/// Whether a name reads as itself without quotes.
fn is_plain(name: &str) -> bool {
    let letters = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '@');
    !name.is_empty() && name.chars().all(letters) && matches!(bare(name), Step::Member(_))
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Member(name) if is_plain(name) && at == 0 => f.write_str(name)?,
                Step::Member(name) if is_plain(name) => write!(f, ".{name}")?,
                Step::Member(name) => write!(f, "[{}]", serde_json::Value::from(name.as_str()))?,
                Step::Item(item) => write!(f, "[{item}]")?,
                Step::Every => f.write_str("[*]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn path(text: &str) -> Path {
        Path::parse(text).unwrap()
    }

    #[test]
    fn paths_read_and_print() {
        let id = "/subscriptions/a/resourceGroups/b.c";
        let text = format!("identity.userAssignedIdentities[\"{id}\"].clientId");
        assert_eq!(
            path(&text).steps()[2],
            Step::Member(id.to_owned()),
            "dots and slashes belong to the quoted name"
        );
        for text in [
            "",
            "type",
            "body.properties.subnets[0].name",
            "body.rules[*].id",
            "tags[\"a \\\" b\"]",
            "[\"0\"]",
            &text,
        ] {
            assert_eq!(path(text).to_string(), text);
        }
        assert_eq!(path("a.0.b").to_string(), "a[0].b");
        assert_eq!(path("a.*.b").to_string(), "a[*].b");
        assert_eq!(path("tags.hidden-title").to_string(), "tags.hidden-title");
        assert_eq!(path("tags.a b").to_string(), "tags[\"a b\"]");
    }

    #[test]
    fn what_is_no_path_says_where() {
        let fault = |text: &str| Path::parse(text).unwrap_err().to_string();
        assert_eq!(fault("a..b"), "`a..b` is no path: a name is missing at character 3");
        assert_eq!(fault(".a"), "`.a` is no path: a name is missing at character 1");
        assert_eq!(
            fault("a[1"),
            "`a[1` is no path: a bracket does not close at character 2"
        );
        assert_eq!(
            fault("é[x]"),
            "`é[x]` is no path: brackets hold no number, no `*` and no quoted name at character 2"
        );
        assert!(Path::parse("a[\"b]").is_err());
        assert!(Path::parse("a]").is_err());
        assert!(Path::parse("a[1]b").is_err());
        assert!(Path::parse("a[99999999999999999999999]").is_err());
    }

    #[test]
    fn patterns_cover_what_lies_below() {
        assert!(path("body.a[*]").covers(&path("body.a[3].b")));
        assert!(path("body.a.3").covers(&path("body.a[3]")));
        assert!(!path("body.a[*].b").covers(&path("body.a[3]")));
        assert!(!path("body.b").covers(&path("body.a")));
        assert_eq!(path("a[1].b[2]").generalized(), path("a[*].b[*]"));
        assert_eq!(path("a").below(&path("a.b[0]")), Some(path("b[0]").steps()));
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            any::<String>().prop_map(Step::Member),
            "[a-z0-9]{0,3}".prop_map(Step::Member),
            any::<usize>().prop_map(Step::Item),
            Just(Step::Every),
        ];
        prop::collection::vec(step, 0..6)
    }

    proptest! {
        #[test]
        fn every_path_reads_as_it_was_printed(steps in steps()) {
            let path = Path::of(steps);
            prop_assert_eq!(Path::parse(&path.to_string()).unwrap(), path);
        }

        #[test]
        fn no_text_panics(text in r#"[\[\]."*a0é+\\]{0,12}"#) {
            if let Ok(path) = Path::parse(&text) {
                prop_assert_eq!(Path::parse(&path.to_string()).unwrap(), path);
            }
        }
    }
}
