//! Opens a spelling and hands the bytes to the reader of its kind.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use atg_core::filter::Filter;
use atg_core::identity::Side;
use atg_core::mapping::Mapping;
use atg_core::readers::terraform::{self, TypeTable};
use atg_core::readers::{self, Bytes, ReadOptions, document, resource_graph};
use atg_core::snapshot::Snapshot;

use super::{Spelling, files};
use crate::commands::Context;
use crate::errors::Error;
use crate::progress::Task;
use crate::settings::by_nearness;
use crate::store;

/// Opens sources as one run wants them.
pub(crate) struct Opener<'a> {
    /// The command at hand.
    pub context: &'a Context<'a>,
    /// What is called differently in the target.
    pub mapping: &'a Mapping,
    /// What to keep.
    pub filter: &'a Filter,
}

impl Opener<'_> {
    /// Opens source and target. Two files of rows are read side by side.
    pub(crate) fn two(&self, source: &str, target: &str) -> Result<(Arc<Snapshot>, Arc<Snapshot>), Error> {
        let spellings = (Spelling::parse(source)?, Spelling::parse(target)?);
        if let (Spelling::ResourceGraph(a), Spelling::ResourceGraph(b)) = &spellings {
            let (a, b) = (files::open(a)?, files::open(b)?);
            let told = self.told("reading both estates", a.len() + b.len());
            let read = resource_graph::read_two((a, source), (b, target), self.options(Side::Source, &told));
            self.context.progress.end();
            let (source, target) = read?;
            return Ok((Arc::new(source), Arc::new(target)));
        }
        let source = self.open(&spellings.0, source, Side::Source)?;
        Ok((
            Arc::new(source),
            Arc::new(self.open(&spellings.1, target, Side::Target)?),
        ))
    }

    /// Opens one.
    pub(crate) fn one(&self, text: &str, side: Side) -> Result<Snapshot, Error> {
        self.open(&Spelling::parse(text)?, text, side)
    }

    fn open(&self, spelling: &Spelling, name: &str, side: Side) -> Result<Snapshot, Error> {
        let snapshot = match spelling {
            Spelling::ResourceGraph(path) => self.read(&files::open(path)?, name, side, resource_graph::read)?,
            Spelling::Document(path) => self.read(&files::open(path)?, name, side, document::read)?,
            Spelling::Terraform(folder) => self.terraform(folder, name, side)?,
            Spelling::Iteration(number) => self.terraform(&iteration_folder(self.context, *number)?, name, side)?,
            Spelling::TerraformState(path) => {
                let table = self.type_table()?;
                self.read(&files::open(path)?, name, side, |bytes, name, options| {
                    terraform::read_state(&bytes, name, &table, options)
                })?
            }
            Spelling::Stored(scope) => store::load(self, scope, side)?,
        };
        Ok(snapshot)
    }

    fn read<R>(&self, bytes: &Arc<dyn Bytes>, name: &str, side: Side, read: R) -> Result<Snapshot, Error>
    where
        R: FnOnce(Arc<dyn Bytes>, &str, ReadOptions<'_>) -> Result<Snapshot, atg_core::CoreError>,
    {
        let told = self.told(&format!("reading {name}"), bytes.len());
        let snapshot = read(bytes.clone(), name, self.options(side, &told));
        self.context.progress.end();
        Ok(snapshot?)
    }

    fn terraform(&self, folder: &Path, name: &str, side: Side) -> Result<Snapshot, Error> {
        let files = files::folder(folder, terraform::FILE_ENDINGS)?;
        let table = self.type_table()?;
        let total = files.iter().map(|(_, bytes)| bytes.len() as u64).sum();
        let told = self.told(&format!("reading {name}"), total);
        let snapshot = terraform::read_configuration(files, name, &table, self.options(side, &told));
        self.context.progress.end();
        Ok(snapshot?)
    }

    fn type_table(&self) -> Result<TypeTable, Error> {
        match &self.context.settings.type_map {
            None => Ok(TypeTable::builtin()),
            Some(path) => Ok(TypeTable::with_file(
                &files::whole_text(path)?,
                &path.display().to_string(),
            )?),
        }
    }

    /// What a reader is told.
    pub(crate) fn options<'o>(&'o self, side: Side, progress: &'o dyn readers::Progress) -> ReadOptions<'o> {
        let threads = self.context.settings.threads();
        ReadOptions {
            side,
            mapping: self.mapping,
            filter: self.filter,
            threads,
            progress,
        }
    }

    /// Begins a task of so many bytes on the progress bar.
    pub(crate) fn told(&self, title: &str, total: u64) -> Task<'_> {
        self.context.progress.task(title, Some(total))
    }
}

/// The folder of an iteration that exists.
pub(crate) fn iteration_folder(context: &Context<'_>, number: u32) -> Result<PathBuf, Error> {
    let demos = &context.settings.demos;
    let folder = demos.join(format!("iteration{number}"));
    if folder.is_dir() {
        return Ok(folder);
    }
    let known: Vec<String> = iteration_numbers(demos).iter().map(ToString::to_string).collect();
    let error = Error::failed(format!("there is no iteration {number} in `{}`", demos.display()));
    if known.is_empty() {
        return Err(error.hint("iterations lie in DEMOS/iterationN/; name the folder with `--demos DIR`"));
    }
    let wanted = number.to_string();
    let near = by_nearness(&wanted, known.iter().map(String::as_str));
    let shown = near.iter().take(8).copied().collect::<Vec<_>>().join(", ");
    let more = if near.len() > 8 {
        format!(", and {} more", near.len() - 8)
    } else {
        String::new()
    };
    Err(error.hint(format!(
        "there are {shown}{more}; another folder is named with `--demos DIR`"
    )))
}

/// The numbers of all iterations in a folder, ascending.
fn iteration_numbers(demos: &Path) -> Vec<u32> {
    let entries = std::fs::read_dir(demos).into_iter().flatten().flatten();
    let mut numbers: Vec<u32> = entries
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().to_str()?.strip_prefix("iteration")?.parse().ok())
        .collect();
    numbers.sort_unstable();
    numbers
}
