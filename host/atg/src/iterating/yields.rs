//! What became of a source, for people.

use atg_terraform::generate::{Purpose, Yield};

use crate::listing::{count, wrapped};

/// How many items of a list are named.
const NAMED: usize = 5;

/// Emitted, merged, skipped and why; what is asked for; what was renamed, guessed, given up.
pub(crate) fn yields(yields: &Yield, width: usize) -> Vec<String> {
    let counts = yields.counts;
    let mut lines = vec![format!(
        "{} resources: {} emitted, {} merged, {} skipped; {} of {} resource groups.",
        count(counts.source),
        count(counts.emitted),
        count(counts.merged),
        count(counts.skipped),
        count(yields.resource_groups_emitted),
        count(yields.resource_groups)
    )];
    for (code, reason) in &yields.reasons {
        let text = format!("{} {code}: {}", count(reason.count), reason.sentence);
        lines.push(format!("  {}", wrapped(&text, width, 4)));
    }
    let mut tell = |number: usize, what: &str, names: &mut dyn Iterator<Item = String>| {
        if number > 0 {
            let shown: Vec<String> = names.take(NAMED).collect();
            let more = if number > shown.len() { ", …" } else { "" };
            let text = format!("{} {what}: {}{more}", count(number as u64), shown.join(", "));
            lines.push(wrapped(&text, width, 2));
        }
    };
    let asked = |purpose: Purpose| {
        yields
            .variables
            .iter()
            .filter(move |variable| variable.purpose == purpose)
    };
    let secrets = || {
        asked(Purpose::CreateSecret)
            .chain(asked(Purpose::SourceSecret))
            .map(|variable| variable.name.clone())
    };
    tell(secrets().count(), "secrets, to be given as variables", &mut secrets());
    tell(
        yields.unmapped_principals.len(),
        "principals without a mapping, to be given as variables",
        &mut yields.unmapped_principals.values().cloned(),
    );
    tell(
        yields.global_names.len(),
        "names that all customers share got a suffix",
        &mut yields.global_names.iter().map(|name| name.to.clone()),
    );
    tell(
        yields.guessed_versions.len(),
        "types whose api-version is a guess",
        &mut yields.guessed_versions.keys().cloned(),
    );
    let outside = usize::try_from(yields.outside.count).unwrap_or(usize::MAX);
    tell(
        outside,
        "references to what the source does not hold, left as they are",
        &mut yields.outside.first.iter().map(|one| one.id.clone()),
    );
    let given_up = usize::try_from(yields.given_up.count).unwrap_or(usize::MAX);
    tell(
        given_up,
        "references that would close a circle, given up",
        &mut yields
            .given_up
            .first
            .iter()
            .map(|one| format!("{} → {}", one.from, one.to)),
    );
    lines
}
