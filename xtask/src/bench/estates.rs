//! The two big estates as Resource Graph files, made once and kept in `target/bench`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use atg_tenants::{Format, Side, Tenants};

use crate::chore::Failure;

/// What the target differs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Variant {
    /// 94 % matched, 2 % of the pairs really different; member order, case and stacked prefixes vary.
    Usual,
    /// Every matched pair really differs.
    EveryPairDifferent,
}

impl Variant {
    fn word(self) -> &'static str {
        match self {
            Variant::Usual => "usual",
            Variant::EveryPairDifferent => "every-pair-different",
        }
    }

    fn tenants(self, rows: u64) -> Tenants {
        match self {
            Variant::Usual => Tenants::bench(rows),
            Variant::EveryPairDifferent => Tenants::bench(rows).with_different(1000),
        }
    }
}

/// Goes up with every change of the generator that changes what it writes, so that no older file is measured.
const GENERATION: u32 = 2;

/// A source and a target file.
#[derive(Debug)]
pub(crate) struct Estates {
    /// Resource Graph rows of the source.
    pub source: PathBuf,
    /// Resource Graph rows of the target.
    pub target: PathBuf,
}

impl Estates {
    /// The files of so many rows a side; written where they are not there yet. Every variant has the same source.
    pub(crate) fn make(folder: &Path, rows: u64, variant: Variant) -> Result<Self, Failure> {
        let tenants = variant.tenants(rows);
        let source = folder.join(format!("source-{rows}-{GENERATION}.jsonl"));
        let target = folder.join(format!("target-{}-{rows}-{GENERATION}.jsonl", variant.word()));
        for (file, side) in [(&source, Side::Source), (&target, Side::Target)] {
            if !file.exists() {
                println!("writing {} ({rows} rows)", file.display());
                write(&tenants, side, file)?;
            }
        }
        Ok(Self { source, target })
    }

    /// The size of both files, for people.
    pub(crate) fn bytes_in_words(&self) -> Result<String, Failure> {
        let bytes = std::fs::metadata(&self.source)?.len() + std::fs::metadata(&self.target)?.len();
        Ok(match bytes {
            1_000_000_000.. => format!("{:.2} GB", bytes as f64 / 1e9),
            1_000_000.. => format!("{:.1} MB", bytes as f64 / 1e6),
            _ => format!("{bytes} bytes"),
        })
    }
}

/// Writes beside the name and moves, so that an interrupted bench leaves no half file behind.
fn write(tenants: &Tenants, side: Side, file: &Path) -> Result<(), Failure> {
    let partial = file.with_extension("partial");
    let mut out = BufWriter::with_capacity(1 << 20, File::create(&partial)?);
    tenants.write(side, Format::ResourceGraph, &mut out)?;
    out.flush()?;
    std::fs::rename(&partial, file)?;
    Ok(())
}
