use super::*;
use proptest::prelude::*;

fn found(text: &str) -> Vec<String> {
    let all = references(text).into_iter();
    all.map(|one| {
        if one.attribute.is_empty() {
            one.address
        } else {
            format!("{} {}", one.address, one.attribute)
        }
    })
    .collect()
}

#[test]
fn references_of_every_kind() {
    assert_eq!(found("${azurerm_subnet.a.id}"), ["azurerm_subnet.a id"]);
    assert_eq!(
        found("a-${var.b}-${ local.c }-${module.m.out.x}"),
        ["var.b", "local.c", "module.m out.x"]
    );
    assert_eq!(
        found("${data.azurerm_client_config.me.tenant_id}"),
        ["data.azurerm_client_config.me tenant_id"]
    );
    assert_eq!(found("${a_b.c[0].d.0.e[\"f.g\"].h}"), ["a_b.c d.e.h"]);
    assert_eq!(found("${a_b.c[*].d} ${a_b.c.*.d}"), ["a_b.c d", "a_b.c d"]);
    assert_eq!(found("${azapi_resource.a-b.output.x}"), ["azapi_resource.a-b output.x"]);
}

#[test]
fn what_refers_to_nothing() {
    for text in [
        "plain 5% of $x, a_b.c.d",
        "$${a_b.c} %%{a_b.c}",
        "${each.key}${count.index}${self.id}${path.module}${terraform.workspace}",
        "${lower(\"a_b.c\")}",
        "${true ? 1.5e3 : null}",
        "${provider::azapi::parse_resource_id(\"x\", \"y\")}",
        "${alone}",
    ] {
        assert_eq!(found(text), [""; 0], "{text}");
    }
}

#[test]
fn expressions_within_expressions() {
    assert_eq!(found("${lower(var.a)}${a_b.c[var.i].d}"), ["var.a", "var.i", "a_b.c d"]);
    assert_eq!(
        found("${var.a ? a_b.c.id : d_e.f.id}"),
        ["var.a", "a_b.c id", "d_e.f id"]
    );
    assert_eq!(
        found("${join(\"-\", [\"x ${var.a} \\\" }\", var.b])}"),
        ["var.a", "var.b"]
    );
    assert_eq!(
        found("${{a_key = var.v, other: a_b.c.id, \"q\" = local.l}}"),
        ["var.v", "a_b.c id", "local.l"]
    );
    assert_eq!(found("${merge({}, {a = 1})}-${var.after}"), ["var.after"]);
    assert_eq!(found("${a_b.c.id == d_e.f.id}"), ["a_b.c id", "d_e.f id"]);
}

#[test]
fn names_of_loops_are_their_own() {
    assert_eq!(
        found("${[for s in var.subnets : s.id if s.name != local.x]}"),
        ["var.subnets", "local.x"]
    );
    assert_eq!(found("${{for k, v in a_b.c : k => v.id}} ${v.id}"), ["a_b.c", "v.id"]);
    assert_eq!(found("%{ for x in var.list }${x.name}%{ endfor }"), ["var.list"]);
    assert_eq!(
        found("%{ if var.on }${a_b.c.id}%{ else }no%{ endif }"),
        ["var.on", "a_b.c id"]
    );
}

#[test]
fn bare_references() {
    let address = |text: &str| bare_reference(text).map(|one| one.address);
    assert_eq!(address("azurerm_subnet.a"), Some("azurerm_subnet.a".to_owned()));
    assert_eq!(address("module.m[0]"), Some("module.m".to_owned()));
    assert_eq!(address("data.a.b"), Some("data.a.b".to_owned()));
    assert_eq!(address("azurerm"), None);
    assert_eq!(address(""), None);
}

#[test]
fn deep_nesting_ends() {
    let text = format!("{}{}", "${\"".repeat(5000), "${a_b.c}");
    assert_eq!(found(&text), [""; 0]);
    let brackets = format!("${{{}", "[".repeat(5000));
    assert_eq!(found(&brackets), [""; 0]);
}

proptest! {
    #[test]
    fn no_text_panics(text in r#"([${}%"\\.\[\]():=,a-c0~ é\n]|\$\{|%\{|for |in ){0,40}"#) {
        let _ = references(&text);
        let _ = bare_reference(&text);
    }
}
