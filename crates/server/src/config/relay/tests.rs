use super::{RelayAddress, RelayTls};
use crate::config::{Gateway, GatewayKind, Phone, Reports};

#[test]
fn addresses_of_relays() {
    let cases = [
        (
            "smtps://surat.nusa.example",
            "surat.nusa.example",
            465,
            RelayTls::Wrapped,
        ),
        (
            "smtps://surat.nusa.example:4465",
            "surat.nusa.example",
            4465,
            RelayTls::Wrapped,
        ),
        (
            "smtp://surat.nusa.example",
            "surat.nusa.example",
            587,
            RelayTls::StartTls,
        ),
        (
            "smtp://surat.nusa.example:25?tls=required",
            "surat.nusa.example",
            25,
            RelayTls::StartTls,
        ),
        ("smtp://surat:25?tls=none", "surat", 25, RelayTls::None),
        ("smtp://localhost:25", "localhost", 25, RelayTls::None),
        ("smtp://127.0.0.1:2525", "127.0.0.1", 2525, RelayTls::None),
        (
            "smtp://[::1]:25?tls=required",
            "::1",
            25,
            RelayTls::StartTls,
        ),
    ];
    for (text, host, port, tls) in cases {
        let parsed = RelayAddress::parse(text).unwrap();
        assert_eq!(
            (parsed.host.as_str(), parsed.port, parsed.tls),
            (host, port, tls),
            "{text}"
        );
        assert!(parsed.user.is_empty());
    }
    let parsed =
        RelayAddress::parse("smtps://kunci%40nusa:p%3Aw%2Fd%25@surat.nusa.example").unwrap();
    assert_eq!(
        (parsed.user.as_str(), parsed.password.expose()),
        ("kunci@nusa", "p:w/d%")
    );
}

#[test]
fn unusable_addresses_are_refused_without_repeating_them() {
    for text in [
        "surat.nusa.example",
        "http://u:rahasia@surat.nusa.example",
        "smtp://u:rahasia@surat.nusa.example?tls=opportunistic",
        "smtps://u:rahasia@surat.nusa.example?tls=none",
        "smtps://u:rahasia%ZZ@surat.nusa.example",
        "smtp://",
    ] {
        let error = RelayAddress::parse(text).unwrap_err().to_string();
        assert!(
            error.contains("mail.smtp_url") && !error.contains("rahasia"),
            "{error}"
        );
    }
}

fn gateway() -> Gateway {
    Gateway {
        name: "sms-1".to_owned(),
        kind: GatewayKind::Sms,
        url: "https://gerbang.example/kirim".to_owned(),
        headers: [].into(),
        body: "to={to}&text={text}&id={id}".to_owned(),
        content_type: "application/x-www-form-urlencoded".to_owned(),
        timeout_seconds: 10,
        reports: None,
    }
}

fn check(gateways: Vec<Gateway>) -> Result<(), String> {
    let config = crate::config::Config {
        phone: Phone {
            gateways,
            ..Phone::default()
        },
        ..crate::config::Config::default()
    };
    config
        .checked()
        .map(drop)
        .map_err(|error| error.to_string())
}

fn reports(secret: &str) -> Option<Reports> {
    Some(Reports {
        secret: secret.to_owned(),
        id: "id".to_owned(),
        status: "status".to_owned(),
        delivered: vec![],
        failed: vec![],
    })
}

#[test]
fn gateways_that_would_not_work_are_refused_at_the_start() {
    assert_eq!(check(vec![gateway()]), Ok(()));
    assert_eq!(
        check(vec![Gateway {
            body: "n={to_digits}&t={text}".to_owned(),
            ..gateway()
        }]),
        Ok(())
    );
    let cases = [
        (
            "phone.gateways.url",
            vec![Gateway {
                url: "http://gerbang.example".to_owned(),
                ..gateway()
            }],
        ),
        (
            "phone.gateways.body",
            vec![Gateway {
                body: "{to}".to_owned(),
                ..gateway()
            }],
        ),
        (
            "phone.gateways.name",
            vec![Gateway {
                name: "a/b".to_owned(),
                ..gateway()
            }],
        ),
        ("phone.gateways.name", vec![gateway(), gateway()]),
        (
            "phone.gateways.timeout_seconds",
            vec![Gateway {
                timeout_seconds: 31,
                ..gateway()
            }],
        ),
        (
            "phone.gateways.timeout_seconds",
            vec![Gateway {
                timeout_seconds: 0,
                ..gateway()
            }],
        ),
        (
            "phone.gateways.reports.secret",
            vec![Gateway {
                reports: reports("pendek"),
                ..gateway()
            }],
        ),
        (
            "phone.gateways.body",
            vec![Gateway {
                reports: reports("cukup-panjang-sekali"),
                body: "{to}{text}".to_owned(),
                ..gateway()
            }],
        ),
    ];
    for (key, gateways) in cases {
        let error = check(gateways).unwrap_err();
        assert!(error.contains(key) && !error.contains("pendek"), "{error}");
    }
}
