//! The two big estates as Resource Graph files, made once and kept in `target/bench`.

use std::path::{Path, PathBuf};

use crate::chore::{Chore, Failure};

/// What the target differs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// 94 % matched, 2 % of the pairs really different; member order, case and stacked prefixes vary.
    Usual,
    /// Every matched pair really differs.
    EveryPairDifferent,
}

/// A source and a target file.
#[derive(Debug)]
pub struct Estates {
    /// Resource Graph rows of the source.
    pub source: PathBuf,
    /// Resource Graph rows of the target.
    pub target: PathBuf,
}
