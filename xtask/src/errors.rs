//! `cargo xtask errors`: the page of all errors that atg knows, made of the analyzers' own tables, so that it never promises
//! what they do not hold.

mod page;

use atg_sdk::rules::{Entry, Rules, catalogue};

use crate::chore::{Chore, Failure};

/// Where the page lies, from the root of the checkout.
const PAGE: &str = "docs/ERRORS.md";

/// The tables of the built-in analyzers, in the order in which an estate meets them.
pub(crate) const ANALYZERS: [(&str, &str, Rules); 6] = [
    (
        "terraform-schema",
        "What Terraform and its providers check before anything is created.",
        analyzer_terraform_schema::RULES,
    ),
    (
        "references-and-order",
        "What a resource needs, what exists already, and what gets in its way.",
        analyzer_references_and_order::RULES,
    ),
    (
        "names-and-limits",
        "Names that are taken, quotas, regions, policies, throttling.",
        analyzer_names_and_limits::RULES,
    ),
    (
        "azure-apply",
        "What Azure answers when it does not do what it is asked.",
        analyzer_azure_apply::RULES,
    ),
    (
        "identity-and-access",
        "Who signs in, and what they may do.",
        analyzer_identity_and_access::RULES,
    ),
    ("ci-log", "What the log of a pipeline tells.", analyzer_ci_log::RULES),
];

/// An analyzer as the page shows it.
pub(crate) struct Analyzer {
    name: &'static str,
    about: &'static str,
    rules: Vec<Entry>,
}

/// Writes the page; with `--check`, only says whether it is what the tables make.
pub(crate) fn run(chore: &Chore, arguments: &[String]) -> Result<(), Failure> {
    match arguments {
        [] => write(chore),
        [check] if check == "--check" => self::check(chore),
        _ => Err("usage: cargo xtask errors [--check]".into()),
    }
}

/// Fails where the page is not what the tables make.
pub(crate) fn check(chore: &Chore) -> Result<(), Failure> {
    let there = std::fs::read_to_string(chore.root().join(PAGE)).unwrap_or_default();
    if there == page::page(&analyzers()) {
        println!("{PAGE} is up to date");
        return Ok(());
    }
    Err(format!("{PAGE} is not what the analyzers' tables make: run `cargo xtask errors`").into())
}

fn write(chore: &Chore) -> Result<(), Failure> {
    let path = chore.root().join(PAGE);
    std::fs::write(&path, page::page(&analyzers())).map_err(|error| format!("cannot write {PAGE}: {error}"))?;
    println!("wrote {PAGE}");
    Ok(())
}

fn analyzers() -> Vec<Analyzer> {
    let analyzer = |(name, about, rules)| Analyzer {
        name,
        about,
        rules: catalogue(&rules).collect(),
    };
    ANALYZERS.into_iter().map(analyzer).collect()
}
