//! What the service said, inside the text of a provider.

use std::sync::LazyLock;

use regex::Regex;

/// The service's word and the status of its answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServiceError {
    /// Such as `SkuNotAvailable` or `AADSTS7000215`.
    pub code: Option<String>,
    /// Of the answer.
    pub status: Option<u16>,
}

/// Patterns by precedence. `RESPONSE`/`ERROR CODE` is how azcore prints an answer, `unexpected status` is go-azure-sdk's way,
/// `StatusCode=… Code="…"` is autorest's.
static CODES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    compiled(&[
        r"ERROR CODE: ([A-Za-z][A-Za-z0-9_.]*)",
        r"unexpected status \d{3}(?: \([^)]*\))? with (?:error|response):? ([A-Za-z][A-Za-z0-9_.]*):",
        r#"\bCode="([A-Za-z][A-Za-z0-9_.]*)""#,
        r"\b(AADSTS\d{4,})\b",
        r#""code"\s*:\s*"([A-Za-z][A-Za-z0-9_.]*)""#,
        r#"\b[Cc]ode: ?"?([A-Z][A-Za-z0-9_.]*[a-z0-9])"?"#,
    ])
});

static STATUSES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    compiled(&[
        r"RESPONSE (\d{3})\b",
        r"unexpected status (\d{3})\b",
        r"\bStatusCode[=:] ?(\d{3})\b",
        r"\bStatus=(\d{3})\b",
        r"\bHTTP/\d(?:\.\d)? (\d{3})\b",
    ])
});

fn compiled(patterns: &[&str]) -> Vec<Regex> {
    patterns.iter().filter_map(|pattern| Regex::new(pattern).ok()).collect()
}

/// Reads what a provider passed on of the service's answer.
pub fn service_error(text: &str) -> ServiceError {
    let first = |patterns: &[Regex]| {
        patterns
            .iter()
            .find_map(|pattern| pattern.captures(text).and_then(|found| found.get(1)))
            .map(|found| found.as_str())
    };
    ServiceError {
        code: first(&CODES).map(str::to_owned),
        status: first(&STATUSES)
            .and_then(|digits| digits.parse().ok())
            .filter(|status| (100..600).contains(status)),
    }
}
