//! What plugins cost, as one JSON object a line: `cargo xtask bench plugins` runs it and compares.
//!
//!     plugin_costs COMPONENT COMPILER CACHE      the costs of calls, with the guest of `tests/measured`
//!     plugin_costs ready COMPILER CACHE          CPU to make eight built-in plugins ready

#![allow(clippy::print_stdout, reason = "its output is its purpose")]

use std::collections::BTreeMap;
use std::error::Error;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use atg_core::align::{AlignOptions, Comparison, align};
use atg_core::drift::AcceptedDrift;
use atg_core::filter::Filter;
use atg_core::identity::Side;
use atg_core::mapping::Mapping;
use atg_core::readers::{NoProgress, ReadOptions, resource_graph};
use atg_core::snapshot::ValueOptions;
use atg_core::table::{BatchEncoder, FIRST_MARK, Table, USUAL_BATCH_BYTES};
use atg_core::view::{self, PropertyColumns, Selection};
use atg_plugins::catalog::{Catalog, Embedded, Places};
use atg_plugins::{Compiler, Plugin, Runtime, RuntimeOptions, measure_all};

/// Pairs that the reading metrics look at.
const PAIRS: u32 = 300_000;
/// Calls of the host that `calls-host` makes, and findings that `finds` hands over.
const CALLS: f64 = 100_000.0;
const FINDINGS: f64 = 5_000.0;
/// How often something is repeated of which the least is taken.
const ROUNDS: usize = 7;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, compiler, cache] = arguments.as_slice() else {
        return Err("usage: plugin_costs COMPONENT|ready COMPILER CACHE".into());
    };
    let runtime = runtime(compiler, cache)?;
    if what == "ready" {
        ready(&runtime)
    } else {
        calls(&runtime, what)
    }
}

fn runtime(compiler: &str, cache: &str) -> Outcome<Runtime> {
    Ok(Runtime::new(RuntimeOptions {
        cache: Some(PathBuf::from(cache)),
        compiler: Compiler::new(PathBuf::from(compiler), [OsString::from("__compile")]),
        timeout: None,
        memory: None,
        grants: BTreeMap::new(),
        settings: BTreeMap::new(),
        as_of: "2026-01-01T00:00:00Z".to_owned(),
        threads: 1,
    })?)
}

fn tell(what: &str, value: f64) {
    println!("{{\"what\": \"{what}\", \"value\": {value}}}");
}

/// CPU of this process so far, in milliseconds.
fn cpu() -> f64 {
    // SAFETY: zeroed bytes are a valid `rusage`, and the pointer is to one.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_SELF, &raw mut usage);
        usage
    };
    let milliseconds = |time: libc::timeval| time.tv_sec as f64 * 1e3 + time.tv_usec as f64 / 1e3;
    milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime)
}

fn ready(runtime: &Runtime) -> Outcome<()> {
    let before = cpu();
    let embedded: Vec<Embedded> = atg_builtin::BUILTIN
        .iter()
        .map(|one| Embedded {
            manifest: one.manifest,
            sha256: one.sha256,
            component: one.component,
        })
        .collect();
    let catalog = Catalog::gather(&[], &Places::default(), &embedded);
    let eight = catalog
        .plugins
        .get(..8)
        .ok_or("there are fewer than eight built-in plugins")?;
    let loaded = runtime
        .load_all(eight)
        .into_iter()
        .collect::<Result<Vec<Plugin>, _>>()?;
    tell("eight ready, ms of CPU", cpu() - before);
    drop(loaded);
    Ok(())
}

