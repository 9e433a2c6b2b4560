//! Hands over scores that cannot be.

use atg_sdk::prelude::*;

/// More matched than there are.
pub(crate) fn claims_more_than_total(score: &Scorecard) -> Result<(), Error> {
    score.ratio(u32::MAX, 1);
    Ok(())
}

/// A score that is no number.
pub(crate) fn not_a_number(score: &Scorecard) -> Result<(), Error> {
    score.value(f64::NAN);
    Ok(())
}

/// Two scores where one is asked for.
pub(crate) fn scores_twice(score: &Scorecard) -> Result<(), Error> {
    score.ratio(0, 1);
    score.ratio(1, 1);
    Ok(())
}

/// A fine score with a breakdown that cannot be.
pub(crate) fn part_claims_more(score: &Scorecard) -> Result<(), Error> {
    score.ratio(1, 1);
    score.part("type", "Microsoft.Compute/virtualMachines", 7, 3);
    Ok(())
}
