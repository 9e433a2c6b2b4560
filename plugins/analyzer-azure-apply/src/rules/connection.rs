//! The way to Azure.

use atg_sdk::rules::{Example, Pattern, Rule};

use crate::shapes::{by_hand, rule, wait};

pub(super) const RULES: &[Rule] = &[
    rule(
        "certificate-not-trusted",
        "state",
        "The certificate of the other side is issued by somebody whom this machine does not trust.",
    )
    .retry("after-fix")
    .when(&[Pattern::Any(&[
        Pattern::Text("certificate signed by unknown authority"),
        Pattern::Text("unable to get local issuer certificate"),
        Pattern::Text("self-signed certificate in certificate chain"),
        Pattern::Text("self signed certificate in certificate chain"),
        Pattern::Text("CERTIFICATE_VERIFY_FAILED"),
        Pattern::Text("certificate is not trusted"),
    ])])
    .says("this machine does not trust the certificate of the other side")
    .about("")
    .fixes(&[by_hand(
        "a proxy opens the connection: add its root certificate to the trust of this machine \
         (`SSL_CERT_FILE`, `REQUESTS_CA_BUNDLE`)",
    )])
    .examples(&[
        Example::new("apply")
            .summary("Failed to create/update resource")
            .detail(
                "Put \"https://management.azure.com/subscriptions/1\": tls: failed to verify \
                 certificate: x509: certificate signed by unknown authority",
            )
            .address("azapi_resource.a"),
        Example::new("scan").summary(
            "SSL: CERTIFICATE_VERIFY_FAILED certificate verify failed: unable to get local issuer \
             certificate",
        ),
    ]),
    rule(
        "certificate-out-of-time",
        "state",
        "A certificate has expired, or the clock of this machine is wrong.",
    )
    .when(&[Pattern::Text("certificate has expired or is not yet valid")])
    .says("a certificate has expired, or the clock of this machine is wrong")
    .about("")
    .fixes(&[by_hand(
        "set the clock; if it is right, the other side must renew its certificate",
    )])
    .examples(&[Example::new("apply")
        .summary("Failed to create/update resource")
        .detail(
            "tls: failed to verify certificate: x509: certificate has expired or is not yet valid: \
             current time 2020-01-01T00:00:00Z is before 2026-03-01T00:00:00Z",
        )
        .address("azapi_resource.a")]),
    rule(
        "certificate-of-other-host",
        "state",
        "The other side shows the certificate of another host.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("x509: certificate is valid for {names}, not {host}"),
        Pattern::Text("doesn't match either of"),
    ])])
    .says("the other side shows a certificate for {names|another host}")
    .about("")
    .fixes(&[by_hand(
        "a proxy or a wrong entry in DNS stands between: look where {host|the host} leads",
    )])
    .examples(&[Example::new("apply")
        .summary("Failed to create/update resource")
        .detail(
            "Get \"https://kv.vault.azure.net/\": tls: failed to verify certificate: x509: \
             certificate is valid for *.contoso.net, not kv.vault.azure.net",
        )
        .address("azapi_resource.a")
        .captures(&[("host", "kv.vault.azure.net")])]),
    rule("proxy-refuses", "state", "The proxy does not let the request through.")
        .when(&[Pattern::Any(&[
            Pattern::Text("Proxy Authentication Required"),
            Pattern::Text("proxyconnect tcp"),
            Pattern::Text("Cannot connect to proxy"),
            Pattern::Text("Tunnel connection failed"),
        ])])
        .says("the proxy does not let the request through")
        .about("")
        .fixes(&[by_hand(
            "correct `HTTPS_PROXY` and its login, and let the hosts of Azure and of the registry \
             through (`NO_PROXY`)",
        )])
        .examples(&[
            Example::new("apply")
                .summary("Failed to create/update resource")
                .detail(r#"Put "https://management.azure.com/x": Proxy Authentication Required"#)
                .address("azapi_resource.a"),
            Example::new("scan").summary("proxyconnect tcp: dial tcp 10.0.0.9:3128: connect: connection refused"),
        ]),
    rule("name-not-found", "transient", "The name of a host is not found in DNS.")
        .retry("transient")
        .when(&[Pattern::Any(&[
            Pattern::Text("no such host"),
            Pattern::Text("server misbehaving"),
            Pattern::Text("Temporary failure in name resolution"),
            Pattern::Text("Name or service not known"),
            Pattern::Text("getaddrinfo failed"),
            Pattern::Text("NameResolutionError"),
        ])])
        .says("a host is not found in DNS")
        .fixes(&[
            wait("DNS may answer again"),
            by_hand("if it stays so: a private zone may lack the record, or the name is wrong"),
        ])
        .examples(&[Example::new("apply")
            .summary("Failed to create/update resource")
            .detail(
                "Put \"https://kv-main.vault.azure.net/secrets/a\": dial tcp: lookup \
                 kv-main.vault.azure.net on 127.0.0.53:53: no such host",
            )
            .address("azapi_resource.a")
            .fix("wait", "", "")
            .fix("manual", "", "")]),
    rule(
        "connection-refused",
        "transient",
        "Nobody answers at the other end, or a firewall refuses.",
    )
    .retry("transient")
    .when(&[Pattern::Any(&[
        Pattern::Text("connection refused"),
        Pattern::Text("actively refused it"),
        Pattern::Text("network is unreachable"),
        Pattern::Text("no route to host"),
    ])])
    .says("the connection is refused")
    .fixes(&[wait("the service may be starting again")])
    .examples(&[Example::new("apply")
        .summary("Failed to create/update resource")
        .detail(
            "Put \"https://management.azure.com/x\": dial tcp 20.0.0.1:443: connect: connection \
             refused",
        )
        .address("azapi_resource.a")]),
    rule(
        "connection-broken",
        "transient",
        "The connection broke in the middle of a request.",
    )
    .retry("transient")
    .when(&[Pattern::Any(&[
        Pattern::Text("connection reset by peer"),
        Pattern::Text("unexpected EOF"),
        Pattern::Text("broken pipe"),
        Pattern::Text("use of closed network connection"),
        Pattern::Text("http2: client connection lost"),
        Pattern::Text("forcibly closed by the remote host"),
        Pattern::Text("Connection aborted"),
        Pattern::Text("server closed idle connection"),
    ])])
    .says("the connection broke")
    .fixes(&[wait("the request may have arrived: look before it is made again")])
    .examples(&[Example::new("apply")
        .summary("Failed to create/update resource")
        .detail(
            "Put \"https://management.azure.com/x\": read tcp 10.0.0.4:51234->20.0.0.1:443: read: \
             connection reset by peer",
        )
        .address("azapi_resource.a")]),
    rule(
        "connection-slow",
        "transient",
        "The other side does not answer in time.",
    )
    .retry("transient")
    .when(&[Pattern::Any(&[
        Pattern::Text("TLS handshake timeout"),
        Pattern::Text("i/o timeout"),
        Pattern::Text("Client.Timeout exceeded"),
        Pattern::Text("net/http: request canceled"),
        Pattern::Text("Read timed out"),
        Pattern::Text("connect timeout"),
        Pattern::Text("connection timed out"),
        Pattern::Text("operation timed out"),
    ])])
    .says("the other side does not answer in time")
    .fixes(&[wait("the network may be busy")])
    .examples(&[Example::new("apply")
        .summary("Failed to create/update resource")
        .detail(r#"Put "https://management.azure.com/x": net/http: TLS handshake timeout"#)
        .address("azapi_resource.a")]),
    rule(
        "answer-not-json",
        "transient",
        "Something else than Azure has answered, such as a proxy.",
    )
    .retry("transient")
    .when(&[Pattern::Any(&[
        Pattern::Text("invalid character '<' looking for beginning of value"),
        Pattern::Text("Expecting value: line 1 column 1"),
        Pattern::Text("unexpected content-type"),
    ])])
    .says("the answer is no JSON: something between here and Azure has answered")
    .fixes(&[
        wait("a gateway may be in trouble"),
        by_hand("if it stays so, look at what the proxy says"),
    ])
    .examples(&[Example::new("apply")
        .summary("Failed to create/update resource")
        .detail("unmarshalling response body: invalid character '<' looking for beginning of value")
        .address("azapi_resource.a")]),
];
