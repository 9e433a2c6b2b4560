//! By what a rule knows a diagnostic.

use super::captures::{Captures, Compiled};
use super::index::Found;
use super::problem::Problem;
use super::text::find;

/// By what a rule knows a diagnostic. Comparisons do not tell upper case from lower case (ASCII).
///
/// A text is a piece that must stand somewhere, with `{name}` for whatever stands in one place: `{name}` takes everything up to
/// the text that follows it, and never a line break. At the end it takes the rest of the line. `{{` and `}}` are braces.
#[derive(Debug, Clone, Copy)]
pub enum Pattern {
    /// The code is one of these: in its column or, where it has eight letters or more, named in summary or detail
    /// (`Code="X"`, `ERROR CODE: X`, `(X)`).
    Code(&'static [&'static str]),
    /// The status of the answer is one of these: in its column, or as `RESPONSE 409`, `StatusCode=409` or `status 409`.
    Status(&'static [u16]),
    /// The summary or the detail holds this text.
    Text(&'static str),
    /// The summary holds this text.
    Summary(&'static str),
    /// The detail holds this text.
    Detail(&'static str),
    /// Any of these holds; the first that does gives its captures.
    Any(&'static [Pattern]),
    /// None of these holds.
    Not(&'static [Pattern]),
    /// The ARM type is like one of these; `*` stands for anything.
    Type(&'static [&'static str]),
    /// The address is like one of these; `*` stands for anything.
    Address(&'static [&'static str]),
    /// There is an address.
    Addressed,
}

/// The same with its texts taken apart.
pub(super) enum Ready {
    Code(&'static [&'static str]),
    Status(&'static [u16]),
    Text(Compiled),
    Summary(Compiled),
    Detail(Compiled),
    Any(Vec<Ready>),
    Not(Vec<Ready>),
    Type(&'static [&'static str]),
    Address(&'static [&'static str]),
    Addressed,
}

impl Ready {
    pub(super) fn of(pattern: &Pattern) -> Ready {
        let all = |patterns: &'static [Pattern]| patterns.iter().map(Ready::of).collect();
        match *pattern {
            Pattern::Code(codes) => Ready::Code(codes),
            Pattern::Status(statuses) => Ready::Status(statuses),
            Pattern::Text(text) => Ready::Text(Compiled::of(text)),
            Pattern::Summary(text) => Ready::Summary(Compiled::of(text)),
            Pattern::Detail(text) => Ready::Detail(Compiled::of(text)),
            Pattern::Any(patterns) => Ready::Any(all(patterns)),
            Pattern::Not(patterns) => Ready::Not(all(patterns)),
            Pattern::Type(globs) => Ready::Type(globs),
            Pattern::Address(globs) => Ready::Address(globs),
            Pattern::Addressed => Ready::Addressed,
        }
    }

    /// Whether it holds; what it takes is added to the captures. What the texts name was found before.
    pub(super) fn holds<'a>(&self, problem: &Problem<'a>, named: &Found, captures: &mut Captures<'a>) -> bool {
        match self {
            Ready::Code(codes) => {
                let is = |known: &str| codes.iter().any(|code| code.eq_ignore_ascii_case(known));
                problem.code.is_some_and(is) || named.codes.iter().any(|code| is(code))
            }
            Ready::Status(statuses) => match problem.status {
                Some(status) => statuses.contains(&status),
                None => named.statuses.iter().any(|status| statuses.contains(status)),
            },
            Ready::Text(text) => text.take(problem.summary, captures) || text.take(problem.detail, captures),
            Ready::Summary(text) => text.take(problem.summary, captures),
            Ready::Detail(text) => text.take(problem.detail, captures),
            Ready::Any(patterns) => patterns.iter().any(|pattern| pattern.holds(problem, named, captures)),
            Ready::Not(patterns) => {
                let mut unused = Captures::default();
                !patterns
                    .iter()
                    .any(|pattern| pattern.holds(problem, named, &mut unused))
            }
            Ready::Type(globs) => problem
                .arm_type
                .is_some_and(|name| globs.iter().any(|glob| is_like(glob, name))),
            Ready::Address(globs) => problem
                .address
                .is_some_and(|name| globs.iter().any(|glob| is_like(glob, name))),
            Ready::Addressed => problem.address.is_some(),
        }
    }

    /// Adds all codes that it asks for.
    pub(super) fn codes(&self, codes: &mut Vec<&'static str>) {
        match self {
            Ready::Code(own) => codes.extend_from_slice(own),
            Ready::Any(patterns) | Ready::Not(patterns) => patterns.iter().for_each(|pattern| pattern.codes(codes)),
            _ => {}
        }
    }

    /// Whether it asks for the status of an answer.
    pub(super) fn asks_status(&self) -> bool {
        match self {
            Ready::Status(_) => true,
            Ready::Any(patterns) | Ready::Not(patterns) => patterns.iter().any(Ready::asks_status),
            _ => false,
        }
    }

    /// Texts of which one at least must stand somewhere for it to hold; none where there is no such list.
    pub(super) fn keys(&self) -> Option<Vec<&'static str>> {
        match self {
            Ready::Code(codes) => Some(codes.to_vec()),
            Ready::Text(text) | Ready::Summary(text) | Ready::Detail(text) => Some(vec![text.longest()?]),
            Ready::Any(patterns) => {
                let keys: Option<Vec<_>> = patterns.iter().map(Ready::keys).collect();
                Some(keys?.concat())
            }
            _ => None,
        }
    }
}

