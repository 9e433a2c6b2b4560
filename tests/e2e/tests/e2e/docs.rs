//! Every command in the README and in `docs/` is run, in the order of its page, in a folder of the page's own.
//!
//! A block that is fenced as `console` holds lines that begin with `$ `; what follows such a line must be what it prints, `…`
//! standing for any number of lines. `# exits 3` after a command says with what it ends. Commands of this repository
//! (`cargo xtask …`) are what CI itself runs.

use std::path::{Path, PathBuf};

use atg_e2e::terraform::Terraform;
use atg_e2e::{Sandbox, words};
use atg_tenants::Tenants;

use crate::fixtures::{documents, rows};

/// What CI runs, and what needs another machine than a test's.
const CHORES: [&str; 4] = [
    "cargo xtask setup",
    "cargo xtask demo",
    "cargo xtask test",
    "cargo xtask bench",
];

struct Step {
    line: usize,
    command: String,
    code: i32,
    printed: Vec<String>,
}

fn steps(text: &str) -> Vec<Step> {
    let (mut steps, mut inside) = (Vec::<Step>::new(), false);
    for (number, line) in text.lines().enumerate() {
        match (inside, line) {
            (false, "```console") => inside = true,
            (true, "```") => inside = false,
            (true, line) => match line.strip_prefix("$ ") {
                Some(command) => {
                    let (command, code) = match command.split_once("  # exits ") {
                        Some((command, code)) => (command.trim(), code.trim().parse().expect("an exit code")),
                        None => (command.trim(), 0),
                    };
                    steps.push(Step {
                        line: number + 1,
                        command: command.to_owned(),
                        code,
                        printed: Vec::new(),
                    });
                }
                None => {
                    let last = steps
                        .last_mut()
                        .unwrap_or_else(|| panic!("line {}: a block begins with `$ `", number + 1));
                    last.printed.push(line.to_owned());
                }
            },
            (false, _) => {}
        }
    }
    steps
}

fn matches(wanted: &[String], printed: &[&str]) -> bool {
    match wanted.split_first() {
        None => printed.is_empty(),
        Some((first, rest)) if first.trim() == "…" => (0..=printed.len()).any(|skip| matches(rest, &printed[skip..])),
        Some((first, rest)) => printed
            .split_first()
            .is_some_and(|(line, more)| line.trim_end() == first.trim_end() && matches(rest, more)),
    }
}

fn run(page: &Path) {
    let text = std::fs::read_to_string(page).expect("a page");
    let mut sandbox = Sandbox::new();
    let _terraform = Terraform::new(&mut sandbox);
    documents(&sandbox, &Tenants::example());
    rows(&sandbox, &Tenants::example());
    let mut folder = sandbox.path();
    for Step {
        line,
        command,
        code,
        printed,
    } in steps(&text)
    {
        let place = format!("{}:{line}: {command}", page.display());
        if CHORES.iter().any(|chore| command.starts_with(chore)) {
            continue;
        }
        let words = words(&command);
        let arguments: Vec<&str> = words[1..].iter().map(String::as_str).collect();
        match words[0].as_str() {
            "cd" => folder = folder.join(arguments[0]),
            "atg" => {
                let output = sandbox
                    .command(&arguments)
                    .current_dir(&folder)
                    .output()
                    .expect("atg starts");
                let (out, errors) = (
                    String::from_utf8_lossy(&output.stdout),
                    String::from_utf8_lossy(&output.stderr),
                );
                assert_eq!(output.status.code(), Some(code), "{place}\n{out}\n{errors}");
                let lines: Vec<&str> = out.trim_end().lines().collect();
                assert!(
                    printed.is_empty() || matches(&printed, &lines),
                    "{place}\nprints\n{out}\nand not\n{}",
                    printed.join("\n")
                );
            }
            other => panic!("{place}: `{other}` is not run by this test"),
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn readme() {
    run(&root().join("README.md"));
}

#[test]
fn fidelity_tracking() {
    run(&root().join("docs/FIDELITY_TRACKING.md"));
}

#[test]
fn iteration_workflow() {
    run(&root().join("docs/ATG_ITERATION_WORKFLOW.md"));
}

/// The page promises that at least four of five typed commands are gone, for a cycle of five rounds.
#[test]
fn typed_commands_are_four_fifths_fewer() {
    let page = root().join("docs/ATG_ITERATION_WORKFLOW.md");
    let text = std::fs::read_to_string(page).expect("the page");
    let run: Vec<String> = steps(&text).into_iter().map(|step| step.command).collect();
    let (mut before, mut now) = (0, 0);
    let rows = text.lines().skip_while(|line| !line.contains("typed before")).skip(2);
    for row in rows.take_while(|line| line.starts_with('|')) {
        let row = row.replace("\\|", "\u{1}");
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [_, _, old, old_times, new, new_times, _] = cells[..] else {
            panic!("five cells: {row}")
        };
        let times = |text: &str| text.parse::<u32>().unwrap_or(0);
        assert!(!old.is_empty() && times(old_times) > 0, "{row}");
        before += times(old_times);
        now += times(new_times);
        let new = new.trim_matches('`');
        assert_eq!(new.is_empty(), times(new_times) == 0, "{row}");
        assert!(
            new.is_empty() || run.iter().any(|command| command.starts_with(new)),
            "`{new}` is run on the page"
        );
    }
    assert!(now > 0 && now * 5 <= before, "{now} in place of {before}");
}

#[test]
fn plugins() {
    run(&root().join("docs/PLUGINS.md"));
}

#[test]
fn every_page_has_its_test() {
    let mut pages: Vec<String> = std::fs::read_dir(root().join("docs"))
        .expect("docs")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| std::fs::read_to_string(path).is_ok_and(|text| text.contains("```console\n")))
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    pages.sort();
    assert_eq!(
        pages,
        ["ATG_ITERATION_WORKFLOW.md", "FIDELITY_TRACKING.md", "PLUGINS.md"]
    );
}
