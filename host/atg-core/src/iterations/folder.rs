//! The files of an iteration's folder: its configuration, and what was recorded beside it.

use super::IterationInput;
use crate::error::CoreError;
use crate::readers::terraform::parse_json;

/// The stages that leave a document beside the configuration, as `STAGE.json`.
const STAGES: &[&str] = &["analysis", "apply", "deploy", "init", "plan", "validate"];

impl IterationInput {
    /// From the files of its folder with their names, in any order: `*.tf.json`, `yield.json`, and `validate.json`,
    /// `analysis.json` and those of the other stages where they are present; others may be among them. Errors name file,
    /// line and column; a folder without a configuration is one.
    pub fn from_files(number: u32, mut files: Vec<(String, Vec<u8>)>) -> Result<IterationInput, CoreError> {
        files.sort();
        let mut input = IterationInput {
            number,
            ..IterationInput::default()
        };
        for (file, bytes) in files {
            let base = file.rsplit(['/', '\\']).next().unwrap_or(&file);
            let stage = base
                .strip_suffix(".json")
                .filter(|stem| STAGES.contains(stem))
                .map(str::to_owned);
            if base.ends_with(".tf.json") {
                let document = parse_json(&file, &bytes)?;
                input.files.push((file, document));
            } else if base == "yield.json" {
                input.yields = Some(parse_json(&file, &bytes)?);
            } else if let Some(stage) = stage {
                input.stages.insert(stage, parse_json(&file, &bytes)?);
            }
        }
        if input.files.is_empty() {
            return Err(CoreError::request(format!("iteration {number} holds no `*.tf.json`"))
                .with_hint("HCL (`*.tf`) is not read; `atg generate` writes Terraform JSON"));
        }
        Ok(input)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iterations::IterationComparer;
    use serde_json::json;

    fn file(name: &str, text: &str) -> (String, Vec<u8>) {
        (name.to_owned(), text.as_bytes().to_vec())
    }

    #[test]
    fn a_folder_holds_what_was_recorded() {
        let main = file(
            "it/main.tf.json",
            r#"{"resource": {"azurerm_lb": {"a": {}}, "azurerm_lb": {"b": {}}}}"#,
        );
        let files = vec![
            file("it/validate.json", r#"{"error_count": 2, "diagnostics": []}"#),
            file(
                "it/analysis.json",
                r#"{"diagnoses": [{"severity": "error"}, {"severity": "warning"}]}"#,
            ),
            file("it/yield.json", r#"{"emitted": 3, "source": 4}"#),
            file("it/terraform.log", "\0"),
            main,
        ];
        let mut comparer = IterationComparer::new();
        comparer.push(&IterationInput::from_files(7, files).unwrap()).unwrap();
        let summary = comparer.finish().summary();
        let one = &summary["iterations"][0];
        assert_eq!((&one["resources"], &one["yield"]["percent"]), (&json!(2), &json!(75.0)));
        assert_eq!(one["errors_by_stage"], json!({"analysis": 1, "validate": 2}));
    }

    #[test]
    fn faults_name_the_file() {
        let error = IterationInput::from_files(7, vec![file("main.tf", "")]).unwrap_err();
        assert_eq!(error.to_string(), "iteration 7 holds no `*.tf.json`");
        let bad = vec![file("a.tf.json", "{}"), file("validate.json", "{")];
        assert_eq!(
            IterationInput::from_files(7, bad).unwrap_err().to_string(),
            "cannot read `validate.json`"
        );
    }
}
