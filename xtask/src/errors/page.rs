//! The page as Markdown.

use std::fmt::Write as _;

use atg_sdk::rules::{CATEGORIES, Entry, PHASES};

use super::Analyzer;

/// The whole page.
pub(super) fn page(analyzers: &[Analyzer]) -> String {
    let total: usize = analyzers.iter().map(|analyzer| analyzer.rules.len()).sum();
    let mut out = format!(
        "# Errors that atg knows\n\n\
         <!-- Written by `cargo xtask errors` from the tables of the analyzers. Change those. -->\n\n\
         {total} rules in {} analyzers say what an error means, when the same may be tried again, and how it is mended. Each rule \
         has at least one diagnostic as it really comes, which the tests hold it against. An analyzer is asked of the \
         diagnostics of the phases that its manifest names; what no rule knows is clustered and shown as it is.\n\n\
         * **recognises**: codes, and sentences with `{{name}}` for what differs from case to case. Upper and lower case are one.\n\
         * **retry**: `transient`, the same may go through later; `throttle`, after the time that the answer names; `after-fix`, \
         once it is mended; `no`.\n\
         * **mended by**: fixes that atg can apply, by their kind, with the reason; *a person* must do the rest. atg shows what \
         a fix loses before it is applied, and applies unattended only what loses nothing.\n",
        analyzers.len()
    );
    by_phase(&mut out, analyzers);
    by_category(&mut out, analyzers);
    for analyzer in analyzers {
        table(&mut out, analyzer);
    }
    out
}

/// A list of phases, each with the categories of its rules.
fn by_phase(out: &mut String, analyzers: &[Analyzer]) {
    out.push_str("\n## By phase\n\n| phase | rules | where |\n|---|---|---|\n");
    for phase in PHASES {
        let of_phase = |entry: &&Entry| entry.phases.is_empty() || entry.phases.contains(&phase);
        let mut places = Vec::new();
        let mut total = 0;
        for analyzer in analyzers {
            let links: Vec<String> = CATEGORIES
                .iter()
                .filter_map(|category| {
                    let rules = analyzer.rules.iter().filter(of_phase);
                    let count = rules.filter(|entry| entry.category == *category).count();
                    total += count;
                    (count > 0).then(|| link(analyzer, category, &format!("{category} {count}")))
                })
                .collect();
            if !links.is_empty() {
                places.push(format!("{}: {}", analyzer.name, links.join(", ")));
            }
        }
        if total > 0 {
            let _ = writeln!(out, "| {phase} | {total} | {} |", places.join("<br>"));
        }
    }
}

/// A list of categories, each with the analyzers that have such rules.
fn by_category(out: &mut String, analyzers: &[Analyzer]) {
    out.push_str("\n## By category\n\n| category | rules | where |\n|---|---|---|\n");
    for category in CATEGORIES {
        let mut total = 0;
        let links: Vec<String> = analyzers
            .iter()
            .filter_map(|analyzer| {
                let count = analyzer.rules.iter().filter(|entry| entry.category == category).count();
                total += count;
                (count > 0).then(|| link(analyzer, category, &format!("{} {count}", analyzer.name)))
            })
            .collect();
        if total > 0 {
            let _ = writeln!(out, "| {category} | {total} | {} |", links.join(", "));
        }
    }
}

/// The rules of one analyzer, category by category.
fn table(out: &mut String, analyzer: &Analyzer) {
    let _ = write!(
        out,
        "\n## {}\n\n{} {} rules.\n\n| rule | recognises | cause | category | retry | mended by |\n|---|---|---|---|---|---|\n",
        analyzer.name,
        analyzer.about,
        analyzer.rules.len()
    );
    for category in CATEGORIES {
        let mut anchor = format!("<a id=\"{}\"></a>", anchor(analyzer, category));
        for rule in analyzer.rules.iter().filter(|rule| rule.category == category) {
            let _ = writeln!(
                out,
                "| {anchor}`{}` | {} | {} | {category} | {} | {} |",
                rule.id,
                cell(&rule.recognises),
                cell(rule.cause),
                rule.retry,
                cell(&mended(&rule.fix)),
            );
            anchor.clear();
        }
    }
}

fn anchor(analyzer: &Analyzer, category: &str) -> String {
    format!("{}-{category}", analyzer.name)
}

fn link(analyzer: &Analyzer, category: &str, text: &str) -> String {
    format!("[{text}](#{})", anchor(analyzer, category))
}

/// What fixes do, for a reader: what a template would fill in is named in capitals.
fn mended(fix: &str) -> String {
    if fix.is_empty() {
        return "–".to_owned();
    }
    let mut out = String::new();
    let mut rest = fix;
    while let Some((before, inside)) = rest.split_once('{') {
        let Some((name, after)) = inside.split_once('}') else {
            break;
        };
        out.push_str(before);
        match name.split_once('|') {
            Some((_, otherwise)) if !otherwise.is_empty() => out.push_str(otherwise),
            Some((name, _)) => out.push_str(&name.to_uppercase()),
            None => out.push_str(&name.to_uppercase()),
        }
        rest = after;
    }
    out.push_str(rest);
    out.replace("manual: ", "*a person*: ")
}

/// A text as one cell of a table.
fn cell(text: &str) -> String {
    text.replace('\n', " ").replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;
    use atg_sdk::rules::{Example, FixTemplate, Pattern, Rule, Rules, catalogue};

    const RULES: Rules = Rules::new(&[&[
        Rule::new("later", "It is late.")
            .category("state")
            .phases(&["apply"])
            .when(&[Pattern::Text("a|b {what}")])
            .says("late"),
        Rule::new("first", "It is not known.")
            .category("schema")
            .phases(&["apply", "scan"])
            .when(&[Pattern::Code(&["NotKnown"])])
            .says("not known")
            .fixes(&[
                FixTemplate::new("remove-attribute").because("no {what}"),
                FixTemplate::new("manual").because("ask {who|somebody}"),
            ])
            .examples(&[Example::new("apply").code("NotKnown")]),
    ]]);

    fn analyzer() -> Analyzer {
        Analyzer {
            name: "some",
            about: "About some.",
            rules: catalogue(&RULES).collect(),
        }
    }

    #[test]
    fn rules_are_counted_and_listed_by_category() {
        let page = page(&[analyzer()]);
        assert!(page.contains("2 rules in 1 analyzers"), "{page}");
        assert!(page.contains("| apply | 2 | some: [schema 1](#some-schema), [state 1](#some-state) |\n"));
        assert!(page.contains("| scan | 1 | some: [schema 1](#some-schema) |\n"));
        assert!(!page.contains("| validate |"));
        assert!(page.contains("| state | 1 | [some 1](#some-state) |\n"));
        let first = "| <a id=\"some-schema\"></a>`first` | code `NotKnown` | It is not known. | schema | after-fix | \
                     remove-attribute: no WHAT; *a person*: ask somebody |\n";
        let later = "| <a id=\"some-state\"></a>`later` | `a\\|b {what}` | It is late. | state | after-fix | – |\n";
        assert!(page.find(first).unwrap() < page.find(later).unwrap(), "{page}");
    }

    #[test]
    fn texts_that_are_no_templates_stay_as_they_are() {
        assert_eq!(mended("wait: {a|} and {b"), "wait: A and {b");
    }
}
