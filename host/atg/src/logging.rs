//! What the program tells of its inner workings, on standard error: text for people, JSON lines for collectors.

use tracing_subscriber::EnvFilter;

use crate::settings::{LogFormat, Settings};

/// Installs the subscriber. `ATG_LOG` (as `RUST_LOG`: `atg_plugins=debug`) is more exact than `-v`.
pub(crate) fn install(settings: &Settings, exact: Option<&str>, colour: bool) {
    let general = match settings.verbosity {
        level if level < 0 => "error",
        0 => "warn",
        1 => "atg=info,atg_core=info,atg_graph=info,atg_plugins=info,warn",
        2 => "atg=debug,atg_core=debug,atg_graph=debug,atg_plugins=debug,info",
        _ => "trace",
    };
    let filter = exact
        .and_then(|text| EnvFilter::try_new(text).ok())
        .unwrap_or_else(|| EnvFilter::new(general));
    let base = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(colour);
    // A second subscriber can only be a test's; its choice stands.
    let _ = match settings.log_format {
        LogFormat::Json => base.json().flatten_event(true).try_init(),
        LogFormat::Text => base.without_time().with_target(false).try_init(),
    };
}
