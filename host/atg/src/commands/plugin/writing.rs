//! `atg plugin new`, `build`, `test`

use std::path::Path;

use atg_plugins::authoring::{self, CaseOutcome, CaseVerdict};
use atg_plugins::manifest::Provides;

use super::{Context, builtin};
use crate::args::Role;
use crate::commands::doctor::toolchain;
use crate::errors::Error;
use crate::exit_code::ExitCode;
use crate::listing::{bytes, counted};
use crate::plugins;

pub(super) fn new(role: Role, name: &str, folder: Option<&Path>, context: &Context<'_>) -> Result<ExitCode, Error> {
    let role = match role {
        Role::Metric => authoring::Role::Metric,
        Role::Formatter => authoring::Role::Formatter,
        Role::Analyzer => authoring::Role::Analyzer,
    };
    let catalog = builtin();
    let provided = catalog
        .plugins
        .iter()
        .flat_map(|entry| entry.manifest.provides.iter().map(Provides::name));
    let ids = catalog.plugins.iter().map(|entry| entry.manifest.id.as_str());
    let reserved: Vec<&str> = ids.chain(provided).collect();
    let created = authoring::new(role, name, folder.unwrap_or(Path::new(name)), &reserved)?;
    let folder = created.folder.display();
    let role = role.word();
    context.printer.note(&format!(
        "made the {role} `{name}` in `{folder}`; it begins in `{folder}/src/lib.rs`"
    ));
    context
        .printer
        .note(&format!("build it with `atg plugin build {folder}`"));
    Ok(ExitCode::Done)
}

pub(super) fn build(folder: &Path, context: &Context<'_>) -> Result<ExitCode, Error> {
    let built = authoring::build(folder, &toolchain(context)?, &mut |note| context.printer.note(note))?;
    let (component, size) = (built.component.display(), bytes(built.size));
    context
        .printer
        .note(&format!("built `{component}`: {} {}, {size}", built.id, built.version));
    Ok(ExitCode::Done)
}

pub(super) fn test(folder: &Path, bless: bool, context: &Context<'_>) -> Result<ExitCode, Error> {
    let outcomes = authoring::test(folder, bless, &plugins::options(context)?)?;
    for CaseOutcome { case, file, verdict } in &outcomes {
        let (word, more) = match verdict {
            CaseVerdict::Passed => ("ok", ""),
            CaseVerdict::Blessed => ("written", ""),
            CaseVerdict::Differs(difference) => ("differs", difference.as_str()),
            CaseVerdict::Failed(why) => ("failed", why.as_str()),
        };
        context.printer.line(&format!("{word:8} {case}/{file}"))?;
        for line in more.lines() {
            context.printer.line(&format!("         {line}"))?;
        }
    }
    let wrong = outcomes.iter().filter(|outcome| !outcome.is_ok()).count();
    if wrong == 0 {
        return Ok(ExitCode::Done);
    }
    let of = counted(outcomes.len() as u64, "golden file");
    let verb = if wrong == 1 { "differs" } else { "differ" };
    Err(Error::failed(format!("{wrong} of {of} {verb} from what comes out"))
        .hint("if what comes out is right, `--bless` writes it down as what is expected"))
}
