//! `kunci check-config`: everything that a start needs, tried in the order of a start, without listening or migrating.

use super::{ConfigFile, Failure, say};
use crate::config::Config;
use crate::keys::Keys;
use crate::logging;
use crate::outbox::ROOM;
use crate::serve::{StartError, Tls};

pub(super) fn run(file: &ConfigFile) -> Result<(), Failure> {
    let config = Config::load(Some(&file.config))?;
    logging::filter(&config.log.level)?;
    config.policy.checked()?;
    let data = &config.server.data;
    Keys::load(data).map_err(|error| StartError::keys(data.clone(), &error))?;
    if let (Some(certificate), Some(key)) = (&config.server.tls_certificate, &config.server.tls_key)
    {
        Tls::load(certificate, key).map_err(StartError::Tls)?;
    }
    say(&format!(
        "{}: in order\n{}",
        file.config.display(),
        summary(&config)
    ))?;
    Ok(())
}

/// What an operator should see once more before starting.
fn summary(config: &Config) -> String {
    let server = &config.server;
    let tls = if server.tls_certificate.is_some() {
        "TLS"
    } else {
        "plain HTTP: needs a proxy that adds TLS unless only this machine uses it"
    };
    let database = if config.database.url.is_empty() {
        "SQLite"
    } else {
        "PostgreSQL"
    };
    let mail = if config.mail.smtp_url.is_empty() {
        "none: nobody can get a code by mail"
    } else {
        "SMTP"
    };
    let gateways: Vec<&str> = config
        .phone
        .gateways
        .iter()
        .map(|gateway| gateway.name.as_str())
        .collect();
    let phone = if gateways.is_empty() {
        "none: nobody can get a code by phone".to_owned()
    } else {
        format!("{}{}", gateways.join(", then "), two_sms(config))
    };
    let rows = [
        ("owners see", config.brand.name.as_str()),
        ("at", server.public_url.as_str()),
        ("listens on", &format!("{} ({tls})", server.listen)),
        (
            "data",
            &format!("{database}, keys in {}", server.data.display()),
        ),
        ("mail", mail),
        ("phone", &phone),
    ];
    let lines: Vec<String> = rows
        .iter()
        .map(|(label, value)| format!("  {label:<11} {value}"))
        .collect();
    lines.join("\n")
}

/// A long name in a long address makes two SMS of one, at double cost.
fn two_sms(config: &Config) -> String {
    let letters = config.brand.name.chars().count() + config.server.host().chars().count();
    if letters > ROOM {
        format!(
            " (some messages take two SMS: brand.name and the host of server.public_url have {letters} letters together, {ROOM} fit)"
        )
    } else {
        String::new()
    }
}
