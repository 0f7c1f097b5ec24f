//! What the permit does: a last message, then nothing is left but the audit trail.

use kunci_db::{Result, Tx};
use kunci_rules::gate::{Close, Permit};
use kunci_rules::{Span, Time};

use super::{letters, store};
use crate::outbox::{self, Message, To};
use crate::state::App;
use crate::{accounts, audit, devices, methods};

/// The last message is tried for so long.
const MESSAGE_LIFE: Span = Span::days(2);

/// Erases the permit's account.
pub(super) fn erase(tx: &Tx<'_>, app: &App, permit: Permit<'_, Close>) -> Result<()> {
    let Close { account } = permit.action();
    let rule = permit.grounds().rule;
    if let Some(owner) = accounts::get(tx, account)? {
        let text = app.texts.of(owner.language);
        let now = Time(tx.now());
        for contact in methods::contacts_told(tx, account)? {
            let reference = outbox::reference(&app.random);
            let message = Message {
                account: None,
                to: To::Contact {
                    channel: contact.channel,
                    value: contact.value,
                },
                letter: letters::closed(&app.config, &text, &reference),
                due_at: now,
                expires_at: now + MESSAGE_LIFE,
                network: None,
            };
            outbox::send(tx, app, &message)?;
        }
    }
    // Sealed while there is a key.
    audit::record(tx, app, account, "account-closed", "owner", rule)?;
    let kept = devices::list(tx, account)?;
    store::erase(tx, account)?;
    for device in kept {
        // Its places lie in a database of their own, and are wiped by a job.
        devices::wipe(tx, account, device.id)?;
    }
    tx.wake(accounts::topic(account));
    Ok(())
}
