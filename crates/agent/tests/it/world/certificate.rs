//! A certificate of its own for the server at 127.0.0.1.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

use super::tool;

/// A key and a certificate that vouches for itself.
pub(crate) struct Certificate {
    files: tempfile::TempDir,
}

impl Certificate {
    pub(crate) fn new() -> Self {
        let files = tempfile::tempdir().unwrap();
        let made = Command::new(tool("/usr/bin/openssl", "openssl"))
            .args([
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
            ])
            .args([
                "-subj",
                "/CN=kunci test",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
            ])
            .args([
                "-addext",
                "basicConstraints=critical,CA:FALSE",
                "-keyout",
                "key.pem",
                "-out",
                "cert.pem",
            ])
            .current_dir(&files)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        Self { files }
    }

    /// What whoever trusts it is given.
    pub(crate) fn path(&self) -> PathBuf {
        self.files.path().join("cert.pem")
    }

    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        let cert = CertificateDer::from_pem_file(self.path()).unwrap();
        let key = PrivateKeyDer::from_pem_file(self.files.path().join("key.pem")).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap();
        let config = config
            .with_no_client_auth()
            .with_single_cert(vec![cert], key)
            .unwrap();
        TlsAcceptor::from(Arc::new(config))
    }
}
