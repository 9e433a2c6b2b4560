//! The built-in plugins, as component bytes inside the binary.
//!
//! Knows nothing of the runtime: what is here is bytes, and they go through the same door as everybody's plugins.

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

/// One built-in plugin.
#[derive(Clone, Copy)]
pub struct Builtin {
    /// Its id, as in the manifest.
    pub id: &'static str,
    /// Text of its `atg-plugin.toml`.
    pub manifest: &'static str,
    /// SHA-256 of the component.
    pub sha256: [u8; 32],
    /// The component.
    pub component: &'static [u8],
}

impl std::fmt::Debug for Builtin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({} bytes)", self.id, self.component.len())
    }
}
