//! What anybody can check.

use kunci_wire::{KeyId, ServerKeys, Signer, jws};

fn signer(n: u8) -> Signer {
    Signer::new(KeyId::numbered(u32::from(n)), &[n; 32])
}

#[test]
fn only_what_a_trusted_key_signed_opens() {
    let keys = ServerKeys::new(vec![signer(1).public()]);
    let text = jws::sign(&signer(1), b"{\"phone\":\"1500 123\"}");
    assert_eq!(
        jws::open(&text, &keys).as_deref(),
        Ok(&b"{\"phone\":\"1500 123\"}"[..])
    );
    for at in 0..text.len() {
        let mut altered = text.clone().into_bytes();
        altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
        let altered = String::from_utf8(altered).expect("ASCII");
        assert!(jws::open(&altered, &keys).is_err(), "{altered}");
    }
    let other = jws::sign(&signer(2), b"{}");
    assert!(jws::open(&other, &keys).is_err());
    let none = text.replace(
        text.split('.').next().expect("a header"),
        "eyJhbGciOiJub25lIiwia2lkIjoiazEifQ",
    );
    assert!(jws::open(&none, &keys).is_err(), "alg none");
    assert!(jws::detached(&text).contains(".."));
    assert_eq!(jws::detached("x"), "");
}
