//! Connections: to an address that was judged, and to no other.

use std::future::Future;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use rwandapay_core::url::{Host, Url, UrlPolicy};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// Why there is no connection; the text stands in the record of the attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoConnection(pub &'static str);

/// How many addresses of a name are looked at.
const ADDRESSES: usize = 16;

/// Finds the addresses of a name.
pub trait Resolve: Send + Sync {
    /// All addresses that the name leads to.
    fn resolve(&self, name: String) -> Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;
}

/// The operating system's name servers.
pub struct SystemResolver;

impl Resolve for SystemResolver {
    fn resolve(&self, name: String) -> Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>> {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// Whom a server trusts to vouch for receivers: the web's authorities, and those in a PEM file besides.
///
/// # Errors
/// In words, if the file cannot be read or has no certificate.
pub fn trust(more: Option<&Path>) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let Some(path) = more else { return Ok(roots) };
    let shown = path.display();
    let bad = |error: &dyn std::fmt::Display| format!("cannot take the certificates of {shown}: {error}");
    let mut count = 0_usize;
    for certificate in CertificateDer::pem_file_iter(path).map_err(|error| bad(&error))? {
        roots.add(certificate.map_err(|error| bad(&error))?).map_err(|error| bad(&error))?;
        count = count.saturating_add(1);
    }
    if count == 0 { Err(bad(&"there is none in it")) } else { Ok(roots) }
}

/// What a request is written to.
pub trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// Makes connections.
pub struct Connector {
    tls: TlsConnector,
    resolver: Arc<dyn Resolve>,
}

impl Connector {
    pub fn new(roots: RootCertStore, resolver: Arc<dyn Resolve>) -> Result<Self, String> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let mut config =
            versions.map_err(|error| error.to_string())?.with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { tls: TlsConnector::from(Arc::new(config)), resolver })
    }

    /// Connects to the host of an address.
    pub async fn connect(&self, url: &Url, policy: UrlPolicy) -> Result<Box<dyn Stream>, NoConnection> {
        let addresses = self.addresses(url.host(), policy).await?;
        let socket = first_open(&addresses, url.port()).await?;
        // A delivery is one write, and waits for nothing.
        let _ = socket.set_nodelay(true);
        if !url.is_https() {
            return Ok(Box::new(socket));
        }
        let name = match url.host() {
            Host::Name(name) => {
                ServerName::try_from(name.to_string()).map_err(|_| NoConnection("tls failed"))?
            }
            Host::Address(address) => ServerName::from(*address),
        };
        let stream = self.tls.connect(name, socket).await.map_err(|_| NoConnection("tls failed"))?;
        Ok(Box::new(stream))
    }

    /// The addresses that may be connected to. One that may not is enough to refuse them all: a name that
    /// leads inside in part is no mistake of an honest receiver.
    async fn addresses(&self, host: &Host, policy: UrlPolicy) -> Result<Vec<IpAddr>, NoConnection> {
        let addresses = match host {
            Host::Address(address) => vec![*address],
            Host::Name(name) => {
                let found = self.resolver.resolve(name.to_string()).await;
                found.map_err(|_| NoConnection("name not found"))?
            }
        };
        if addresses.is_empty() {
            return Err(NoConnection("name not found"));
        }
        if !addresses.iter().all(|address| policy.allows(*address)) {
            return Err(NoConnection("address not allowed"));
        }
        Ok(addresses.into_iter().take(ADDRESSES).collect())
    }
}

async fn first_open(addresses: &[IpAddr], port: u16) -> Result<TcpStream, NoConnection> {
    let mut why = NoConnection("connection refused");
    for address in addresses {
        match TcpStream::connect(SocketAddr::new(*address, port)).await {
            Ok(socket) => return Ok(socket),
            Err(error) if error.kind() == ErrorKind::ConnectionRefused => {}
            Err(_) => why = NoConnection("connection failed"),
        }
    }
    Err(why)
}
