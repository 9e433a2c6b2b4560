//! One minimal resource of every type of a schema pack, generated as any estate is and validated by the real azapi.
//!
//!     ATG_TEST_AZAPI=terraform-provider-azapi \
//!         cargo run --release -p azapi-stand-in --example coverage -- PACK FOLDER [--rows PACK] [--page FILE --section NAME]
//!
//! With `--rows`, the resources are made from another pack: one that knows which values there are, where `PACK` does not.
//! `FOLDER` is made, holds one batch at a time, and stays for a look. With `--page`, what was found goes into that page,
//! between the lines `<!-- coverage: NAME -->` and `<!-- end -->`.
//!
//! Two rounds, as `atg iterate` has them: a version that the provider does not know is answered with those that it knows,
//! and the second round takes the newest of them.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the person who started it"
)]

mod batch;
mod page;
mod reasons;
mod rows;
mod terraform;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use atg_terraform::overlay::{self, FixKind, Overlay, Target};
use atg_terraform::schema::{Pack, TypeSchema};

use batch::Verdict;
use page::Findings;
use rows::Packs;
use terraform::Workshop;

const USAGE: &str = "usage: coverage PACK FOLDER [--rows PACK] [--page FILE --section NAME]";

/// What may go wrong here goes to a person, so its words are enough.
type Failure = Box<dyn Error>;

struct Arguments {
    pack: PathBuf,
    folder: PathBuf,
    /// The pack that rows are made from.
    rows: Option<PathBuf>,
    /// A page, and the section of it to write.
    page: Option<(PathBuf, String)>,
}

fn main() -> ExitCode {
    match arguments().and_then(|arguments| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            let mut cause = error.source();
            while let Some(inner) = cause {
                eprintln!("  caused by: {inner}");
                cause = inner.source();
            }
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Result<Arguments, Failure> {
    let (mut places, mut rows, mut page, mut section) = (Vec::new(), None, None, None);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--rows" => rows = words.next().map(PathBuf::from),
            "--page" => page = words.next().map(PathBuf::from),
            "--section" => section = words.next(),
            _ => places.push(PathBuf::from(word)),
        }
    }
    let page = match (page, section) {
        (None, None) => None,
        (Some(page), Some(section)) => Some((page, section)),
        _ => return Err(format!("--page and --section go together\n{USAGE}").into()),
    };
    let [pack, folder] = <[PathBuf; 2]>::try_from(places).map_err(|_| USAGE)?;
    Ok(Arguments {
        pack,
        folder,
        rows,
        page,
    })
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    let packs = Packs {
        types: read(&arguments.pack)?,
        rows: arguments.rows.as_deref().map(read).transpose()?,
    };
    let workshop = Workshop::open(&arguments.folder)?;
    let types: Vec<TypeSchema<'_>> = packs.types.types().collect();
    let first = round(&packs, &types, &Overlay::new(), &workshop)?;
    let (learned, again) = learn(&types, &first)?;
    println!("{} types again, with a version that the provider knows", again.len());
    let mut last = first.clone();
    last.extend(round(&packs, &again, &learned, &workshop)?);
    let findings = Findings {
        first: &first,
        last: &last,
        versions: learned.entries().len(),
        tools: workshop.tools(),
    };
    println!("{}", findings.summary());
    match &arguments.page {
        Some((page, section)) => put(page, section, &findings.text()),
        None => {
            println!("{}", findings.text());
            Ok(())
        }
    }
}

fn read(place: &Path) -> Result<Pack, Failure> {
    let spelling = place.display().to_string();
    let bytes = std::fs::read(place).map_err(|error| format!("cannot read the pack `{spelling}`: {error}"))?;
    Ok(Pack::read(&bytes, &spelling)?)
}

/// Every type once, a batch after the other; by the type's name.
fn round(
    packs: &Packs,
    types: &[TypeSchema<'_>],
    overlay: &Overlay,
    workshop: &Workshop,
) -> Result<BTreeMap<String, Verdict>, Failure> {
    let mut verdicts = BTreeMap::new();
    for few in rows::batches(types) {
        verdicts.extend(batch::validated(packs, &few, overlay, workshop)?);
        println!("{} of {} types", verdicts.len(), types.len());
    }
    Ok(verdicts)
}

/// Fixes for types whose version the provider does not know, as the analyzer of its errors proposes them: the newest version
/// that is no preview, else the newest.
fn learn<'p>(
    types: &[TypeSchema<'p>],
    verdicts: &BTreeMap<String, Verdict>,
) -> Result<(Overlay, Vec<TypeSchema<'p>>), Failure> {
    let mut overlay = Overlay::new();
    let mut again = Vec::new();
    for schema in types {
        let lines = verdicts.get(schema.name()).map_or(&[][..], |verdict| &verdict.lines);
        let Some(version) = lines.iter().find_map(|line| reasons::newest_version(line)) else {
            continue;
        };
        let of = Target::Type(schema.name().to_owned());
        let value = format!("{}@{version}", schema.name());
        let path = overlay::Path::parse("type")?;
        overlay.adopt(overlay::Entry::new(FixKind::SetAttribute, of, path, Some(value.into())));
        again.push(*schema);
    }
    Ok((overlay, again))
}

/// Replaces a section of a page.
fn put(page: &Path, section: &str, text: &str) -> Result<(), Failure> {
    let place = page.display();
    let whole = std::fs::read_to_string(page).map_err(|error| format!("cannot read the page `{place}`: {error}"))?;
    let (begin, end) = (format!("<!-- coverage: {section} -->\n"), "<!-- end -->");
    let replaced = whole.split_once(&begin).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(end)?;
        Some(format!("{before}{begin}\n{text}\n{end}{after}"))
    });
    let replaced = replaced.ok_or_else(|| {
        format!(
            "the page `{place}` has no section `{section}`: add the lines `{}` and `{end}` to it",
            begin.trim_end()
        )
    })?;
    std::fs::write(page, replaced).map_err(|error| format!("cannot write the page `{place}`: {error}"))?;
    Ok(())
}