/// Whether a name is like a glob whose only special character is `*`.
pub(super) fn is_like(glob: &str, name: &str) -> bool {
    let mut pieces = glob.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = strip_prefix(name, first) else {
        return false;
    };
    let Some(last) = pieces.next_back() else {
        return rest.is_empty();
    };
    for piece in pieces {
        match find(rest.as_bytes(), piece.as_bytes(), 0) {
            // A match of whole characters ends where a character does.
            Some(at) => rest = rest.get(at + piece.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    rest.len() >= last.len() && rest.as_bytes()[rest.len() - last.len()..].eq_ignore_ascii_case(last.as_bytes())
}

fn strip_prefix<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

#[cfg(test)]
mod tests {
    use super::super::index::Index;
    use super::*;

    fn holds(pattern: Pattern, problem: &Problem<'_>) -> bool {
        let ready = [Ready::of(&pattern)];
        let index = Index::new(std::iter::once(ready.as_slice()));
        let mut named = Found::default();
        index.look(problem.summary, &mut named);
        index.look(problem.detail, &mut named);
        ready[0].holds(problem, &named, &mut Captures::default())
    }

    #[test]
    fn codes_are_found_in_their_column_and_in_texts() {
        let code = Pattern::Code(&["SkuNotAvailable", "Conflict"]);
        let of = |code, detail| Problem {
            code,
            detail,
            ..Problem::default()
        };
        assert!(holds(code, &of(Some("skunotavailable"), "")));
        assert!(holds(
            code,
            &of(Some("BadRequest"), r#"{"error":{"code": "Conflict"}}"#)
        ));
        assert!(holds(code, &of(None, "Status=409 Code=\"SkuNotAvailable\" Message=")));
        assert!(holds(
            code,
            &of(None, "RESPONSE 409: 409 Conflict\nERROR CODE: Conflict\n----")
        ));
        assert!(holds(code, &of(None, "(Conflict) It is being changed.")));
        assert!(!holds(code, &of(None, "RESPONSE 409: 409 Conflict\nERROR CODE: Other")));
        assert!(!holds(code, &of(None, "Code=\"SkuNotAvailableHere\"")));
    }

    #[test]
    fn statuses_are_found_in_their_column_else_in_texts() {
        let too_many = Pattern::Status(&[429]);
        let of = |status, detail| Problem {
            status,
            detail,
            ..Problem::default()
        };
        assert!(holds(too_many, &of(Some(429), "")));
        assert!(!holds(too_many, &of(Some(409), "RESPONSE 429")));
        assert!(holds(too_many, &of(None, "RESPONSE 429: 429 Too Many Requests")));
        assert!(holds(
            too_many,
            &of(None, "unexpected status 429 (429 Too Many Requests)")
        ));
        assert!(!holds(too_many, &of(None, "429 things")));
        assert!(!holds(too_many, &of(None, "RESPONSE 4290")));
    }

    #[test]
    fn a_star_stands_for_anything() {
        for (glob, name) in [
            ("Microsoft.Network/*", "microsoft.network/virtualNetworks/subnets"),
            ("*/subnets", "Microsoft.Network/virtualNetworks/subnets"),
            ("azapi_resource.*", "azapi_resource.a"),
            ("a*b*c", "aXbYbZc"),
            ("a", "A"),
            ("*", ""),
        ] {
            assert!(is_like(glob, name), "{glob} {name}");
        }
        for (glob, name) in [("a", "ab"), ("a*c", "ab"), ("ab*ba", "aba"), ("é*", "e"), ("*b*", "ac")] {
            assert!(!is_like(glob, name), "{glob} {name}");
        }
    }

    #[test]
    fn patterns_combine() {
        let problem = Problem {
            summary: "Invalid configuration",
            address: Some("azapi_resource.a"),
            arm_type: Some("Microsoft.Storage/storageAccounts"),
            ..Problem::default()
        };
        const SUMMARY: Pattern = Pattern::Summary("invalid config");
        assert!(holds(Pattern::Any(&[Pattern::Detail("x"), SUMMARY]), &problem));
        assert!(!holds(Pattern::Not(&[SUMMARY]), &problem));
        assert!(holds(Pattern::Type(&["Microsoft.Storage/*"]), &problem));
        assert!(holds(Pattern::Address(&["azapi_*"]), &problem) && holds(Pattern::Addressed, &problem));
        assert!(!holds(Pattern::Addressed, &Problem::default()));
    }
}
