//! TLS from files, read again on SIGHUP. A bad new file never replaces a good old one.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

/// The certificate in use and where it came from. Cheap to clone.
#[derive(Clone)]
pub struct Tls(Arc<Inner>);

struct Inner {
    certificate: PathBuf,
    key: PathBuf,
    current: RwLock<Arc<ServerConfig>>,
}

/// A certificate or key that cannot be used.
#[derive(Debug)]
pub struct Unusable {
    /// The configuration key that names the file.
    pub setting: &'static str,
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub cause: String,
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} = {}: {}",
            self.setting,
            self.path.display(),
            self.cause
        )
    }
}

impl std::error::Error for Unusable {}

impl Tls {
    /// Reads a PEM chain and its PEM key.
    ///
    /// # Errors
    /// [`Unusable`]: a file is missing, is not PEM, or the two do not belong together.
    pub fn load(certificate: &Path, key: &Path) -> Result<Self, Unusable> {
        let current = RwLock::new(read(certificate, key)?);
        Ok(Self(Arc::new(Inner {
            certificate: certificate.to_owned(),
            key: key.to_owned(),
            current,
        })))
    }

    /// Reads both files again; new connections use them.
    ///
    /// # Errors
    /// [`Unusable`], and the former certificate stays in use.
    pub fn reload(&self) -> Result<(), Unusable> {
        let fresh = read(&self.0.certificate, &self.0.key)?;
        *self
            .0
            .current
            .write()
            .unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// An acceptor with the certificate of this moment.
    #[must_use]
    pub fn acceptor(&self) -> TlsAcceptor {
        let current = self
            .0
            .current
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        TlsAcceptor::from(Arc::clone(&current))
    }
}

fn read(certificate: &Path, key: &Path) -> Result<Arc<ServerConfig>, Unusable> {
    let bad_certificate = |cause: String| Unusable {
        setting: "server.tls_certificate",
        path: certificate.to_owned(),
        cause,
    };
    let bad_key = |cause: String| Unusable {
        setting: "server.tls_key",
        path: key.to_owned(),
        cause,
    };
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect)
        .map_err(|error| {
            bad_certificate(format!(
                "{error}; it needs the certificate chain in PEM form, the server's own first"
            ))
        })?;
    if chain.is_empty() {
        return Err(bad_certificate(
            "holds no certificate; it needs the chain in PEM form, the server's own first"
                .to_owned(),
        ));
    }
    let secret = PrivateKeyDer::from_pem_file(key)
        .map_err(|error| bad_key(format!("{error}; it needs the private key in PEM form")))?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| bad_certificate(error.to_string()))?
        .with_no_client_auth()
        .with_single_cert(chain, secret)
        .map_err(|error| {
            bad_key(format!(
                "{error}; it must be the key of {}",
                certificate.display()
            ))
        })?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
