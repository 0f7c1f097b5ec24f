//! STD-11…22, S-035, S-036.

use super::*;

const KNOWN: &[&str] = &[
    "siti.rahma",
    "Siti Rahmawati",
    "siti.rahma89@surat.example.id",
    "+62 812-3456-7890",
    "Akun Nusa",
];

fn refused(typed: &str) -> Option<Refused> {
    check(typed, KNOWN).err()
}

const DATES: &str = "
    17081945 | 19450817 | 08171945 | 17-08-1945 | 17/08/1945 | 17.08.1945 | 17 08 1945
    17-8-1945 | 1945-08-17 | 17agustus1945 | 17Agustus1945 | 17 Agustus 1945 | 17 agustus 45
    agustus1945 | 17agu1945 | 1945agustus17 | 31desember1999 | 1 Mei 1990 | 01nopember2001
    170845170845 | 1708194517081945
";

const COMMON: &str = "
    password | Password1 | PASSWORD123 | iloveyou | sunshine1 | trustno1 | bismillah
    Bismillah123 | sayangku | sayang123 | akusayangkamu | Rahasia1 | katasandi | katasandi123!
    indonesia1945 | merdeka17081945 | persib1933 | Jakarta2024 | alhamdulillah | cintaku99
    mamapapa | bakso1234 | merahputih45 | kucing123456 | redmi12345 | Admin.1234 | satuduatiga
";

const REPEATED: &str = "
    aaaaaaaa | abcdefgh | 23456789 | 99999999999 | ababababab
";

const PERSONAL: &str = "
    sitirahma | Siti.Rahma | siti1234 | rahmawati | RahmaSiti! | siti17081945 | Rahmawati_99
    siti.rahma89@surat.example.id | surat.example | examplesurat1 | 081234567890 | 6281234567890
    +62 812-3456-7890 | siti34567890 | 812 3456 7890 | akunnusa | AkunNusa2024 | nusanusa1
";

#[test]
fn s_036_guessable_passwords_are_refused_with_the_reason() {
    let table = [
        (Refused::Date, DATES),
        (Refused::Common, COMMON),
        (Refused::Repeated, REPEATED),
        (Refused::Personal, PERSONAL),
    ];
    let mut count = 0;
    for (reason, list) in table {
        for typed in list
            .split(['|', '\n'])
            .map(str::trim)
            .filter(|p| !p.is_empty())
        {
            assert_eq!(refused(typed), Some(reason), "{typed}");
            count += 1;
        }
    }
    assert!(count >= 50, "{count}");
}

#[test]
fn s_035_std_14_anything_long_enough_and_not_guessable_is_taken() {
    for typed in [
        "kopi hangat di teras belakang",
        "aduhaibetulsekali lho",
        "hujan-deras-tadi-siang",
        "tidak ada angka sama sekali",
        "Xk4%tTq9",
        "пароль-дедушки",
        "密码从来不在这里出现",
        "🐈🐈‍⬛ dan 🐕 tidur",
        "sitiberlaridipasarikan",
        "19450817 sapi terbang",
        "81234567 jeruk bali matang",
    ] {
        assert_eq!(refused(typed), None, "{typed}");
    }
}

#[test]
fn std_11_std_12_length_is_counted_in_code_points_after_nfc() {
    assert_eq!(refused("Xk4%tTq"), Some(Refused::TooShort));
    assert_eq!(refused("ñandúes7"), None);
    assert_eq!(refused("n\u{303}andu\u{301}es"), Some(Refused::TooShort));
    let long: String = "kata sandi yang panjang sekali, ".repeat(8);
    assert_eq!(long.chars().count(), 256);
    assert_eq!(refused(&long), None);
    assert_eq!(refused(&format!("{long}x")), Some(Refused::TooLong));
    assert_eq!(
        refused(&"\u{1f408}".repeat(100_000)),
        Some(Refused::TooLong)
    );
}

#[test]
fn std_13_std_18_composed_and_decomposed_are_one_and_nothing_else_is_changed() {
    let text = |typed| Password::typed(typed).map(|p| p.as_str().to_owned());
    assert_eq!(text("cafe\u{301} susu"), text("caf\u{e9} susu"));
    assert_ne!(text("Kopi Susu Enak"), text("kopi susu enak"));
    assert_ne!(text(" kopi susu enak "), text("kopi susu enak"));
    assert_ne!(text("ﬁlter air"), text("filter air"));
    assert_eq!(text(&"x".repeat(257)), None);
}

#[test]
fn std_17_the_best_known_passwords_are_refused_in_any_case() {
    // From the top, the middle and the end of the list.
    for typed in [
        "12345678",
        "qwertyuiop",
        "1qaz2wsx",
        "baseball",
        "football",
        "superman",
        "trustno1",
        "sunshine",
        "starwars",
        "computer",
        "princess",
        "11111111",
        "password1",
        "PrInCeSs",
        "ComPuter",
        "michelle",
        "88888888",
        "corvette",
        "samantha",
        "maverick",
        "steelers",
        "voyager1",
        "alexande",
    ] {
        assert!(
            matches!(refused(typed), Some(Refused::Common | Refused::Repeated)),
            "{typed}: {:?}",
            refused(typed)
        );
    }
}

#[test]
fn s_035_the_meter_knows_weak_from_strong() {
    let strength = |typed| check(typed, KNOWN).expect("taken").strength();
    assert!(strength("merahputihraya") < strength("kopi hangat di teras belakang"));
    assert_eq!(strength("kopi hangat di teras belakang"), 4);
    let advised = |typed| check(typed, KNOWN).expect("taken").is_advised();
    assert!(advised("kopi hangat di teras") && !advised("Xk4%tTq9"));
}

#[test]
fn what_no_keyboard_types_is_refused() {
    assert_eq!(refused("kopi\0hangat"), Some(Refused::Shape));
    assert_eq!(refused("kopi hangat\u{7}"), Some(Refused::Shape));
}

#[test]
fn a_password_is_not_printed() {
    let password = check("kopi hangat di teras", &[]).expect("taken");
    assert_eq!(format!("{password:?}"), "Password(…)");
}

#[test]
fn what_is_known_about_nobody_refuses_nothing() {
    assert_eq!(
        check("kopi hangat di teras", &["", "-", "@", "112"]).err(),
        None
    );
}
