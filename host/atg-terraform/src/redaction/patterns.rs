//! What looks like a secret, whoever it belongs to.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::REDACTED;

/// What every form has in it. One quick look spares most texts, which have none of it, the look for each form.
static SIGNS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?x)
        -----BEGIN\  | ey[JA] | == | %3[Dd]%3[Dd] | AzSe | AzFu | AIoT | \+A(?:Sb|Eh|Rm) | Q~
        | (?i: sig(?:=|%3D) | authorization | bearer
            | (?:key|secret|value|signature|assertion|token|password|pwd|string)[\\"]*\s*[=:] )
        "#,
    )
    .ok()
});

/// Each removes its match but the group `keep`, which says what it was.
static FORMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // PEM, to its end or, where that does not come, to the end of the text.
        r"(?s)-----BEGIN [A-Z0-9 ]+-----.*?(?:-----END [A-Z0-9 ]+-----|\z)",
        // Tokens of three parts, signed, or five, encrypted. The first is the base64 of `{"` or `{ "`.
        r"\bey[JA][A-Za-z0-9_-]{12,}\.[A-Za-z0-9_-]{12,}(?:\.[A-Za-z0-9_-]*){0,3}",
        // The signature of a shared access signature.
        r"(?i)(?P<keep>(?:\b|%26|%3F)sig(?:=|%3D))[A-Za-z0-9%+/=_-]{20,}",
        // Parts of connection strings and forms.
        r#"(?i)(?P<keep>\b(?:AccountKey|SharedAccessKey|SharedSecretValue|SharedAccessSignature|AccessKey|client[_-]?secret|client_assertion|refresh_token|Password|Pwd)\s*=\s*)[^;&"'\s\\\[]{3,}"#,
        // Members of JSON inside a text, as they are and escaped.
        r#"(?i)(?P<keep>"[a-z0-9_-]*(?:password|secret|accountkey|accesskey|primarykey|secondarykey|connectionstring|[_-]key|token)"\s*:\s*")(?:[^"\\]|\\.)+"#,
        r#"(?i)(?P<keep>\\+"[a-z0-9_-]*(?:password|secret|accountkey|accesskey|primarykey|secondarykey|connectionstring|[_-]key|token)\\+"\s*:\s*\\+")[^"\\]+(?:\\{3,}"[^"\\]*)*"#,
        // Keys of storage accounts and Cosmos DB: 64 bytes.
        r"[A-Za-z0-9+/]{86}(?:==|%3[Dd]%3[Dd])",
        // Keys that Azure makes recognisable: search, functions, and the 32 bytes of messaging and registries.
        r"[A-Za-z0-9]{42}AzSe[A-D][A-Za-z0-9]{5}",
        r"[A-Za-z0-9_-]{44}AzFu[A-Za-z0-9_-]{7}==",
        r"[A-Za-z0-9+/]{33}(?:AIoT|\+ASb|\+AEh|\+ARm)[A-P][A-Za-z0-9+/]{5}=",
        // Client secrets of Entra applications.
        r"[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}",
        // Headers.
        r#"(?i)(?P<keep>\bAuthorization\\*["']?\s*[:=]\s*\\*["']?)(?:(?:Bearer|Basic|SharedKey|SharedAccessSignature)\s+)?[^\s"'\\,\[]{8,}"#,
        r"(?i)(?P<keep>\bBearer\s+)[A-Za-z0-9._~+/=-]{16,}",
    ]
    .iter()
    .filter_map(|form| Regex::new(form).ok())
    .collect()
});

/// The text without what looks like a secret.
pub(super) fn remove(mut text: Cow<'_, str>) -> Cow<'_, str> {
    if SIGNS.as_ref().is_some_and(|signs| !signs.is_match(&text)) {
        return text;
    }
    for form in &*FORMS {
        let changed = form.replace_all(&text, |found: &Captures<'_>| {
            let kept = found.name("keep").map_or("", |kept| kept.as_str());
            format!("{kept}{REDACTED}")
        });
        if let Cow::Owned(changed) = changed {
            text = Cow::Owned(changed);
        }
    }
    text
}

/// Whether a member of this name is a secret by its name.
pub(super) fn names_a_secret(name: &str) -> bool {
    let plain: String = name
        .chars()
        .filter(|one| !matches!(one, '_' | '-'))
        .map(|one| one.to_ascii_lowercase())
        .collect();
    let ends = [
        "password",
        "clientsecret",
        "accountkey",
        "accesskey",
        "primarykey",
        "secondarykey",
        "connectionstring",
        "accesstoken",
        "refreshtoken",
        "sastoken",
    ];
    ends.iter().any(|end| plain.ends_with(end))
}

/// How many of the forms could be compiled, and whether their signs could; a test holds it against their number.
#[cfg(test)]
pub(super) fn forms() -> (usize, bool) {
    (FORMS.len(), SIGNS.is_some())
}
