//! What calls cost.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use atg_core::align::{AlignOptions, Comparison, align};
use atg_core::drift::AcceptedDrift;
use atg_core::filter::Filter;
use atg_core::identity::Side;
use atg_core::mapping::Mapping;
use atg_core::readers::{NoProgress, ReadOptions, resource_graph};
use atg_plugins::catalog::{Catalog, Places};
use atg_plugins::{Plugin, Runtime, measure_all};

use crate::native::Native;
use crate::{Outcome, ROUNDS, tell};

/// Pairs that the reading metrics look at.
const PAIRS: u32 = 100_000;
/// How often each of them is called at a time, and its native twin too: what is timed for long is not told by one good moment,
/// and what they share, which is most of one call, does not decide.
const TIMES: usize = 200;
/// Calls of the host that `calls-host` makes, and findings that `finds` hands over.
const CALLS: f64 = 100_000.0;
const FINDINGS: f64 = 5_000.0;

/// Plugins, and which metrics of each are asked.
type Loaded = Vec<(Plugin, Vec<String>)>;

/// Tells the costs of calls of the measured guest.
pub(crate) fn calls(runtime: &Runtime, component: &str) -> Outcome<()> {
    let catalog = Catalog::gather(&[component.to_owned()], &Places::default(), &[]);
    let entry = catalog.plugins.first().ok_or("the component is no plugin")?;
    let plugins = |names: &[&str], times: usize| -> Outcome<Loaded> {
        let names = names.iter().map(|name| (*name).to_owned());
        let repeated: Vec<String> = names.flat_map(|name| std::iter::repeat_n(name, times)).collect();
        Ok(vec![(runtime.load(entry)?, repeated)])
    };
    // Seconds of some calls, and of what they share.
    let took = |comparison: &Arc<Comparison>, plugins: &Loaded| -> Outcome<f64> {
        let start = Instant::now();
        let results = measure_all(runtime, plugins, comparison, &NoProgress);
        let took = start.elapsed();
        match results.iter().find_map(|result| result.failure.as_ref()) {
            Some(failure) => Err(format!("{failure:?}").into()),
            None => Ok(took.as_secs_f64()),
        }
    };
    // Seconds of one call, without what many calls share.
    let seconds = |comparison: &Arc<Comparison>, name: &str, times: usize| -> Outcome<f64> {
        let (many, one) = (plugins(&[name], times + 1)?, plugins(&[name], 1)?);
        let [many, one] = least([&mut || took(comparison, &many), &mut || took(comparison, &one)])?;
        Ok((many - one) / times as f64)
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
    let readers = |times: usize| -> Outcome<[Loaded; 3]> {
        Ok([
            plugins(&["by-number"], times)?,
            plugins(&["by-text"], times)?,
            plugins(&["reads"], times)?,
        ])
    };
    let (many, one) = (readers(TIMES + 1)?, readers(1)?);
    let [encoding, by_number, by_text, numbers, number, texts, text, reads, read] = least([
        &mut || Ok(native.seconds(TIMES, |_, _| ())),
        &mut || Ok(native.seconds(TIMES, Native::by_number)),
        &mut || Ok(native.seconds(TIMES, Native::by_text)),
        &mut || took(&large, &many[0]),
        &mut || took(&large, &one[0]),
        &mut || took(&large, &many[1]),
        &mut || took(&large, &one[1]),
        &mut || took(&large, &many[2]),
        &mut || took(&large, &one[2]),
    ])?;
    let guest = |many: f64, one: f64| (many - one) / TIMES as f64;
    let (guest_number, guest_text, reads) = (guest(numbers, number), guest(texts, text), guest(reads, read));
    let rows = f64::from(PAIRS);
    tell("reading, to encoding alone", reads / encoding);
    // Less is the noise of two times, and would make any figure.
    if reads > 1.02 * encoding {
        tell("crossing, GB/s", native.bytes() / (reads - encoding) / 1e9);
    }
    tell("rows by number, M/s", rows / guest_number / 1e6);
    tell("by number, to native", guest_number / by_number);
    tell("by text, to native", guest_text / by_text);
    tell("encoding alone, M rows/s", rows / encoding / 1e6);
    Ok(())
}

/// The least seconds of each of several things. They are measured in turn, round after round, so that a machine that is slow for
/// a while is slow for all of them.
fn least<const N: usize>(mut things: [&mut dyn FnMut() -> Outcome<f64>; N]) -> Outcome<[f64; N]> {
    let mut least = [f64::INFINITY; N];
    for _ in 0..ROUNDS {
        for (least, thing) in least.iter_mut().zip(&mut things) {
            *least = least.min(thing()?);
        }
    }
    Ok(least)
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
