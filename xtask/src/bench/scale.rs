//! `fidelity` on estates of a million resources: against the denominator, against ten times fewer, against DuckDB.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::estates::{Estates, Variant};
use super::process::{Cost, in_turn, measure, median};
use super::{Figure, tools};
use crate::chore::{Chore, Failure};

/// Exit codes that mean "it did its work": done, and objective not met.
const DONE: &[i32] = &[0, 3];

/// All figures of the big comparisons.
pub(crate) fn run(chore: &Chore, quick: bool) -> Result<Vec<Figure>, Failure> {
    let (rows, rounds) = if quick { (100_000, 1) } else { (1_000_000, 3) };
    let folder = chore.target().join("bench");
    std::fs::create_dir_all(&folder)?;
    let big = Estates::make(&folder, rows, Variant::Usual)?;
    let small = Estates::make(&folder, rows / 10, Variant::Usual)?;
    let unlike = Estates::make(&folder, rows, Variant::EveryPairDifferent)?;
    let mut figures = vec![
        Figure::plain("resources a side", rows.to_string()),
        Figure::plain("bytes, both files", big.bytes_in_words()?),
    ];

    // The core figures, the metrics and DuckDB, in turn with the denominator.
    let mut skip = Command::new(chore.xtask());
    skip.args(["bench", "ignore"]).args([&big.source, &big.target]);
    let mut core = fidelity(chore, &big, &["--metric", "none"]);
    let mut metrics = fidelity(chore, &big, &[]);
    let mut duckdb = Command::new(tools::duckdb_python(chore)?);
    duckdb.args(["-c", tools::KEY_JOIN]).args([&big.source, &big.target]);
    let runs = in_turn(
        rounds,
        &mut [
            (&mut skip, DONE),
            (&mut core, DONE),
            (&mut metrics, DONE),
            (&mut duckdb, DONE),
        ],
    )?;
    let [skip, core, metrics, duckdb] = runs.as_slice() else {
        return Err("four commands make four series".into());
    };
    figures.push(Figure::plain(
        "denominator: IgnoredAny over both files, one thread",
        format!("{:.2} s", wall(skip)),
    ));
    figures.push(Figure::at_most(
        "fidelity, core figures: wall",
        ratio(core, skip, |c| c.wall),
        1.3,
        "×",
    ));
    figures.push(Figure::at_most(
        "fidelity, core figures: CPU",
        ratio_to(core, skip, |c| c.cpu, |d| d.wall),
        2.3,
        "×",
    ));
    figures.push(Figure::at_most(
        "fidelity, core figures: peak",
        peak(core),
        400.0,
        "MiB",
    ));
    figures.push(Figure::at_most(
        "with all built-in metrics, to core: wall",
        ratio(metrics, core, |c| c.wall),
        1.3,
        "×",
    ));
    figures.push(Figure::at_most(
        "with all built-in metrics: peak",
        peak(metrics),
        600.0,
        "MiB",
    ));

    figures.push(Figure::at_most(
        "beside DuckDB's key join: wall",
        ratio(core, duckdb, |c| c.wall),
        1.0,
        "×",
    ));
    figures.push(Figure::plain(
        "DuckDB's key join",
        format!("{:.2} s, {:.0} MiB", wall(duckdb), peak(duckdb)),
    ));

    let cost = measure(&mut fidelity(chore, &unlike, &["--metric", "none"]), DONE)?;
    figures.push(Figure::at_most(
        "every pair different: wall",
        cost.wall / wall(skip),
        4.0,
        "×",
    ));
    figures.push(Figure::plain(
        "every pair different: peak",
        format!("{:.0} MiB", cost.peak),
    ));

    let cost = measure(&mut fidelity(chore, &small, &["--metric", "none"]), DONE)?;
    figures.push(Figure::at_most(
        "ten times the resources: wall",
        wall(core) / cost.wall,
        11.0,
        "×",
    ));
    figures.push(Figure::at_most(
        "ten times the resources: peak",
        peak(core) / cost.peak,
        11.0,
        "×",
    ));

    figures.extend(store(chore, &folder, &big, wall(skip), rows)?);

    Ok(figures)
}

/// Both estates into a store, and the comparison out of it.
fn store(chore: &Chore, folder: &Path, estates: &Estates, skip: f64, rows: u64) -> Result<Vec<Figure>, Failure> {
    let database = folder.join(format!("graph-{rows}.db"));
    for ending in ["", "-wal", "-shm"] {
        let mut path = database.clone().into_os_string();
        path.push(ending);
        let path = PathBuf::from(path);
        if path.exists() {
            std::fs::remove_file(path)?;
        }
    }
    let graph = format!("sqlite:{}", database.display());
    let mut loading = 0.0;
    for (file, scope) in [
        (&estates.source, "11111111-1111-1111-1111-111111111111"),
        (&estates.target, "22222222-2222-2222-2222-222222222222"),
    ] {
        let mut import = Command::new(chore.atg());
        import
            .args(["--graph", &graph, "import"])
            .arg(spelled(file))
            .args(["--as", scope]);
        loading += measure(&mut import, DONE)?.wall;
    }
    let mut stored = Command::new(chore.atg());
    stored
        .args(["--graph", &graph, "fidelity", "--metric", "none", "--format", "json"])
        .args([
            "--source",
            "11111111-1111-1111-1111-111111111111",
            "--target",
            "22222222-2222-2222-2222-222222222222",
        ]);
    let runs = in_turn(3, &mut [(&mut stored, DONE)])?;
    Ok(vec![
        Figure::at_least(
            "loading the store",
            2.0 * rows as f64 / loading / 1000.0,
            100.0,
            "thousand rows/s",
        ),
        Figure::at_most("fidelity from the store: wall", wall(&runs[0]) / skip, 0.75, "×"),
        Figure::plain("fidelity from the store: peak", format!("{:.0} MiB", peak(&runs[0]))),
    ])
}

fn spelled(file: &Path) -> String {
    format!("arg:{}", file.display())
}

fn fidelity(chore: &Chore, estates: &Estates, more: &[&str]) -> Command {
    let mut command = Command::new(chore.atg());
    command.args([
        "fidelity",
        "--source",
        &spelled(&estates.source),
        "--target",
        &spelled(&estates.target),
    ]);
    command.args(["--format", "json"]).args(more);
    command
}

fn wall(runs: &[Cost]) -> f64 {
    median(runs.iter().map(|cost| cost.wall).collect())
}

fn peak(runs: &[Cost]) -> f64 {
    runs.iter().map(|cost| cost.peak).fold(0.0, f64::max)
}

/// The median of the ratios, pair by pair: both runs of a pair saw the same machine.
fn ratio(runs: &[Cost], base: &[Cost], of: fn(&Cost) -> f64) -> f64 {
    ratio_to(runs, base, of, of)
}

fn ratio_to(runs: &[Cost], base: &[Cost], of: fn(&Cost) -> f64, to: fn(&Cost) -> f64) -> f64 {
    median(runs.iter().zip(base).map(|(run, base)| of(run) / to(base)).collect())
}
