//! One message to the contact that was typed, or to nobody.

use kunci_db::Tx;

use super::{Case, letters};
use crate::accounts;
use crate::browsers::{Standing, Visitor};
use crate::methods::{self, Allowance, Asking, Codes, Opened, Purpose};
use crate::outbox::{self, Message, To};
use crate::web::{Context, Error, times};

/// The secrets of one message, made before the transaction.
#[derive(Clone)]
pub(super) struct Fresh {
    codes: Codes,
    reference: String,
}

impl Fresh {
    pub(super) fn new(context: &Context) -> Self {
        Self {
            codes: Codes::new(&context.app.random, Purpose::Names),
            reference: outbox::reference(&context.app.random),
        }
    }
}

/// Sends, if the contact's budget allows it; a contact that nobody has gets the same row, which reaches nobody.
pub(super) fn send(
    tx: &Tx<'_>,
    context: &Context,
    visitor: &Visitor,
    case: &Case,
    fresh: &Fresh,
) -> Result<(), Error> {
    let (app, channel, value) = (&context.app, case.channel(), case.contact.value());
    let asking = Asking {
        channel,
        value,
        typed: value,
        standing: Standing::Stranger,
        proved: None,
        network: context.network,
        mail_instead: false,
    };
    let Allowance::Send {
        leaves_at,
        link_until,
        silent,
    } = methods::may_send_typed(tx, app, &asking)?
    else {
        return Ok(());
    };
    let found = methods::contacts_of_value(tx, channel, value)?;
    let opened = Opened {
        subject: case.subject,
        account: None,
        contact: None,
        channel,
        value,
        purpose: Purpose::Names,
        case: case.id,
        visitor: &visitor.hash,
        leaves_at,
        link_until,
    };
    let challenge = methods::issue(tx, &app.keys, &fresh.codes, &opened)?;
    // The same look for a message that reaches nobody (STD-41).
    let reader = found.first().map_or(case.subject, |(account, _)| *account);
    let owner = accounts::get(tx, reader)?;
    let (text, zone) = owner.map_or_else(
        || {
            (
                context.text.clone(),
                times::zone(&app.config.brand.time_zone),
            )
        },
        |owner| (app.texts.of(owner.language), times::zone(&owner.time_zone)),
    );
    let until = text.short_time(challenge.code_until, &zone);
    let message = Message {
        account: None,
        to: To::unless(silent || found.is_empty(), channel, value),
        letter: letters::code(&app.config, &text, &fresh.codes, &until, &fresh.reference),
        due_at: leaves_at,
        expires_at: challenge.link_until,
        network: Some(context.network),
    };
    outbox::send(tx, app, &message)?;
    Ok(())
}
