//! Exact figures: ratios of integers, targets as exact decimals, and the one rule by which they are printed.
//!
//! Nothing here is a float until it is printed: 1590 of 1674 is below 95 %, and no rounding may say otherwise.

use std::fmt;
use std::str::FromStr;

/// How many millionths of a per cent make one per cent.
const MILLIONTHS: u64 = 1_000_000;

/// `matched` of `total`, exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Ratio {
    /// How many were kept. Never more than `total` when the figure is sound.
    pub matched: u64,
    /// Of how many.
    pub total: u64,
}

impl Ratio {
    /// `matched` of `total`.
    pub const fn new(matched: u64, total: u64) -> Ratio {
        Ratio { matched, total }
    }

    /// Nothing of nothing is no figure.
    pub const fn is_applicable(self) -> bool {
        self.total > 0
    }

    /// Whether the exact ratio reaches the target; `None` where the ratio is not applicable.
    pub fn meets(self, target: Percent) -> Option<bool> {
        let reached = u128::from(self.matched) * 100 * u128::from(MILLIONTHS);
        let asked = u128::from(self.total) * u128::from(target.millionths);
        self.is_applicable().then_some(reached >= asked)
    }

    /// Whether the exact ratio is at most the target, for what is better when lower; `None` where not applicable.
    pub fn at_most(self, target: Percent) -> Option<bool> {
        let reached = u128::from(self.matched) * 100 * u128::from(MILLIONTHS);
        let asked = u128::from(self.total) * u128::from(target.millionths);
        self.is_applicable().then_some(reached <= asked)
    }

    /// The figure as people see it: half up to one decimal, but never up onto 100 when something is missing, and never
    /// up onto (or over) the target when the exact ratio is below it. `None` where the ratio is not applicable.
    pub fn printed(self, target: Option<Percent>) -> Option<Tenths> {
        if !self.is_applicable() {
            return None;
        }
        let (matched, total) = (u128::from(self.matched), u128::from(self.total));
        let down = matched * 1000 / total;
        let mut tenths = (matched * 2000 + total) / (2 * total);
        if tenths >= 1000 && matched < total {
            tenths = down;
        }
        if let Some(target) = target {
            let onto_target = tenths * u128::from(MILLIONTHS / 10) >= u128::from(target.millionths);
            if onto_target && self.meets(target) == Some(false) {
                tenths = down;
            }
        }
        Some(Tenths(u64::try_from(tenths).unwrap_or(u64::MAX)))
    }

    /// The nearest float of the percentage, for arithmetic that is declared to be inexact, such as the composite.
    #[allow(clippy::cast_precision_loss)]
    pub fn approximate_percent(self) -> Option<f64> {
        self.is_applicable()
            .then(|| self.matched as f64 * 100.0 / self.total as f64)
    }
}

impl std::ops::AddAssign for Ratio {
    fn add_assign(&mut self, other: Ratio) {
        self.matched += other.matched;
        self.total += other.total;
    }
}

/// A printed percentage: whole tenths of a per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tenths(pub u64);

impl Tenths {
    /// The number that serialises as printed (`30.8`).
    #[allow(clippy::cast_precision_loss)]
    pub fn number(self) -> f64 {
        self.0 as f64 / 10.0
    }

    /// The same as a share of one (`0.308`).
    #[allow(clippy::cast_precision_loss)]
    pub fn share(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// A float rounded half up to tenths; what is negative or not finite gives `None`.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    pub fn nearest(value: f64) -> Option<Tenths> {
        (value.is_finite() && (0.0..1e15).contains(&value)).then(|| Tenths((value * 10.0 + 0.5).floor() as u64))
    }
}

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

/// A target between 0 and 100 per cent, as the exact decimal that somebody wrote: `95`, `95.0`, `94.95`, `99.9999`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent {
    millionths: u64,
}

impl Percent {
    /// 100 %.
    pub const ALL: Percent = Percent {
        millionths: 100 * MILLIONTHS,
    };

