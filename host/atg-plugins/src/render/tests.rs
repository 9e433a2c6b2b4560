use std::io;

use super::*;
use crate::testing::{Bench, entry, guest};

const MANIFEST: &str = "[plugin]\nid = \"test\"\nversion = \"0.1.0\"\ntitle = \"A test\"\ncontract = \"0.1\"\n\n[[provides]]\n\
    kind = \"formatter\"\nname = \"test\"\ntitle = \"Test\"\nmedia-type = \"text/plain\"\nextension = \"txt\"\nbinary = false\n\n\
    [limits]\ntimeout = \"2s\"\n";

/// A world that has more than a formatter is given.
const ITEMS: &str = "include atg:plugin/formatter-plugin@0.1.0; import atg:plugin/graph@0.1.0;";

/// A formatter with this body, which has `$report` and `$document` and leaves nothing on the stack.
fn plugin(bench: &Bench, body: &str) -> Plugin {
    let module = format!(
        r#"(module
          (import "atg:plugin/documents@0.1.0" "[method]document.write" (func $write (param i32 i32 i32 i32)))
          (import "atg:plugin/graph@0.1.0" "[constructor]selector" (func $selector (result i32)))
          (memory (export "memory") 2)
          (data (i32.const 64) "half a document")
          (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) i32.const 4096)
          (func (export "atg:plugin/formatter@0.1.0#render")
            (param $name i32) (param $length i32) (param $report i32) (param $document i32) (result i32)
            {body}
            i32.const 1024))"#
    );
    bench.load(&entry(MANIFEST, &guest(ITEMS, &module))).unwrap()
}

fn rendered(body: &str, out: &mut dyn Write) -> Result<(), PluginError> {
    let bench = Bench::new();
    render(&bench.runtime, &plugin(&bench, body), "test", &Arc::default(), out)
}

const WRITE: &str = "(call $write (local.get $document) (i32.const 64) (i32.const 15) (i32.const 2048))";

#[track_caller]
fn kind(result: Result<(), PluginError>) -> String {
    match result {
        Err(PluginError::Failed { failure, .. }) => failure.kind,
        other => panic!("{other:?}"),
    }
}

#[test]
fn bytes_arrive_unchanged_and_in_order() {
    let mut out = Vec::new();
    rendered(&WRITE.repeat(3), &mut out).unwrap();
    assert_eq!(out, b"half a document".repeat(3));
}

#[test]
fn a_failure_comes_after_what_was_written() {
    let mut out = Vec::new();
    assert_eq!(kind(rendered(&format!("{WRITE} unreachable"), &mut out)), "trap");
    assert_eq!(out, b"half a document");
}

#[test]
fn what_was_not_granted_ends_the_call() {
    let mut out = Vec::new();
    let result = rendered("(drop (call $selector))", &mut out);
    let text = result.as_ref().unwrap_err().to_string();
    assert!(text.contains("atg:plugin/graph@0.1.0"), "{text}");
    assert_eq!(kind(result), "denied");
}

#[test]
fn an_output_that_refuses_is_not_the_plugins_fault() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::from(io::ErrorKind::StorageFull))
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let result = rendered(&format!("(loop {WRITE} (br 0))"), &mut Full);
    assert!(matches!(result, Err(PluginError::Output { .. })), "{result:?}");
}

#[test]
fn a_flood_that_is_not_stopped_otherwise_meets_its_deadline() {
    let mut count = Counting(0);
    assert_eq!(kind(rendered(&format!("(loop {WRITE} (br 0))"), &mut count)), "timeout");
    assert!(count.0 > 0);
}

/// Counts and forgets.
struct Counting(u64);

impl Write for Counting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn only_what_the_manifest_names_is_called() {
    let bench = Bench::new();
    let result = render(
        &bench.runtime,
        &plugin(&bench, ""),
        "other",
        &Arc::default(),
        &mut Vec::new(),
    );
    assert!(matches!(result, Err(PluginError::NotProvided { .. })), "{result:?}");
}
