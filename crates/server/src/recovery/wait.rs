//! The end of a wait: "we will tell you when it is time".

use kunci_db::Tx;
use kunci_rules::gate::{Recover, Verdict};
use kunci_rules::{Id, Time};

use super::{Recovery, State, letters, store};
use crate::accounts;
use crate::browsers::{self, Standing};
use crate::gate;
use crate::jobs::{self, JobKind};
use crate::methods::{self, Codes, Contact, Opened, Purpose};
use crate::outbox::{self, Message, To};
use crate::requests;
use crate::state::App;

/// Tells the contacts that a recovery rests on that it can go on, if the gate still says so by then.
pub const OPENS: JobKind = JobKind {
    tag: "recovery-opens",
    run: |app, account, case| Box::pin(opens(app, account, case)),
};

pub(super) fn schedule(
    tx: &Tx<'_>,
    case: &Recovery,
    account: Id,
    until: Time,
) -> kunci_db::Result<()> {
    jobs::schedule(tx, OPENS, account, case.id, until)?;
    Ok(())
}

/// The secrets of one message, made before the transaction.
#[derive(Clone)]
struct Fresh {
    codes: Codes,
    reference: String,
}

async fn opens(app: App, account: Id, case: Id) -> kunci_db::Result<()> {
    let fresh = |_| Fresh {
        codes: Codes::new(&app.random, Purpose::Recover),
        reference: outbox::reference(&app.random),
    };
    let fresh: Vec<Fresh> = (0..super::targets::MOST).map(fresh).collect();
    let inside = app.clone();
    app.db
        .tx(move |tx| tell(tx, &inside, account, case, &fresh))
        .await
}

fn tell(tx: &Tx<'_>, app: &App, account: Id, case: Id, fresh: &[Fresh]) -> kunci_db::Result<()> {
    let Some(case) = store::by_id(tx, case)?.filter(|case| case.state == State::Waiting) else {
        return Ok(());
    };
    // Nobody's browser asks: what opens here opens wherever the case is resumed.
    let asker = case.asker(Standing::Stranger);
    match gate::ask(tx, app, &asker, Recover { account })? {
        Verdict::Open(_) => {}
        // Contested: from now on it can be shown again.
        Verdict::Prove(_) if requests::contest(tx, account, case.id)?.is_some() => {}
        Verdict::Prove(_) | Verdict::Wait { .. } | Verdict::Refuse(_) => return Ok(()),
    }
    let shown = browsers::proofs_of(tx, account, case.id)?;
    let contacts = methods::contacts(tx, account)?;
    let proved = contacts
        .iter()
        .filter(|contact| shown.iter().any(|proof| proof.method == Some(contact.id)));
    for (contact, fresh) in proved.zip(fresh) {
        send(tx, app, account, &case, contact, fresh)?;
    }
    Ok(())
}

/// A link without a code: whoever opens it holds a contact that the case already rests on.
fn send(
    tx: &Tx<'_>,
    app: &App,
    account: Id,
    case: &Recovery,
    contact: &Contact,
    fresh: &Fresh,
) -> kunci_db::Result<()> {
    let Some(owner) = accounts::get(tx, account)? else {
        return Ok(());
    };
    let now = Time(tx.now());
    let opened = Opened {
        subject: case.subject,
        account: Some(account),
        contact: Some(contact.id),
        channel: contact.channel,
        value: &contact.value,
        purpose: Purpose::Recover,
        case: case.id,
        // No browser asked, so no browser can use the code; it is not sent either.
        visitor: &[0; 32],
        leaves_at: now,
        link_until: now + super::LIFE,
    };
    let challenge = methods::issue(tx, &app.keys, &fresh.codes, &opened)?;
    let message = Message {
        account: Some(account),
        to: To::Contact {
            channel: contact.channel,
            value: contact.value.clone(),
        },
        letter: letters::opens(
            &app.config,
            &app.texts.of(owner.language),
            &fresh.codes,
            &fresh.reference,
        ),
        due_at: now,
        expires_at: challenge.link_until,
        network: None,
    };
    outbox::send(tx, app, &message)?;
    Ok(())
}
