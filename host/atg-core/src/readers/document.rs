//! `file:FILE.json`: atg's own document, as `atg export` writes it and people write it by hand.
//!
//! ```json
//! {"schema_version": 1,
//!  "scope": {"subscription_id": "…", "tenant_id": "…", "taken_at": "2026-01-01T00:00:00Z", "title": "…"},
//!  "coverage": {"Microsoft.X/y": {"state": "forbidden", "detail": "…"}},
//!  "relationships": [{"from": "id", "kind": "word", "to": "id"}],
//!  "resources": [
//! {"id": "/subscriptions/…", "name": "…", "type": "…"}
//! ]}
//! ```
//!
//! Members may stand in any order and layout. With one resource a line, as atg writes it, several threads read.

mod scan;

use super::lines::{LineInput, read_lines};
use super::place::{error_at, row_error};
use super::resource_graph::stopped;
use super::{ByteBodies, Bytes, ReadOptions};
use crate::CoreError;
use crate::identity::{Normalizer, fold_type};
use crate::normalize::{FaultyRow, RowReader};
use crate::snapshot::{BodyRef, Coverage, Origin, ReadRows, RowFlags, Scope, Snapshot, SnapshotBuilder, TypeCoverage};
use scan::Scanner;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// The version of the layout that this atg reads.
pub const SCHEMA_VERSION: u64 = 1;

/// Reads one document. Errors name the file, the line and the column.
pub fn read(bytes: Arc<dyn Bytes>, name: &str, options: ReadOptions<'_>) -> Result<Snapshot, CoreError> {
    let normalizer = Normalizer::new(options.side, options.mapping);
    let mut document = Document {
        bytes: bytes.as_ref(),
        file: name,
        options: &options,
        normalizer: &normalizer,
        scope: StatedScope::default(),
        coverage: Coverage::default(),
        parts: vec![ReadRows::new()],
        version: false,
        resources: false,
    };
    document.read()?;
    let Document {
        scope, coverage, parts, ..
    } = document;
    let builder = SnapshotBuilder {
        scope: Scope {
            spelling: name.to_owned(),
            origin: Origin::File,
            tenant_id: scope.tenant_id,
            subscription_id: scope.subscription_id,
            taken_at: scope.taken_at,
            title: scope.title.unwrap_or_default(),
        },
        coverage,
        normalizer,
    };
    let mut snapshot = builder.finish(parts, Arc::new(ByteBodies(bytes)))?;
    snapshot.tell_scope()?;
    Ok(snapshot)
}

#[derive(Debug, Default, Deserialize)]
struct StatedScope {
    #[serde(default)]
    subscription_id: Option<String>,
    #[serde(default)]
    tenant_id: Option<String>,
    #[serde(default)]
    taken_at: Option<String>,
    #[serde(default)]
    title: Option<String>,
}

#[derive(Deserialize)]
struct Relationship<'b> {
    #[serde(borrow)]
    from: Cow<'b, str>,
    #[serde(borrow)]
    kind: Cow<'b, str>,
    #[serde(borrow)]
    to: Cow<'b, str>,
}

struct Document<'a> {
    bytes: &'a dyn Bytes,
    file: &'a str,
    options: &'a ReadOptions<'a>,
    normalizer: &'a Normalizer,
    scope: StatedScope,
    coverage: Coverage,
    /// The first one is for what is read in this thread.
    parts: Vec<ReadRows>,
    version: bool,
    resources: bool,
}

