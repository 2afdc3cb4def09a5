//! TLS on the listener, when it is given a certificate.

use std::path::Path;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

/// What takes a connection's handshake: TLS 1.2 and 1.3, HTTP/1.1.
///
/// # Errors
/// In words: a file that cannot be read, or a key that is not the certificate's.
pub fn acceptor(certificate: &Path, key: &Path) -> Result<TlsAcceptor, String> {
    let bad = |path: &Path, what: &str, error: &dyn std::fmt::Display| {
        format!("cannot take the {what} in {}: {error}", path.display())
    };
    let chain = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| bad(certificate, "certificate", &error))?;
    if chain.is_empty() {
        return Err(bad(certificate, "certificate", &"there is none in it"));
    }
    let secret = PrivateKeyDer::from_pem_file(key).map_err(|error| bad(key, "key", &error))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let mut config = versions
        .map_err(|error| error.to_string())?
        .with_no_client_auth()
        .with_single_cert(chain, secret)
        .map_err(|error| bad(key, "key", &error))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}
