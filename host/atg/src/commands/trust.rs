//! `atg trust`

use super::Context;
use crate::args::TrustArguments;
use crate::errors::Error;
use crate::exit_code::ExitCode;
use crate::settings::Trust;

/// Trusts a folder, or takes it back.
pub(crate) fn run(arguments: &TrustArguments, context: &Context<'_>) -> Result<ExitCode, Error> {
    let folder = arguments.folder.as_deref().unwrap_or(&context.effects.roots.project);
    let mut trust = Trust::of(context.effects);
    if arguments.revoke {
        let was = trust.remove(folder)?;
        let outcome = if was { "no longer trusted" } else { "was not trusted" };
        context.printer.note(&format!("{}: {outcome}", folder.display()));
    } else {
        trust.add(folder)?;
        context
            .printer
            .note(&format!("{}: trusted, as its atg.toml is now", folder.display()));
    }
    Ok(ExitCode::Done)
}
