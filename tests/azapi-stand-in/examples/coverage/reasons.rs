//! The provider's words, taken apart, and sorted by what they come to.

/// What the provider's problems come to, by a word of theirs. The first that fits counts.
const REASONS: [(&str, &str); 8] = [
    ("can't be found", "The provider does not have the type"),
    ("api-version is invalid", "The provider does not have the version"),
    ("no definition was found", "A part is missing"),
    ("read only", "A part is there that the provider takes from nobody"),
    ("not expected here", "A part is there that the type does not have"),
    ("supported values are", "A value is none of those that the type takes"),
    ("expect `", "A value is of another kind"),
    ("is invalid, ", "A value breaks a limit or a pattern"),
];

/// What a line comes to.
pub(crate) fn reason(line: &str) -> &'static str {
    let found = REASONS.iter().find(|(word, _)| line.contains(word));
    found.map_or("Something else", |(_, reason)| reason)
}

/// A diagnostic in lines: the problems of a body one by one, anything else as one line.
pub(crate) fn lines(summary: &str, detail: &str) -> Vec<String> {
    let Some((_, body)) = detail.split_once("the argument \"body\" is invalid:\n") else {
        let advice = detail.find(" You can try to update `azapi`").unwrap_or(detail.len());
        let told: Vec<&str> = detail[..advice].split_whitespace().collect();
        let told = told.join(" ");
        let told = told
            .strip_prefix("embedded schema validation failed: ")
            .unwrap_or(&told);
        return vec![format!("{summary}: {told}")];
    };
    let problems = body.lines().filter(|line| line.starts_with('`'));
    problems.map(|line| line.trim_end().to_owned()).collect()
}

/// Of a line that names the versions that the provider knows: the newest that is no preview, else the newest.
pub(crate) fn newest_version(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("The supported versions are [")?;
    let (list, _) = rest.split_once(']')?;
    let versions = || list.split(", ").filter(|version| version.len() >= "2000-01-01".len());
    let stable = versions().filter(|version| version.len() == "2000-01-01".len()).max();
    stable.or_else(|| versions().max())
}
