//! The spellings of a SOURCE.

use std::path::PathBuf;

use crate::errors::Error;

/// What the user named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// `arg:FILE`: rows of Azure Resource Graph.
    ResourceGraph(PathBuf),
    /// `file:FILE`: our own JSON.
    Document(PathBuf),
    /// `tf:DIR`: Terraform JSON.
    Terraform(PathBuf),
    /// `tfstate:FILE`: a Terraform state.
    TerraformState(PathBuf),
    /// `iteration:N`
    Iteration(u32),
    /// A subscription or profile: its last stored scan, or the N-th with `@N`.
    Stored(String),
}

const KINDS: [&str; 5] = ["arg", "file", "tf", "tfstate", "iteration"];

impl Spelling {
    /// Reads a spelling. Whether it exists is found out when it is opened.
    pub(crate) fn parse(text: &str) -> Result<Spelling, Error> {
        let Some((kind, rest)) = text.split_once(':') else {
            return Spelling::bare(text);
        };
        if rest.is_empty() {
            return Err(Error::usage(format!("`{text}` names nothing after `{kind}:`")).hint(known()));
        }
        match kind {
            "arg" => Ok(Spelling::ResourceGraph(rest.into())),
            "file" => Ok(Spelling::Document(rest.into())),
            "tf" => Ok(Spelling::Terraform(rest.into())),
            "tfstate" => Ok(Spelling::TerraformState(rest.into())),
            "iteration" => rest.parse().map(Spelling::Iteration).map_err(|_| {
                Error::usage(format!("`{text}` is no iteration"))
                    .because(format!("`{rest}` is no number of one"))
                    .hint("write it as `iteration:182`")
            }),
            _ => {
                let error = Error::usage(format!("`{text}` is no SOURCE: there is no kind `{kind}:`"));
                Err(match crate::settings::nearest(kind, KINDS) {
                    Some(near) => error.hint(format!("did you mean `{near}:{rest}`?")),
                    None => error.hint(known()),
                })
            }
        }
    }

    /// A subscription's id or name, unless it is plainly a file.
    fn bare(text: &str) -> Result<Spelling, Error> {
        if text.trim().is_empty() {
            return Err(Error::usage("an empty SOURCE names nothing").hint(known()));
        }
        let lower = text.to_ascii_lowercase();
        let meant = [
            (".jsonl", "arg"),
            (".ndjson", "arg"),
            (".tfstate", "tfstate"),
            (".json", "file"),
            (".zst", "file"),
        ];
        if let Some((_, kind)) = meant.iter().find(|(ending, _)| lower.ends_with(ending)) {
            return Err(
                Error::usage(format!("`{text}` looks like a file, and a SOURCE says of what kind"))
                    .hint(format!("did you mean `{kind}:{text}`?")),
            );
        }
        if text.contains(['/', '\\']) || text == "." {
            return Err(
                Error::usage(format!("`{text}` looks like a path, and a SOURCE says of what kind"))
                    .hint(format!("did you mean `tf:{text}`?")),
            );
        }
        Ok(Spelling::Stored(text.to_owned()))
    }
}

fn known() -> String {
    "a SOURCE is arg:FILE.jsonl, file:FILE.json, tf:DIR, tfstate:FILE, iteration:N,\n\
     or a subscription's id or profile's name (its last stored scan)"
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling() {
        let parse = |text: &str| Spelling::parse(text).ok();
        assert_eq!(parse("arg:a.jsonl"), Some(Spelling::ResourceGraph("a.jsonl".into())));
        assert_eq!(parse("file:a:b.json"), Some(Spelling::Document("a:b.json".into())));
        assert_eq!(parse("tf:."), Some(Spelling::Terraform(".".into())));
        assert_eq!(parse("tfstate:x"), Some(Spelling::TerraformState("x".into())));
        assert_eq!(parse("iteration:182"), Some(Spelling::Iteration(182)));
        assert_eq!(parse("production"), Some(Spelling::Stored("production".into())));
        for wrong in [
            "",
            " ",
            "arg:",
            "iteration:x",
            "iteration:-1",
            "rg:a",
            "a.json",
            "a/b",
            ".",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
