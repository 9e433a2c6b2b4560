//! What HCL files declare, by a glance at the beginnings of their lines: enough to know that a reference may be met there.

use std::collections::BTreeSet;

use super::BlockKind;

/// Addresses of the blocks that begin in an HCL file. Its locals are not found; see [`super::Configuration::natives`].
pub(super) fn declared(bytes: &[u8]) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(bytes);
    text.lines().filter_map(of_line).collect()
}

fn of_line(line: &str) -> Option<String> {
    let line = line.trim_start();
    let (word, rest) = line.split_at(line.find(|letter: char| !letter.is_alphanumeric())?);
    let kind = BlockKind::of(word)?;
    let mut labels = rest.split('"').skip(1).step_by(2).map(str::to_owned);
    Some(match (kind.has_type(), labels.next()?) {
        (true, type_name) => kind.address(&type_name, &labels.next()?),
        (false, label) => kind.address("", &label),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_found_where_they_begin() {
        let text = "# resource \"a\" \"no\" {\nresource \"azurerm_x\" \"a\" {\n  name = \"b\"\n}\nvariable \"v\" {}\ndata \"d\" \"e\" {}\nmodule \"m\" {\n\"\nresource\nlocals {\n";
        let found: Vec<String> = declared(text.as_bytes()).into_iter().collect();
        assert_eq!(found, ["azurerm_x.a", "data.d.e", "module.m", "var.v"]);
    }
}
