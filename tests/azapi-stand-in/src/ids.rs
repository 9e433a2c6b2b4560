//! ARM ids as the provider reads them; the rules are those of its SDK (`azcore/arm`, `ParseResourceID`).

/// What an id is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ArmId {
    /// `Microsoft.Network/virtualNetworks/subnets`, as the id spells it.
    pub(crate) resource_type: String,
    /// The subscription, where it is in one.
    pub(crate) has_subscription: bool,
    /// The resource group, where it is in one.
    pub(crate) has_resource_group: bool,
}

const TENANT: &str = "Microsoft.Resources/tenants";
const SUBSCRIPTION: &str = "Microsoft.Resources/subscriptions";
const GROUP: &str = "Microsoft.Resources/resourceGroups";
const PROVIDER: &str = "Microsoft.Resources/providers";

/// Reads an id, or says in the provider's words what is wrong with it.
pub(crate) fn read(id: &str) -> Result<ArmId, String> {
    if id.is_empty() {
        return Err("invalid resource ID: id cannot be empty".to_owned());
    }
    if !id.starts_with('/') {
        return Err(format!("invalid resource ID: resource id '{id}' must start with '/'"));
    }
    let invalid = || format!("invalid resource ID: {id}");
    let parts: Vec<&str> = id.split('/').map(str::trim).filter(|part| !part.is_empty()).collect();
    let begins = |word: &str| parts[0].eq_ignore_ascii_case(word);
    if parts.len() < 2 || !(begins("subscriptions") || begins("providers")) {
        return Err(invalid());
    }
    let mut at = ArmId {
        resource_type: TENANT.to_owned(),
        has_subscription: false,
        has_resource_group: false,
    };
    let mut rest = parts.as_slice();
    while let [first, after @ ..] = rest {
        let is = |word: &str| first.eq_ignore_ascii_case(word);
        let in_tenant = at.resource_type == TENANT;
        let in_subscription = at.resource_type == SUBSCRIPTION;
        match after {
            // A type without a name, which a subscription and a group are not.
            [] => {
                let incomplete = (in_tenant && is("subscriptions")) || (in_subscription && is("resourceGroups"));
                if incomplete || at.resource_type == GROUP {
                    return Err(invalid());
                }
                at.resource_type = format!("{}/{first}", at.resource_type);
                rest = &[];
            }
            [_, next @ ..]
                if is("providers") && next.first().is_none_or(|word| word.eq_ignore_ascii_case("providers")) =>
            {
                if !in_tenant && !in_subscription {
                    return Err(invalid());
                }
                at.resource_type = PROVIDER.to_owned();
                rest = next;
            }
            [namespace, of, _, next @ ..] if is("providers") => {
                at.resource_type = format!("{namespace}/{of}");
                rest = next;
            }
            [_, next @ ..] if !is("providers") => {
                at.resource_type = match () {
                    () if in_subscription && is("resourceGroups") => GROUP.to_owned(),
                    () if in_tenant && is("subscriptions") => SUBSCRIPTION.to_owned(),
                    () => format!("{}/{first}", at.resource_type),
                };
                at.has_subscription |= at.resource_type == SUBSCRIPTION;
                at.has_resource_group |= at.resource_type == GROUP;
                rest = next;
            }
            _ => return Err(invalid()),
        }
    }
    Ok(at)
}

/// What is wrong with an id in an argument, in the provider's words; several things can be.
pub(crate) fn problems(id: &str, argument: &str) -> Vec<String> {
    if id == "/" {
        return Vec::new();
    }
    let mut problems = Vec::new();
    if id.starts_with("http:") || id.starts_with("https:") {
        problems.push(format!("expected {argument:?} not to contain protocol, got {id:?}"));
    }
    if id.contains("api-version=") {
        problems.push(format!(
            "expected {argument:?} not to contain api-version query parameter, got {id:?}"
        ));
    }
    if id.contains('|') {
        problems.push(format!(
            "expected {argument:?} not to contain character '|', got {id:?}. This usually indicates a synthetic resource ID \
             created by the AzureRM provider, which is not the expected format for an Azure Resource ID. Please use the \
             actual resource ID instead"
        ));
    }
    problems.extend(read(id).err());
    problems
}

/// What is wrong with the id of a user-assigned identity.
pub(crate) fn identity_problem(id: &str) -> Option<String> {
    const IDENTITY: &str = "Microsoft.ManagedIdentity/userAssignedIdentities";
    match read(id) {
        Err(problem) => Some(problem),
        Ok(read) if read.resource_type != IDENTITY => Some(format!(
            "expected resource type to be '{IDENTITY}', got {:?}",
            read.resource_type
        )),
        Ok(read) if !read.has_subscription => Some("ID was missing the 'subscriptions' element".to_owned()),
        Ok(read) if !read.has_resource_group => Some("ID was missing the 'resourceGroups' element".to_owned()),
        Ok(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_every_place() {
        let of = |id: &str| read(id).map(|read| read.resource_type);
        let group = "/subscriptions/s/resourceGroups/g";
        assert_eq!(of("/subscriptions/s").as_deref(), Ok(SUBSCRIPTION));
        assert_eq!(of(group).as_deref(), Ok(GROUP));
        assert_eq!(
            of(&format!("{group}/providers/A.B/cs/c/ds/d")).as_deref(),
            Ok("A.B/cs/ds")
        );
        assert_eq!(
            of(&format!("{group}/providers/A.B/cs/c/providers/E.F/gs/g")).as_deref(),
            Ok("E.F/gs")
        );
        assert_eq!(
            of("/providers/Microsoft.Management/managementGroups/m").as_deref(),
            Ok("Microsoft.Management/managementGroups")
        );
        assert_eq!(of("/subscriptions/s/providers/A.B").as_deref(), Ok(PROVIDER));
        assert!(read(&format!("{group}/x")).is_err());
        assert!(read(&format!("{group}/providers/A.B")).is_err());
        assert!(read("/subscriptions/").is_err());
        assert!(read("/providers/A.B/cs").is_err());
        assert!(read("/subscriptions/s/resourceGroups").is_err());
        assert_eq!(
            read("x").unwrap_err(),
            "invalid resource ID: resource id 'x' must start with '/'"
        );
    }

    #[test]
    fn problems_of_arguments() {
        assert!(problems("/", "parent_id").is_empty());
        assert_eq!(problems("https://x/y?api-version=1|", "parent_id").len(), 4);
        let identity = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i";
        assert_eq!(identity_problem(identity), None);
        assert!(
            identity_problem(&identity.replace("userAssigned", "userassigned"))
                .unwrap()
                .contains("expected resource type")
        );
        assert!(
            identity_problem("/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i")
                .unwrap()
                .contains("'subscriptions'")
        );
    }
}
