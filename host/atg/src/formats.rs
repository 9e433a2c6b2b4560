//! Which formatter renders a result: `--format`, else the extension of `--output`, else the table.

use std::path::Path;

use crate::errors::Error;
use crate::settings::nearest;

/// One formatter that is at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Format {
    /// As `--format` names it.
    pub name: String,
    /// Of the files it writes, without the dot.
    pub extension: String,
    /// Its bytes are no text.
    pub binary: bool,
}

/// Spellings of extensions beside those that the formatters declare.
const ALSO: [(&str, &str); 4] = [("htm", "html"), ("markdown", "md"), ("text", "txt"), ("jsonl", "json")];

/// Chooses. `fallback` holds where neither flag says anything.
pub(crate) fn choose<'f>(
    format: Option<&str>,
    output: Option<&Path>,
    fallback: &str,
    known: &'f [Format],
) -> Result<&'f Format, Error> {
    let by_name = |name: &str| known.iter().find(|format| format.name == name);
    let extension = output
        .and_then(Path::extension)
        .map(|text| text.to_string_lossy().to_ascii_lowercase());
    let extension = extension.map(|text| {
        ALSO.iter()
            .find(|(also, _)| *also == text)
            .map_or(text, |(_, is)| (*is).into())
    });
    let by_extension = extension
        .as_deref()
        .and_then(|text| known.iter().find(|format| format.extension == text));
    let names = || known.iter().map(|format| format.name.as_str());
    let list = || names().collect::<Vec<_>>().join(", ");
    match (format, output) {
        (Some(name), _) => {
            let Some(chosen) = by_name(name) else {
                let error = Error::usage(format!("there is no format `{name}`"));
                return Err(match nearest(name, names()) {
                    Some(near) => error.hint(format!("did you mean `{near}`? There are {}", list())),
                    None => error.hint(format!("there are {}; a plugin can bring another (`--plugin`)", list())),
                });
            };
            match by_extension {
                // Of two formatters with one extension the named one is meant.
                Some(other) if other.extension != chosen.extension => {
                    let path = output.unwrap_or(Path::new("")).display();
                    Err(
                        Error::usage(format!("`--format {name}` and `--output {path}` disagree"))
                            .because(format!("`.{}` is {}", extension.unwrap_or_default(), other.name))
                            .hint("leave `--format` out, or name the file accordingly"),
                    )
                }
                _ => Ok(chosen),
            }
        }
        (None, Some(path)) => by_extension.ok_or_else(|| {
            let told: Vec<String> = known.iter().map(|format| format!(".{}", format.extension)).collect();
            Error::usage(format!("cannot tell the format from `{}`", path.display()))
                .hint(format!("end it in one of {}, or add `--format`", told.join(" ")))
        }),
        (None, None) => by_name(fallback).ok_or_else(|| Error::failed(format!("there is no formatter `{fallback}`"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<Format> {
        let format = |name: &str, extension: &str, binary| Format {
            name: name.into(),
            extension: extension.into(),
            binary,
        };
        vec![
            format("table", "txt", false),
            format("json", "json", false),
            format("html", "html", false),
            format("sheet", "xlsx", true),
        ]
    }

    #[test]
    fn name_then_extension_then_the_table() {
        let known = known();
        let chosen = |format, output: Option<&str>| {
            choose(format, output.map(Path::new), "table", &known).map(|format| format.name.as_str())
        };
        assert_eq!(chosen(None, None).unwrap(), "table");
        assert_eq!(chosen(None, Some("a/b.HTM")).unwrap(), "html");
        assert_eq!(chosen(Some("sheet"), None).unwrap(), "sheet");
        assert_eq!(chosen(Some("json"), Some("result")).unwrap(), "json");
        assert_eq!(chosen(Some("json"), Some("result.data")).unwrap(), "json");
        assert_eq!(
            chosen(Some("json"), Some("a.html")).unwrap_err().to_string(),
            "`--format json` and `--output a.html` disagree"
        );
        assert_eq!(
            chosen(None, Some("result")).unwrap_err().to_string(),
            "cannot tell the format from `result`"
        );
        assert_eq!(
            chosen(Some("jsno"), None).unwrap_err().advice().unwrap(),
            "did you mean `json`? There are table, json, html, sheet"
        );
    }
}
