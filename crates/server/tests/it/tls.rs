//! TLS from files that change while the server runs.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::process::{Process, kunci};

/// Writes a key and a certificate that vouches for itself.
fn make_certificate(directory: &Path) {
    let made = Command::new("openssl")
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
            "-subj",
            "/CN=kunci test",
        ])
        .args([
            "-addext",
            "subjectAltName=IP:127.0.0.1",
            "-addext",
            "basicConstraints=critical,CA:FALSE",
        ])
        .args(["-keyout", "key.pem", "-out", "cert.pem"])
        .current_dir(directory)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
}

/// Asks for the health over TLS, trusting one certificate.
async fn ask(
    address: SocketAddr,
    trusted: &CertificateDer<'static>,
) -> Result<String, std::io::Error> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap();
    let config = config.with_root_certificates(roots).with_no_client_auth();
    let stream = TcpStream::connect(address).await?;
    let name = ServerName::try_from("127.0.0.1").unwrap();
    let mut stream = TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await?;
    stream
        .write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        .await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

#[tokio::test]
async fn a_new_certificate_is_used_after_sighup_and_a_bad_one_never() {
    let files = tempfile::tempdir().unwrap();
    let (certificate, key) = (files.path().join("cert.pem"), files.path().join("key.pem"));
    make_certificate(files.path());
    let first = CertificateDer::from_pem_file(&certificate).unwrap();
    let mut process = Process::serve(&format!(
        "tls_certificate = {certificate:?}\ntls_key = {key:?}\n"
    ));
    let address = process.address();
    assert!(
        ask(address, &first)
            .await
            .unwrap()
            .starts_with("HTTP/1.1 200")
    );

    make_certificate(files.path());
    let second = CertificateDer::from_pem_file(&certificate).unwrap();
    assert!(
        ask(address, &second).await.is_err(),
        "not read before it is told to"
    );
    process.signal("HUP");
    process.wait_for("the certificate was read again");
    assert!(
        ask(address, &second)
            .await
            .unwrap()
            .starts_with("HTTP/1.1 200")
    );
    assert!(ask(address, &first).await.is_err());

    std::fs::write(&certificate, "not a certificate").unwrap();
    process.signal("HUP");
    let line = process.wait_for("the former certificate stays in use");
    assert!(line.contains("server.tls_certificate"), "{line}");
    assert!(
        ask(address, &second)
            .await
            .unwrap()
            .starts_with("HTTP/1.1 200")
    );
}

#[test]
fn a_key_of_another_certificate_is_refused_at_the_start() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    make_certificate(one.path());
    make_certificate(other.path());
    let config = one.path().join("kunci.toml");
    let init = kunci()
        .args(["init", "--config"])
        .arg(&config)
        .arg("--data")
        .arg(one.path())
        .output()
        .unwrap();
    assert!(init.status.success());
    let (certificate, key) = (one.path().join("cert.pem"), other.path().join("key.pem"));
    let text = format!(
        "[server]\ndata = {:?}\ntls_certificate = {certificate:?}\ntls_key = {key:?}\n",
        one.path()
    );
    std::fs::write(&config, text).unwrap();
    for command in ["check-config", "serve"] {
        let refused = kunci()
            .arg(command)
            .arg("--config")
            .arg(&config)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&refused.stderr);
        assert_eq!(refused.status.code(), Some(2), "{said}");
        assert!(
            said.contains("server.tls_key") && said.contains("must be the key of"),
            "{said}"
        );
    }
}
