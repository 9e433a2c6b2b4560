use super::*;
use crate::engine;
use crate::testing::component;

/// A compiler that is a line of shell.
fn shell(line: &str, timeout: Duration) -> Compiler {
    let arguments = ["-c".into(), OsString::from(line)];
    Compiler {
        timeout,
        ..Compiler::new(PathBuf::from("/bin/sh"), arguments)
    }
}

const LONG: Duration = Duration::from_secs(30);

#[test]
fn what_the_compiler_says_decides() {
    assert_eq!(shell("cat", LONG).compile("p", b"bytes").unwrap(), b"bytes");
    let refused = shell("cat >/dev/null; printf 'bad \\033[2Jtype' >&2; exit 1", LONG)
        .compile("p", b"x")
        .unwrap_err();
    assert_eq!(refused.to_string(), "cannot compile plugin `p`: bad type");
    let silent = shell("exit 3", LONG).compile("p", &vec![0; 1 << 20]).unwrap_err();
    assert!(silent.to_string().contains("exit status: 3"), "{silent}");
    let killed = shell("kill -ABRT $$", LONG).compile("p", b"x").unwrap_err();
    assert!(matches!(killed, PluginError::CompileLimit { .. }), "{killed:?}");
    let missing = Compiler::new(PathBuf::from("/no/such/program"), [])
        .compile("p", b"x")
        .unwrap_err();
    assert!(matches!(missing, PluginError::CompilerStart { .. }), "{missing:?}");
}

#[test]
fn a_compiler_that_does_not_end_is_given_up() {
    for line in [
        "exec sleep 60",
        "cat >/dev/null; exec sleep 60",
        "while :; do echo x; done",
    ] {
        let since = Instant::now();
        let result = shell(line, Duration::from_millis(300)).compile("p", &vec![0; 1 << 20]);
        assert!(
            matches!(result, Err(PluginError::CompileLimit { .. })),
            "{line}: {:?}",
            result.map(|code| code.len())
        );
        assert!(since.elapsed() < Duration::from_secs(20), "{line}");
    }
}

#[test]
fn the_process_compiles_what_the_engine_takes_and_refuses_the_rest() {
    let mut code = Vec::new();
    assert_eq!(
        compile_child(&[], &mut component("(component)").as_slice(), &mut code),
        0
    );
    // SAFETY: the bytes come from this engine, above.
    unsafe { wasmtime::component::Component::deserialize(&engine::runner(1).unwrap(), &code) }.unwrap();
    let mut nothing = Vec::new();
    assert_eq!(
        compile_child(&[], &mut b"\0asm\x0d\0\x01\0\xff".as_slice(), &mut nothing),
        child::REFUSED
    );
    assert!(nothing.is_empty());
}
