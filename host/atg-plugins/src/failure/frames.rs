//! Where a guest was: frames as people read them.

use wasmtime::WasmBacktrace;

use crate::clean::{clean_line, cut};

/// Bytes of one frame.
const FRAME: usize = 512;
/// Frames that are told.
const FRAMES: usize = 24;

/// Demangled frames, innermost first. Equal ones in a row are told once, with their number.
pub(super) fn frames(trace: &WasmBacktrace) -> Vec<String> {
    from_text(&trace.to_string())
}

/// The engine demangles only where it prints, a line a frame: `   3:   0x12f4 - module!name`, and, where there is debug
/// information, further lines for what was inlined and for the place in the source.
fn from_text(text: &str) -> Vec<String> {
    let mut frames: Vec<String> = Vec::new();
    for line in text.lines().skip(1) {
        let line = line.trim();
        if let Some(place) = line.strip_prefix("at ") {
            if let Some(last) = frames.last_mut() {
                *last = format!("{last} ({})", clean_line(place));
            }
        } else if let Some((_, name)) = line.split_once("- ") {
            let function = name.split_once('!').map_or(name, |(_, function)| function);
            frames.push(without_hashes(&clean_line(function)));
        }
    }
    let mut told: Vec<(String, usize)> = Vec::new();
    for frame in without_panicking(&frames) {
        match told.last_mut() {
            Some((last, count)) if last == frame => *count += 1,
            _ => told.push((frame.clone(), 1)),
        }
    }
    let told = told.into_iter().take(FRAMES);
    told.map(|(frame, count)| {
        let frame = cut(frame, FRAME);
        if count > 1 {
            format!("{frame} (and {} more of it)", count - 1)
        } else {
            frame
        }
    })
    .collect()
}

/// What Rust does in a panic is the same each time, and hides the place.
fn without_panicking(frames: &[String]) -> &[String] {
    let machinery = |frame: &String| {
        [
            "rust_begin_unwind",
            "core::panicking::",
            "std::panicking::",
            "rust_start_panic",
            "rust_panic",
        ]
        .iter()
        .any(|part| frame.contains(part))
    };
    match frames.iter().rposition(machinery) {
        // Where nothing else would be left, something is better than nothing.
        Some(last) if last + 1 < frames.len() => &frames[last + 1..],
        _ => frames,
    }
}

/// A demangled name without what tells builds apart: `::h0123456789abcdef` of the older mangling, `[0123456789abcdef]` of the
/// newer one.
fn without_hashes(name: &str) -> String {
    let is_hash = |text: &str, longest: usize| {
        (8..=longest).contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    };
    let name = match name.rsplit_once("::h") {
        Some((path, hash)) if hash.len() == 16 && is_hash(hash, 16) => path,
        _ => name,
    };
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        match after.split_once(']') {
            Some((inside, beyond)) if is_hash(inside, 16) => rest = beyond,
            _ => {
                out.push('[');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_short_and_readable() {
        let text = "error while executing at wasm backtrace:\n    \
             0:   0x1f2 - m.wasm!std[a543996e6e7dbf1e]::panicking::panic_handler::{closure#0}\n    \
             1:   0x2f2 - m.wasm!core[c5930c85a12de822]::panicking::panic_fmt\n    \
             2:   0x3f2 - m.wasm!deeper::h4504d84ff1819405\n                    at /home/x/src/lib.rs:7:5\n    \
             3:   0x3f2 - m.wasm!deeper::h4504d84ff1819405\n                    at /home/x/src/lib.rs:7:5\n    \
             4:   0x4f2 - <unknown>!<[u8; 16] as Trait>::go\n    \
             5:  0x14f2 - <unknown>!atg:plugin/metric@0.1.0#measure";
        assert_eq!(
            from_text(text),
            [
                "deeper (/home/x/src/lib.rs:7:5) (and 1 more of it)",
                "<[u8; 16] as Trait>::go",
                "atg:plugin/metric@0.1.0#measure"
            ]
        );
        let only = "trace:\n 0: 0x1 - m!core::panicking::panic_fmt";
        assert_eq!(from_text(only), ["core::panicking::panic_fmt"]);
        assert!(from_text("").is_empty());
    }
}
