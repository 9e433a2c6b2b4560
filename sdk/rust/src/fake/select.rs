//! What a plugin asks for, and what it gets of a table.

use std::cell::RefCell;

use super::Table;

/// The fixed columns of resources; what else their table has are properties.
const NODES: [&str; 4] = ["id", "type", "name", "resource-group"];

/// Filled as the contract's selector is.
#[derive(Debug, Default)]
pub(crate) struct Selector {
    columns: RefCell<Vec<String>>,
    types: RefCell<Vec<String>>,
    properties: RefCell<Vec<String>>,
    kinds: RefCell<Vec<String>>,
    groups: RefCell<Vec<String>>,
}

impl Selector {
    pub(crate) fn new() -> Selector {
        Selector::default()
    }

    pub(crate) fn columns(&self, names: &[String]) {
        self.columns.borrow_mut().extend_from_slice(names);
    }

    pub(crate) fn node_types(&self, globs: &[String]) {
        self.types.borrow_mut().extend_from_slice(globs);
    }

    pub(crate) fn properties(&self, paths: &[String]) {
        self.properties.borrow_mut().extend_from_slice(paths);
    }

    pub(crate) fn relationships(&self, kinds: &[String]) {
        self.kinds.borrow_mut().extend_from_slice(kinds);
    }

    pub(crate) fn resource_groups(&self, globs: &[String]) {
        self.groups.borrow_mut().extend_from_slice(globs);
    }

    pub(super) fn of_pairs(&self, table: &Table) -> Table {
        let is_fixed = |name: &str| !name.starts_with("source:") && !name.starts_with("target:");
        let names = |path: &String| vec![format!("source:{path}"), format!("target:{path}")];
        self.part(table, is_fixed, names)
    }

    pub(super) fn of_nodes(&self, table: &Table) -> Table {
        self.part(table, |name| NODES.contains(&name), |path| vec![path.clone()])
    }

    pub(super) fn of_edges(&self, table: &Table) -> Table {
        self.part(table, |_| true, |_| Vec::new())
    }

    pub(super) fn of_differences(&self, table: &Table) -> Table {
        self.of_edges(table)
    }

    pub(super) fn of_edge_pairs(&self, table: &Table) -> Table {
        self.of_edges(table)
    }

    fn part(&self, table: &Table, is_fixed: impl Fn(&str) -> bool, names: impl Fn(&String) -> Vec<String>) -> Table {
        let asked = self.columns.borrow();
        let fixed = table.columns.iter().filter(|name| is_fixed(name));
        let fixed = fixed.filter(|name| asked.is_empty() || asked.contains(name)).cloned();
        let paths = self.properties.borrow();
        let columns: Vec<String> = fixed.chain(paths.iter().flat_map(names)).collect();
        let columns: Vec<_> = columns.iter().map(|name| (name.clone(), table.place(name))).collect();
        let rules = [
            ("type", &self.types),
            ("resource-group", &self.groups),
            ("kind", &self.kinds),
        ];
        table.part(&columns, |row| {
            rules.iter().all(|(column, globs)| {
                let globs = globs.borrow();
                let Some(place) = table.place(column).filter(|_| !globs.is_empty()) else {
                    return true;
                };
                globs
                    .iter()
                    .any(|glob| matches(&glob.to_ascii_lowercase(), &row[place].to_ascii_lowercase()))
            })
        })
    }
}

/// Whether a text matches a glob of `*` and `?`.
fn matches(glob: &str, text: &str) -> bool {
    let mut rest = text.chars();
    match glob.chars().next() {
        None => text.is_empty(),
        Some('*') => {
            let glob = &glob[1..];
            matches(glob, text) || (rest.next().is_some() && matches(&["*", glob].concat(), rest.as_str()))
        }
        Some(wanted) => {
            let found = rest.next();
            found.is_some_and(|found| wanted == '?' || wanted == found)
                && matches(&glob[wanted.len_utf8()..], rest.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake;
    use crate::prelude::*;

    #[test]
    fn globs_match_as_those_of_atg_do() {
        for (glob, text, wanted) in [
            ("*", "", true),
            ("microsoft.compute/*", "microsoft.compute/disks", true),
            ("*/disks", "microsoft.compute/disks", true),
            ("*/d?sks", "microsoft.compute/disks", true),
            ("*/disk", "microsoft.compute/disks", false),
        ] {
            assert_eq!(matches(glob, text), wanted, "{glob} {text}");
        }
    }

    struct Sees;

    impl Metric for Sees {
        fn measure(_: &str, comparison: &Comparison, _: &Scorecard, findings: &Findings) -> Result<(), Error> {
            let select = Select::new()
                .columns(&["type"])
                .types(&["*/DISKS"])
                .properties(&["location", "kind"]);
            let mut pairs = comparison.pairs(&select)?;
            let mut seen = pairs.columns().join(" ");
            let columns: Vec<Column> = (0..pairs.columns().len()).map(Column::from).collect();
            while let Some(batch) = pairs.next()? {
                for row in batch.rows() {
                    for column in &columns {
                        seen.push_str(&format!(" {:?}", row.cell(*column)));
                    }
                }
            }
            findings.emit(Finding::info("seen", &seen));
            Ok(())
        }
    }

    #[test]
    fn a_plugin_gets_what_it_asks_for() {
        let pairs = Table::new(&["status", "type", "source:location", "target:location", "source:tags"])
            .row(&["matched", "a/disks", "here", fake::REDACTED, "secret"])
            .row(&["matched", "a/vaults", "here", "there", "secret"]);
        let measured = fake::measure::<Sees>("sees", fake::Comparison::new().pairs(pairs)).unwrap();
        assert_eq!(
            measured.findings[0].message,
            "type source:location target:location source:kind target:kind \
             Text(\"a/disks\") Text(\"here\") Redacted Absent Absent"
        );
    }
}
