//! What becomes of values that a provider does not accept.

use atg_sdk::prelude::*;
use atg_sdk::rules::{Lookup, Problem, json_string, member, paths, quoted};

/// `a/b` is the child `b` of `a`.
pub(super) fn last_segment(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let configuration = problem.address.and_then(|address| lookup.configuration(address));
    let own = configuration.as_deref().and_then(|block| block.get("name")?.as_str());
    let name = own.or_else(|| problem.capture("got")).unwrap_or_default();
    let fix = match name
        .rsplit_once('/')
        .filter(|(_, last)| !last.is_empty() && !name.contains("${"))
    {
        Some((_, last)) => {
            let fix = problem.fix("set-attribute", "name", "the parent is told elsewhere");
            fix.map(|fix| fix.value(&json_string(last)))
        }
        None => problem.fix("manual", "name", "a name has no `/`"),
    };
    diagnosis.fixes.extend(fix);
    Some(diagnosis)
}

/// Name, what is accepted, and what was given, without quotes.
fn choice<'p>(problem: &Problem<'p>) -> Option<(&'p str, Vec<&'p str>, &'p str)> {
    let name = problem.capture("name")?.trim_matches(['"', '`']);
    let got = problem.capture("got")?.trim_matches(['"', '`']);
    Some((name, quoted(problem.capture("all")?).collect(), got))
}

pub(super) fn other_case(problem: &Problem<'_>, _: &dyn Lookup, diagnosis: Diagnosis) -> Option<Diagnosis> {
    let (name, all, got) = choice(problem)?;
    let wanted = all.into_iter().find(|accepted| accepted.eq_ignore_ascii_case(got))?;
    let fix = problem.fix("set-attribute", name, "the provider tells upper case from lower case");
    Some(Diagnosis {
        fixes: fix.map(|fix| fix.value(&json_string(wanted))).into_iter().collect(),
        ..diagnosis
    })
}

pub(super) fn not_accepted(problem: &Problem<'_>, _: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let (name, all, got) = choice(problem)?;
    // Azure says 6.0 where the provider says 6.
    let whole = got.strip_suffix(".0").filter(|whole| all.contains(whole));
    let fix = match whole {
        Some(whole) => {
            let fix = problem.fix("set-attribute", name, "it is the same version");
            fix.map(|fix| fix.value(&json_string(whole)))
        }
        None => problem.fix("manual", name, &format!("accepted are {}", all.join(", "))),
    };
    diagnosis.fixes.extend(fix);
    Some(diagnosis)
}

/// `172.19.20/22` is short for `172.19.20.0/22`.
pub(super) fn range(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let got = problem.capture("got")?.trim_matches(['"', '`']);
    let configuration = problem.address.and_then(|address| lookup.configuration(address));
    let places = configuration.map(|block| paths(&block, &|_, value| value.as_str() == Some(got)));
    let places = places.unwrap_or_default();
    let whole = whole_range(got);
    for path in &places {
        let fix = match &whole {
            Some(whole) => {
                let fix = problem.fix("set-attribute", path, "the numbers that are left out are 0");
                fix.map(|fix| fix.value(&json_string(whole)))
            }
            None => problem.fix("manual", path, "give a range such as 10.0.0.0/16"),
        };
        diagnosis.fixes.extend(fix);
    }
    if places.is_empty() {
        let name = problem.capture("name").unwrap_or_default().trim_matches(['"', '`']);
        diagnosis
            .fixes
            .extend(problem.fix("manual", name, "give an address or a range such as 10.0.0.0/16"));
    }
    Some(diagnosis)
}

fn whole_range(range: &str) -> Option<String> {
    let (address, length) = range.split_once('/')?;
    let mut numbers: Vec<u8> = address.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
    if numbers.len() >= 4 || length.parse::<u8>().ok()? > 32 {
        return None;
    }
    numbers.resize(4, 0);
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    Some([&numbers.join("."), "/", length].concat())
}

/// Ids whose segment differs in case only.
pub(super) fn segment(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let wanted = problem.capture("segment")?;
    let configuration = problem
        .address
        .and_then(|address| lookup.configuration(address))
        .unwrap_or_default();
    let repaired = |text: &str| {
        let segments = text
            .split('/')
            .map(|own| if own.eq_ignore_ascii_case(wanted) { wanted } else { own });
        let repaired = segments.collect::<Vec<_>>().join("/");
        (text.starts_with('/') && repaired != text).then_some(repaired)
    };
    for (name, value) in configuration.as_object().unwrap_or_default() {
        if let Some(repaired) = value.as_str().and_then(repaired) {
            let fix = problem.fix(
                "set-attribute",
                &member("", name),
                "the provider tells upper case from lower case",
            );
            diagnosis
                .fixes
                .extend(fix.map(|fix| fix.value(&json_string(&repaired))));
        }
    }
    if diagnosis.fixes.is_empty() {
        let reason = format!("write the segment `{wanted}` so");
        diagnosis.fixes.extend(problem.fix("manual", "", &reason));
    }
    Some(diagnosis)
}

#[cfg(test)]
mod tests {
    use super::whole_range;

    #[test]
    fn short_ranges_are_filled_up_and_others_are_not_guessed() {
        assert_eq!(whole_range("10/8").as_deref(), Some("10.0.0.0/8"));
        for range in ["10.0.0.0/8", "10.256/8", "10.0/99", "x/8", "10.0", ""] {
            assert_eq!(whole_range(range), None, "{range}");
        }
    }
}
