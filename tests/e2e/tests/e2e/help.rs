//! What `--help` says, at 80 columns.

use atg_e2e::Sandbox;

use crate::snapshot;

const COMMANDS: [&str; 24] = [
    "",
    "fidelity",
    "compare",
    "compare-iterations",
    "history",
    "import",
    "export",
    "snapshots",
    "snapshots list",
    "snapshots show",
    "snapshots prune",
    "snapshots diff",
    "plugin",
    "plugin list",
    "plugin inspect",
    "plugin check",
    "plugin new",
    "plugin build",
    "plugin test",
    "plugin install",
    "doctor",
    "config",
    "trust",
    "demo",
];

#[test]
fn every_command_explains_itself_in_80_columns() {
    let sandbox = Sandbox::new();
    for command in COMMANDS {
        for help in ["-h", "--help"] {
            let mut arguments: Vec<&str> = command.split(' ').filter(|word| !word.is_empty()).collect();
            arguments.push(help);
            let run = sandbox.atg(&arguments).exits(0);
            assert_eq!(run.stderr(), "", "help is data");
            let wide: Vec<_> = run
                .stdout()
                .lines()
                .filter(|line| line.chars().count() > 80)
                .map(str::to_owned)
                .collect();
            assert!(
                wide.is_empty(),
                "atg {command} {help} is wider than 80 columns: {wide:#?}"
            );
            assert!(run.stdout().contains("Usage: atg"), "{run}");
        }
    }
}

#[test]
fn first_page() {
    snapshot!(Sandbox::new().line("atg -h").exits(0));
}

#[test]
fn whole_page() {
    snapshot!(Sandbox::new().line("atg --help").exits(0));
}

#[test]
fn fidelity() {
    snapshot!(Sandbox::new().line("atg fidelity -h").exits(0));
}

#[test]
fn compare() {
    snapshot!(Sandbox::new().line("atg compare -h").exits(0));
}

#[test]
fn the_others() {
    let sandbox = Sandbox::new();
    let pages: Vec<String> = COMMANDS[3..]
        .iter()
        .map(|command| sandbox.line(&format!("atg {command} -h")).stdout())
        .collect();
    snapshot!(pages.join("\n────────\n"));
}

#[test]
fn version_is_one_line() {
    let run = Sandbox::new().line("atg --version").exits(0);
    assert_eq!(run.stdout(), format!("atg {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = Sandbox::new().atg(&["completions", shell]).exits(0);
        assert!(run.stdout().contains("compare-iterations"), "{shell}");
        assert!(!run.stdout().contains("__compile"), "{shell} offers what is hidden");
    }
}
