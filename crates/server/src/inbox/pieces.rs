//! Addresses inside plain text, so that a page can link them.

/// A stretch of text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Words.
    Text(&'a str),
    /// An address.
    Link(&'a str),
}

/// Splits a text at its `http://` and `https://` addresses. A full stop or bracket after an address belongs to the sentence.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut list = Vec::new();
    let mut rest = text;
    while let Some(at) = find(rest) {
        let (before, from) = rest.split_at(at);
        let end = from
            .find(|c: char| c.is_whitespace() || "<>\"".contains(c))
            .unwrap_or(from.len());
        let link = from[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']']);
        if !before.is_empty() {
            list.push(Piece::Text(before));
        }
        list.push(Piece::Link(link));
        rest = &from[link.len()..];
    }
    if !rest.is_empty() {
        list.push(Piece::Text(rest));
    }
    list
}

fn find(text: &str) -> Option<usize> {
    let first = [text.find("http://"), text.find("https://")];
    first.into_iter().flatten().min()
}
