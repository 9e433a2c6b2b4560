//! The engine: one configuration for whoever compiles and whoever runs, which is what makes compiled code exchangeable.

use std::hash::{Hash, Hasher};
use std::num::NonZeroUsize;

use wasmtime::{Config, Enabled, Engine, InstanceAllocationStrategy, PoolingAllocationConfig, WasmBacktraceDetails};

/// Bytes of stack that a guest may use. Threads that call guests have four times as much.
pub(crate) const STACK: usize = 1 << 20;

/// Calls that run at a time, however many threads there are.
pub(crate) const CALLS: usize = 64;

/// Elements of one table.
const TABLE_ELEMENTS: usize = 100_000;

/// Bytes of a guest's memory, and of a table, that stay with a slot for the next call.
const RESIDENT: usize = 2 << 20;

/// Frames of a failure that are told.
const FRAMES: NonZeroUsize = NonZeroUsize::new(32).expect("not zero");

/// An engine that runs compiled code, for so many calls at a time. It has no compiler: building one costs more than all of a
/// warm start.
pub(crate) fn runner(calls: usize) -> wasmtime::Result<Engine> {
    let mut config = config();
    config.enable_compiler(false);
    config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool(calls)));
    // Its slots are address space, 4 GiB each, and not every system gives that much; it is slower without them.
    Engine::new(&config).or_else(|_| Engine::new(config.allocation_strategy(InstanceAllocationStrategy::OnDemand)))
}

/// Slots that are used again: mapping and unmapping memory for every call would cost more than a small call.
fn pool(calls: usize) -> PoolingAllocationConfig {
    let calls = calls.clamp(1, CALLS) as u32;
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(2 * calls)
        // Toolchains that link several modules need a dozen.
        .total_core_instances(32 * calls)
        .total_memories(4 * calls)
        .max_memories_per_module(4)
        .total_tables(16 * calls)
        .max_tables_per_module(8)
        .table_elements(TABLE_ELEMENTS);
    if PoolingAllocationConfig::is_pagemap_scan_available() {
        // Only pages that were written are wiped, so keeping them costs nothing but what they hold.
        pool.pagemap_scan(Enabled::Yes)
            .linear_memory_keep_resident(RESIDENT)
            .table_keep_resident(RESIDENT);
    }
    pool
}

/// An engine that compiles.
pub(crate) fn compiler() -> wasmtime::Result<Engine> {
    Engine::new(&config())
}

fn config() -> Config {
    let mut config = Config::new();
    config
        .wasm_component_model(true)
        // The sync ABI: a call is a plain call on a plain thread.
        .concurrency_support(false)
        .epoch_interruption(true)
        .max_wasm_stack(STACK)
        .memory_init_cow(true)
        .wasm_memory64(false)
        .wasm_relaxed_simd(false)
        .wasm_backtrace_max_frames(Some(FRAMES))
        .wasm_backtrace_details(WasmBacktraceDetails::Enable);
    config
}

/// What compiled code depends on besides the component, as hexadecimal digits. The processor's features are not in it: code
/// for another processor is refused when it is loaded, and compiled again.
pub(crate) fn compatibility(engine: &Engine) -> String {
    // The hasher's algorithm need not be stable: another one only means compiling again.
    let mut hasher = std::hash::DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut hasher);
    std::env::consts::ARCH.hash(&mut hasher);
    std::env::consts::OS.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_compiles_and_what_runs_agree() {
        let component = r#"(component)"#;
        let bytes = crate::testing::component(component);
        let code = compiler().unwrap().precompile_component(&bytes).unwrap();
        let runner = runner(1).unwrap();
        // SAFETY: the bytes come from the same version of the engine, above.
        unsafe { wasmtime::component::Component::deserialize(&runner, &code) }.unwrap();
        assert_eq!(compatibility(&runner), compatibility(&super::runner(1).unwrap()));
    }
}
