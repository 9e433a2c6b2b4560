//! What may be a secret, by the name of where it stands and by how it looks.
//!
//! Errs on the side of leaving out: a word that is often a secret is treated as one. Knows nothing of grants: who may see
//! what is decided by whoever asks.

use memchr::memmem;

/// What stands in the place of a secret within a larger value.
pub const REDACTED_TEXT: &str = "(redacted)";

/// Words that make a name one of a secret, wherever they stand in it.
const PARTS: &[&str] = &[
    "accountkey",
    "apikey",
    "accesskey",
    "connectionstring",
    "credential",
    "cryptokey",
    "customdata",
    "passphrase",
    "passwd",
    "password",
    "pfx",
    "primarykey",
    "privatekey",
    "protectedsettings",
    "pwd",
    "sastoken",
    "sasuri",
    "sasurl",
    "secondarykey",
    "secret",
    "securevalue",
    "sharedkey",
    "signature",
    "storagekey",
    "token",
    "userdata",
];

/// Containers whose values are secrets often enough.
const CONTAINERS: &[&str] = &["appsettings", "environmentvariables"];

/// Keys that everybody may know.
const OPEN_KEYS: &[&str] = &["foreign", "partition", "public", "row", "shard", "sort", "unique"];

/// Whether the value at a path (`properties.osProfile.adminPassword`, `tags[token]`) may be a secret: the name of any member
/// or item on the way says so. `*` as a last member stands for all of them, so `tags.*` alone is not sensitive.
pub fn is_sensitive(path: &str) -> bool {
    let mut certificate = false;
    path.split(['.', '[', ']']).filter(|name| !name.is_empty()).any(|name| {
        let words = words(name);
        certificate |= words.iter().any(|word| word.starts_with("cert"));
        let content = |word: &String| matches!(word.as_str(), "data" | "value" | "blob" | "content");
        (certificate && words.iter().any(content)) || is_sensitive_name(name, &words)
    })
}

fn is_sensitive_name(name: &str, words: &[String]) -> bool {
    let letters = name
        .bytes()
        .filter(u8::is_ascii_alphanumeric)
        .map(|byte| byte.to_ascii_lowercase());
    let squashed: Vec<u8> = letters.collect();
    if PARTS
        .iter()
        .any(|part| memmem::find(&squashed, part.as_bytes()).is_some())
        || CONTAINERS.iter().any(|container| squashed == container.as_bytes())
    {
        return true;
    }
    let last = words.iter().rposition(|word| matches!(word.as_str(), "key" | "keys"));
    let key = last.is_some_and(|at| {
        // `keyName` and `keyUri` only name one; `publicKey` is for everybody.
        let open = at > 0 && OPEN_KEYS.contains(&words[at - 1].as_str());
        let names = words
            .get(at + 1)
            .is_some_and(|next| !matches!(next.as_str(), "value" | "values" | "data" | "1" | "2"));
        !open && !names
    });
    key || words.iter().any(|word| word == "sas")
}

/// The words of `adminPassword1`, `admin_password`, `admin-password`, in lower case; numbers are words.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut lower_before = false;
    let mut number_before = false;
    let mut fresh = true;
    for character in name.chars() {
        if !character.is_alphanumeric() {
            fresh = true;
            continue;
        }
        let begins = fresh || (character.is_uppercase() && lower_before) || character.is_numeric() != number_before;
        lower_before = !character.is_uppercase();
        number_before = character.is_numeric();
        fresh = false;
        if begins {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(character.to_lowercase());
        }
    }
    words
}

/// Whether a text looks like a secret wherever it stands: connection strings, signed addresses, private keys.
pub fn looks_secret(text: &str) -> bool {
    const MARKS: &[&str] = &[
        "AccountKey=",
        "SharedAccessKey=",
        "SharedAccessSignature",
        "PRIVATE KEY-----",
        "?sig=",
        "&sig=",
    ];
    // Most texts are shorter than any secret.
    text.len() >= 16
        && MARKS
            .iter()
            .any(|mark| memmem::find(text.as_bytes(), mark.as_bytes()).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_are_known_in_any_spelling() {
        for path in [
            "properties.osProfile.adminPassword",
            "properties.administratorLoginPassword",
            "tags.password",
            "tags[DB-PASSWORD]",
            "properties.connectionString",
            "properties.ConnectionStrings[main].value",
            "properties.primaryKey",
            "properties.keys[0].value",
            "properties.sasToken",
            "properties.osProfile.customData",
            "properties.secrets[].value",
            "properties.settings.storage_account_key",
            "properties.siteConfig.appSettings[X].value",
            "properties.certificateData",
            "properties.sslCert.data",
            "properties.key1",
            "properties.key",
        ] {
            assert!(is_sensitive(path), "{path}");
        }
    }

    #[test]
    fn other_names_are_not() {
        for path in [
            "location",
            "tags.*",
            "tags.owner",
            "sku.name",
            "properties.hardwareProfile.vmSize",
            "properties.encryption.keySource",
            "properties.keyVaultProperties.keyName",
            "properties.ssh.publicKeys[0].path",
            "properties.partitionKey.paths",
            "properties.monkey",
            "properties.thumbprint",
        ] {
            assert!(!is_sensitive(path), "{path}");
        }
    }

    #[test]
    fn texts_that_look_like_secrets_are_known() {
        assert!(looks_secret(
            "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=abc=="
        ));
        assert!(looks_secret("https://a.blob.core.windows.net/c?sv=2020&sig=abc"));
        assert!(!looks_secret("https://a.blob.core.windows.net/c?design=abc"));
        assert!(!looks_secret("Standard_D2s_v5"));
    }
}
