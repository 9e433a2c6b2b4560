//! Circles, of several resources or of one.

use atg_sdk::prelude::*;
use atg_sdk::rules::{Lookup, Problem, between};

use super::undeclared::without;

/// Terraform names the members in any order; in a fixed one, equal circles are one finding.
pub(super) fn members(problem: &Problem<'_>, _: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let mut members: Vec<&str> = problem
        .capture("members")?
        .split([',', ';'])
        .map(|member| member.trim().trim_end_matches(" (expand)"))
        .filter(|member| !member.is_empty())
        .collect();
    members.sort_unstable();
    members.dedup();
    let first = *members.first()?;
    diagnosis.finding.subject = Some(first.to_owned());
    diagnosis.finding.message = format!("{} refer to one another in a circle", members.join(", "));
    let reason = "break the circle where a parent refers to its child; other problems may show up once it is gone";
    Some(diagnosis.fix(Fix::new("manual", first, reason)))
}

/// A resource that refers to itself.
pub(super) fn itself(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let named = between(problem.detail, "Configuration for ", " may not refer to itself");
    let address = problem.address.or(named)?;
    let problem = Problem {
        address: Some(address),
        ..problem.clone()
    };
    diagnosis.finding.subject = Some(address.to_owned());
    diagnosis.finding.message = format!("{address} refers to itself");
    diagnosis.fixes = without(&problem, lookup, address, "a resource cannot be made from itself");
    if diagnosis.fixes.is_empty() {
        let reason = "take out the reference to the resource itself";
        diagnosis.fixes.extend(problem.fix("manual", "", reason));
    }
    Some(diagnosis)
}