    /// Whole per cents, up to 100.
    pub const fn whole(percent: u8) -> Percent {
        let percent = if percent > 100 { 100 } else { percent };
        Percent {
            millionths: percent as u64 * MILLIONTHS,
        }
    }

    /// The decimal that a float was most likely written as (its shortest spelling), so that a manifest's `95.0` is 95.
    pub fn from_float(value: f64) -> Result<Percent, PercentError> {
        value.to_string().parse()
    }

    /// A share of one (`0.95`) as a percentage.
    pub fn from_share(value: f64) -> Result<Percent, PercentError> {
        let exact: Percent = value.to_string().parse()?;
        let millionths = exact.millionths * 100;
        if millionths > Percent::ALL.millionths {
            return Err(PercentError::Outside(value.to_string()));
        }
        Ok(Percent { millionths })
    }

    /// The nearest float; serialises as it was written.
    #[allow(clippy::cast_precision_loss)]
    pub fn number(self) -> f64 {
        self.millionths as f64 / MILLIONTHS as f64
    }
}

impl fmt::Display for Percent {
    /// At least one decimal, and as many as are needed: `95.0`, `94.95`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = format!("{:06}", self.millionths % MILLIONTHS);
        let kept = decimals.trim_end_matches('0');
        write!(
            f,
            "{}.{}",
            self.millionths / MILLIONTHS,
            if kept.is_empty() { "0" } else { kept }
        )
    }
}

/// Why a text is no percentage.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PercentError {
    /// Not a decimal number.
    #[error("`{0}` is not a decimal number such as `95` or `94.95`")]
    NotDecimal(String),
    /// A number, but not between 0 and 100.
    #[error("`{0}` is not between 0 and 100")]
    Outside(String),
    /// More decimals than can be compared exactly.
    #[error("`{0}` has more than six decimals")]
    TooFine(String),
}

impl FromStr for Percent {
    type Err = PercentError;