fn calls(runtime: &Runtime, component: &str) -> Outcome<()> {
    let catalog = Catalog::gather(&[component.to_owned()], &Places::default(), &[]);
    let entry = catalog.plugins.first().ok_or("the component is no plugin")?;
    let plugins = |names: &[&str], times: usize| -> Outcome<Vec<(Plugin, Vec<String>)>> {
        let names = names.iter().map(|name| (*name).to_owned());
        let repeated: Vec<String> = names.flat_map(|name| std::iter::repeat_n(name, times)).collect();
        Ok(vec![(runtime.load(entry)?, repeated)])
    };
    // Seconds of one call, without what many calls share.
    let seconds = |comparison: &Arc<Comparison>, name: &str, times: usize| -> Outcome<f64> {
        let many = plugins(&[name], times + 1)?;
        let one = plugins(&[name], 1)?;
        // Both at their quickest: the difference of two disturbed ones would mean nothing.
        let (mut least_many, mut least_one) = (f64::INFINITY, f64::INFINITY);
        for _ in 0..ROUNDS {
            let took = |plugins: &[(Plugin, Vec<String>)]| -> Outcome<f64> {
                let start = Instant::now();
                let results = measure_all(runtime, plugins, comparison, &NoProgress);
                let took = start.elapsed();
                match results.iter().find_map(|result| result.failure.as_ref()) {
                    Some(failure) => Err(format!("{name}: {failure:?}").into()),
                    None => Ok(took.as_secs_f64()),
                }
            };
            least_many = least_many.min(took(&many)?);
            least_one = least_one.min(took(&one)?);
        }
        Ok((least_many - least_one) / times as f64)
    };

    let small = comparison(1)?;
    let empty = seconds(&small, "empty", 2_000)?;
    tell("a call, its instance included, µs", empty * 1e6);
    tell(
        "guest to host, µs",
        (seconds(&small, "calls-host", 20)? - empty) / CALLS * 1e6,
    );
    tell(
        "a finding, µs",
        (seconds(&small, "finds", 20)? - empty) / FINDINGS * 1e6,
    );

    let spins = plugins(&["spins"], 1)?;
    let start = Instant::now();
    measure_all(runtime, &spins, &small, &NoProgress);
    tell(
        "a runaway loop ends after its deadline, ms",
        (start.elapsed().saturating_sub(Duration::from_secs(2))).as_secs_f64() * 1e3,
    );

    let large = comparison(PAIRS)?;
    let native = Native::load(&large)?;
    let encoding = native.least(|_, _| ());
    let (by_number, by_text) = (native.least(Native::by_number), native.least(Native::by_text));
    let guest_number = seconds(&large, "by-number", 20)?;
    let guest_text = seconds(&large, "by-text", 20)?;
    let crossing = (seconds(&large, "reads", 20)? - encoding).max(1e-9);
    let rows = f64::from(PAIRS);
    tell("crossing, GB/s", native.bytes() / crossing / 1e9);
    tell("rows by number, M/s", rows / guest_number / 1e6);
    tell("by number, to native", guest_number / by_number);
    tell("by text, to native", guest_text / by_text);
    tell("encoding alone, M rows/s", rows / encoding / 1e6);
    Ok(())
}

/// The same work without a guest: the host's own encoding, and the metric's loop over what it makes.
struct Native {
    table: view::PairsTable,
}

impl Native {
    const PROPERTIES: [&str; 3] = ["location", "sku.name", "kind"];

    fn load(comparison: &Arc<Comparison>) -> Outcome<Native> {
        let paths = Native::PROPERTIES.map(str::to_owned);
        let options = ValueOptions {
            redact: true,
            threads: 1,
            progress: &NoProgress,
        };
        let load = |snapshot| PropertyColumns::load(snapshot, &paths, options).map(Arc::new);
        let (source, target) = (load(&comparison.source)?, load(&comparison.target)?);
        Ok(Native {
            table: view::pairs(Arc::clone(comparison), source, target, &paths, Selection::all()),
        })
    }

    /// Numbers of the columns that the guest asks for, in its order.
    fn columns(&self) -> Vec<usize> {
        let names = self.table.columns();
        let place = |name: &str| names.iter().position(|other| other == name).unwrap_or(0);
        let fixed = ["status", "type", "properties"].map(place);
        let properties = Native::PROPERTIES.iter();
        let pairs = properties.flat_map(|path| [place(&format!("source:{path}")), place(&format!("target:{path}"))]);
        fixed.into_iter().chain(pairs).collect()
    }

