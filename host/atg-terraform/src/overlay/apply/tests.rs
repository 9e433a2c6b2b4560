use super::super::entry::Target;
use super::*;
use serde_json::json;

fn block() -> Block {
    let value = json!({
        "type": "Microsoft.A/b@2024-01-01",
        "name": "one",
        "depends_on": ["azapi_resource.x"],
        "body": {"properties": {"rules": [{"p": "tcp", "n": 1}, {"p": "udp", "n": "2"}, {"n": 3}], "mode": "On", "size": 5}},
    });
    value.as_object().cloned().unwrap_or_default()
}

/// The outcome, and what then stands at `look`.
fn run(kind: &str, path: &str, value: Value, look: &str) -> (Outcome, Value) {
    let value = Some(value).filter(|value| !value.is_null());
    let path = Path::parse(path).unwrap();
    let entry = Entry::new(FixKind::of(kind), Target::of("azapi_resource.a"), path, value);
    let mut it = block();
    let outcome = apply(&entry, &mut it);
    if outcome != Outcome::Applied {
        assert_eq!(it, block(), "{outcome:?} changes nothing");
    } else {
        assert!(
            !matches!(apply(&entry, &mut it.clone()), Outcome::Applied) || kind.starts_with("remove"),
            "a second time changes nothing"
        );
    }
    let found = value_at(&it, &Path::parse(look).unwrap()).cloned();
    (outcome, found.unwrap_or(Value::Null))
}

fn refused(why: &str) -> Outcome {
    Outcome::NotApplicable(why.to_owned())
}

#[test]
fn setting() {
    use Outcome::{AlreadySo, Applied};
    let set = |path, value, look| run("set-attribute", path, value, look);
    assert_eq!(
        set("location", json!("westeurope"), "location"),
        (Applied, json!("westeurope"))
    );
    assert_eq!(
        set("body.properties.mode", json!("On"), "name"),
        (AlreadySo, json!("one"))
    );
    assert_eq!(
        set("body.kind.a.b", json!(1), "body.kind"),
        (Applied, json!({"a": {"b": 1}}))
    );
    let rules = json!([{"p": "x", "n": 1}, {"p": "x", "n": "2"}, {"p": "x", "n": 3}]);
    assert_eq!(
        set("body.properties.rules[*].p", json!("x"), "body.properties.rules"),
        (Applied, rules)
    );
    assert_eq!(
        set("body.properties.rules[*].q.r", json!(1), "body.properties.rules[2].q.r"),
        (Applied, json!(1))
    );
    assert_eq!(
        set("body.none[*].q", json!(1), "x").0,
        refused("there is no `body.none[*].q`")
    );
    assert_eq!(
        set("name.first", json!(1), "name").0,
        refused("there is no place for `first`")
    );
    assert_eq!(
        run("rename-resource", "", json!("two"), "name"),
        (Applied, json!("two"))
    );
}

#[test]
fn removing() {
    use Outcome::Applied;
    let remove = |path, look| run("remove-attribute", path, Value::Null, look);
    assert_eq!(
        remove("body.properties.mode", "body.properties.mode"),
        (Applied, Value::Null)
    );
    let left = json!([{"n": 1}, {"n": "2"}, {"n": 3}]);
    assert_eq!(
        remove("body.properties.rules[*].p", "body.properties.rules"),
        (Applied, left)
    );
    assert_eq!(
        remove("body.properties.rules[*]", "body.properties.rules"),
        (Applied, json!([]))
    );
    assert_eq!(
        remove("body.properties.gone", "name").0,
        refused("there is no `body.properties.gone`")
    );
}

#[test]
fn renaming() {
    use Outcome::{AlreadySo, Applied};
    let rename = |path, to, look| run("rename-attribute", path, json!(to), look);
    assert_eq!(
        rename("body.properties.mode", "Mode", "body.properties.Mode"),
        (Applied, json!("On"))
    );
    assert_eq!(
        rename(
            "body.properties.rules[*].p",
            "protocol",
            "body.properties.rules[1].protocol"
        ),
        (Applied, json!("udp"))
    );
    assert_eq!(
        rename("body.properties.mode", "body.sku.mode", "body.sku"),
        (Applied, json!({"mode": "On"}))
    );
    assert_eq!(
        rename("body.properties.gone", "mode", "name").0,
        AlreadySo,
        "it moved before"
    );
    let there = refused("`body.properties.size` is there already and holds something else");
    assert_eq!(rename("body.properties.mode", "size", "name").0, there);
    let within = refused("`body.properties.mode.x` lies within `body.properties.mode`");
    assert_eq!(
        rename("body.properties.mode", "body.properties.mode.x", "name").0,
        within
    );
    assert_eq!(
        rename("body.properties.mode", "a[", "name").0,
        refused("its value is no name")
    );
}

#[test]
fn mapping_values() {
    use Outcome::{AlreadySo, Applied};
    let map = |path, value, look| run("map-value", path, value, look);
    assert_eq!(
        map(
            "body.properties.mode",
            json!({"from": "On", "to": "Enabled"}),
            "body.properties.mode"
        ),
        (Applied, json!("Enabled"))
    );
    assert_eq!(
        map(
            "body.properties.mode",
            json!({"On": "1", "Off": "0"}),
            "body.properties.mode"
        ),
        (Applied, json!("1"))
    );
    assert_eq!(
        map("body.properties.mode", json!({"Off": "0"}), "x").0,
        refused("`body.properties.mode` holds another value")
    );
    assert_eq!(
        map(
            "body.properties.size",
            json!({"from": "5", "to": 6}),
            "body.properties.size"
        ),
        (Applied, json!(6))
    );
    assert_eq!(
        map("body.properties.mode", json!({"from": "Off", "to": "On"}), "x").0,
        AlreadySo
    );
    assert_eq!(
        map(
            "body.properties.rules[*].n",
            json!({"from": "2", "to": 2}),
            "body.properties.rules[1].n"
        ),
        (Applied, json!(2))
    );
    assert_eq!(
        map("body.properties.gone", json!("x"), "name").0,
        refused("there is no `body.properties.gone`")
    );
}

#[test]
fn depending() {
    use Outcome::{AlreadySo, Applied};
    let both = json!(["azapi_resource.x", "azapi_resource.y"]);
    assert_eq!(
        run("add-dependency", "", json!("azapi_resource.y"), "depends_on"),
        (Applied, both)
    );
    assert_eq!(
        run("add-dependency", "", json!(["azapi_resource.x"]), "name").0,
        AlreadySo
    );
    assert_eq!(
        run("add-dependency", "", json!(7), "name").0,
        refused("its value is no address")
    );
}

#[test]
fn what_edits_nothing_is_not_applied() {
    for kind in ["wait", "manual", "import", "drop-resource", "split-resource"] {
        assert_eq!(
            run(kind, "name", json!("x"), "name"),
            (refused(&format!("`{kind}` changes no text")), json!("one"))
        );
    }
}

#[test]
fn what_goes_from_the_body_goes_from_its_hidden_part() {
    let target = Target::of("azapi_resource.a");
    let path = Path::parse("body.properties.endpoints").unwrap();
    let entry = Entry::new(FixKind::RemoveAttribute, target, path, None);
    let value = json!({
        "body": { "properties": {} },
        "sensitive_body": { "properties": { "endpoints": { "Token": "${var.a}" }, "password": "${var.b}" } },
    });
    let mut block = value.as_object().cloned().unwrap_or_default();
    assert_eq!(apply(&entry, &mut block), Outcome::Applied);
    assert_eq!(
        block["sensitive_body"],
        json!({ "properties": { "password": "${var.b}" } })
    );
}
