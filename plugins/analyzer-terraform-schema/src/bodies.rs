//! Bodies of `azapi_resource`, which the provider holds against the schema of their type: paths and values stand in ticks.

use atg_sdk::rules::{Example, Pattern, Rule};

mod missing;
mod unexpected;
mod unfit;

/// What azapi prints around the lines that tell what is wrong with a body.
macro_rules! lines {
    ($($line:literal),+) => {
        concat!(
            "embedded schema validation failed: the argument \"body\" is invalid:\n",
            $($line, "\n",)+
            " You can try to update `azapi` provider to the latest version or disable the validation using the feature ",
            "flag `schema_validation_enabled = false` within the resource block"
        )
    };
}

const PHASES: &[&str] = &["validate", "plan", "apply"];

/// A problem of a body.
const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause).category("schema").phases(PHASES).confidence(0.95)
}

/// A diagnostic of a body in this form.
const fn example(detail: &'static str) -> Example {
    Example::new("validate")
        .summary("Invalid configuration")
        .detail(detail)
        .address("azapi_resource.storage_logs")
        .arm_type("Microsoft.Storage/storageAccounts")
}

pub(crate) const RULES: &[Rule] = &[
    rule("location-not-supported", "The type has no location, but the resource is given one.")
        .when(&[Pattern::Detail("`location` is not expected here")])
        .says("{type|this type} takes no `location`")
        .about("{type|}")
        .then(unexpected::everywhere)
        .mends("take `location` out, for all of the type")
        .examples(&[example(lines!("`location` is not expected here. Do you mean `id`? "))
            .arm_type("Microsoft.Authorization/locks")
            .says("Microsoft.Authorization/locks takes no `location`")
            .fix("remove-attribute", "location", "")]),
    rule("tags-not-supported", "The type has no tags, but the resource is given some.")
        .when(&[Pattern::Detail("`tags` is not expected here")])
        .says("{type|this type} takes no `tags`")
        .about("{type|}")
        .then(unexpected::everywhere)
        .mends("take `tags` out, for all of the type")
        .examples(&[example(lines!("`tags` is not expected here. Do you mean `etag`? "))
            .arm_type("Microsoft.Network/virtualNetworks/subnets")
            .fix("remove-attribute", "tags", "")]),
    rule("identity-not-supported", "The type has no managed identity, but the resource is given one.")
        .when(&[Pattern::Detail("`identity` is not expected here")])
        .says("{type|this type} takes no `identity`")
        .about("{type|}")
        .then(unexpected::everywhere)
        .mends("take `identity` out, for all of the type")
        .examples(&[example(lines!("`identity` is not expected here. Do you mean `type`? "))
            .arm_type("Microsoft.Network/virtualNetworks")
            .fix("remove-attribute", "identity", "")]),
    rule("body-read-only", "The body sets a property that only the service sets.")
        .when(&[Pattern::Any(&[
            Pattern::Detail("`{path}` is not expected here, it's read only"),
            Pattern::Detail("`{path}` is not expected here, it's read-only"),
            Pattern::Detail("`{path}` is read only"),
        ])])
        .says("`{path}` of {type|a resource} is set by the service only")
        .about("{type|}")
        .then(unexpected::everywhere)
        .mends("take it out, for all of the type")
        .examples(&[
            example(lines!("`properties.provisioningState` is not expected here, it's read only"))
                .captures(&[("path", "properties.provisioningState")])
                .says("`properties.provisioningState` of Microsoft.Storage/storageAccounts is set by the service only")
                .fix("remove-attribute", "body.properties.provisioningState", ""),
            example(lines!("`properties.subnets.3.etag` is not expected here, it's read only"))
                .arm_type("Microsoft.Network/virtualNetworks")
                .fix("remove-attribute", "body.properties.subnets[*].etag", ""),
        ]),
    rule("body-other-case", "A property is spelt with other capitals than the type's schema has.")
        .when(&[Pattern::Detail("`{path}` is not expected here. Do you mean `{other}`?")])
        .says("`{path}` of {type|a resource} is spelt `{other}`")
        .about("{type|}")
        .then(unexpected::other_case)
        .mends("rename it, for all of the type")
        .examples(&[example(lines!("`properties.minimumTLSVersion` is not expected here. Do you mean `properties.minimumTlsVersion`? "))
            .fix("rename-attribute", "body.properties.minimumTLSVersion", r#""minimumTlsVersion""#)]),
    rule("body-misspelt", "A property is not spelt quite as the type's schema has it.")
        .confidence(0.8)
        .when(&[Pattern::Detail("`{path}` is not expected here. Do you mean `{other}`?")])
        .says("`{path}` of {place} is no property; one called `{other}` is")
        .then(unexpected::misspelt)
        .mends("rename it where the other is not there yet")
        .examples(&[example(lines!("`properties.minimumTlsVersio` is not expected here. Do you mean `properties.minimumTlsVersion`? "))
            .fix("rename-attribute", "body.properties.minimumTlsVersio", r#""minimumTlsVersion""#)]),
    rule("body-unexpected", "The body has a property that the type's schema does not have in this api-version.")
        .confidence(0.9)
        .when(&[Pattern::Detail("`{path}` is not expected here")])
        .says("`{path}` of {place} is a property that the type does not have")
        .then(unexpected::unknown)
        .mends("take it out: what it says is lost")
        .examples(&[
            example(lines!("`properties.networkAcls.ipRules.1.note` is not expected here. Do you mean `properties.networkAcls.ipRules.1.value`? "))
                .configuration(r#"{"body":{"properties":{"networkAcls":{"ipRules":[{"value":"1.2.3.4"},{"value":"5.6.7.8","note":"x"}]}}}}"#)
                .fix("remove-attribute", "body.properties.networkAcls.ipRules[1].note", ""),
        ]),
    rule("body-secret-missing", "The type must be given a secret, which Azure never shows, so that the source does not have it.")
        .category("secret")
        .when(&[Pattern::Detail("`{path}` is required, but no definition was found")])
        .says("`{path}` of {place} is a secret that the source does not show")
        .then(missing::secret)
        .mends("give it through a sensitive variable in `sensitive_body`")
        .examples(&[example(lines!("`properties.administratorLoginPassword` is required, but no definition was found"))
            .arm_type("Microsoft.DBforPostgreSQL/flexibleServers")
            .fix("manual", "sensitive_body.properties.administratorLoginPassword", "")]),
    rule("body-missing", "The body lacks a property that the type's schema requires.")
        .when(&[Pattern::Detail("`{path}` is required, but no definition was found")])
        .says("`{path}` of {place} is missing, and must be there")
        .then(missing::property)
        .mends("set what the source has, or rename what is spelt otherwise, else a person's")
        .examples(&[
            example(lines!("`properties.sku.name` is required, but no definition was found"))
                .source(r#"{"properties":{"SKU":{"name":"Basic"}}}"#)
                .fix("set-attribute", "body.properties.sku.name", r#""Basic""#),
            example(lines!("`Kind` is not expected here. Do you mean `kind`? ", "`kind` is required, but no definition was found"))
                .configuration(r#"{"body":{"Kind":"StorageV2"}}"#)
                .fix("rename-attribute", "body.Kind", r#""kind""#),
            example(lines!("`sku.name` is required, but no definition was found"))
                .fix("manual", "body.sku.name", r#""Standard_LRS""#),
            example(lines!("`properties.mode` is required, but no definition was found"))
                .fix("manual", "body.properties.mode", ""),
        ]),
    rule("name-length", "The name is shorter or longer than the type allows.")
        .category("naming")
        .when(&[Pattern::Detail("`name` is invalid, string length is {than}")])
        .says("the name of {place} does not fit: its length is {than}")
        .then(unfit::name)
        .mends("another name")
        .examples(&[example(lines!("`name` is invalid, string length is greater than 24"))
            .configuration(r#"{"name":"storageforlogsofallkindsofthings"}"#)
            .fix("manual", "name", "")]),
    rule("name-pattern", "The name has letters that the type does not allow.")
        .category("naming")
        .when(&[Pattern::Detail("`name` is invalid, string does not match pattern {pattern}")])
        .says("the name of {place} does not match `{pattern}`")
        .then(unfit::name)
        .mends("another name")
        .examples(&[example(lines!("`name` is invalid, string does not match pattern ^[a-z0-9]+$"))
            .captures(&[("pattern", "^[a-z0-9]+$")])
            .fix("manual", "name", "")]),
    rule("body-text-expected", "A number or a truth value stands where the schema has text.")
        .when(&[Pattern::Detail("`{path}` is invalid, expect `string` but got `{got}`")])
        .says("`{path}` of {place} is to be text, and is something else")
        .then(unfit::text)
        .mends("set the same as text, else a person's")
        .examples(&[
            example(lines!("`tags.costCentre` is invalid, expect `string` but got `basetypes.NumberValue`"))
                .configuration(r#"{"body":{"tags":{"costCentre":4711}}}"#)
                .fix("set-attribute", "body.tags.costCentre", r#""4711""#),
            example(lines!("`properties.customDomain.name` is invalid, expect `string` but got `basetypes.ObjectValue`"))
                .fix("manual", "body.properties.customDomain.name", ""),
        ]),
    rule("body-number-expected", "Text stands where the schema has a whole number.")
        .when(&[Pattern::Detail("`{path}` is invalid, expect `integer` but got `{got}`")])
        .says("`{path}` of {place} is to be a number, and is something else")
        .then(unfit::number)
        .mends("set the number that the text is, else a person's")
        .examples(&[
            example(lines!("`properties.retentionInDays` is invalid, expect `integer` but got `basetypes.StringValue`"))
                .configuration(r#"{"body":{"properties":{"retentionInDays":"30"}}}"#)
                .fix("set-attribute", "body.properties.retentionInDays", "30"),
            example(lines!("`properties.retentionInDays` is invalid, expect `integer` but got `basetypes.StringValue`"))
                .configuration(r#"{"body":{"properties":{"retentionInDays":"P30D"}}}"#)
                .fix("manual", "body.properties.retentionInDays", ""),
        ]),
    rule("body-list-expected", "A single thing stands where the schema has a list.")
        .when(&[Pattern::Detail("`{path}` is invalid, expect `array` but got `{got}`")])
        .says("`{path}` of {place} is to be a list, and is something else")
        .then(unfit::list)
        .mends("make a list of the one thing, else a person's")
        .examples(&[example(lines!("`properties.networkAcls.ipRules` is invalid, expect `array` but got `basetypes.ObjectValue`"))
            .configuration(r#"{"body":{"properties":{"networkAcls":{"ipRules":{"value":"1.2.3.4"}}}}}"#)
            .fix("set-attribute", "body.properties.networkAcls.ipRules", r#"[{"value":"1.2.3.4"}]"#)]),
    rule("body-object-expected", "Something else stands where the schema has an object.")
        .when(&[Pattern::Detail("`{path}` is invalid, expect `object` but got `{got}`")])
        .says("`{path}` of {place} is to be an object, and is something else")
        .then(unfit::object)
        .mends("read the text where it is the JSON of an object, else a person's")
        .examples(&[example(lines!("`properties` is invalid, expect `object` but got `basetypes.StringValue`"))
            .configuration(r#"{"body":{"properties":"{\"a\":1}"}}"#)
            .fix("set-attribute", "body.properties", r#"{"a":1}"#)]),
    rule("body-value-fixed", "The schema allows one value only in this place.")
        .when(&[Pattern::Detail("`{path}` is invalid, expect `{wanted}` but got `{got}`")])
        .says("`{path}` of {place} is `{got}` and can only be `{wanted}`")
        .then(unfit::fixed)
        .mends("fold the case, else a person's")
        .examples(&[example(lines!("`properties.osType` is invalid, expect `Linux` but got `linux`"))
            .fix("set-attribute", "body.properties.osType", r#""Linux""#)]),
    rule("body-value-case", "A value is written with other capitals than the schema has.")
        .when(&[Pattern::Detail("`{path}`'s value `{value}` is invalid. The supported values are [{all}]")])
        .says("`{path}` of {place} is `{value}`, which the schema writes otherwise")
        .then(unfit::other_case)
        .mends("set it as the schema writes it")
        .examples(&[example(lines!("`properties.networkAcls.defaultAction`'s value `allow` is invalid. The supported values are [Allow, Deny]. Do you mean `Allow`? "))
            .fix("set-attribute", "body.properties.networkAcls.defaultAction", r#""Allow""#)]),
    rule("body-value-not-supported", "A value is not among those that the schema has for it, be it an enumeration or the kind of an object.")
        .confidence(0.9)
        .when(&[Pattern::Detail("`{path}`'s value `{value}` is invalid. The supported values are [{all}]")])
        .says("`{path}` of {place} is `{value|no text}`, which is not supported")
        .then(unfit::not_supported)
        .mends("a person chooses one of the supported values, or a newer api-version")
        .examples(&[
            example(lines!("`properties.networkAcls.defaultAction`'s value `Denied` is invalid. The supported values are [Allow, Deny]. Do you mean `Deny`? "))
                .captures(&[("value", "Denied"), ("all", "Allow, Deny")])
                .fix("manual", "body.properties.networkAcls.defaultAction", ""),
            example(lines!("`kind`'s value `` is invalid. The supported values are [Storage, StorageV2]. Do you mean `Storage`? "))
                .says("`kind` of azapi_resource.storage_logs is `no text`, which is not supported"),
        ]),
    rule("body-text-length", "A text is shorter or longer than the schema allows.")
        .confidence(0.9)
        .when(&[Pattern::Detail("`{path}` is invalid, string length is {than}")])
        .says("`{path}` of {place} does not fit: its length is {than}")
        .then(unfit::by_hand)
        .mends("a person's")
        .examples(&[example(lines!("`properties.description` is invalid, string length is greater than 140"))
            .fix("manual", "body.properties.description", "")]),
    rule("body-text-pattern", "A text has another form than the schema demands.")
        .confidence(0.9)
        .when(&[Pattern::Detail("`{path}` is invalid, string does not match pattern {pattern}")])
        .says("`{path}` of {place} does not match `{pattern}`")
        .then(unfit::by_hand)
        .mends("a person's")
        .examples(&[example(lines!("`properties.tenantId` is invalid, string does not match pattern ^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}$"))
            .fix("manual", "body.properties.tenantId", "")]),
    rule("body-list-length", "A list has fewer or more items than the schema allows.")
        .confidence(0.9)
        .when(&[Pattern::Detail("`{path}` is invalid, array length is {than}")])
        .says("`{path}` of {place} does not fit: its length is {than}")
        .then(unfit::by_hand)
        .mends("a person's")
        .examples(&[example(lines!("`properties.addressSpace.addressPrefixes` is invalid, array length is less than 1"))
            .fix("manual", "body.properties.addressSpace.addressPrefixes", "")]),
    rule("body-no-variant", "A value fits none of the forms that the schema allows in this place.")
        .confidence(0.8)
        .when(&[Pattern::Detail("`{path}` doesn't match any accepted values")])
        .says("`{path}` of {place} fits none of the forms that are accepted")
        .then(unfit::by_hand)
        .mends("a person's")
        .examples(&[example(lines!("`properties.ttl` doesn't match any accepted values"))
            .fix("manual", "body.properties.ttl", "")]),
    rule("body-invalid", "The provider refuses the body in a sentence that no other rule knows.")
        .confidence(0.5)
        .when(&[Pattern::Any(&[
            Pattern::Detail("the argument \"body\" is invalid"),
            Pattern::Summary("Invalid body"),
            Pattern::Summary("Invalid sensitive_body"),
        ])])
        .says("the body of {place} is not accepted")
        .fixes(&[atg_sdk::rules::FixTemplate::new("manual").path("body").because("read what the provider says of it")])
        .examples(&[
            example(lines!("something that is new to all")).fix("manual", "body", ""),
            Example::new("plan")
                .summary("Invalid body")
                .detail("The argument \"body\" is invalid: unmarshaling failed")
                .address("azapi_resource.storage_logs")
                .fix("manual", "body", ""),
        ]),
];