    fn from_str(text: &str) -> Result<Percent, PercentError> {
        let trimmed = text.trim();
        let number = trimmed.strip_suffix('%').map_or(trimmed, str::trim_end);
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if number
            .strip_prefix('-')
            .is_some_and(|rest| digits(&rest.replacen('.', "", 1)) && !rest.is_empty())
        {
            return Err(PercentError::Outside(trimmed.to_owned()));
        }
        if (whole.is_empty() && decimals.is_empty()) || !digits(whole) || !digits(decimals) {
            return Err(PercentError::NotDecimal(trimmed.to_owned()));
        }
        let decimals = decimals.trim_end_matches('0');
        if decimals.len() > 6 {
            return Err(PercentError::TooFine(trimmed.to_owned()));
        }
        let significant = whole.trim_start_matches('0');
        if significant.len() > 3 {
            return Err(PercentError::Outside(trimmed.to_owned()));
        }
        let whole: u64 = if significant.is_empty() {
            0
        } else {
            significant.parse().unwrap_or(u64::from(u32::MAX))
        };
        let fraction: u64 = format!("{decimals:0<6}").parse().unwrap_or(0);
        let millionths = whole * MILLIONTHS + fraction;
        if millionths > Percent::ALL.millionths {
            return Err(PercentError::Outside(trimmed.to_owned()));
        }
        Ok(Percent { millionths })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn print(matched: u64, total: u64, target: &str) -> String {
        Ratio::new(matched, total)
            .printed(Some(target.parse().unwrap()))
            .unwrap()
            .to_string()
    }

    #[test]
    fn the_published_figures() {
        assert_eq!(print(516, 1674, "95"), "30.8");
        assert_eq!(print(46, 54, "95"), "85.2");
        assert_eq!(print(35, 38, "95"), "92.1");
        assert_eq!(print(33, 49, "95"), "67.3");
        assert_eq!(print(0, 1674, "95"), "0.0");
        assert_eq!(print(1674, 1674, "95"), "100.0");
    }

    #[test]
    fn a_missed_target_is_never_printed_as_reached() {
        let target = Percent::whole(95);
        assert_eq!(Ratio::new(1590, 1674).meets(target), Some(false));
        assert_eq!(print(1590, 1674, "95"), "94.9");
        assert_eq!(Ratio::new(1591, 1674).meets(target), Some(true));
        assert_eq!(print(1591, 1674, "95.0"), "95.0");
        assert_eq!(Ratio::new(1590, 1674).printed(None).unwrap().to_string(), "95.0");
        assert_eq!(print(999_999, 1_000_000, "50"), "99.9");
        assert_eq!(
            Ratio::new(9_999_999, 10_000_000).printed(None).unwrap().to_string(),
            "99.9"
        );
    }

    #[test]
    fn nothing_of_nothing_is_no_figure() {
        assert_eq!(Ratio::new(0, 0).printed(None), None);
        assert_eq!(Ratio::new(0, 0).meets(Percent::ALL), None);
        assert_eq!(Ratio::default().approximate_percent(), None);
    }

    #[test]
    fn targets_are_exact_decimals() {
        for (text, printed) in [
            ("95", "95.0"),
            ("95.0", "95.0"),
            (" 94.950 ", "94.95"),
            ("100%", "100.0"),
            ("0", "0.0"),
            (".5 %", "0.5"),
            ("99.9999", "99.9999"),
            ("007", "7.0"),
        ] {
            assert_eq!(text.parse::<Percent>().unwrap().to_string(), printed, "{text}");
        }
        assert_eq!("95".parse::<Percent>().unwrap(), "95.0".parse().unwrap());
        assert_eq!(Percent::from_float(95.0).unwrap(), Percent::whole(95));
        assert_eq!(Percent::from_float(94.95).unwrap(), "94.95".parse().unwrap());
        assert_eq!(Percent::from_share(0.95).unwrap(), Percent::whole(95));
    }

    #[test]
    fn what_is_no_target_says_why() {
        for (text, part) in [
            ("", "not a decimal"),
            (".", "not a decimal"),
            ("ninety", "not a decimal"),
            ("9e1", "not a decimal"),
            ("NaN", "not a decimal"),
            ("１００", "not a decimal"),
            ("100.1", "between 0 and 100"),
            ("-1", "between 0 and 100"),
            ("99999999999999999999999", "between 0 and 100"),
            ("99.1234567", "six decimals"),
        ] {
            let error = text.parse::<Percent>().unwrap_err().to_string();
            assert!(error.contains(part), "{text}: {error}");
        }
        assert!(Percent::from_float(f64::NAN).is_err());
        assert!(Percent::from_float(f64::INFINITY).is_err());
        assert!(Percent::from_share(1.5).is_err());
    }

    #[test]
    fn floats_round_half_up() {
        assert_eq!(Tenths::nearest(61.25).unwrap().to_string(), "61.3");
        assert_eq!(Tenths::nearest(f64::NAN), None);
        assert_eq!(Tenths::nearest(-1.0), None);
        assert_eq!(serde_json::to_string(&Tenths(308).number()).unwrap(), "30.8");
    }

    proptest! {
        #[test]
        fn printed_and_met_never_contradict(total in 1u64..5_000_000, part in 0.0f64..=1.0, tenths in 0u64..=1000) {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
            let matched = ((total as f64 * part) as u64).min(total);
            let target: Percent = Tenths(tenths).to_string().parse().unwrap();
            let ratio = Ratio::new(matched, total);
            let printed = ratio.printed(Some(target)).unwrap();
            // A target of whole tenths is reached on paper exactly when it is reached in truth.
            prop_assert_eq!(printed.0 >= tenths, ratio.meets(target).unwrap());
            prop_assert_eq!(printed.0 == 1000, matched == total);
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,12}") {
            let _ = text.parse::<Percent>();
        }
    }
}
