//! `atg export`

use std::io::{BufWriter, Write};

use atg_core::filter::Filter;
use atg_core::identity::Side;
use atg_core::mapping::Mapping;
use atg_graph::Redaction;

use super::Context;
use crate::args::ExportArguments;
use crate::errors::Error;
use crate::estates;
use crate::exit_code::ExitCode;
use crate::listing::counted;
use crate::output::Destination;
use crate::settings::Redact;
use crate::sources::Opener;

/// Writes a snapshot as atg's own document, compressed where the file's name says so.
pub(crate) fn run(arguments: &ExportArguments, context: &Context<'_>) -> Result<ExitCode, Error> {
    let path = &arguments.file;
    let opener = Opener {
        context,
        mapping: &Mapping::default(),
        filter: &Filter::default(),
    };
    let snapshot = opener.one(&arguments.scope, Side::Source)?;
    let total = estates::bytes(&snapshot);
    let told = opener.told(&format!("writing {}", path.display()), total);
    let redaction = match context.settings.redact {
        Redact::Full => Redaction::Full,
        Redact::Minimal => Redaction::Minimal,
        Redact::None => Redaction::None,
    };
    let threads = context.settings.threads();
    let write = |out: &mut dyn Write| atg_graph::export(&snapshot, redaction, threads, out, &told);
    let failed = |error| Error::write(path, error);
    let mut out = BufWriter::new(Destination::open(path)?);
    if path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("zst"))
    {
        let mut compressed = zstd::Encoder::new(out, 0).map_err(failed)?;
        write(&mut compressed)?;
        out = compressed.finish().map_err(failed)?;
    } else {
        write(&mut out)?;
    }
    out.into_inner().map_err(|error| failed(error.into_error()))?.finish()?;
    context.progress.end();
    let left_out = match context.settings.redact {
        Redact::Full => "; values of properties are left out",
        Redact::Minimal => "; what may be a secret is left out",
        Redact::None => "; secrets are in it",
    };
    let count = counted(u64::from(snapshot.len()), "resource");
    context
        .printer
        .note(&format!("wrote {count} to `{}`{left_out}", path.display()));
    Ok(ExitCode::Done)
}
