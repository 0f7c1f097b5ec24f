use std::collections::HashMap;

use kunci_rules::Id;
use proptest::prelude::*;

use super::gsm7::{fits, plain, septets};
use super::phone::fill;
use super::reference;
use super::reports::{Report, read};
use crate::config::Reports;
use crate::random::Random;

#[test]
fn gsm7_counts_septets() {
    let cases = [
        ("", Some(0)),
        ("123456 kode Akun Nusa", Some(21)),
        ("{kurung}", Some(10)),
        ("harga 5€", Some(9)),
        ("“kutip”", None),
        ("kunci 🔑", None),
    ];
    for (text, expected) in cases {
        assert_eq!(septets(text), expected, "{text}");
    }
    assert!(fits(&"a".repeat(160)));
    assert!(!fits(&"a".repeat(161)));
    assert!(fits(&"€".repeat(80)));
    assert!(!fits(&"€".repeat(81)));
}

#[test]
fn typographic_characters_and_accents_become_plain() {
    let cases = [
        ("“Nusa” – ‘satu’…", "\"Nusa\" - 'satu'..."),
        ("Café Société São Tomé", "Café Société Sao Tomé"),
        ("Kopi\u{a0}Šárka™", "Kopi SarkaTM"),
        ("Toko ☕ Ibu 🔑", "Toko  Ibu "),
        ("安全 akun", "?? akun"),
        ("tetap @ sama {x}", "tetap @ sama {x}"),
    ];
    for (text, expected) in cases {
        assert_eq!(plain(text), expected);
    }
}

proptest! {
    #[test]
    fn plain_text_is_always_gsm7_and_stays_as_it_is(text in ".{0,200}") {
        let once = plain(&text);
        prop_assert!(septets(&once).is_some());
        prop_assert_eq!(plain(&once), once);
    }

    #[test]
    fn json_bodies_stay_json_whatever_the_text(text in any::<String>()) {
        let body = fill(r#"{"to":"{to}","text":"{text}","id":"{id}"}"#, "application/json", "7", "+62812", &text);
        let value: serde_json::Value = serde_json::from_str(&body).unwrap();
        prop_assert_eq!(value["text"].as_str(), Some(text.as_str()));
        prop_assert_eq!(value["to"].as_str(), Some("+62812"));
    }
}

#[test]
fn gateway_bodies_are_filled_once_and_escaped() {
    let json = fill(
        r#"{"n":"{to_digits}","t":"{text}","o":{"k":1}}"#,
        "application/json",
        "id-1",
        "+62812",
        "a \"b\" {to}\n",
    );
    assert_eq!(json, r#"{"n":"62812","t":"a \"b\" {to}\n","o":{"k":1}}"#);
    let form = fill(
        "to={to}&msg={text}&ref={id}",
        "application/x-www-form-urlencoded",
        "id-1",
        "+62812",
        "a&b = {id} é",
    );
    assert_eq!(form, "to=%2B62812&msg=a%26b+%3D+%7Bid%7D+%C3%A9&ref=id-1");
}

/// S-041: a reference can be read out without mistakes.
#[test]
fn references_have_no_lookalikes() {
    let random = Random::seeded(7);
    let many: Vec<String> = (0..500).map(|_| reference(&random)).collect();
    for one in &many {
        assert_eq!(one.len(), 8);
        assert_eq!(one.as_bytes()[4], b'-');
        assert!(!one.contains(['I', 'L', 'O', 'U']), "{one}");
    }
    let distinct: std::collections::HashSet<&String> = many.iter().collect();
    assert_eq!(distinct.len(), many.len());
}

#[test]
fn reports_are_read_from_json_forms_and_addresses() {
    let id = Id::from_u128(42);
    let reports = |id: &str, status: &str| Reports {
        secret: "x".repeat(16),
        id: id.to_owned(),
        status: status.to_owned(),
        delivered: vec!["delivered".to_owned()],
        failed: vec!["failed".to_owned(), "30003".to_owned()],
    };
    let flat = reports("id", "status");
    let deep = reports("/statuses/0/ref", "/statuses/0/code");
    let query: HashMap<String, String> = [("id".to_owned(), id.to_string())].into();
    let none = HashMap::new();
    let nested = format!(r#"{{"statuses":[{{"ref":"{id}","code":30003}}]}}"#);
    let cases = [
        (
            &flat,
            &none,
            format!(r#"{{"id":"{id}","status":"Delivered"}}"#),
            Some((id, Report::Delivered)),
        ),
        (
            &flat,
            &none,
            format!("status=failed&id={id}&x=%26"),
            Some((id, Report::Failed)),
        ),
        (
            &flat,
            &query,
            "status=failed".to_owned(),
            Some((id, Report::Failed)),
        ),
        (&deep, &none, nested, Some((id, Report::Failed))),
        (
            &flat,
            &none,
            format!(r#"{{"id":"{id}","status":"queued"}}"#),
            None,
        ),
        (
            &flat,
            &none,
            r#"{"id":"nobody","status":"failed"}"#.to_owned(),
            None,
        ),
        (&flat, &none, String::new(), None),
    ];
    for (reports, query, body, expected) in cases {
        assert_eq!(read(reports, query, body.as_bytes()), expected, "{body}");
    }
}
