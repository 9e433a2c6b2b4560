//! API versions in sentences.

/// An API version of Azure: a date, and a word behind it where it is a preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApiVersion<'t>(pub &'t str);

/// How a version begins; `d` is a digit.
const DATE: &[u8] = b"dddd-dd-dd";

impl<'t> ApiVersion<'t> {
    /// All in a text, whatever stands between them.
    pub fn all(text: &'t str) -> impl Iterator<Item = ApiVersion<'t>> {
        let words = text.split(|between: char| !between.is_ascii_alphanumeric() && between != '-');
        words.filter(|word| begins_with_date(word)).map(ApiVersion)
    }

    /// The newest in a text that is no preview, else the newest. A preview may be newer than every other version; it may also
    /// be withdrawn any day.
    pub fn newest(text: &'t str) -> Option<ApiVersion<'t>> {
        // A version begins with its date, so that the text tells which is newer.
        ApiVersion::all(text).max_by_key(|version| (!version.is_preview(), version.0))
    }

    /// Whether it is one.
    pub fn is_preview(self) -> bool {
        self.0.len() > DATE.len()
    }
}

fn begins_with_date(word: &str) -> bool {
    let fits = |(wanted, found): (&u8, &u8)| match wanted {
        b'd' => found.is_ascii_digit(),
        wanted => wanted == found,
    };
    word.len() >= DATE.len() && DATE.iter().zip(word.as_bytes()).all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn previews_are_the_last_resort() {
        let newest = |text| ApiVersion::newest(text).map(|version| (version.0, version.is_preview()));
        assert_eq!(newest("[2020-01-01, 2021-01-01-preview]"), Some(("2020-01-01", false)));
        assert_eq!(newest("2019-06-01,2020-01-01"), Some(("2020-01-01", false)));
        assert_eq!(
            newest("'2020-01-01-preview' '2021-01-01-alpha'."),
            Some(("2021-01-01-alpha", true))
        );
        assert_eq!(newest("none of 20-1-1 or latest"), None);
    }
}
