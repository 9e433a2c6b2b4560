//! The life of one resource: seen in the source, emitted or not and why, validated or its error, fixed by whom.

mod recorded;

use std::path::Path;

use atg_core::spelling::by_nearness;
use atg_terraform::configuration::roots;
use atg_terraform::overlay::Overlay;
use serde::Serialize;

pub use recorded::{Recorded, RecordedResource};

use crate::error::WorkflowError;
use crate::inspect;
use crate::state;
use crate::{demos, generation};

/// The life of one resource, as the iterations tell it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Life {
    /// Its id in the source.
    pub id: String,
    /// Its ARM type.
    #[serde(rename = "type")]
    pub type_name: String,
    /// The iterations that know it, oldest first, up to the one that was asked for.
    pub iterations: Vec<Chapter>,
    /// Fixes of it and of its type.
    pub fixes: Vec<Fixed>,
}

/// What one iteration made of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chapter {
    /// The iteration.
    pub iteration: u32,
    /// The source as it was named.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// emitted, merged or skipped.
    pub outcome: &'static str,
    /// The address of its block, or of the one that makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The file that the block stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Why it was merged or skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whether the iteration was validated.
    pub validated: bool,
    /// What was wrong with its block, a line each.
    pub errors: Vec<String>,
    /// The address whose failure those follow from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root: Option<String>,
}

/// One fix.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fixed {
    /// The iteration that made it necessary.
    pub iteration: u32,
    /// What it does where.
    pub what: String,
    /// lossless, lossy, …
    pub effect: &'static str,
    /// active, retired, …
    pub state: &'static str,
    /// Who proposed it.
    pub plugin: String,
    /// Why.
    pub reason: String,
}

/// Tells the life of a resource up to an iteration, the last one where none is named. `asked` is an id in any case, an
/// address, or a name that is unique.
pub fn explain(root: &Path, asked: &str, iteration: Option<u32>, overlay: &Path) -> Result<Life, WorkflowError> {
    let numbers = demos::numbers(root);
    let last = match iteration {
        Some(number) if !numbers.contains(&number) => {
            return Err(WorkflowError::failed(
                format!("there is no iteration {number} in `{}`", root.display()),
                "leave `--iteration` out for the last one, or name another folder with `--demos DIR`",
            ));
        }
        Some(number) => number,
        None => *numbers.last().ok_or_else(|| {
            WorkflowError::failed(
                format!("there is no iteration in `{}`", root.display()),
                "`atg iterate` makes one; another folder is named with `--demos DIR`",
            )
        })?,
    };
    let recorded = Recorded::read(&demos::folder(root, last))?.ok_or_else(|| {
        WorkflowError::failed(
            format!("iteration {last} has no yield.json that names its resources"),
            "only what `atg iterate` and `atg generate` made can be explained",
        )
    })?;
    let found = find(&recorded, asked, last)?;
    let id = found.id.clone();
    let mut life = Life {
        type_name: found.type_name.clone(),
        iterations: Vec::new(),
        fixes: fixes(&generation::overlay(overlay)?, found),
        id,
    };
    let state = state::peek(root)?.unwrap_or_default();
    for number in numbers.into_iter().filter(|number| *number <= last) {
        let round = state.rounds.iter().find(|round| round.iteration == number);
        if let Some(mut chapter) = chapter(root, number, &life.id)? {
            if let Some(round) = round {
                chapter.source.clone_from(&round.source);
                chapter.validated = round.validated;
            }
            life.iterations.push(chapter);
        }
    }
    Ok(life)
}

fn find<'r>(recorded: &'r Recorded, asked: &str, iteration: u32) -> Result<&'r RecordedResource, WorkflowError> {
    let same = |text: &str| text.eq_ignore_ascii_case(asked);
    let exact = recorded
        .resources
        .iter()
        .find(|one| same(&one.id) || one.address.as_deref().is_some_and(same));
    if let Some(exact) = exact {
        return Ok(exact);
    }
    let mut named = recorded.resources.iter().filter(|one| same(one.name()));
    match (named.next(), named.next()) {
        (Some(one), None) => Ok(one),
        (Some(one), Some(other)) => Err(WorkflowError::usage(
            format!("`{asked}` is the name of several resources"),
            format!("give an id, such as {} or {}", one.id, other.id),
        )),
        (None, _) => {
            let names = recorded.resources.iter().map(RecordedResource::name);
            let near: Vec<&str> = by_nearness(asked, names).into_iter().take(3).collect();
            let hint = if near.is_empty() {
                "give an ARM id, an address or a name".to_owned()
            } else {
                format!("did you mean {}?", near.join(", "))
            };
            Err(WorkflowError::failed(
                format!("iteration {iteration} knows no resource `{asked}`"),
                hint,
            ))
        }
    }
}

fn chapter(root: &Path, number: u32, id: &str) -> Result<Option<Chapter>, WorkflowError> {
    let Some(recorded) = Recorded::read(&demos::folder(root, number))? else {
        return Ok(None);
    };
    let Some(one) = recorded.resources.iter().find(|one| one.id.eq_ignore_ascii_case(id)) else {
        return Ok(None);
    };
    let address = one.address.clone().or_else(|| one.merged_into.clone());
    let mut chapter = Chapter {
        iteration: number,
        source: String::new(),
        outcome: one.outcome(),
        reason: one
            .reason
            .as_ref()
            .map(|code| recorded.sentence(code, one.note.as_deref())),
        file: one.file.clone(),
        validated: false,
        errors: Vec::new(),
        root: None,
        address,
    };
    let Some(address) = &chapter.address else {
        return Ok(Some(chapter));
    };
    let subject = inspect::iteration(root, number)?;
    let mut diagnostics = subject.intake.diagnostics;
    if let Some(configuration) = &subject.intake.configuration {
        roots(&mut diagnostics, configuration);
    }
    let own = diagnostics.iter().filter(|one| one.address.as_deref() == Some(address));
    for one in own.filter(|one| one.severity.as_deref() == Some("error")) {
        let detail = one.detail.as_deref().unwrap_or_default();
        let said = detail.lines().map(str::trim).find(|line| line.starts_with('`'));
        let summary = one.summary.as_deref().unwrap_or_default();
        chapter.errors.push(match said {
            Some(line) => format!("{summary}: {line}"),
            None => summary.to_owned(),
        });
        chapter.root = chapter.root.or_else(|| one.root.clone());
    }
    Ok(Some(chapter))
}

/// Fixes of the resource itself and of its type.
fn fixes(overlay: &Overlay, one: &RecordedResource) -> Vec<Fixed> {
    let concerns = |target: &str| one.address.as_deref() == Some(target) || target.eq_ignore_ascii_case(&one.type_name);
    let of_it = overlay.entries().iter().filter(|entry| concerns(entry.target.text()));
    of_it
        .map(|entry| Fixed {
            iteration: entry.iteration,
            what: match entry.path.to_string() {
                path if path.is_empty() => entry.kind.to_string(),
                path => format!("{} {path}", entry.kind),
            },
            effect: entry.effect.word(),
            state: entry.state.word(),
            plugin: entry.plugin.clone(),
            reason: entry.reason.clone(),
        })
        .collect()
}
