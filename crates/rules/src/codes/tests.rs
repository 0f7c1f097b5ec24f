use proptest::prelude::*;

use super::*;

#[test]
fn std_23_codes_keep_their_zeros_and_their_length() {
    assert_eq!(digits(Digits::Six, [0; 16]), "000000");
    assert_eq!(
        digits(Digits::Eight, 1_000_000_042_u128.to_be_bytes()),
        "00000042"
    );
    assert_eq!(digits(Digits::Six, [255; 16]).len(), 6);
}

#[test]
fn std_23_every_code_is_as_likely() {
    // 100,000 codes from a counter spread by a 128-bit odd multiplier: each first digit within 3 %.
    let mut counts = [0_u32; 10];
    for i in 0..100_000_u128 {
        let random = (i + 1)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835)
            .to_be_bytes();
        let first = digits(Digits::Six, random).as_bytes()[0] - b'0';
        counts[usize::from(first)] += 1;
    }
    assert!(
        counts.iter().all(|n| (9_700..=10_300).contains(n)),
        "{counts:?}"
    );
}

#[test]
fn s_086_pasted_codes_are_understood() {
    for typed in [
        "123456",
        "123 456",
        " 123-456\n",
        "1 2 3 4 5 6",
        "123\u{a0}456",
        "\u{200b}123456",
    ] {
        assert_eq!(
            parse_digits(Digits::Six, typed).as_deref(),
            Some("123456"),
            "{typed:?}"
        );
    }
    for typed in ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "12345６"] {
        assert_eq!(parse_digits(Digits::Six, typed), None, "{typed:?}");
    }
    assert_eq!(
        parse_digits(Digits::Eight, "1234 5678").as_deref(),
        Some("12345678")
    );
}

#[test]
fn typed_letters_are_forgiven() {
    let link = Link([
        0x10, 0x32, 0x54, 0x76, 0x98, 0xba, 0xdc, 0xfe, 1, 2, 3, 4, 5, 6, 7, 8,
    ]);
    assert_eq!(link.typable(), "10CJ-METC-BNQ7Y");
    for typed in [
        "10CJ-METC-BNQ7Y",
        "1ocjmetcbnq7y",
        " iocj metc bnq7y ",
        "L0CJ–METC–BNQ7Y",
    ] {
        assert_eq!(parse_typable(typed), Some(link.half()), "{typed}");
    }
    for typed in [
        "",
        "10CJ-METC-BNQ7",
        "10CJ-METC-BNQ7YY",
        "U0CJ-METC-BNQ7Y",
        "ZZZZ-ZZZZ-ZZZZZ",
    ] {
        assert_eq!(parse_typable(typed), None, "{typed}");
    }
}

#[test]
fn a_link_is_not_printed() {
    assert_eq!(format!("{:?}", Link([7; 16])), "Link(…)");
    assert_eq!(Link([0; 16]).token(), "AAAAAAAAAAAAAAAAAAAAAA");
    assert_eq!(Link([255; 16]).token(), "_____________________w");
    assert_eq!(Link::parse("_____________________x"), None);
    assert_eq!(reference([255; 4]), "ZZZZZZ");
}

proptest! {
    #![proptest_config(crate::gate::arbitrary::cases())]

    #[test]
    fn links_and_letters_come_back_as_they_went(bytes in any::<[u8; 16]>()) {
        let link = Link(bytes);
        prop_assert_eq!(Link::parse(&link.token()), Some(link));
        prop_assert_eq!(parse_typable(&link.typable()), Some(link.half()));
    }

    #[test]
    fn nonsense_is_refused_without_a_panic(typed in "\\PC{0,40}") {
        let _ = (Link::parse(&typed), parse_typable(&typed), parse_digits(Digits::Six, &typed));
    }
}

#[test]
fn std_29_saved_codes_have_120_bits_and_are_forgiven() {
    let code = saved([0xab; 16]);
    assert_eq!(code.len(), 29);
    assert_eq!(code.split(' ').count(), 6);
    let plain = parse_saved(&code);
    assert_eq!(
        plain,
        Some((u128::from_be_bytes([0xab; 16]) >> 8).to_be_bytes())
    );
    assert_eq!(saved([255; 16]), "ZZZZ ZZZZ ZZZZ ZZZZ ZZZZ ZZZZ");
    assert_eq!(parse_saved(&code.to_lowercase()), plain);
    assert_eq!(parse_saved(&code.replace(' ', "-")), plain);
    assert_eq!(
        parse_saved("O0IL-0000-0000-0000-0000-0000"),
        parse_saved("0011 0000 0000 0000 0000 0000")
    );
    for bad in ["", "0000", &code[1..], "UUUU-0000-0000-0000-0000-0000"] {
        assert_eq!(parse_saved(bad), None, "{bad}");
    }
}

/// RFC 4648, section 10.
#[test]
fn s_078_secrets_are_written_as_apps_read_them() {
    for (bytes, text) in [
        ("", ""),
        ("f", "MY"),
        ("fo", "MZXQ"),
        ("foo", "MZXW6"),
        ("foob", "MZXW6YQ"),
        ("fooba", "MZXW6YTB"),
        ("foobar", "MZXW6YTBOI"),
    ] {
        assert_eq!(base32(bytes.as_bytes()), text);
    }
}
