//! The Rust bindings of the SDK: wit-bindgen's for world `plugin`, and for each role what its guests say of themselves.

use std::fmt::Write as _;

use wit_bindgen_core::wit_parser::{PackageId, Resolve};
use wit_bindgen_core::{Files, WorldGenerator as _};

use crate::chore::Failure;

/// The world that has everything: its bindings are the bindings of every role.
const EVERYTHING: &str = "plugin";
/// The worlds of one role each, with the constant that holds their description.
const ROLES: [(&str, &str); 3] = [
    ("metric-plugin", "METRIC_PLUGIN"),
    ("formatter-plugin", "FORMATTER_PLUGIN"),
    ("analyzer-plugin", "ANALYZER_PLUGIN"),
];
/// Where wit-bindgen's own `export!` begins. It exports all roles at once, which no guest wants, and what follows it
/// describes the whole world in every guest; the SDK's own `export!` takes one role at a time.
const CUT: &str = "/// Generates `#[unsafe(no_mangle)]` functions to export the specified type";

/// The text of `bindings.rs`.
pub(super) fn generate(resolve: &Resolve, package: PackageId) -> Result<String, Failure> {
    let world = resolve.select_world(&[package], Some(EVERYTHING))?;
    let options = wit_bindgen_rust::Opts {
        format: true,
        runtime_path: Some("crate::runtime".to_owned()),
        pub_export_macro: true,
        generate_all: true,
        disable_custom_section_link_helpers: true,
        ..wit_bindgen_rust::Opts::default()
    };
    let mut files = Files::default();
    options.build().generate(&mut resolve.clone(), world, &mut files)?;
    let (_, bytes) = files.iter().next().ok_or("wit-bindgen wrote no file")?;
    let text = std::str::from_utf8(bytes)?;
    let (kept, _) = text
        .split_once(CUT)
        .ok_or("wit-bindgen's output has changed: its `export!` is not where it was")?;

    let mut text = String::from("// Written by `cargo xtask wit-bindings` from wit/. Do not edit.\n");
    text.push_str(kept.trim_end());
    text.push('\n');
    for (name, constant) in ROLES {
        let world = resolve.select_world(&[package], Some(name))?;
        let bytes = wit_component::metadata::encode(resolve, world, wit_component::StringEncoding::UTF8, None)?;
        writeln!(
            text,
            "/// What a guest of world `{name}` says of itself, for whoever makes a component of it."
        )?;
        writeln!(
            text,
            "pub const {constant}: [u8; {}] = *b\"\\\n{}\";",
            bytes.len(),
            literal(&bytes)
        )?;
    }
    Ok(text)
}

/// Bytes as the inside of a byte string literal, in lines of about a hundred columns.
fn literal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    let mut column = 0;
    for &byte in bytes {
        let before = text.len();
        match byte {
            b'\\' => text.push_str("\\\\"),
            b'"' => text.push_str("\\\""),
            0x21..=0x7e => text.push(char::from(byte)),
            _ => text.push_str(&format!("\\x{byte:02x}")),
        }
        column += text.len() - before;
        if column >= 100 {
            text.push_str("\\\n");
            column = 0;
        }
    }
    text
}
