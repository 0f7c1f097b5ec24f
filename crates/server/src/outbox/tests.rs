use std::collections::{BTreeSet, HashMap};

use kunci_rules::Id;
use proptest::prelude::*;

use super::gsm7::{fits, plain, septets};
use super::phone::fill;
use super::reports::{Report, read};
use super::{ROOM, reference};
use crate::config::Reports;
use crate::random::Random;
use crate::web::locale::Texts;
use crate::web::{Language, Text};

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

/// Together as long as may be.
const BRAND: &str = "Akun Nusantara";
const HOST: &str = "akun.nusantara.net";

/// What helpers get, with the longest name that is kept whole.
fn to_helpers(t: &Text, token: &str, reference: &str) -> [(&'static str, String); 2] {
    let name = || "S".repeat(24);
    let link = |path: &str| format!("https://{HOST}/{path}/{token}");
    [
        (
            "letter-helper-invite-short",
            t.letter_helper_invite_short(name(), link("helper"), reference),
        ),
        (
            "letter-helper-ask-short",
            t.letter_helper_ask_short(name(), link("vouch"), reference),
        ),
    ]
}

/// S-039, voice.md 1: every phone message of both languages is one SMS with the longest code, time and link filled in.
#[test]
fn s039_every_phone_message_is_one_sms() {
    assert_eq!(BRAND.len() + HOST.len(), ROOM);
    let texts = Texts::new(BRAND, "Anda");
    let (token, reference) = ("x".repeat(22), "K7F2-9QX");
    let link = |path: &str| format!("https://{HOST}{path}");
    let (l, n) = (link(&format!("/l/{token}")), link(&format!("/n/{token}")));
    let (code, typed, at) = ("12345678", "ABCD-EFGH-JKMNP", "23.59");
    let mut covered = BTreeSet::new();
    for language in [Language::Indonesian, Language::English] {
        let t = texts.of(language);
        // Nothing that a notice says is longer (its own test).
        let what = "x".repeat(32);
        let messages = [
            (
                "letter-code-short",
                t.letter_code_short(code, l.as_str(), reference, at),
            ),
            (
                "letter-code-short",
                t.letter_code_short("123456", link("/account/contacts/code"), reference, at),
            ),
            (
                "letter-vouch-short",
                t.letter_vouch_short(l.as_str(), reference, typed),
            ),
            (
                "letter-opens-short",
                t.letter_opens_short(l.as_str(), reference),
            ),
            (
                "letter-number-short",
                t.letter_number_short(link("/"), "7890", reference),
            ),
            (
                "letter-closed-short",
                t.letter_closed_short(link("/signup"), reference),
            ),
            (
                "letter-exists-short",
                t.letter_exists_short(link("/forgot"), reference),
            ),
            (
                "notices-sms",
                t.notices_sms(n.as_str(), reference, what.as_str(), at),
            ),
            (
                "notices-sms-explain",
                t.notices_sms_explain(n.as_str(), reference, what.as_str(), at),
            ),
        ];
        for (key, text) in messages.iter().chain(&to_helpers(&t, &token, reference)) {
            covered.insert(String::from(*key));
            let short = plain(text);
            assert!(
                fits(&short),
                "{key}, {} septets: {short}",
                septets(&short).unwrap_or_default()
            );
            assert!(short.contains(reference), "{key}: {short}");
        }
    }
    assert_eq!(
        covered,
        written_messages(),
        "a phone message is not measured here"
    );
}

/// The phone messages of all features, by their keys.
fn written_messages() -> BTreeSet<String> {
    [
        "signin", "signup", "recovery", "contacts", "helpers", "notices", "numbers", "closing",
    ]
    .iter()
    .flat_map(|file| {
        let path = format!("{}/../../locales/id/{file}.ftl", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).expect("readable");
        let keys = text
            .lines()
            .filter_map(|line| line.split_once(" =").map(|(key, _)| key.to_owned()));
        keys.collect::<Vec<_>>()
    })
    .filter(|key| {
        (key.starts_with("letter-") && key.ends_with("-short")) || key.starts_with("notices-sms")
    })
    .collect()
}
