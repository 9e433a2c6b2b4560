//! azapi says type and parent itself.

use super::{Arguments, Around, Builder, Placed, place_untyped, segment};
use crate::identity::{ArmId, IdKind};
use crate::readers::terraform::is_open;

/// Places an azapi resource: `type` is `NAMESPACE/TYPE@VERSION`, `parent_id` the id of what it lies below.
pub(in crate::readers::terraform) fn place_azapi(
    terraform_type: &str,
    label: &str,
    arguments: &mut dyn Arguments,
    around: Around<'_>,
) -> Placed {
    let versioned = arguments.text("type").unwrap_or_default();
    let arm_type = versioned.split('@').next().unwrap_or_default().to_owned();
    let parts: Vec<&str> = arm_type.split('/').collect();
    if is_open(&versioned) || parts.len() < 2 || parts.iter().any(|part| part.is_empty()) {
        return Placed::Resource(place_untyped(terraform_type, label, arguments, around));
    }
    let mut builder = Builder {
        arguments,
        around,
        certain: true,
        arm_type: &arm_type,
    };
    let name = builder.own_name("name");
    let subscription = format!("/subscriptions/{}", around.subscription);
    if arm_type.eq_ignore_ascii_case("Microsoft.Resources/resourceGroups") {
        let parent = builder
            .arguments
            .text("parent_id")
            .filter(|id| ArmId::parse(id).is_some());
        let id = format!(
            "{}/resourceGroups/{name}",
            parent.unwrap_or(subscription).trim_end_matches('/')
        );
        return Placed::Group(builder.built(id, Some("parent_id")));
    }
    let parent = builder.arguments.text("parent_id");
    let kind = parent
        .as_deref()
        .and_then(ArmId::parse)
        .map(|id| (id.kind(), id.type_name()));
    let parent = parent.as_deref().unwrap_or_default().trim_end_matches('/');
    let above = parts[..parts.len() - 1].join("/");
    let id = match kind {
        Some((IdKind::Resource, type_name)) if type_name.eq_ignore_ascii_case(&above) => {
            format!("{parent}/{}/{name}", parts[parts.len() - 1])
        }
        Some((IdKind::Other, _)) => return Placed::Outside,
        Some(_) if parts.len() == 2 => format!("{parent}/providers/{arm_type}/{name}"),
        _ if parent.is_empty() && builder.arguments.text("parent_id").is_some() => return Placed::Outside,
        _ => {
            // What it lies below is not known, or does not fit: the expression stands for the name of the nearest one.
            builder.certain = false;
            let unknown = if parent.is_empty() {
                "-".to_owned()
            } else {
                segment(parent)
            };
            let above: String = parts[1..parts.len() - 1]
                .iter()
                .map(|part| format!("/{part}/{unknown}"))
                .collect();
            let own = parts[parts.len() - 1];
            format!("{subscription}/providers/{}{above}/{own}/{name}", parts[0])
        }
    };
    Placed::Resource(builder.built(id, Some("parent_id")))
}
