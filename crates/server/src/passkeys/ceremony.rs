//! The checks that every answer passes before its key is looked at (WebAuthn §7.1, §7.2).

use super::answer::{Bytes, Client};
use super::challenge::{self, Answered, For};
use super::data::Data;
use super::page::Wrong;
use super::site::Site;
use crate::browsers::visitor;
use crate::secret::{same, sha256};
use crate::web::Context;

/// What the browser did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// It made a passkey.
    Create,
    /// It used one.
    Get,
}

/// The site of this application.
///
/// # Errors
/// `Nowhere` if no passkey can be bound to it.
pub(super) fn site(context: &Context) -> Result<Site, Wrong> {
    Site::of(&context.app.config.server.public_url).ok_or(Wrong::Nowhere)
}

/// What the browser says: the right act, on our pages, as an answer to a challenge of ours.
///
/// # Errors
/// `Late` if the challenge is not good here and now; `Other` for the rest.
pub(super) fn client(
    context: &Context,
    act: Act,
    of: For,
    json: &Bytes,
) -> Result<Answered, Wrong> {
    let client: Client = serde_json::from_slice(&json.0).map_err(|_| Wrong::Other)?;
    let what = match act {
        Act::Create => "webauthn.create",
        Act::Get => "webauthn.get",
    };
    if client.what != what || client.cross_origin || client.origin != site(context)?.origin {
        return Err(Wrong::Other);
    }
    let (keys, visitor) = (&context.app.keys, visitor(context).hash);
    let read = challenge::read(keys, &visitor, of, context.now, &client.challenge.0);
    read.ok_or(Wrong::Late)
}

/// What the authenticator says: made for this site, with its holder verified.
///
/// # Errors
/// `Other` if not.
pub(super) fn authenticator<'a>(context: &Context, bytes: &'a [u8]) -> Result<Data<'a>, Wrong> {
    let data = Data::parse(bytes).ok_or(Wrong::Other)?;
    let ours = same(&data.site, &sha256(site(context)?.id.as_bytes()));
    if ours && data.verified {
        Ok(data)
    } else {
        Err(Wrong::Other)
    }
}
