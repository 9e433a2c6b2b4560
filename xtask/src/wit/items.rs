//! Whether every item of the contract says since when it is there and what it is for: its comments are the manual.

use wit_bindgen_core::wit_parser::{Docs, PackageId, Resolve, Stability, Type, TypeDefKind};

use crate::chore::Failure;

/// Every item without `@since` or `///`, or that claims to come from a later version than the package's.
pub(super) fn breaches(resolve: &Resolve, package: PackageId) -> Result<Vec<String>, Failure> {
    let package = &resolve.packages[package];
    let version = package
        .name
        .version
        .as_ref()
        .ok_or("the package in wit/ has no version")?;
    let mut breaches = Vec::new();
    let mut judge = |item: &str, stability: &Stability, docs: Option<&Docs>| {
        match stability {
            Stability::Stable { since, .. } if since > version => {
                breaches.push(format!(
                    "{item} is said to be there since {since}, the package is {version}"
                ));
            }
            Stability::Stable { .. } => {}
            Stability::Unstable { .. } | Stability::Unknown => breaches.push(format!("{item} has no `@since`")),
        }
        if docs.is_some_and(Docs::is_empty) {
            breaches.push(format!("{item} has no `///`"));
        }
    };
    for (name, id) in &package.interfaces {
        let interface = &resolve.interfaces[*id];
        judge(
            &format!("interface {name}"),
            &interface.stability,
            Some(&interface.docs),
        );
        for (type_name, id) in &interface.types {
            let definition = &resolve.types[*id];
            // What `use` brings in is documented where it is defined.
            let used = matches!(&definition.kind, TypeDefKind::Type(Type::Id(inner))
                if resolve.types[*inner].owner != definition.owner);
            judge(
                &format!("{name}.{type_name}"),
                &definition.stability,
                (!used).then_some(&definition.docs),
            );
        }
        for (function_name, function) in &interface.functions {
            judge(
                &format!("{name}.{function_name}"),
                &function.stability,
                Some(&function.docs),
            );
        }
    }
    for (name, id) in &package.worlds {
        let world = &resolve.worlds[*id];
        judge(&format!("world {name}"), &world.stability, Some(&world.docs));
    }
    Ok(breaches)
}
