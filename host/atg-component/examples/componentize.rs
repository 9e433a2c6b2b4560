//! Makes a component by hand: `cargo run --release -p atg-component --example componentize MODULE.wasm MANIFEST.toml OUT.wasm`.

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args_os().skip(1);
    let mut next = || {
        words
            .next()
            .ok_or("usage: componentize MODULE.wasm MANIFEST.toml OUT.wasm")
    };
    let (module, manifest, out) = (next()?, next()?, next()?);
    let component = atg_component::componentize(&std::fs::read(module)?, &std::fs::read_to_string(manifest)?)?;
    std::fs::write(out, component)?;
    Ok(())
}
