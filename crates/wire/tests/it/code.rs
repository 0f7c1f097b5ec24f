use kunci_wire::PairingCode;
use proptest::prelude::*;

#[test]
fn std_32_forty_bits_in_eight_letters() {
    assert_eq!(PairingCode::from_bytes([0; 5]).to_string(), "0000-0000");
    assert_eq!(PairingCode::from_bytes([0xff; 5]).to_string(), "ZZZZ-ZZZZ");
    assert_eq!(
        PairingCode::from_bytes([0x00, 0x44, 0x32, 0x14, 0xc7]).to_string(),
        "0123-4567"
    );
}

#[test]
fn what_people_type_is_read_as_they_meant_it() {
    let code: PairingCode = "0123-4567".parse().unwrap();
    for typed in [
        "01234567",
        " 0123 4567 ",
        "o123-4567",
        "0l23-4567",
        "0I23-4567",
        "01-23-45-67",
    ] {
        assert!(typed.parse() == Ok(code), "{typed}");
    }
    for wrong in [
        "",
        "0123-456",
        "0123-45678",
        "0123-456U",
        "0123-456é",
        "ABCD_EFGH",
    ] {
        assert!(wrong.parse::<PairingCode>().is_err(), "{wrong}");
    }
}

#[test]
fn a_code_is_not_printed_by_accident() {
    assert_eq!(
        format!("{:?}", PairingCode::from_bytes([7; 5])),
        "PairingCode(…)"
    );
}

proptest! {
    #[test]
    fn every_code_reads_back(bytes: [u8; 5]) {
        let code = PairingCode::from_bytes(bytes);
        let back: PairingCode = code.to_string().to_lowercase().parse().unwrap();
        prop_assert_eq!(back.to_bytes(), bytes);
    }
}
