//! S-050: the ways in which people write one number are one number.

use super::{Identifier, Kind, Malformed};

fn parsed(typed: &str) -> (Kind, String) {
    let identifier = Identifier::parse(typed).unwrap_or_else(|e| panic!("{typed}: {e:?}"));
    (identifier.kind(), identifier.value().to_owned())
}

#[test]
fn s050_forms_of_one_number_are_one() {
    for typed in [
        "081234567890",
        "+6281234567890",
        "6281234567890",
        "0812-3456-7890",
        "+62 812 3456 7890",
        "(0812) 34567890",
        " 0812 3456 7890 ",
    ] {
        assert_eq!(
            parsed(typed),
            (Kind::Phone, "+6281234567890".to_owned()),
            "{typed}"
        );
    }
}

#[test]
fn s050_mail_addresses_and_names_have_one_form() {
    assert_eq!(
        parsed(" Siti.Aminah@Contoh.ID "),
        (Kind::Email, "siti.aminah@contoh.id".to_owned())
    );
    assert_eq!(
        parsed("Siti.Aminah"),
        (Kind::Name, "siti.aminah".to_owned())
    );
}

#[test]
fn s050_what_is_none_says_why() {
    assert_eq!(Identifier::parse("  "), Err(Malformed::Empty));
    assert_eq!(Identifier::parse("siti@"), Err(Malformed::Email));
    assert_eq!(Identifier::parse("siti@localhost"), Err(Malformed::Email));
    assert_eq!(Identifier::parse("0812"), Err(Malformed::Phone));
    assert_eq!(Identifier::parse("+62 000 000"), Err(Malformed::Phone));
    assert_eq!(Identifier::parse("si"), Err(Malformed::Name));
    assert_eq!(Identifier::parse("siti aminah"), Err(Malformed::Name));
}
