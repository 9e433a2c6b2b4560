//! The engine: one configuration for whoever compiles and whoever runs, which is what makes compiled code exchangeable.

use std::hash::{Hash, Hasher};
use std::num::NonZeroUsize;

use wasmtime::{Config, Engine, WasmBacktraceDetails};

/// Bytes of stack that a guest may use. Threads that call guests have four times as much.
pub(crate) const STACK: usize = 1 << 20;

/// Frames of a failure that are told.
const FRAMES: NonZeroUsize = NonZeroUsize::new(32).expect("not zero");

/// An engine that runs compiled code. It has no compiler: building one costs more than all of a warm start.
pub(crate) fn runner() -> wasmtime::Result<Engine> {
    let mut config = config();
    config.enable_compiler(false);
    Engine::new(&config)
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
        let runner = runner().unwrap();
        // SAFETY: the bytes come from the same version of the engine, above.
        unsafe { wasmtime::component::Component::deserialize(&runner, &code) }.unwrap();
        assert_eq!(compatibility(&runner), compatibility(&super::runner().unwrap()));
    }
}
