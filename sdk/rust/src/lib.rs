//! The Rust SDK for atg plugins.
