//! Paths below a body: `properties.subnets[0].name`, `[*]` for every item, `["a.b"]` for names that hold a dot or bracket.

use std::fmt::Write as _;

/// A path that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{path}` is no path below a body: {why} at byte {at}")]
pub struct PathError {
    /// The path as given.
    pub path: String,
    /// Where, in bytes from 0.
    pub at: usize,
    /// What is wrong there.
    pub why: &'static str,
}

/// One step down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step<'a> {
    Name(&'a str),
    Item(usize),
    EveryItem,
}

/// The steps of a path; none for the empty path. Names of digits are items where a list is (`subnets.0.name`, as the
/// provider spells it); the walker decides.
pub(super) fn steps(path: &str) -> Result<Vec<Step<'_>>, PathError> {
    let wrong = |at, why| PathError {
        path: path.to_owned(),
        at,
        why,
    };
    let mut steps = Vec::new();
    let mut at = 0;
    while at < path.len() {
        let rest = &path[at..];
        if let Some(inner) = rest.strip_prefix("[\"") {
            let end = inner
                .find("\"]")
                .ok_or_else(|| wrong(at, "a quoted name that does not end"))?;
            steps.push(Step::Name(&inner[..end]));
            at += end + 4;
        } else if let Some(inner) = rest.strip_prefix('[') {
            let end = inner
                .find(']')
                .ok_or_else(|| wrong(at, "a bracket that does not close"))?;
            steps.push(match &inner[..end] {
                "*" => Step::EveryItem,
                number => Step::Item(number.parse().map_err(|_| wrong(at + 1, "neither a number nor `*`"))?),
            });
            at += end + 2;
        } else {
            if at > 0 {
                if !rest.starts_with('.') {
                    return Err(wrong(at, "a dot is missing"));
                }
                at += 1;
            }
            let rest = &path[at..];
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            if end == 0 {
                return Err(wrong(at, "an empty name"));
            }
            steps.push(match &rest[..end] {
                "*" => Step::EveryItem,
                name => Step::Name(name),
            });
            at += end;
        }
    }
    Ok(steps)
}

/// A path while walking, from the deepest step up; written out only where something is to be said.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Trail<'a> {
    last: Option<(Step<'a>, &'a Trail<'a>)>,
}

impl<'a> Trail<'a> {
    pub(super) fn below<'b>(&'b self, step: Step<'b>) -> Trail<'b>
    where
        'a: 'b,
    {
        Trail {
            last: Some((step, self)),
        }
    }

    pub(super) fn is_top(&self) -> bool {
        self.last.is_none()
    }

    fn steps(&self) -> Vec<Step<'a>> {
        let mut steps = Vec::new();
        let mut trail = *self;
        while let Some((step, above)) = trail.last {
            steps.push(step);
            trail = *above;
        }
        steps.reverse();
        steps
    }

    /// Our spelling.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for step in self.steps() {
            match step {
                Step::Name(name) if name.contains(['.', '[', ']', '"']) => {
                    let _ = write!(text, "[\"{name}\"]");
                }
                Step::Name(name) => {
                    if !text.is_empty() {
                        text.push('.');
                    }
                    text.push_str(name);
                }
                Step::Item(number) => {
                    let _ = write!(text, "[{number}]");
                }
                Step::EveryItem => text.push_str("[*]"),
            }
        }
        text
    }

    /// The provider's spelling: every step after a dot.
    pub(super) fn spelled(&self) -> String {
        let mut text = String::new();
        for (place, step) in self.steps().into_iter().enumerate() {
            if place > 0 {
                text.push('.');
            }
            match step {
                Step::Name(name) => text.push_str(name),
                Step::Item(number) => {
                    let _ = write!(text, "{number}");
                }
                Step::EveryItem => text.push('*'),
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_of_every_kind() {
        assert_eq!(
            steps("properties.a[0].b[*][\"c.d\"].e").unwrap(),
            [
                Step::Name("properties"),
                Step::Name("a"),
                Step::Item(0),
                Step::Name("b"),
                Step::EveryItem,
                Step::Name("c.d"),
                Step::Name("e")
            ]
        );
        assert_eq!(steps("").unwrap(), []);
        assert_eq!(steps("[\"tags.x\"]").unwrap(), [Step::Name("tags.x")]);
    }

    #[test]
    fn broken_paths_name_the_place() {
        assert_eq!(steps("a..b").unwrap_err().at, 2);
        assert_eq!(steps("a[x]").unwrap_err().why, "neither a number nor `*`");
        assert_eq!(steps("a[0").unwrap_err().why, "a bracket that does not close");
        assert_eq!(steps("a[0]b").unwrap_err().why, "a dot is missing");
        assert!(steps("a[\"b").is_err());
        assert!(steps(".a").is_err());
    }

    #[test]
    fn a_trail_spells_both_ways() {
        let top = Trail::default();
        let list = top.below(Step::Name("a"));
        let item = list.below(Step::Item(3));
        let trail = item.below(Step::Name("b.c"));
        assert_eq!(trail.text(), "a[3][\"b.c\"]");
        assert_eq!(trail.spelled(), "a.3.b.c");
        assert_eq!(steps(&trail.text()).unwrap().len(), 3);
    }
}
