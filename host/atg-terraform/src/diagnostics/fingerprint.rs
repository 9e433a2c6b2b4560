//! The stable name of a diagnostic.

use std::borrow::Cow;
use std::sync::LazyLock;

use atg_core::diagnosis::Diagnostic;
use regex::{Captures, Regex};

/// A provider's guess at what was meant varies from run to run.
static GUESS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[ \t]*Do you mean `[^`]*`\?[ \t]*").ok());
/// Values of which one is wanted come in the order of a hash map.
static CHOICE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"values are \[([^\]]*)\]").ok());
/// What is new in each answer: times, and the ids under which a service's own people find a request.
static PASSING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?xi)
        \b\d{4}-\d\d-\d\d[T\ ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?
        | (?:trace|request|correlation|activity|tracking)[\ _-]?id["']?\s*[:=]\s*["']?[0-9a-f-]{32,36}
        "#,
    )
    .ok()
});

/// Of phase, severity, code, summary, detail and address, without what changes from run to run.
pub(super) fn of(diagnostic: &Diagnostic) -> String {
    let stable = Diagnostic {
        fingerprint: None,
        summary: diagnostic.summary.as_deref().map(|text| stable(text).into_owned()),
        detail: diagnostic.detail.as_deref().map(|text| stable(text).into_owned()),
        ..diagnostic.clone()
    };
    stable.fingerprinted().fingerprint.unwrap_or_default()
}

/// A text without guesses, times and request ids, with lists that have no order in one.
pub(super) fn stable(text: &str) -> Cow<'_, str> {
    let text = without_guesses(text);
    let text = replaced(&PASSING, text, |_: &Captures<'_>| String::new());
    let text = replaced(&CHOICE, text, |found: &Captures<'_>| {
        let mut values: Vec<&str> = found[1].split(", ").collect();
        values.sort_unstable();
        format!("values are [{}]", values.join(", "))
    });
    if !text.contains('\n') {
        return text;
    }
    // A list of problems, one a line, has no order either; other texts lose nothing that tells them apart.
    let mut lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.sort_unstable();
    Cow::Owned(lines.join("\n"))
}

/// A text without `Do you mean …?`.
pub(super) fn without_guesses(text: &str) -> Cow<'_, str> {
    replaced(&GUESS, Cow::Borrowed(text), |_: &Captures<'_>| String::new())
}

fn replaced<'a>(
    pattern: &Option<Regex>,
    text: Cow<'a, str>,
    replacement: impl Fn(&Captures<'_>) -> String,
) -> Cow<'a, str> {
    let Some(pattern) = pattern else { return text };
    match pattern.replace_all(&text, |found: &Captures<'_>| replacement(found)) {
        Cow::Borrowed(_) => text,
        Cow::Owned(changed) => Cow::Owned(changed),
    }
}
