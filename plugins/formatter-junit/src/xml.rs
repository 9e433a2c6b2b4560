//! Test cases as XML that every reader takes.

use atg_sdk::sections;

use crate::cases::{Case, Outcome, Suite};

/// The document. Suites without a test case are left out.
pub(crate) fn document(title: &str, time: &str, suites: &[Suite]) -> String {
    let all = || suites.iter().flat_map(|suite| &suite.cases);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    attribute("name", title, &mut out);
    counts(all(), &mut out);
    out.push_str(">\n");
    for suite in suites.iter().filter(|suite| !suite.cases.is_empty()) {
        out.push_str("  <testsuite");
        attribute("name", suite.name, &mut out);
        counts(suite.cases.iter(), &mut out);
        if !time.is_empty() {
            attribute("timestamp", time, &mut out);
        }
        out.push_str(">\n");
        suite
            .cases
            .iter()
            .for_each(|case| test_case(suite.name, case, &mut out));
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

fn counts<'a>(cases: impl Iterator<Item = &'a Case>, out: &mut String) {
    let (mut tests, mut failures, mut errors, mut skipped) = (0_usize, 0_usize, 0_usize, 0_usize);
    for case in cases {
        tests += 1;
        match case.outcome {
            Outcome::Passed(_) => {}
            Outcome::Failed(_) => failures += 1,
            Outcome::Error(_) => errors += 1,
            Outcome::Skipped(_) => skipped += 1,
        }
    }
    for (name, count) in [
        ("tests", tests),
        ("failures", failures),
        ("errors", errors),
        ("skipped", skipped),
    ] {
        attribute(name, &count.to_string(), out);
    }
}

fn test_case(suite: &str, case: &Case, out: &mut String) {
    out.push_str("    <testcase");
    attribute("classname", &["atg.", suite].concat(), out);
    attribute("name", &case.name, out);
    // Nothing is timed here, and readers want the attribute.
    attribute("time", "0", out);
    out.push_str(">\n      <");
    let (element, told) = match &case.outcome {
        Outcome::Passed(told) => ("system-out", told),
        Outcome::Failed(told) => ("failure", told),
        Outcome::Error(told) => ("error", told),
        Outcome::Skipped(told) => ("skipped", told),
    };
    out.push_str(element);
    if element == "system-out" {
        out.push('>');
        content(told, out);
        out.push_str("</system-out>");
    } else {
        let first = told.lines().next().unwrap_or_default();
        attribute("message", first, out);
        if element == "skipped" || told.len() == first.len() {
            out.push_str("/>");
        } else {
            out.push('>');
            content(told, out);
            out.push_str("</");
            out.push_str(element);
            out.push('>');
        }
    }
    out.push_str("\n    </testcase>\n");
}

fn attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(value, out);
    out.push('"');
}

/// Lines of our own stay lines.
fn content(text: &str, out: &mut String) {
    for (at, line) in text.split('\n').enumerate() {
        out.push_str(if at == 0 { "" } else { "\n" });
        escape(line, out);
    }
}

/// XML has no form for most control characters, so they are spelled out.
fn escape(text: &str, out: &mut String) {
    for character in sections::visible(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            plain => out.push(plain),
        }
    }
}
