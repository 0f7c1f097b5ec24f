//! What the forms of this feature send.

use kunci_rules::Id;
use uuid::Builder;

use crate::browsers::Owner;
use crate::keys::{Keys, Purpose};
use crate::secret::same;

/// The id of what a form will make: made by us when the form is shown, so that sending it twice makes one thing, and
/// sealed, so that nobody can name another's.
#[derive(Clone, Copy)]
pub(crate) struct Once(pub(crate) Id);

impl Once {
    /// A fresh one.
    pub(crate) fn new(owner: &Owner) -> Self {
        let millis = u64::try_from(owner.context.now.0 / 1_000).unwrap_or_default();
        Self(
            Builder::from_unix_timestamp_millis(millis, &owner.context.app.random.bytes())
                .into_uuid(),
        )
    }

    /// As the hidden field holds it.
    pub(super) fn text(self, owner: &Owner) -> String {
        format!(
            "{}.{}",
            self.0.simple(),
            hex::encode(self.seal(&owner.context.app.keys, owner.account.id))
        )
    }

    /// Reads the hidden field of a form that was shown to this account.
    pub(super) fn read(owner: &Owner, text: &str) -> Option<Self> {
        let (id, seal) = text.split_once('.')?;
        let once = Self(Id::try_parse(id).ok()?);
        let good = same(
            &hex::decode(seal).ok()?,
            &once.seal(&owner.context.app.keys, owner.account.id),
        );
        good.then_some(once)
    }

    fn seal(self, keys: &Keys, account: Id) -> [u8; 16] {
        let tag = keys.tag(
            Purpose::Form,
            &[b"once", account.as_bytes(), self.0.as_bytes()],
        );
        let mut seal = [0; 16];
        seal.copy_from_slice(&tag[..16]);
        seal
    }
}

/// Longest name of a device, in characters.
pub(super) const NAME: usize = 40;

/// A device's name as its owner typed it: 1 to 40 characters, no control characters.
pub(super) fn read_name(typed: &str) -> Option<String> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = (1..=NAME).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    fits.then_some(name)
}
