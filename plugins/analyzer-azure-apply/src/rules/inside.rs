//! What goes wrong inside of machines and clusters.

use atg_sdk::rules::{Example, Pattern, Rule};

use crate::shapes::{answer, by_hand, rule};

pub(super) const RULES: &[Rule] = &[
    rule(
        "extension-of-other-system",
        "schema",
        "The extension is made for another operating system, or does not exist.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Publisher '{publisher}' and type '{kind}'"),
        Pattern::Text("The VM extension with publisher '{publisher}' and type '{kind}' could not be found"),
        Pattern::Text("with publisher '{publisher}', type '{kind}'"),
        Pattern::Code(&["VMExtensionNotFound"]),
    ])])
    .says("{place}: the machine does not take the extension {kind|that it names}")
    .fixes(&[by_hand(
        "use the extension for its system: `Microsoft.Compute/CustomScriptExtension` is for \
         Windows, `Microsoft.Azure.Extensions/CustomScript` for Linux",
    )])
    .examples(&[answer!(
        "OperationNotAllowed",
        409,
        "The operation is not allowed: Publisher 'Microsoft.Compute' and type \
         'CustomScriptExtension' is not supported on Linux."
    )
    .captures(&[("kind", "CustomScriptExtension")])]),
    rule(
        "extension-failed",
        "state",
        "What an extension runs inside of the machine has failed.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("VM has reported a failure when processing extension '{extension}'"),
        Pattern::Code(&[
            "VMExtensionProvisioningError",
            "VMExtensionHandlerNonTransientError",
            "VMExtensionHandlerTransientError",
            "VMExtensionManagementInternalError",
            "VMExtensionProvisioningTimeout",
        ]),
    ])])
    .says("{place}: an extension failed inside of the machine: {extension|see its text}")
    .fixes(&[by_hand(
        "read the log of the extension in the machine; a script of the source may need files \
         that the target does not have",
    )])
    .examples(&[
        answer!(
            "VMExtensionProvisioningError",
            409,
            "VM has reported a failure when processing extension 'install'. Error message: 'Enable \
             failed: failed to execute command: command terminated with exit status=1'"
        )
        .captures(&[("extension", "install")]),
        Example::new("apply")
            .summary("Failed to create/update resource")
            .detail(
                "Code=\"VMExtensionProvisioningTimeout\" Message=\"Provisioning of VM extension \
                 azsecpack has timed out.\"",
            )
            .address("azapi_resource.a"),
    ]),
    rule("agent-silent", "state", "The agent of the machine does not report.")
        .when(&[Pattern::Any(&[
            Pattern::Text("has not reported status for VM agent or extensions"),
            Pattern::Code(&["VMAgentStatusCommunicationError", "VMStatusBlobSasExpired"]),
        ])])
        .says("{place}: the agent of the machine does not report")
        .fixes(&[by_hand("start the machine and its agent, and let it reach the network")])
        .examples(&[answer!(
            "VMAgentStatusCommunicationError",
            409,
            "VM 'vm1' has not reported status for VM agent or extensions. Verify that the OS is up \
             and healthy."
        )]),
    rule(
        "system-not-started",
        "state",
        "The operating system of the machine did not finish its setup in time.",
    )
    .when(&[Pattern::Code(&[
        "OSProvisioningTimedOut",
        "OSProvisioningClientError",
        "OSProvisioningInternalError",
        "OSProvisioningPartialSuccess",
    ])])
    .says("{place}: the operating system did not finish its setup")
    .fixes(&[by_hand(
        "look at the boot diagnostics; an image that was not generalised must be attached as a \
         disk, not started as an image",
    )])
    .examples(&[answer!(
        "OSProvisioningTimedOut",
        409,
        "OS Provisioning for VM 'vm1' did not finish in the allotted time. The VM may still \
         finish provisioning successfully."
    )]),
    rule(
        "password-rules",
        "secret",
        "A password does not meet the rules of the service.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("supplied password must be between"),
        Pattern::Text("Password validation failed"),
        Pattern::Text("does not meet policy requirements because it is not complex enough"),
        Pattern::Text("The password does not meet the complexity"),
        Pattern::Code(&["PasswordNotComplex", "PasswordTooLong"]),
    ])])
    .says("{place}: the password does not meet the rules")
    .fixes(&[by_hand(
        "give the sensitive variable a longer password with three kinds of characters, without \
         the login name",
    )])
    .examples(&[
        answer!(
            "InvalidParameter",
            400,
            "The supplied password must be between 6-72 characters long and must satisfy at least 3 \
             of password complexity requirements from the following."
        ),
        answer!(
            "PasswordNotComplex",
            400,
            "Password validation failed. The password does not meet policy requirements because it \
             is not complex enough."
        ),
    ]),
    rule(
        "key-of-login",
        "secret",
        "The public key of a login is missing or not in the form that the service takes.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("ssh.publicKeys.keyData is invalid"),
        Pattern::Text("SSH key is not a valid"),
        Pattern::Text("The value of parameter linuxProfile.ssh.publicKeys"),
    ])])
    .says("{place}: the public key of the login is not valid")
    .fixes(&[by_hand("give a whole public key in OpenSSH form, on one line")])
    .examples(&[answer!(
        "InvalidParameter",
        400,
        "The value of parameter linuxConfiguration.ssh.publicKeys.keyData is invalid."
    )]),
    rule(
        "cluster-version",
        "schema",
        "The version of Kubernetes is not offered any more, or not yet.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Version {version} is not supported in this region"),
        Pattern::Text("is on version {version}, which is only available for Long-Term Support"),
        Pattern::Text("does not support upgrading to orchestrator version"),
        Pattern::Code(&["K8sVersionNotSupported", "AgentPoolK8sVersionNotSupported"]),
    ])])
    .says("{place} asks for Kubernetes {version|in a version} that is not offered")
    .fixes(&[by_hand(
        "choose a version that is: `az aks get-versions --location LOCATION`",
    )])
    .examples(&[
        answer!(
            "K8sVersionNotSupported",
            400,
            "Managed cluster aks-a is on version 1.27.9, which is only available for Long-Term \
             Support (LTS)."
        )
        .captures(&[("version", "1.27.9")]),
        answer!(
            "AgentPoolK8sVersionNotSupported",
            400,
            "Version 1.24.0 is not supported in this region. Please use [az aks get-versions] \
             command to get the supported version list in this region."
        ),
    ]),
    rule(
        "cluster-no-way-out",
        "policy",
        "The nodes of a cluster cannot reach what they need outside.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Agents are unable to establish outbound connection"),
        Pattern::Code(&[
            "VMExtensionError_OutboundConnFail",
            "OutboundConnFailVMExtensionError",
            "VMExtensionError_K8SAPIServerConnFail",
            "K8SAPIServerConnFailVMExtensionError",
            "VMExtensionError_K8SAPIServerDNSLookupFail",
            "K8SAPIServerDNSLookupFailVMExtensionError",
        ]),
    ])])
    .says("{place}: the nodes cannot reach what they need")
    .fixes(&[by_hand(
        "open the way out (route table, firewall, DNS of the network) before the cluster is made",
    )])
    .examples(&[answer!(
        "VMExtensionError_OutboundConnFail",
        400,
        "Unable to establish outbound connection from agents, please see \
         https://aka.ms/aks-required-ports-and-addresses."
    )]),
];
