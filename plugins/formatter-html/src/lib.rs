//! One HTML file that opens anywhere: no network, no library, its style, its program and its data inside.
//!
//! What a reader looks at first is plain markup; the tables that grow with the tenant stand in one JSON block and are
//! drawn row by row by `page.js`, only those in sight. Knows nothing of files, of how figures come about, or of Azure.

use std::io::Write;

use atg_sdk::json::{self, Json};
use atg_sdk::prelude::*;
use atg_sdk::sections;

mod charts;
mod data;
mod details;
mod escape;
mod iterations;
mod metrics;
mod objective;
mod overview;
mod trend;

const STYLE: &str = include_str!("page.css");
const PROGRAM: &str = include_str!("page.js");
/// Nothing may be loaded from anywhere, whatever an estate's texts say.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// What this plugin is; `export!` hands it to atg.
pub struct Plugin;

impl Formatter for Plugin {
    fn render(_name: &str, report: &Report, document: &Document) -> Result<(), Error> {
        let page = Page::of(report)?;
        let mut out = document.writer();
        out.write_all(page.before_data().as_bytes())?;
        data::write(report, &page.tables, data::limit(), &mut out)?;
        write!(out, "<script>\n{PROGRAM}</script>\n</body>\n</html>\n")?;
        out.flush()?;
        Ok(())
    }
}

/// A part of the page with a heading of its own.
struct Section {
    id: String,
    title: String,
    body: String,
}

/// Everything but the rows of the tables.
struct Page {
    title: String,
    kind: String,
    lead: String,
    hero: String,
    sections: Vec<Section>,
    /// Names of the sections that become tables of the page, in its order.
    tables: Vec<String>,
}

impl Page {
    fn of(report: &Report) -> Result<Page, Error> {
        let kind = report.kind();
        let names = report.sections();
        let mut jsons: Vec<(String, Json)> = Vec::new();
        let mut tables = Vec::new();
        for name in &names {
            match report.json(name) {
                Ok(text) => jsons.push((name.clone(), json::parse(&text)?)),
                Err(_) => tables.push(name.clone()),
            }
        }
        let of = |name: &str| {
            jsons
                .iter()
                .find(|(other, _)| other == name)
                .map_or(&Json::Null, |(_, json)| json)
        };
        let summary = of("summary");
        let types = sections::by_type(report, summary)?;
        let metrics = sections::metrics(of("metrics"));
        let trend = sections::trend(of("trend"));

        let mut sections = Vec::new();
        let mut add = |id: &str, title: &str, body: String| {
            if !body.is_empty() {
                sections.push(Section {
                    id: id.to_owned(),
                    title: title.to_owned(),
                    body,
                });
            }
        };
        add("metrics", "Metrics", metrics::section(&metrics));
        add("objective", "Objective", objective::section(summary));
        add("trend", "Trend", trend::section(&trend, kind == "trend"));
        add("iterations", "Iterations", iterations::section(summary));
        let chart = charts::by_type(&types);
        add(
            "by-type",
            "By type",
            if tables.iter().any(|name| name == "by-type") {
                chart + data::HOST
            } else {
                chart
            },
        );
        tables.sort_by_key(|name| (data::rank(name), name.clone()));
        for name in tables.iter().filter(|name| *name != "by-type") {
            let (title, lead) = data::words(name);
            add(name, &title, format!("{lead}{}", data::HOST));
        }
        for (name, json) in &jsons {
            if !matches!(name.as_str(), "summary" | "metrics" | "trend") {
                add(name, &sections::title_of(name), details::list(json));
            }
        }
        add("details", "What stands behind the figures", details::section(summary));

        let title = report
            .fact("title")
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| sections::report_title(&kind, summary));
        Ok(Page {
            lead: overview::lead(&kind, &title, summary),
            hero: overview::hero(summary, &metrics),
            title,
            kind,
            sections,
            tables,
        })
    }

    fn before_data(&self) -> String {
        let title = escape::text(&self.title);
        let navigation: String = self
            .sections
            .iter()
            .map(|one| {
                format!(
                    "<a href=\"#{}\">{}</a>",
                    escape::text(&one.id),
                    escape::text(short(&one.title))
                )
            })
            .collect();
        let sections: String = self
            .sections
            .iter()
            .map(|one| {
                let id = escape::text(&one.id);
                format!("<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{}</h2>\n{}</section>\n", escape::text(&one.title), one.body)
            })
            .collect();
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
             <a class=\"skip\" href=\"#main\">To the report</a>\n\
             <div class=\"bar-top\"><div class=\"wrap\"><span class=\"mark\">atg</span><nav aria-label=\"Sections\">{navigation}</nav>\
             <button class=\"theme\" id=\"theme\" type=\"button\" hidden>Theme</button></div></div>\n\
             <main id=\"main\" class=\"wrap\" data-kind=\"{}\">\n<header class=\"head\">\n<h1><bdi>{title}</bdi></h1>\n{}</header>\n{}{sections}\
             <noscript><p class=\"note\">The lists need JavaScript; everything else is here.</p></noscript>\n\
             <footer>Made by atg. This page loads nothing and sends nothing.</footer>\n</main>\n",
            escape::text(&self.kind),
            self.lead,
            self.hero,
        )
    }
}

/// A heading as the navigation says it.
fn short(title: &str) -> &str {
    match title {
        "What stands behind the figures" => "Details",
        "Missing in the target" => "Missing",
        "Only in the target" => "Extra",
        "Changed properties" => "Changed",
        title => title,
    }
}

atg_sdk::export!(Plugin: formatter);

#[cfg(test)]
mod tests;