impl Document<'_> {
    fn read(&mut self) -> Result<(), CoreError> {
        let mut scanner = Scanner::new(self.bytes, self.file, self.options.progress);
        match scanner.next()? {
            Some(b'{') => scanner.step(),
            None => return Err(self.not_ours(0, "the file is empty")),
            Some(_) => return Err(self.not_ours(scanner.offset(), "expected an object with `schema_version`")),
        }
        let mut more = scanner.expect()? != b'}';
        while more {
            let at = scanner.offset();
            let name = self.parse::<String>(at, scanner.value()?)?;
            scanner.take(b':', "expected `:`")?;
            scanner.expect()?;
            self.member(&name, at, &mut scanner)?;
            more = scanner.take_either(b',', b'}', "expected `,` or `}`")?;
            if more && scanner.expect()? != b'"' {
                return Err(self.fault(scanner.offset(), "expected the name of a member"));
            }
        }
        if !self.resources || !self.version {
            let missing = if self.version { "resources" } else { "schema_version" };
            return Err(self.not_ours(0, &format!("the document has no `{missing}`")));
        }
        match scanner.next()? {
            Some(_) => Err(self.fault(scanner.offset(), "expected the end of the file")),
            None => stopped(self.options),
        }
    }

    fn member(&mut self, name: &str, at: u64, scanner: &mut Scanner<'_>) -> Result<(), CoreError> {
        let offset = scanner.offset();
        match name {
            "schema_version" => {
                let version: serde_json::Value = self.parse(offset, scanner.value()?)?;
                if version.as_u64() != Some(SCHEMA_VERSION) {
                    let message = format!("schema_version {version} is not known; this atg reads {SCHEMA_VERSION}");
                    let hint = "a newer atg wrote this file: update atg, or export it again with this one";
                    return Err(self.fault(offset, &message).with_hint(hint));
                }
                self.version = true;
            }
            "scope" => self.scope = self.parse(offset, scanner.value()?)?,
            "coverage" => {
                let types: BTreeMap<String, TypeCoverage> = self.parse(offset, scanner.value()?)?;
                let folded = types.into_iter().map(|(name, coverage)| (fold_type(&name), coverage));
                self.coverage = Coverage {
                    types: folded.collect(),
                };
            }
            "relationships" => self.relationships(scanner)?,
            "resources" if self.resources => return Err(self.fault(at, "`resources` stands twice")),
            "resources" => {
                self.resources = true;
                self.rows(scanner)?;
            }
            // Members of later versions; they must be JSON all the same.
            _ => drop(self.parse::<IgnoredAny>(offset, scanner.value()?)?),
        }
        Ok(())
    }

    fn relationships(&mut self, scanner: &mut Scanner<'_>) -> Result<(), CoreError> {
        let mut more = scanner.open_list("expected a list of relationships")?;
        while more {
            let offset = scanner.offset();
            let text = scanner.value()?;
            match serde_json::from_slice::<Relationship<'_>>(text) {
                Ok(edge) => self.parts[0].push_relationship(self.normalizer, &edge.from, &edge.kind, &edge.to),
                Err(error) => return Err(self.json_fault(offset, &error)),
            }
            more = scanner.next_item()?;
        }
        Ok(())
    }

    fn rows(&mut self, scanner: &mut Scanner<'_>) -> Result<(), CoreError> {
        let mut more = scanner.open_list("expected a list of resources")?;
        if more
            && let Some(rows) = scanner.rows_on_lines()?
            && self.lines(&rows)
        {
            return scanner.jump(rows.end);
        }
        let mut reader = RowReader::new(self.options.side, self.normalizer, self.options.filter);
        while more {
            let offset = scanner.offset();
            let text = scanner.value()?;
            let body = BodyRef {
                offset,
                len: text.len() as u32,
            };
            let kind = reader
                .read(text)
                .map_err(|fault| row_error(self.bytes, self.file, offset, fault))?;
            self.parts[0].push(&reader, kind, body, RowFlags::default());
            more = scanner.next_item()?;
            if self.options.progress.is_cancelled() {
                return stopped(self.options);
            }
        }
        Ok(())
    }

    /// Reads rows that look as if each had a line of its own; false where they turn out otherwise, and then nothing is kept.
    fn lines(&mut self, rows: &Range<u64>) -> bool {
        let input = LineInput {
            bytes: self.bytes,
            file: self.file,
            side: self.options.side,
            normalizer: self.normalizer.clone(),
            rows: rows.clone(),
            commas: true,
        };
        let ReadOptions {
            filter,
            threads,
            progress,
            ..
        } = *self.options;
        // Whatever the fault is, reading one by one meets it again and knows its place in the document.
        match read_lines(&[input], filter, threads, progress) {
            Ok(parts) => {
                self.parts.extend(parts.into_iter().flatten());
                true
            }
            Err(_) => false,
        }
    }

    fn parse<T: DeserializeOwned>(&self, offset: u64, text: &[u8]) -> Result<T, CoreError> {
        serde_json::from_slice(text).map_err(|error| self.json_fault(offset, &error))
    }

    fn json_fault(&self, offset: u64, error: &serde_json::Error) -> CoreError {
        let text = error.to_string();
        let message = text
            .rfind(" at line ")
            .map_or(text.as_str(), |at| &text[..at])
            .to_owned();
        let fault = FaultyRow {
            line: error.line().max(1) as u64,
            column: error.column().max(1) as u64,
            message,
        };
        row_error(self.bytes, self.file, offset, fault)
    }

    fn fault(&self, offset: u64, message: &str) -> CoreError {
        error_at(self.bytes, self.file, offset, message)
    }

    fn not_ours(&self, offset: u64, message: &str) -> CoreError {
        self.fault(offset, message).with_hint(
            "`file:` reads atg's own document, {\"schema_version\": 1, \"resources\": [ … ]}; for rows of Resource Graph use `arg:`",
        )
    }
}
