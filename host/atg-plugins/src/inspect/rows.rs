//! What `atg plugin inspect` prints for people.

use super::{Inspection, ProvidesView, SettingView};
use crate::check::Use;

impl Inspection {
    /// What a table shows: a word and what it says, in order. A word that is empty goes on with the one before it.
    pub fn rows(&self) -> Vec<(String, String)> {
        let mut rows = Vec::new();
        let mut row = |word: &str, text: String| {
            if !text.is_empty() {
                rows.push((word.to_owned(), text));
            }
        };
        row("plugin", format!("{} {}", self.id, self.version));
        row("title", self.title.clone());
        row("about", self.description.clone());
        row("license", self.license.clone());
        row(
            "from",
            if self.origin == "file" {
                self.name.clone()
            } else {
                self.origin.to_owned()
            },
        );
        row("size", format!("{} KiB", self.size.div_ceil(1024)));
        row("sha256", self.sha256.clone());
        row("contract", format!("atg:plugin {}", self.contract));
        for (at, provides) in self.provides.iter().enumerate() {
            row(if at == 0 { "provides" } else { "" }, provides.line());
        }
        row("types", self.reads.types.join(", "));
        row("properties", self.reads.properties.join(", "));
        row("sections", self.reads.sections.join(", "));
        row("relationships", self.reads.relationships.join(", "));
        row(
            "memory",
            self.limits
                .memory
                .map(|bytes| format!("{} MiB", bytes.div_ceil(1 << 20)))
                .unwrap_or_default(),
        );
        row(
            "timeout",
            self.limits
                .timeout_ms
                .map(|time| format!("{time} ms"))
                .unwrap_or_default(),
        );
        for (at, setting) in self.settings.iter().enumerate() {
            row(if at == 0 { "settings" } else { "" }, setting.line());
        }
        for (way, word) in [(Use::Import, "imports"), (Use::Export, "exports")] {
            for (at, interface) in self.interfaces.iter().filter(|one| one.way == way).enumerate() {
                let fault = interface
                    .fault
                    .as_ref()
                    .map(|fault| format!(" - {fault}"))
                    .unwrap_or_default();
                row(if at == 0 { word } else { "" }, format!("{}{fault}", interface.name));
            }
        }
        rows
    }
}

impl ProvidesView {
    fn line(&self) -> String {
        match self {
            ProvidesView::Metric {
                name,
                title,
                unit,
                direction,
                target,
                gate,
                weight,
                ..
            } => {
                let target = target.map(|target| format!(", target {target}")).unwrap_or_default();
                let gate = if *gate { ", gate" } else { "" };
                format!("metric {name}: {title} ({unit}, {direction} is better{target}{gate}, weight {weight})")
            }
            ProvidesView::Formatter {
                name,
                title,
                media_type,
                extension,
                binary,
            } => {
                let binary = if *binary { ", binary" } else { "" };
                format!("formatter {name}: {title} ({media_type}, .{extension}{binary})")
            }
            ProvidesView::Analyzer {
                name, title, phases, ..
            } if phases.is_empty() => format!("analyzer {name}: {title}"),
            ProvidesView::Analyzer {
                name, title, phases, ..
            } => {
                format!("analyzer {name}: {title} ({})", phases.join(", "))
            }
        }
    }
}

impl SettingView {
    fn line(&self) -> String {
        let about = if self.description.is_empty() {
            String::new()
        } else {
            format!(": {}", self.description)
        };
        let default = if self.default.is_null() {
            String::new()
        } else {
            format!(", default {}", self.default)
        };
        format!("{} ({}{default}){about}", self.key, self.takes)
    }
}
