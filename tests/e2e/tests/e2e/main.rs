//! Exit code, standard output and standard error of every command. One binary, a folder or file an area.

mod bad_input;
mod docs;
mod doctor;
mod edges;
mod example;
mod fixtures;
mod help;
mod hostile;
mod iterating;
mod iterations;
mod plugins;
mod settings;
mod storing;
mod tracking;
mod usage;

/// Compares a run with its snapshot; what depends on the machine or the moment is replaced.
#[macro_export]
macro_rules! snapshot {
    ($run:expr) => {{
        let mut settings = insta::Settings::clone_current();
        settings.set_prepend_module_to_snapshot(true);
        settings.add_filter(r"\d+(\.\d+)? (ms|s)\b", "[time]");
        settings.bind(|| insta::assert_snapshot!($run));
    }};
}
