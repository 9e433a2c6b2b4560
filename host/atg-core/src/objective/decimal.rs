//! Decimal numbers as they were written, so that `94.95` is not what a float makes of it.

use std::cmp::Ordering;
use std::fmt;

use crate::figures::{Percent, Ratio};

/// A decimal with at most nine decimals and nine digits before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    /// The digits without the point.
    mantissa: i64,
    /// How many of them are decimals.
    scale: u32,
}

const MOST_DIGITS: usize = 9;

impl Decimal {
    /// Reads `95`, `95.0`, `.5`, `-3`; nothing else.
    pub fn parse(text: &str) -> Option<Decimal> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && decimals.is_empty()) || !plain(whole) || !plain(decimals) {
            return None;
        }
        let whole = whole.trim_start_matches('0');
        if whole.len() > MOST_DIGITS || decimals.len() > MOST_DIGITS {
            return None;
        }
        let joined = format!("0{whole}{decimals}");
        let mantissa: i64 = joined.parse().ok()?;
        Some(Decimal {
            mantissa: if negative { -mantissa } else { mantissa },
            scale: u32::try_from(decimals.len()).ok()?,
        })
    }

    /// How a percentage stands to this number of per cents, exactly; `None` for nothing of nothing.
    pub fn order_of(self, ratio: Ratio) -> Option<Ordering> {
        let power = 10_i128.pow(self.scale);
        let reached = i128::from(ratio.matched) * 100 * power;
        let asked = i128::from(ratio.total) * i128::from(self.mantissa);
        ratio.is_applicable().then(|| reached.cmp(&asked))
    }

    /// The nearest float.
    #[allow(clippy::cast_precision_loss)]
    pub fn number(self) -> f64 {
        self.mantissa as f64 / 10_f64.powi(i32::try_from(self.scale).unwrap_or(0))
    }

    /// Whether it lies above 0 and not above 1, as a share of one does.
    pub fn is_share(self) -> bool {
        self.mantissa > 0 && i128::from(self.mantissa) <= 10_i128.pow(self.scale)
    }

    /// A hundred times as much: a share of one as per cents.
    #[must_use]
    pub fn hundredfold(self) -> Decimal {
        if self.scale >= 2 {
            Decimal {
                mantissa: self.mantissa,
                scale: self.scale - 2,
            }
        } else {
            Decimal {
                mantissa: self.mantissa * 10_i64.pow(2 - self.scale),
                scale: 0,
            }
        }
    }

    /// The same as a target, where it is one.
    pub fn percent(self) -> Option<Percent> {
        self.to_string().parse().ok()
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let (digits, power) = (self.mantissa.unsigned_abs(), 10_u64.pow(self.scale));
        write!(f, "{sign}{}", digits / power)?;
        if self.scale > 0 {
            write!(f, ".{:0width$}", digits % power, width = self.scale as usize)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_what_was_written() {
        for text in ["95", "95.0", "94.95", "0.5", "-3", "0", "123456789.123456789"] {
            assert_eq!(Decimal::parse(text).unwrap().to_string(), text);
        }
        for text in ["", ".", "-", "1e3", "1.2.3", "1234567890", "0.1234567890", "٣"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn ratios_are_held_against_it_exactly() {
        let at = |text: &str, matched| {
            Decimal::parse(text)
                .unwrap()
                .order_of(Ratio::new(matched, 1674))
                .unwrap()
        };
        assert_eq!(at("95", 1590), Ordering::Less);
        assert_eq!(at("95.000", 1591), Ordering::Greater);
        assert_eq!(at("100", 1674), Ordering::Equal);
        assert_eq!(at("101", 1674), Ordering::Less);
        assert_eq!(at("-1", 0), Ordering::Greater);
        let largest = Decimal::parse("999999999.999999999").unwrap();
        assert_eq!(largest.order_of(Ratio::new(u64::MAX, u64::MAX)), Some(Ordering::Less));
        assert_eq!(largest.order_of(Ratio::new(0, 0)), None);
    }

    #[test]
    fn shares_become_per_cents() {
        let share = |text: &str| Decimal::parse(text).unwrap();
        assert!(share("0.95").is_share() && share("1").is_share() && share("1.0").is_share());
        assert!(!share("0").is_share() && !share("1.01").is_share() && !share("95").is_share());
        assert_eq!(share("0.95").hundredfold().to_string(), "95");
        assert_eq!(share("1").hundredfold().to_string(), "100");
        assert_eq!(share("0.9").hundredfold().to_string(), "90");
        assert_eq!(share("0.9495").hundredfold().to_string(), "94.95");
    }
}