    /// Hands every batch to something.
    fn each(&self, mut look: impl FnMut(&Decoded<'_>)) {
        let columns = self.columns();
        let mut encoder = BatchEncoder::new(columns.len());
        let mut at = 0;
        while at < self.table.rows() {
            let Ok(next) = self.table.batch(&columns, at, USUAL_BATCH_BYTES, &mut encoder) else {
                return;
            };
            at = next;
            let batch = encoder.finish();
            look(&Decoded {
                rows: batch.rows as usize,
                heap: &batch.heap,
                offsets: &batch.offsets,
                cells: &batch.cells,
            });
        }
    }

    fn bytes(&self) -> f64 {
        let mut bytes = 0;
        self.each(|batch| bytes += batch.heap.len() + batch.offsets.len() + batch.cells.len());
        bytes as f64
    }

    /// Seconds of the fastest of some rounds.
    fn least(&self, look: impl Fn(&Decoded<'_>, &mut [u32; 2])) -> f64 {
        let round = |_| {
            let start = Instant::now();
            let mut counts = [0; 2];
            self.each(|batch| look(batch, &mut counts));
            std::hint::black_box(counts);
            start.elapsed().as_secs_f64()
        };
        (0..ROUNDS).map(round).fold(f64::INFINITY, f64::min)
    }

    fn by_number(batch: &Decoded<'_>, [equal, total]: &mut [u32; 2]) {
        let Some(matched) = (0..batch.texts()).find(|number| batch.text(*number) == Some("matched")) else {
            return;
        };
        for row in 0..batch.rows {
            if batch.cell(0, row) == matched {
                for column in [3, 5, 7] {
                    *total += 1;
                    *equal += u32::from(batch.cell(column, row) == batch.cell(column + 1, row));
                }
            }
        }
    }

    fn by_text(batch: &Decoded<'_>, [equal, total]: &mut [u32; 2]) {
        for row in 0..batch.rows {
            if batch.text(batch.cell(0, row)) == Some("matched") {
                for column in [3, 5, 7] {
                    let text = |column| batch.text(batch.cell(column, row)).unwrap_or("");
                    *total += 1;
                    *equal += u32::from(text(column).eq_ignore_ascii_case(text(column + 1)));
                }
            }
        }
    }
}

/// A batch as it would cross.
struct Decoded<'b> {
    rows: usize,
    heap: &'b [u8],
    offsets: &'b [u8],
    cells: &'b [u8],
}

impl Decoded<'_> {
    fn number(bytes: &[u8], at: usize) -> u32 {
        bytes.get(at * 4..at * 4 + 4).map_or(u32::MAX, |word| {
            u32::from_le_bytes([word[0], word[1], word[2], word[3]])
        })
    }

    fn cell(&self, column: usize, row: usize) -> u32 {
        Decoded::number(self.cells, column * self.rows + row)
    }

    fn texts(&self) -> u32 {
        (self.offsets.len() / 4).saturating_sub(1) as u32
    }

    fn text(&self, number: u32) -> Option<&str> {
        if number >= FIRST_MARK {
            return None;
        }
        let at = number as usize;
        let range = Decoded::number(self.offsets, at) as usize..Decoded::number(self.offsets, at + 1) as usize;
        std::str::from_utf8(self.heap.get(range)?).ok()
    }
}

/// Two estates of so many small resources, all of them matched.
fn comparison(pairs: u32) -> Outcome<Arc<Comparison>> {
    let (mapping, filter) = (Mapping::default(), Filter::default());
    let rows = |subscription: u32| {
        let mut text = String::new();
        for number in 0..pairs {
            let (group, location, sku) = (number / 50, number % 7, (number + subscription) % 13);
            let _ = writeln!(
                text,
                "{{\"id\":\"/subscriptions/s{subscription}/resourceGroups/rg-{group}/providers/Microsoft.Web/sites/site-{number}\",\
                 \"type\":\"Microsoft.Web/sites\",\"location\":\"region{location}\",\"kind\":\"app\",\"sku\":{{\"name\":\"S{sku}\"}}}}"
            );
        }
        text.into_bytes()
    };
    let read = |bytes: Vec<u8>, name: &str, side| {
        let options = ReadOptions {
            side,
            mapping: &mapping,
            filter: &filter,
            threads: 2,
            progress: &NoProgress,
        };
        resource_graph::read(Arc::new(bytes), name, options).map(Arc::new)
    };
    let (source, target) = (
        read(rows(1), "source", Side::Source)?,
        read(rows(2), "target", Side::Target)?,
    );
    let drift = AcceptedDrift::default();
    let options = AlignOptions {
        mapping: &mapping,
        drift: &drift,
        compare_properties: false,
        threads: 2,
        progress: &NoProgress,
    };
    Ok(Arc::new(align(source, target, &options)?))
}
