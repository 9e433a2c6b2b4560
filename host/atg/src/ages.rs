//! How long ago something was, in words.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::errors::Error;
use crate::settings::duration;

const STEPS: [(i64, &str); 4] = [(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];

/// `3 hours ago`, `just now`; what lies ahead of the clock is `just now`, too.
pub(crate) fn told(then: Timestamp, now: Timestamp) -> String {
    let seconds = now.as_second() - then.as_second();
    let step = STEPS
        .iter()
        .find(|(length, _)| seconds >= *length && (*length > 1 || seconds >= 10));
    match step {
        Some((length, word)) => {
            let count = seconds / length;
            format!("{count} {word}{} ago", if count == 1 { "" } else { "s" })
        }
        None => "just now".to_owned(),
    }
}

/// `2026-09-21 14:13`, UTC; a text that is no time stays as it is.
pub(crate) fn minute(text: &str) -> String {
    text.parse::<Timestamp>()
        .map_or_else(|_| text.to_owned(), |time| time.strftime("%Y-%m-%d %H:%M").to_string())
}

/// The moment that `--since` names: a date, a time, or how long ago (`7d`).
pub(crate) fn since(text: &str, now: Timestamp) -> Result<Timestamp, Error> {
    let date = || {
        text.parse::<Date>()
            .ok()?
            .to_zoned(TimeZone::UTC)
            .ok()
            .map(|midnight| midnight.timestamp())
    };
    let ago = || now.checked_sub(SignedDuration::try_from(duration(text)?).ok()?).ok();
    text.parse::<Timestamp>()
        .ok()
        .or_else(date)
        .or_else(ago)
        .ok_or_else(|| {
            Error::usage(format!("`--since {text}` is no time"))
                .hint("it wants a date such as `2026-09-01`, or how long ago, such as `7d`")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_unit_that_fits() {
        let now = Timestamp::from_second(1_790_000_000).unwrap();
        let ago = |seconds: i64| told(Timestamp::from_second(1_790_000_000 - seconds).unwrap(), now);
        assert_eq!(
            [ago(-50), ago(0), ago(9), ago(10)],
            ["just now", "just now", "just now", "10 seconds ago"]
        );
        assert_eq!(
            [ago(60), ago(7_199), ago(7_200)],
            ["1 minute ago", "1 hour ago", "2 hours ago"]
        );
        assert_eq!(ago(400 * 86_400), "400 days ago");
        assert_eq!(minute("2026-09-21T14:13:20Z"), "2026-09-21 14:13");
        assert_eq!(minute("yesterday"), "yesterday");
    }

    #[test]
    fn since_when() {
        let now: Timestamp = "2026-09-21T14:13:20Z".parse().unwrap();
        let told = |text| since(text, now).map(|time| time.to_string()).ok();
        assert_eq!(told("2026-09-01").as_deref(), Some("2026-09-01T00:00:00Z"));
        assert_eq!(
            told("2026-09-01T12:00:00+02:00").as_deref(),
            Some("2026-09-01T10:00:00Z")
        );
        assert_eq!(told("1d").as_deref(), Some("2026-09-20T14:13:20Z"));
        assert_eq!([told("yesterday"), told(""), told("2026-13-01")], [None, None, None]);
    }
}
