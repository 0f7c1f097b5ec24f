use super::pieces::{Piece, pieces};

#[test]
fn addresses_are_found_and_sentences_keep_their_stops() {
    let cases: [(&str, &[Piece<'_>]); 6] = [
        ("", &[]),
        ("halo", &[Piece::Text("halo")]),
        ("https://a.id/l/x", &[Piece::Link("https://a.id/l/x")]),
        (
            "Buka http://a.id/l. Ref K",
            &[
                Piece::Text("Buka "),
                Piece::Link("http://a.id/l"),
                Piece::Text(". Ref K"),
            ],
        ),
        (
            "(https://a.id)\nhttps://b.id",
            &[
                Piece::Text("("),
                Piece::Link("https://a.id"),
                Piece::Text(")\n"),
                Piece::Link("https://b.id"),
            ],
        ),
        (
            "https://a.id/?q=1&r=2<b>",
            &[Piece::Link("https://a.id/?q=1&r=2"), Piece::Text("<b>")],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(pieces(text), expected, "{text}");
    }
}
