//! Subscriptions by name: `[profile.NAME]`, and the two tenants that users of the Python ATG have in their environment.

use std::collections::BTreeMap;

use crate::effects::Environment;

/// What a profile may say.
pub(crate) const MEMBERS: [&str; 2] = ["tenant_id", "subscription_id"];

/// One subscription with its tenant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Profile {
    members: BTreeMap<String, (String, Option<String>)>,
}

impl Profile {
    /// Sets a member, and the variable that said it.
    pub(crate) fn set(&mut self, member: &str, value: String, variable: Option<String>) {
        self.members.insert(member.to_owned(), (value, variable));
    }

    /// Its subscription.
    pub(crate) fn subscription_id(&self) -> Option<&str> {
        self.members.get("subscription_id").map(|(value, _)| value.as_str())
    }

    /// All that it says, in order.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &str)> {
        self.members
            .iter()
            .map(|(member, (value, _))| (member.as_str(), value.as_str()))
    }

    /// The variable that said a member.
    pub(crate) fn variable(&self, member: &str) -> Option<String> {
        self.members.get(member)?.1.clone()
    }
}

/// `AZURE_TENANT_{1,2}_{NAME,ID,SUBSCRIPTION_ID}`; without a name they are `tenant-1` and `tenant-2`.
pub(crate) fn of_environment(environment: &Environment) -> BTreeMap<String, Profile> {
    let mut profiles = BTreeMap::new();
    for number in [1, 2] {
        let mut profile = Profile::default();
        for (member, suffix) in [("tenant_id", "ID"), ("subscription_id", "SUBSCRIPTION_ID")] {
            let variable = format!("AZURE_TENANT_{number}_{suffix}");
            if let Some(value) = environment.get(&variable) {
                profile.set(member, value.to_owned(), Some(variable.clone()));
            }
        }
        let name = environment.get(&format!("AZURE_TENANT_{number}_NAME"));
        if profile.members().next().is_some() {
            profiles.insert(name.map_or_else(|| format!("tenant-{number}"), str::to_owned), profile);
        }
    }
    profiles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_python_tool_s_two_tenants_are_profiles() {
        let environment = Environment::from([
            ("AZURE_TENANT_1_NAME", "contoso"),
            ("AZURE_TENANT_1_SUBSCRIPTION_ID", "11111111-1111-1111-1111-111111111111"),
            ("AZURE_TENANT_2_ID", "22222222-2222-2222-2222-222222222222"),
        ]);
        let profiles = of_environment(&environment);
        assert_eq!(profiles.keys().collect::<Vec<_>>(), ["contoso", "tenant-2"]);
        assert_eq!(
            profiles["contoso"].subscription_id(),
            Some("11111111-1111-1111-1111-111111111111")
        );
        assert_eq!(
            profiles["contoso"].variable("subscription_id").as_deref(),
            Some("AZURE_TENANT_1_SUBSCRIPTION_ID")
        );
        assert_eq!(profiles["tenant-2"].subscription_id(), None);
    }
}
