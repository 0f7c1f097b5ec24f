use super::*;

#[test]
fn s_149_addresses_are_shown_masked_only() {
    for (email, masked) in [
        ("siti@gmail.com", "s…i@g….com"),
        ("ani@sekolah.sch.id", "a…@s….id"),
        ("b@x.co", "b…@x….co"),
        ("ÿulia@surat.id", "ÿ…a@s….id"),
        ("nama@localhost", "n…a@l…"),
        ("bukan alamat", "…"),
        ("@", "…@…"),
    ] {
        assert_eq!(mask_email(email), masked);
    }
    for (number, masked) in [
        ("+6281234564821", "…4821"),
        ("+62 812-3456-4821", "…4821"),
        ("112", "…2"),
        ("", "…"),
    ] {
        assert_eq!(mask_phone(number), masked);
    }
}

#[test]
fn addresses_of_one_mailbox_compare_as_one() {
    for same in [
        "Sari.Dewi@gmail.com",
        "saridewi+bank@gmail.com",
        " s.aridewi@GoogleMail.com",
    ] {
        assert_eq!(mailbox(same), "saridewi@gmail.com");
    }
    assert_eq!(mailbox("Sari+a@nusa.example"), "sari@nusa.example");
    assert_ne!(mailbox("s.ari@nusa.example"), mailbox("sari@nusa.example"));
    assert_eq!(mailbox("bukan alamat"), "bukan alamat");
}
