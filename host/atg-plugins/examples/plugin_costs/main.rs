//! What plugins cost, as one JSON object a line: `cargo xtask bench` runs it and compares.
//!
//!     plugin_costs COMPONENT COMPILER CACHE      the costs of calls, with the guest of `tests/measured`
//!     plugin_costs ready COMPILER CACHE          CPU to make eight built-in plugins ready
//!     plugin_costs FILE.json COMPILER CACHE      seconds in which all built-in analyzers look at the diagnostics in FILE

#![allow(clippy::print_stdout, reason = "its output is its purpose")]

mod calls;
mod classify;
mod native;
mod ready;

use std::collections::BTreeMap;
use std::error::Error;
use std::ffi::OsString;
use std::path::PathBuf;

use atg_plugins::catalog::{Catalog, Embedded, Places};
use atg_plugins::{Compiler, Runtime, RuntimeOptions};

/// How often something is repeated of which the least is taken.
const ROUNDS: usize = 7;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, compiler, cache] = arguments.as_slice() else {
        return Err("usage: plugin_costs COMPONENT|ready|FILE.json COMPILER CACHE".into());
    };
    match what.as_str() {
        "ready" => ready::ready(&runtime(compiler, cache, 1)?),
        file if file.ends_with(".json") => {
            let threads = std::thread::available_parallelism().map_or(1, usize::from);
            classify::classify(&runtime(compiler, cache, threads)?, file)
        }
        component => calls::calls(&runtime(compiler, cache, 1)?, component),
    }
}

fn runtime(compiler: &str, cache: &str, threads: usize) -> Outcome<Runtime> {
    Ok(Runtime::new(RuntimeOptions {
        cache: Some(PathBuf::from(cache)),
        compiler: Compiler::new(PathBuf::from(compiler), [OsString::from("__compile")]),
        timeout: None,
        memory: None,
        grants: BTreeMap::new(),
        settings: BTreeMap::new(),
        as_of: "2026-01-01T00:00:00Z".to_owned(),
        threads,
    })?)
}

/// The built-in plugins.
fn builtin() -> Catalog {
    let embedded: Vec<Embedded> = atg_builtin::BUILTIN
        .iter()
        .map(|one| Embedded {
            manifest: one.manifest,
            sha256: one.sha256,
            component: one.component,
        })
        .collect();
    Catalog::gather(&[], &Places::default(), &embedded)
}

fn tell(what: &str, value: f64) {
    println!("{{\"what\": \"{what}\", \"value\": {value}}}");
}
