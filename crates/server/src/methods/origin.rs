//! How a method came to be set, as text in the database: empty for sign-up, else `added` or `reset` with the proofs and
//! the holders that they could be used on at that time (for the taint rules).

use kunci_rules::Id;
use kunci_rules::gate::{MethodKind, Origin, Shown};

/// Writes an origin.
#[must_use]
pub fn write(origin: &Origin) -> String {
    let (word, proofs) = match origin {
        Origin::SignUp => return String::new(),
        Origin::Added(proofs) => ("added", proofs),
        Origin::Reset(proofs) => ("reset", proofs),
    };
    let proof = |shown: &Shown| {
        let holders: Vec<String> = shown
            .reach
            .iter()
            .map(|id| id.simple().to_string())
            .collect();
        format!(" {}:{}", shown.kind.name(), holders.join(","))
    };
    let proofs: String = proofs.iter().map(proof).collect();
    format!("{word}{proofs}")
}

/// Reads what [`write`] wrote. What cannot be read counts as a reset by nothing: the most tainted of all.
#[must_use]
pub fn read(text: &str) -> Origin {
    if text.is_empty() {
        return Origin::SignUp;
    }
    let mut words = text.split(' ');
    let word = words.next();
    let proofs = words.filter_map(read_proof).collect();
    if word == Some("added") {
        Origin::Added(proofs)
    } else {
        Origin::Reset(proofs)
    }
}

fn read_proof(text: &str) -> Option<Shown> {
    let (kind, holders) = text.split_once(':')?;
    let kind = kind_named(kind)?;
    let reach = holders
        .split(',')
        .filter_map(|id| Id::parse_str(id).ok())
        .collect();
    Some(Shown { kind, reach })
}

/// The method kind of a stable name.
#[must_use]
pub fn kind_named(name: &str) -> Option<MethodKind> {
    MethodKind::ALL.into_iter().find(|kind| kind.name() == name)
}
