use super::*;

fn built(own: &[(&str, &str)], wishes: &Wishes) -> Environment {
    let own: BTreeMap<String, String> = own.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    Environment::new(&|name| own.get(name).map(OsString::from), wishes).unwrap()
}

#[test]
fn a_child_gets_places_and_proxies_and_nothing_else_of_atg_s_own() {
    let own = [
        ("PATH", "/bin"),
        ("HOME", "/home/a"),
        ("HTTPS_PROXY", "http://proxy"),
        ("TF_CLI_ARGS", "-destroy"),
        ("TF_VAR_x", "1"),
        ("TF_LOG", "TRACE"),
        ("ARM_CLIENT_SECRET", "s3cret-value"),
        ("TF_CLI_CONFIG_FILE", "/home/a/.terraformrc"),
        ("SSL_CERT_FILE", "/etc/other.pem"),
    ];
    let environment = built(&own, &Wishes::default());
    let names: Vec<&str> = environment.variables.keys().filter_map(|name| name.to_str()).collect();
    assert_eq!(
        names,
        [
            "CHECKPOINT_DISABLE",
            "HOME",
            "HTTPS_PROXY",
            "PATH",
            "TF_CLI_CONFIG_FILE",
            "TF_INPUT",
            "TF_IN_AUTOMATION"
        ]
    );
    let config = PathBuf::from(environment.get("TF_CLI_CONFIG_FILE").unwrap());
    assert!(std::fs::read_to_string(&config).unwrap().contains("direct {}"));
    drop(environment);
    assert!(!config.exists());
}

#[test]
fn wishes_are_honoured() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("a/b");
    let wishes = Wishes {
        installation: Installation::FilesystemMirror(folder.path().to_path_buf()),
        plugin_cache: Some(cache.clone()),
        certificate_file: Some("/ca.pem".into()),
        log: Some("debug".to_owned()),
        ..Wishes::default()
    };
    let environment = built(&[], &wishes);
    assert!(cache.is_dir());
    assert_eq!(environment.get("TF_PLUGIN_CACHE_DIR"), Some(cache.as_os_str()));
    assert_eq!(environment.get("SSL_CERT_FILE"), Some(OsStr::new("/ca.pem")));
    assert_eq!(environment.get("TF_LOG"), Some(OsStr::new("DEBUG")));
    let config = std::fs::read_to_string(environment.get("TF_CLI_CONFIG_FILE").unwrap()).unwrap();
    assert!(
        config.contains(&format!("path = \"{}\"", folder.path().display())),
        "{config}"
    );
}

#[test]
fn what_cannot_be_is_refused() {
    let refused = |installation: Installation| {
        let wishes = Wishes {
            installation,
            ..Wishes::default()
        };
        Environment::new(&|_| None, &wishes).unwrap_err().to_string()
    };
    assert_eq!(
        refused(Installation::FilesystemMirror("/no/such".into())),
        "there is no provider mirror `/no/such`"
    );
    assert_eq!(
        refused(Installation::NetworkMirror("http://mirror".to_owned())),
        "`http://mirror` is no address of a provider mirror"
    );
    assert_eq!(
        refused(Installation::CliConfig("/no/such".into())),
        "cannot read `/no/such`"
    );
    assert_eq!(
        refused(Installation::NetworkMirror("https://a\n\"".to_owned())),
        "`https://a\\n\\\"/` cannot be written into a CLI configuration file"
    );
}

#[test]
fn credentials_are_named_but_never_shown() {
    let environment = built(&[], &Wishes::default())
        .with_credentials([("ARM_CLIENT_ID", "an-id"), ("ARM_CLIENT_SECRET", "s3cret-value")])
        .unwrap()
        .with_secret_variable("password", "hunter22");
    assert_eq!(environment.secrets(), ["s3cret-value", "hunter22"]);
    let shown = format!("{environment:?}");
    assert!(shown.contains("TF_VAR_password") && shown.contains("ARM_CLIENT_SECRET"));
    assert!(!shown.contains("hunter22") && !shown.contains("s3cret-value"));
    let error = environment.with_credentials([("TF_CLI_ARGS", "x")]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`TF_CLI_ARGS` is not handed to Terraform as a credential"
    );
}
