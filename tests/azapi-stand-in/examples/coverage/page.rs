//! What was found, in Markdown.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::batch::Verdict;
use crate::reasons;

/// What was found of a pack.
pub(crate) struct Findings<'f> {
    /// By type, with the versions of the pack.
    pub(crate) first: &'f BTreeMap<String, Verdict>,
    /// By type, with versions that the provider knows.
    pub(crate) last: &'f BTreeMap<String, Verdict>,
    /// For how many types another version was taken.
    pub(crate) versions: usize,
    /// What judged.
    pub(crate) tools: String,
}

fn passed(verdicts: &BTreeMap<String, Verdict>) -> usize {
    verdicts.values().filter(|verdict| verdict.lines.is_empty()).count()
}

/// Rounded down: nothing is said to be better than it is.
fn percent(part: usize, whole: usize) -> String {
    let tenths = part * 1_000 / whole.max(1);
    format!("{}.{} %", tenths / 10, tenths % 10)
}

impl Findings<'_> {
    /// In one line.
    pub(crate) fn summary(&self) -> String {
        let all = self.last.len();
        format!(
            "{} of {all} types pass ({}); {} in the first round",
            passed(self.last),
            percent(passed(self.last), all),
            passed(self.first)
        )
    }

    /// The whole section.
    pub(crate) fn text(&self) -> String {
        let all = self.last.len();
        let mut text = format!("Judged by {}.\n\n| | types | of all |\n|---|---:|---:|\n", self.tools);
        for (what, count) in [
            ("in the pack", all),
            ("pass in the first round, with the pack's versions", passed(self.first)),
            ("get a version that the provider names", self.versions),
            ("**pass in the second round**", passed(self.last)),
            ("fail", all - passed(self.last)),
        ] {
            let _ = writeln!(text, "| {what} | {count} | {} |", percent(count, all));
        }
        self.not_generated(&mut text);
        self.failures(&mut text);
        text.trim_end().to_owned()
    }

    /// Types that generation leaves out on purpose.
    fn not_generated(&self, text: &mut String) {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for reason in self.last.values().filter_map(|verdict| verdict.not_generated) {
            *counts.entry(reason).or_default() += 1;
        }
        if counts.is_empty() {
            return;
        }
        let told: Vec<String> = counts
            .iter()
            .map(|(reason, count)| format!("`{reason}` {count}"))
            .collect();
        let _ = writeln!(
            text,
            "\nOf these, {} types are never given a block of their own by generation ({}); for them the minimal block of \
             their schema was validated.",
            counts.values().sum::<usize>(),
            told.join(", ")
        );
    }

    fn failures(&self, text: &mut String) {
        let mut by_reason: BTreeMap<&str, Vec<(&str, &[String])>> = BTreeMap::new();
        for (name, verdict) in self.last {
            if let Some(line) = verdict.lines.first() {
                by_reason
                    .entry(reasons::reason(line))
                    .or_default()
                    .push((name, &verdict.lines));
            }
        }
        let mut sorted: Vec<_> = by_reason.into_iter().collect();
        sorted.sort_by_key(|(_, types)| std::cmp::Reverse(types.len()));
        for (reason, types) in sorted {
            let _ = writeln!(text, "\n**{reason}** ({}):\n", types.len());
            for (name, lines) in types {
                let told: Vec<String> = lines.iter().map(|line| shortened(line)).collect();
                let _ = writeln!(text, "* {name}: {}", told.join("; "));
            }
        }
    }
}

/// A line without what varies from run to run, and without the end of long ones.
fn shortened(line: &str) -> String {
    const LONGEST: usize = 160;
    let end = line.find(". Do you mean").unwrap_or(line.len());
    let line = &line[..end];
    if line.chars().count() <= LONGEST {
        return line.to_owned();
    }
    format!("{}…", line.chars().take(LONGEST).collect::<String>())
}
