//! A snapshot as atg's own document (`file:`), row by row, with secrets left out where asked.

mod json;
mod redact;

pub use redact::Redaction;

use crate::GraphError;
use crate::stated::{Plain, Stated};
use atg_core::CoreError;
use atg_core::readers::Progress;
use atg_core::snapshot::{BodyBuffer, Snapshot};
use atg_core::threads::in_turn;
use redact::Redactor;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes a snapshot that was loaded without mapping and filter. The same snapshot always gives the same bytes, and reading
/// them gives the same snapshot again, but for what was left out: that reads as unknown. `progress` is told bytes of rows.
pub fn export(
    snapshot: &Snapshot,
    redaction: Redaction,
    threads: usize,
    out: &mut dyn Write,
    progress: &dyn Progress,
) -> Result<(), GraphError> {
    let mut export = Export { snapshot, out };
    export.head()?;
    export.relationships()?;
    export.rows(redaction, threads, progress)?;
    export.put(b"\n]}\n")
}

/// What stands between two rows.
const BETWEEN: &[u8] = b",\n";
/// More threads than this redact faster than one can write.
const REDACTORS: usize = 8;
/// Batches that they may be ahead of the one that writes.
const AHEAD: usize = 2;

struct Export<'e> {
    snapshot: &'e Snapshot,
    out: &'e mut dyn Write,
}

impl Export<'_> {
    fn put(&mut self, bytes: &[u8]) -> Result<(), GraphError> {
        self.out.write_all(bytes).map_err(|source| GraphError::Write {
            scope: self.snapshot.scope.spelling.clone(),
            source,
        })
    }

    fn head(&mut self) -> Result<(), GraphError> {
        let scope = &self.snapshot.scope;
        let mut facts = serde_json::Map::new();
        for (name, fact) in [
            ("subscription_id", &scope.subscription_id),
            ("tenant_id", &scope.tenant_id),
            ("taken_at", &scope.taken_at),
        ] {
            facts.extend(fact.as_ref().map(|fact| (name.to_owned(), Value::from(fact.as_str()))));
        }
        facts.insert("title".to_owned(), scope.title.as_str().into());
        let mut coverage = serde_json::Map::new();
        for (name, of_type) in &self.snapshot.coverage.types {
            coverage.insert(
                name.clone(),
                json!({"state": of_type.state.word(), "detail": of_type.detail}),
            );
        }
        let facts = Value::Object(facts);
        let coverage = Value::Object(coverage);
        self.put(format!("{{\"schema_version\":1,\"scope\":{facts},\n\"coverage\":{coverage},\n").as_bytes())
    }

    /// The relationships that no body tells: those that the original input stated.
    fn relationships(&mut self) -> Result<(), GraphError> {
        let plain = Plain::new();
        let mut stated = Stated::new(self.snapshot, &plain);
        if !stated.is_possible() {
            return Ok(());
        }
        let (mut body, mut lines) = (Vec::new(), Vec::new());
        let mut before: &[u8] = b"\"relationships\":[\n";
        for resource in 0..self.snapshot.len() {
            self.snapshot.body(resource, &mut body)?;
            stated.each(resource, &body, |from, kind, to| {
                lines.push(json!({"from": from, "kind": kind, "to": to}).to_string());
            })?;
            for line in lines.drain(..) {
                self.put(before)?;
                self.put(line.as_bytes())?;
                before = b",\n";
            }
        }
        if before == b",\n" { self.put(b"\n],\n") } else { Ok(()) }
    }

    fn rows(&mut self, redaction: Redaction, threads: usize, progress: &dyn Progress) -> Result<(), GraphError> {
        let mut before: &[u8] = b"\"resources\":[\n";
        for row in self.groups() {
            self.put(before)?;
            self.put(row.as_bytes())?;
            before = BETWEEN;
        }
        let snapshot = self.snapshot;
        let resources: Vec<u32> = (0..snapshot.len()).collect();
        in_turn(
            (threads.clamp(1, REDACTORS), AHEAD),
            &snapshot.in_batches(&resources),
            || (Redactor::new(redaction), BodyBuffer::default()),
            |(redactor, bodies), batch| {
                snapshot.body_of_each(batch, bodies)?;
                let mut text = Vec::with_capacity(bodies.length() as usize);
                for body in bodies.iter() {
                    if !text.is_empty() {
                        text.extend_from_slice(BETWEEN);
                    }
                    redactor
                        .row(body, &mut text)
                        .map_err(|error| unreadable(snapshot, error))?;
                }
                Ok::<_, GraphError>((text, bodies.length()))
            },
            |_, (text, bytes)| {
                self.put(before)?;
                self.put(&text)?;
                before = BETWEEN;
                progress.advance(bytes);
                if progress.is_cancelled() {
                    return Err(CoreError::request("the export was interrupted").into());
                }
                Ok(())
            },
        )?;
        if before == BETWEEN {
            Ok(())
        } else {
            self.put(before.trim_ascii_end())
        }
    }

    /// Groups that the input listed, so that empty ones are not lost.
    fn groups(&self) -> Vec<String> {
        if self.snapshot.read.groups_listed == 0 {
            return Vec::new();
        }
        let subscription = self.snapshot.scope.subscription_id.as_deref();
        let subscription = subscription.unwrap_or("00000000-0000-0000-0000-000000000000");
        let row = |name: &str| {
            let id = format!("/subscriptions/{subscription}/resourceGroups/{name}");
            json!({"id": id, "name": name, "type": "Microsoft.Resources/resourceGroups"}).to_string()
        };
        self.snapshot.groups().iter().map(|group| row(&group.printed)).collect()
    }
}

/// Every body was read when it was stored, so this only happens where the file behind it changed.
fn unreadable(snapshot: &Snapshot, error: json::Fault) -> GraphError {
    let source = io::Error::new(io::ErrorKind::InvalidData, error);
    CoreError::Bytes {
        file: snapshot.scope.spelling.clone(),
        source,
    }
    .into()
}
