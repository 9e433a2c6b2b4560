//! What plugins cost: calls by the example `plugin_costs` of atg-plugins, whole commands by the operating system's account.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Figure;
use super::process::{in_turn, median, told, value};
use crate::chore::{self, Chore, Failure};
use crate::setup::GUEST_TARGET;

/// How many plugins are installed for `plugin list`.
const INSTALLED: usize = 50;

/// All figures of the plugin runtime.
pub(crate) fn run(chore: &Chore) -> Result<Vec<Figure>, Failure> {
    let folder = chore.target().join("bench/plugins");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let module = guest(chore)?;
    let manifest = std::fs::read_to_string(chore.root().join("tests/measured/atg-plugin.toml"))?;
    let component = folder.join("measured.wasm");
    std::fs::write(&component, atg_component::componentize(&module, &manifest)?)?;

    let program = chore.target().join("release/examples/plugin_costs");
    let cache = folder.join("cache");
    let costs = |what: &Path| told(Command::new(&program).arg(what).arg(chore.atg()).arg(&cache));
    // The first run fills the cache of compiled code.
    costs(Path::new("ready"))?;
    let mut ready = Vec::new();
    for _ in 0..7 {
        ready.push(value(&costs(Path::new("ready"))?, "eight ready, ms of CPU")?);
    }
    let calls = costs(&component)?;
    let of = |what: &str| value(&calls, what);
    let mut figures = vec![
        Figure::at_most("eight plugins ready, warm", median(ready), 3.0, "ms of CPU"),
        Figure::at_most(
            "a call, its instance and its handles included",
            of("a call, its instance included, µs")?,
            20.5,
            "µs",
        ),
        Figure::at_most("guest → host", of("guest to host, µs")?, 0.15, "µs"),
        Figure::at_most("a finding", of("a finding, µs")?, 1.0, "µs"),
        Figure::plain(
            "reading all batches, to encoding them",
            format!("{:.2} ×", of("reading, to encoding alone")?),
        ),
        match calls.get("crossing, GB/s") {
            Some(speed) => Figure::at_least("crossing", *speed, 10.0, "GB/s"),
            None => Figure::plain("crossing", "cannot be told apart from the encoding"),
        },
        Figure::at_least(
            "a metric by number, 9 columns",
            of("rows by number, M/s")?,
            15.0,
            "M rows/s",
        ),
        Figure::at_most(
            "a metric by number, to the same natively",
            of("by number, to native")?,
            1.4,
            "×",
        ),
        Figure::at_most(
            "a metric that looks at text, to the same natively",
            of("by text, to native")?,
            2.2,
            "×",
        ),
        Figure::at_most(
            "a runaway loop ends after its deadline",
            of("a runaway loop ends after its deadline, ms")?,
            20.0,
            "ms",
        ),
    ];
    figures.extend(commands(chore, &folder, &module)?);
    Ok(figures)
}

/// Whole commands.
fn commands(chore: &Chore, folder: &Path, module: &[u8]) -> Result<Vec<Figure>, Failure> {
    let home = folder.join("home");
    let atg = |arguments: &[&str]| {
        let mut command = Command::new(chore.atg());
        command
            .args(arguments)
            .env("XDG_DATA_HOME", &home)
            .env("XDG_CACHE_HOME", folder.join("cache"))
            .current_dir(folder);
        command
    };
    for number in 0..INSTALLED {
        let file = folder.join(format!("installed-{number}.wasm"));
        std::fs::write(&file, atg_component::componentize(module, &manifest(number))?)?;
        let mut install = atg(&["plugin", "install", "--quiet"]);
        chore::run(install.arg(&file))?;
    }
    let (mut version, mut list) = (atg(&["--version"]), atg(&["plugin", "list"]));
    let runs = in_turn(21, &mut [(&mut version, &[0]), (&mut list, &[0])])?;
    let wall = |at: usize| median(runs[at].iter().map(|cost| cost.wall * 1e3).collect());
    Ok(vec![
        Figure::at_most("`atg --version`", wall(0), 5.0, "ms"),
        Figure::at_most("`atg plugin list`, 50 installed", wall(1), 5.0, "ms"),
    ])
}

fn manifest(number: usize) -> String {
    format!(
        "[plugin]\nid = \"installed-{number}\"\nversion = \"1.0.0\"\ntitle = \"Installed {number}\"\n\
         description = \"one of many\"\nlicense = \"MIT OR Apache-2.0\"\ncontract = \"0.1\"\n\n\
         [[provides]]\nkind = \"metric\"\nname = \"installed-{number}\"\ntitle = \"Installed {number}\"\nunit = \"percent\"\n\
         direction = \"higher\"\nweight = 0.0\n"
    )
}

/// The core module of the measured guest.
fn guest(chore: &Chore) -> Result<Vec<u8>, Failure> {
    let target = chore.target().join("guests");
    let mut build = chore.cargo(&[
        "build",
        "--package",
        "atg-measured",
        "--lib",
        "--profile",
        "plugin",
        "--target",
        GUEST_TARGET,
    ]);
    chore::run(build.arg("--target-dir").arg(&target))?;
    let module: PathBuf = target.join(GUEST_TARGET).join("plugin/atg_measured.wasm");
    std::fs::read(&module).map_err(|error| format!("cannot read {}: {error}", module.display()).into())
}
