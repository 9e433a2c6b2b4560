//! What `--check-objective` reads: the document that people wrote, and what earlier rounds left in `iteration_state.json`.

use std::io;
use std::path::Path;

use atg_core::CoreError;
use atg_core::objective::{Names, Objective};
use serde_json::Value;

use crate::commands::Context;
use crate::errors::Error;
use crate::sources;

/// Reads the document.
pub(crate) fn read(path: &Path) -> Result<Objective, Error> {
    Ok(Objective::parse(
        &sources::whole_text(path)?,
        &path.display().to_string(),
        &Names::standard(),
    )?)
}

/// What earlier rounds left; nothing where there were none.
pub(crate) fn state(context: &Context<'_>) -> Result<Option<Value>, Error> {
    let path = context.settings.demos.join("iteration_state.json");
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::read(&path, error)),
    };
    let parsed: Result<Value, serde_json::Error> = serde_json::from_slice(&bytes);
    let fault = |error: serde_json::Error| {
        let (line, column) = (error.line() as u64, error.column() as u64);
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or(&message);
        CoreError::unreadable(path.display().to_string(), Some(line), Some(column), message)
    };
    Ok(Some(parsed.map_err(fault)?))
}
