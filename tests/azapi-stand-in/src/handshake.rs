//! How Terraform and a plugin find one another: a cookie in the environment, a socket, and one line on standard output.

use std::io::{self, Write as _};
use std::rc::Rc;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose};
use tokio::net::{UnixListener, UnixStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::StandInError;
use crate::definitions::Definitions;
use crate::grpc;
use crate::provider::Provider;

/// What Terraform sets so that nobody starts a plugin by mistake.
const COOKIE: (&str, &str) = (
    "TF_PLUGIN_MAGIC_COOKIE",
    "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
);

/// Terraform's own certificate; where it sends one, it wants to see one, and TLS.
const CLIENT_CERTIFICATE: &str = "PLUGIN_CLIENT_CERT";

/// Serves the Terraform that started this process, until it hangs up.
///
/// # Errors
///
/// Started by hand, a schema pack that cannot be used, no socket.
pub fn serve() -> Result<(), StandInError> {
    if std::env::var(COOKIE.0).ok().as_deref() != Some(COOKIE.1) {
        return Err(StandInError::NotAPlugin);
    }
    let definitions = Definitions::read(std::env::var_os(Definitions::PLACE))?;
    let wants_tls = std::env::var(CLIENT_CERTIFICATE).is_ok_and(|certificate| !certificate.is_empty());
    let identity = if wants_tls { Some(identity()?) } else { None };
    let folder = tempfile::Builder::new()
        .prefix("azapi-stand-in")
        .tempdir()
        .map_err(failed("make a folder for the socket"))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(failed("start"))?;
    let provider = Rc::new(Provider::new(definitions));
    tokio::task::LocalSet::new().block_on(&runtime, async {
        let socket = folder.path().join("socket");
        let listener = UnixListener::bind(&socket).map_err(failed("open a socket"))?;
        // Ctrl-C reaches every process of the terminal; only Terraform decides what ends.
        tokio::task::spawn_local(async { while tokio::signal::ctrl_c().await.is_ok() {} });
        let certificate = identity
            .as_ref()
            .map(|(_, certificate)| base64(certificate))
            .unwrap_or_default();
        let mut out = io::stdout().lock();
        writeln!(out, "1|6|unix|{}|grpc|{certificate}", socket.display()).map_err(failed("answer Terraform"))?;
        out.flush().map_err(failed("answer Terraform"))?;
        drop(out);
        let (stream, _) = listener.accept().await.map_err(failed("take Terraform's call"))?;
        let call = move |path: &str, message: &[u8]| provider.call(path, message);
        // A broken connection is how Terraform ends too.
        let _ = match identity {
            Some((acceptor, _)) => over_tls(&acceptor, stream, call).await,
            None => grpc::serve(stream, call).await.map_err(io::Error::other),
        };
        Ok(())
    })
}

async fn over_tls(
    acceptor: &TlsAcceptor,
    stream: UnixStream,
    call: impl Fn(&str, &[u8]) -> grpc::Outcome + 'static,
) -> io::Result<()> {
    let stream = acceptor.accept(stream).await?;
    grpc::serve(stream, call).await.map_err(io::Error::other)
}

/// A certificate of this run alone. Terraform's is not asked for: it signs with a curve that ring does not have, and the
/// socket lies in a folder that only this user can enter.
fn identity() -> Result<(TlsAcceptor, Vec<u8>), StandInError> {
    let refused = |error: Box<dyn std::error::Error + Send + Sync>| StandInError::Certificate(error);
    let key = KeyPair::generate().map_err(|error| refused(error.into()))?;
    let mut parameters = CertificateParams::new(vec!["localhost".to_owned()]).map_err(|error| refused(error.into()))?;
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    parameters.key_usages = vec![
        KeyUsagePurpose::DigitalSignature,
        KeyUsagePurpose::KeyEncipherment,
        KeyUsagePurpose::KeyCertSign,
    ];
    parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
    let certificate = parameters.self_signed(&key).map_err(|error| refused(error.into()))?;
    let der = certificate.der().to_vec();
    let key = PrivateKeyDer::try_from(key.serialize_der()).map_err(|error| refused(error.into()))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| refused(error.into()))?
        .with_no_client_auth()
        .with_single_cert(vec![CertificateDer::from(der.clone())], key)
        .map_err(|error| refused(error.into()))?;
    config.alpn_protocols = vec![b"h2".to_vec()];
    Ok((TlsAcceptor::from(Arc::new(config)), der))
}

fn failed(doing: &'static str) -> impl Fn(io::Error) -> StandInError {
    move |source| StandInError::Io { doing, source }
}

/// Base64 without padding, as Terraform reads the certificate.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = (0..3).fold(0, |bits, place| {
            (bits << 8) | usize::from(three.get(place).copied().unwrap_or_default())
        });
        for place in 0..=three.len() {
            text.push(char::from(LETTERS[(bits >> (18 - 6 * place)) & 63]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_without_padding() {
        assert_eq!(base64(b""), "");
        assert_eq!(base64(b"f"), "Zg");
        assert_eq!(base64(b"fo"), "Zm8");
        assert_eq!(base64(b"foobar"), "Zm9vYmFy");
        assert_eq!(base64(&[0xff, 0xef, 0xbe]), "/+++");
    }

    #[test]
    fn the_certificate_is_one() {
        let (_, der) = identity().unwrap();
        assert_eq!(der[0], 0x30);
    }

    #[test]
    fn by_hand_it_does_not_start() {
        assert!(matches!(serve(), Err(StandInError::NotAPlugin)));
    }
}
