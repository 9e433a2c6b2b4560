//! Machines, their images and disks.

use atg_sdk::rules::{Pattern, Rule};

use crate::hooks::plan_of_source;
use crate::shapes::{answer, by_hand, rule};

pub(super) const RULES: &[Rule] = &[
    rule(
        "marketplace-terms",
        "policy",
        "The terms of a Marketplace image or plan are not accepted in the subscription.",
    )
    .retry("after-fix")
    .when(&[Pattern::Any(&[
        Pattern::Text("You have not accepted the legal terms on this subscription"),
        Pattern::Text("Legal terms have not been accepted for this item"),
        Pattern::Code(&[
            "ResourcePurchaseValidationFailed",
            "MarketplacePurchaseEligibilityFailed",
        ]),
    ])])
    .says("{place}: the subscription has not accepted the terms of the offer, or may not buy it")
    .fixes(&[by_hand(
        "accept the terms once: `az vm image terms accept --publisher P --offer O --plan N`; a \
         subscription may also be barred from buying",
    )])
    .examples(&[
        answer!(
            "ResourcePurchaseValidationFailed",
            400,
            "User failed validation to purchase resources. Error message: 'You have not accepted the \
             legal terms on this subscription: '00000000-0000-0000-0000-000000000001' for this plan.'"
        ),
        answer!(
            "MarketplacePurchaseEligibilityFailed",
            400,
            "Marketplace purchase eligibilty check returned errors. See inner errors for details."
        ),
    ]),
    rule(
        "plan-differs",
        "schema",
        "A Marketplace image lacks the plan that it is sold under, or has one that it does not take.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("{surplus} doesn't require plan information"),
        Pattern::Text("requires Plan information in the request"),
        Pattern::Code(&["VMMarketplaceInvalidInput"]),
    ])])
    .says("{place} and its image do not agree on a plan")
    .fixes(&[by_hand(
        "set `plan` as the source has it; leave it out for an image that asks for none",
    )])
    .then(plan_of_source)
    .mends("sets the plan of the source, or removes one that the image does not take")
    .examples(&[
        answer!(
            "VMMarketplaceInvalidInput",
            400,
            "Creating a virtual machine from Marketplace image or a custom image sourced from a \
             Marketplace image requires Plan information in the request."
        )
        .source(r#"{"plan":{"name":"byol","publisher":"fortinet","product":"fortigate"}}"#)
        .fix(
            "set-attribute",
            "body.plan",
            r#"{"name":"byol","publisher":"fortinet","product":"fortigate"}"#,
        ),
        answer!(
            "VMMarketplaceInvalidInput",
            400,
            "This image doesn't require plan information."
        )
        .configuration(r#"{"body":{"plan":{"name":"x"}}}"#)
        .fix("remove-attribute", "body.plan", ""),
    ]),
    rule(
        "boot-generation",
        "schema",
        "Size and image of the machine are of different hardware generations.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("The selected VM size '{size}' cannot boot Hypervisor Generation '{generation}'"),
        Pattern::Text("cannot boot Hypervisor Generation"),
    ])])
    .says("{place} has a size that cannot boot its image")
    .fixes(&[by_hand(
        "choose an image of the other generation, or a size that boots both",
    )])
    .examples(&[answer!(
        "BadRequest",
        400,
        "The selected VM size 'Standard_M64' cannot boot Hypervisor Generation '2'. If this was \
         a Create operation please check that the Hypervisor Generation of the Image matches."
    )]),
    rule(
        "disk-exists",
        "exists",
        "The disk that the machine would make exists already.",
    )
    .confidence(0.95)
    .when(&[Pattern::Text(
        "Disk {disk} already exists in resource group {group}. Only CreateOption.Attach is \
         supported",
    )])
    .says("{place} would make the disk {disk}, which is there already")
    .fixes(&[by_hand(
        "attach the disk ({group}/{disk}), or delete it, or give it another name",
    )])
    .examples(&[answer!(
        "ConflictingUserInput",
        409,
        "Disk vm1-os already exists in resource group RG-A. Only CreateOption.Attach is \
         supported."
    )
    .captures(&[("disk", "vm1-os")])]),
];
