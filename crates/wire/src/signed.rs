//! The bytes under every signature.

/// Joins a purpose and its fields so that no two different lists give the same bytes: each part is preceded by
/// its length. The purpose keeps a signature made for one thing from being shown as another.
pub(crate) fn bytes(purpose: &str, fields: &[&[u8]]) -> Vec<u8> {
    let parts = || std::iter::once(purpose.as_bytes()).chain(fields.iter().copied());
    let mut out = Vec::with_capacity(parts().map(|part| part.len() + 8).sum());
    for part in parts() {
        out.extend_from_slice(&(part.len() as u64).to_be_bytes());
        out.extend_from_slice(part);
    }
    out
}
