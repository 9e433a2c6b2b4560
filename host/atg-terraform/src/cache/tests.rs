use std::sync::atomic::AtomicU32;
use std::thread;

use super::*;
use crate::process::Never;

#[test]
fn one_at_a_time_and_the_waiting_is_told_who_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let cache = PluginCache::open(&folder.path().join("a/b")).unwrap();
    let mut told = Vec::new();
    let first = cache
        .lock(Path::new("one"), &Never, &mut |holder| told.push(holder.to_owned()))
        .unwrap();
    assert_eq!(told, Vec::<String>::new());
    let waiting = cache.clone();
    let second = thread::spawn(move || {
        let mut told = Vec::new();
        let guard = waiting
            .lock(Path::new("two"), &Never, &mut |holder| told.push(holder.to_owned()))
            .unwrap();
        drop(guard);
        told
    });
    thread::sleep(Duration::from_millis(300));
    assert!(!second.is_finished());
    drop(first);
    assert_eq!(
        second.join().unwrap(),
        [format!("process {} for `one`", std::process::id())]
    );
}

#[test]
fn an_interrupt_ends_the_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let cache = PluginCache::open(folder.path()).unwrap();
    let guard = cache.lock(Path::new("one"), &Never, &mut |_| {}).unwrap();
    let error = cache
        .lock(Path::new("two"), &AtomicU32::new(1), &mut |_| {})
        .unwrap_err();
    assert_eq!(error.to_string(), "interrupted");
    drop(guard);
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = PluginCache::open(&file.path().join("cache")).unwrap_err();
    assert!(error.to_string().starts_with("cannot make `"), "{error}");
}
