//! What a round came to, and whether it counts as a pass.
//!
//! A pass means something: init and validate really ran in that folder, as many resources are there as before, and nothing
//! went wrong or was given up. The same content again is a fixed point, which counts and is shown as such; the same content
//! after a failure is no progress.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a round came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It validates, and something changed since the round before.
    Passed,
    /// It validates, and is equal to the round before, which passed.
    FixedPoint,
    /// It does not validate.
    #[default]
    Failed,
    /// It does not validate, and is equal to the round before, which did not either.
    NoProgress,
    /// It holds nothing.
    Empty,
    /// It validates with fewer resources than an earlier round of the same source.
    Fewer,
    /// It validates because something was left out without a person's consent.
    Dropped,
    /// The run ended in its middle.
    Interrupted,
    /// Its folder was there before atg iterated here.
    Adopted,
}

impl Verdict {
    /// Whether it is a pass.
    pub const fn counts(self) -> bool {
        matches!(self, Verdict::Passed | Verdict::FixedPoint)
    }

    /// In words, for tables.
    pub const fn words(self) -> &'static str {
        match self {
            Verdict::Passed => "pass",
            Verdict::FixedPoint => "pass, unchanged",
            Verdict::Failed => "failed",
            Verdict::NoProgress => "no progress",
            Verdict::Empty => "empty",
            Verdict::Fewer => "fewer resources",
            Verdict::Dropped => "resources dropped",
            Verdict::Interrupted => "interrupted",
            Verdict::Adopted => "adopted",
        }
    }
}

/// What a verdict is given on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'a> {
    /// Resources of the source.
    pub source: u64,
    /// Of them, emitted or merged.
    pub kept: u64,
    /// The most that an earlier round of the same source kept.
    pub floor: u64,
    /// Whether init and validate ran to their ends in this folder.
    pub validated: bool,
    /// Errors of all stages.
    pub errors: u64,
    /// Fixes in force that leave a resource out and that no person accepted.
    pub drops: u64,
    /// Fixes that this round led to: the next one is another.
    pub fixes: u64,
    /// Digest of the content.
    pub digest: &'a str,
    /// Verdict and digest of the round before.
    pub before: Option<(Verdict, &'a str)>,
}

/// Gives the verdict.
pub fn judge(facts: &Facts<'_>) -> Verdict {
    let same = facts.before.filter(|(_, digest)| *digest == facts.digest);
    if facts.source == 0 || facts.kept == 0 {
        Verdict::Empty
    } else if facts.errors > 0 || !facts.validated {
        match same {
            Some((Verdict::Failed | Verdict::NoProgress, _)) if facts.validated && facts.fixes == 0 => {
                Verdict::NoProgress
            }
            _ => Verdict::Failed,
        }
    } else if facts.drops > 0 {
        Verdict::Dropped
    } else if facts.kept < facts.floor {
        Verdict::Fewer
    } else if same.is_some_and(|(verdict, _)| verdict.counts()) {
        Verdict::FixedPoint
    } else {
        Verdict::Passed
    }
}

/// The verdict in a sentence.
pub fn reason(verdict: Verdict, facts: &Facts<'_>, errors: &BTreeMap<String, u64>) -> String {
    let kept = facts.kept;
    match verdict {
        Verdict::Passed => format!("it validates, with {kept} of {} resources", facts.source),
        Verdict::FixedPoint => "it validates, and is equal to the round before, which passed".to_owned(),
        Verdict::Failed if errors.is_empty() => "Terraform did not come to its end".to_owned(),
        Verdict::Failed => format!("it has {}", counted(errors)),
        Verdict::NoProgress => format!("it is equal to the round before and has {}", counted(errors)),
        Verdict::Empty => "it holds no resource".to_owned(),
        Verdict::Fewer => {
            format!(
                "it validates with {kept} resources, and an earlier round of this source had {}",
                facts.floor
            )
        }
        Verdict::Dropped => {
            format!("it validates because of {} that no person accepted", fixes(facts.drops))
        }
        Verdict::Interrupted => "it was interrupted".to_owned(),
        Verdict::Adopted => "its folder was there before atg iterated here".to_owned(),
    }
}

fn fixes(count: u64) -> String {
    if count == 1 {
        "1 losing fix".to_owned()
    } else {
        format!("{count} losing fixes")
    }
}

/// `3 errors at validate, 1 error at init`.
fn counted(errors: &BTreeMap<String, u64>) -> String {
    let one = |(stage, count): (&String, &u64)| {
        let plural = if *count == 1 { "" } else { "s" };
        format!("{count} error{plural} at {stage}")
    };
    errors.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: Facts<'_> = Facts {
        source: 620,
        kept: 620,
        floor: 620,
        validated: true,
        errors: 0,
        drops: 0,
        fixes: 0,
        digest: "d",
        before: None,
    };

    #[test]
    fn a_pass_means_something() {
        assert_eq!(judge(&GOOD), Verdict::Passed);
        let verdict = |change: fn(&mut Facts<'_>)| {
            let mut facts = GOOD;
            change(&mut facts);
            judge(&facts)
        };
        assert_eq!(verdict(|facts| facts.source = 0), Verdict::Empty);
        assert_eq!(verdict(|facts| facts.kept = 0), Verdict::Empty);
        assert_eq!(verdict(|facts| facts.kept = 619), Verdict::Fewer);
        assert_eq!(verdict(|facts| facts.drops = 1), Verdict::Dropped);
        assert_eq!(verdict(|facts| facts.errors = 1), Verdict::Failed);
        assert_eq!(verdict(|facts| facts.validated = false), Verdict::Failed);
    }

    #[test]
    fn the_same_content_is_a_fixed_point_or_no_progress() {
        let after = |before, errors| {
            judge(&Facts {
                before: Some((before, "d")),
                errors,
                ..GOOD
            })
        };
        assert_eq!(after(Verdict::Passed, 0), Verdict::FixedPoint);
        assert_eq!(after(Verdict::FixedPoint, 0), Verdict::FixedPoint);
        assert_eq!(after(Verdict::Failed, 0), Verdict::Passed);
        assert_eq!(after(Verdict::Failed, 2), Verdict::NoProgress);
        assert_eq!(after(Verdict::Passed, 2), Verdict::Failed);
        let changed = Facts {
            before: Some((Verdict::Failed, "e")),
            errors: 2,
            ..GOOD
        };
        assert_eq!(judge(&changed), Verdict::Failed);
    }

    #[test]
    fn a_fix_that_is_new_is_progress() {
        let facts = Facts {
            before: Some((Verdict::Failed, "d")),
            errors: 2,
            fixes: 1,
            ..GOOD
        };
        assert_eq!(judge(&facts), Verdict::Failed);
    }

    #[test]
    fn a_stage_that_did_not_run_is_no_stall() {
        let facts = Facts {
            before: Some((Verdict::Failed, "d")),
            validated: false,
            ..GOOD
        };
        assert_eq!(judge(&facts), Verdict::Failed);
    }
}
