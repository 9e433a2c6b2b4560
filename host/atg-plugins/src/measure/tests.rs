use std::time::{Duration, Instant};

use atg_core::figures::Ratio;
use atg_core::readers::NoProgress;

use super::*;
use crate::testing::{self, Bench, comparison, entry, metric_manifest};

const LIMITS: &str = "[limits]\nmemory = \"1MiB\"\ntimeout = \"200ms\"\n";

/// What a metric with this body comes to.
fn result(body: &str) -> MetricResult {
    result_of(&testing::metric(body))
}

fn result_of(guest: &[u8]) -> MetricResult {
    let bench = Bench::new();
    let manifest = metric_manifest("test", &["test"], LIMITS);
    let plugin = bench.load(&entry(&manifest, guest)).unwrap();
    measure_all(
        &bench.runtime,
        &[(plugin, vec!["test".to_owned()])],
        &comparison(),
        &NoProgress,
    )
    .remove(0)
}

#[track_caller]
fn fails(body: &str, kind: &str) -> MetricResult {
    let result = result(body);
    let failure = result.failure.as_ref().expect("a failure");
    assert_eq!(failure.kind, kind, "{failure:?}");
    assert!(failure.hint.is_some() && !failure.message.is_empty(), "{failure:?}");
    assert_eq!((&result.score, result.parts.len()), (&Score::Failed, 0));
    result
}

fn message(result: &MetricResult) -> &str {
    result.failure.as_ref().map_or("", |failure| &failure.message)
}

const RATIO: &str = "(call $ratio (local.get $score) (i32.const 46) (i32.const 54))";

#[test]
fn a_score_arrives_and_the_guest_ends() {
    let result = result(RATIO);
    assert_eq!((result.score, result.failure), (Score::Ratio(Ratio::new(46, 54)), None));
}

#[test]
fn wasi_is_there_with_nothing_behind_it() {
    let hollow = "(if (i64.ne (call $random) (i64.const 0)) (then unreachable))";
    let result = result_of(&testing::metric_with_wasi(&format!("{hollow} {RATIO}")));
    assert_eq!((result.score, result.failure), (Score::Ratio(Ratio::new(46, 54)), None));
    // A resource of it cannot be made up.
    let result = result_of(&testing::metric_with_wasi(&format!("(drop (call $stdout)) {RATIO}")));
    let failure = result.failure.unwrap();
    assert_eq!(failure.kind, "denied");
    assert!(failure.message.contains("get-stdout"), "{}", failure.message);
}

#[test]
fn what_does_not_end_is_stopped_soon_after_its_deadline() {
    let since = Instant::now();
    let result = fails("(loop (br 0))", "timeout");
    assert_eq!(message(&result), "it did not end within 200 ms");
    // Generous, because the machine may be busy; the bench measures it.
    assert!(since.elapsed() < Duration::from_secs(20));
}

#[test]
fn what_grows_or_recurses_without_end_is_told_apart() {
    let grows = fails("(loop (drop (memory.grow (i32.const 1))) (br 0))", "memory");
    assert_eq!(message(&grows), "it asked for more than 1 MiB");
    let recurses = fails("(drop (call $deeper (i32.const 1)))", "trap");
    assert_eq!(message(&recurses), "it called itself until its stack was full");
    assert!((1..=32).contains(&recurses.failure.unwrap().frames.len()));
}

#[test]
fn scores_that_cannot_be_are_refused() {
    fails(
        "(call $ratio (local.get $score) (i32.const 2) (i32.const 1))",
        "bad-output",
    );
    fails("(call $value (local.get $score) (f64.const nan))", "bad-output");
    fails("(call $value (local.get $score) (f64.const inf))", "bad-output");
    fails(&RATIO.repeat(2), "bad-output");
    assert_eq!(message(&fails("", "bad-output")), "it ended without a score");
}

#[test]
fn what_was_found_before_a_trap_is_kept_and_the_frame_is_named() {
    let emit = "(call $emit (local.get $findings) (i32.const 128) (i32.const 1) (i32.const 2048))";
    let result = fails(&format!("{emit} {RATIO} (call $an_instruction_that_traps)"), "trap");
    let finding = &result.findings[0];
    assert_eq!(
        (finding.rule.as_str(), finding.message.as_str()),
        ("a.rs:7", "lost my head")
    );
    let frames = &result.failure.as_ref().unwrap().frames;
    assert_eq!(frames[0], "an_instruction_that_traps", "{frames:?}");
    // A lie about how many there are leads out of the memory, which only a hand-made guest can do.
    fails(
        "(call $emit (local.get $findings) (i32.const 128) (i32.const 2000) (i32.const 2048))",
        "contract",
    );
}

#[test]
fn a_panic_says_its_text_and_its_place() {
    let body = "(call $panic (i32.const 64) (i32.const 12) (i32.const 80) (i32.const 6)) unreachable";
    assert_eq!(message(&fails(body, "panic")), "lost my head (a.rs:7)");
}

#[test]
fn an_error_of_the_guest_keeps_its_subject() {
    let result = fails("(return (i32.const 256))", "guest-error");
    assert_eq!(message(&result), "lost my head (a.rs:7)");
    assert_eq!(result.failure.unwrap().subject.as_deref(), Some("a.rs:7"));
}

#[test]
fn floods_end_and_are_bounded() {
    let log = "(loop (call $log (i32.const 4) (i32.const 0) (i32.const 60000)) (br 0))";
    assert_eq!(message(&fails(log, "bad-output")), "it logged more than 1 MiB");
    let emit = "(loop (call $emit (local.get $findings) (i32.const 128) (i32.const 1) (i32.const 2048)) (br 0))";
    let flood = result(emit);
    assert_eq!(flood.findings.len(), 10_001);
    assert_eq!(flood.findings[10_000].rule, "findings-left-out");
}

#[test]
fn results_are_in_the_order_of_what_was_asked() {
    let bench = Bench::new();
    let guest = testing::metric(RATIO);
    let plugin = |id: &str, names: &[&str]| bench.load(&entry(&metric_manifest(id, names, ""), &guest)).unwrap();
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    let plugins = [
        (plugin("b", &["b1", "b2"]), names(&["b2", "b1"])),
        (plugin("a", &["a1"]), names(&["a1", "no-such"])),
    ];
    let results = measure_all(&bench.runtime, &plugins, &comparison(), &NoProgress);
    let all: Vec<_> = results
        .iter()
        .map(|result| (result.plugin.as_str(), result.name.as_str()))
        .collect();
    assert_eq!(all, [("b", "b2"), ("b", "b1"), ("a", "a1"), ("a", "no-such")]);
    assert_eq!(results[3].failure.as_ref().unwrap().kind, "contract");
    assert!(results[..3].iter().all(|result| result.failure.is_none()));
}

#[test]
fn an_interrupt_ends_what_runs() {
    struct Interrupted;
    impl Progress for Interrupted {
        fn advance(&self, _: u64) {}
        fn is_cancelled(&self) -> bool {
            true
        }
    }
    let bench = Bench::new();
    let plugin = bench
        .load(&entry(
            &metric_manifest("test", &["test"], ""),
            &testing::metric("(loop (br 0))"),
        ))
        .unwrap();
    let since = Instant::now();
    let results = measure_all(
        &bench.runtime,
        &[(plugin, vec!["test".to_owned()])],
        &comparison(),
        &Interrupted,
    );
    assert_eq!(message(&results[0]), "it was interrupted");
    assert!(since.elapsed() < Duration::from_secs(9));
}
