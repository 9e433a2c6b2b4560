//! The plugin runtime: loads, limits and calls WebAssembly components.
