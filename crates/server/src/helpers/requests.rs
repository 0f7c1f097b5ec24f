//! Asking helpers for a code, and checking it. Before another proof this may concern a name that no account has, or an account without
//! a helper: the same row, message and answer (STD-41), to nobody.

use kunci_db::Tx;
use kunci_rules::codes::Link;
use kunci_rules::gate::MethodKind;
use kunci_rules::helpers::{MOST, REQUEST};
use kunci_rules::{Id, Time};

use super::{Member, Request, letters, store, who_can};
use crate::approvals::For;
use crate::browsers::{self, Standing};
use crate::keys::{Keys, Purpose};
use crate::methods::{self, Allowance, Asking, Channel, Outcome};
use crate::outbox::{self, Message, To};
use crate::random::Random;
use crate::secret::{same, sha256};
use crate::web::{Context, Error};
use crate::{accounts, authenticators};

/// Who asks, and for what.
pub struct Wish<'a> {
    /// The request.
    pub context: &'a Context,
    /// Whose helpers: the account, or each that the name leads to.
    pub accounts: Vec<Id>,
    /// Whose guesses are spent: the account, or the stand-in of a name.
    pub subject: Id,
    /// The sign-in, session or recovery that keeps the proof.
    pub case: Id,
    /// For what.
    pub purpose: For,
    /// What the browser is to the account.
    pub standing: Standing,
}

/// The secrets of the messages, made before the transaction.
#[derive(Clone)]
pub struct Fresh(Vec<(Link, String)>);

impl Fresh {
    /// Makes them.
    #[must_use]
    pub fn new(random: &Random) -> Self {
        let one = |_| (Link(random.bytes()), outbox::reference(random));
        Self((0..MOST).map(one).collect())
    }
}

/// Sends a link to each helper; the same is done where there is none. What strangers trigger is bounded by address.
///
/// # Errors
/// Of the database.
pub fn ask(tx: &Tx<'_>, wish: &Wish<'_>, fresh: &Fresh) -> Result<(), Error> {
    let mut members = Vec::new();
    // The same look for a name that leads nowhere: its stand-in has no helpers.
    let nobody = [wish.subject];
    let accounts = if wish.accounts.is_empty() {
        &nobody[..]
    } else {
        &wish.accounts
    };
    for account in accounts {
        members.extend(who_can(tx, *account)?);
    }
    members.truncate(MOST);
    let mut fresh = fresh.0.iter();
    if members.is_empty()
        && let Some(one) = fresh.next()
    {
        send(tx, wish, None, one)?;
    }
    for (member, one) in members.iter().zip(fresh) {
        send(tx, wish, Some(member), one)?;
    }
    Ok(())
}

fn send(
    tx: &Tx<'_>,
    wish: &Wish<'_>,
    member: Option<&Member>,
    (link, reference): &(Link, String),
) -> Result<(), Error> {
    let (context, app) = (wish.context, &wish.context.app);
    let nobody = format!("helper {}", wish.subject.simple());
    let (channel, value) = member.map_or((Channel::Email, nobody.as_str()), |member| {
        (member.channel, member.value.as_str())
    });
    let proved = match member {
        Some(member) => !browsers::proofs_of(tx, member.account, wish.case)?.is_empty(),
        None => false,
    };
    let budget = Asking {
        channel,
        value,
        typed: &nobody,
        standing: wish.standing,
        proved: proved.then_some(wish.case),
        network: context.network,
        mail_instead: false,
    };
    let Allowance::Send {
        leaves_at, silent, ..
    } = methods::may_send(tx, app, &budget)?
    else {
        return Ok(());
    };
    let token = link.token();
    let request = Request {
        member: member.map(|member| (member.account, member.id)),
        case: wish.case,
        purpose: wish.purpose,
        browser: context.label.clone(),
        asked_at: Time(tx.now()),
        ended: false,
    };
    store::ask(tx, &sha256(token.as_bytes()), &request)?;
    let owner = accounts::get(tx, member.map_or(wish.subject, |member| member.account))?;
    let text = owner.as_ref().map_or_else(
        || context.text.clone(),
        |owner| app.texts.of(owner.language),
    );
    let asker = member.map_or("", |member| member.asker.as_str());
    let link = app.config.server.link(&format!("/vouch/{token}"));
    let message = Message {
        account: member.map(|member| member.account),
        to: To::unless(silent || member.is_none(), channel, value),
        letter: letters::request(&text, asker, link, reference),
        due_at: leaves_at,
        expires_at: request.asked_at + REQUEST,
        network: (!wish.standing.is_known()).then_some(context.network),
    };
    outbox::send(tx, app, &message)?;
    Ok(())
}

/// What the database keeps of a code: worth nothing without the server's key, and in another case.
pub(super) fn hash(keys: &Keys, case: Id, code: &str) -> [u8; 32] {
    keys.tag(
        Purpose::Code,
        &[b"helper", case.as_bytes(), code.as_bytes()],
    )
}

/// Whose code was right.
#[derive(Clone, Copy, Debug)]
pub struct Right {
    /// The account.
    pub account: Id,
    /// The helper, as a method.
    pub helper: Id,
}

/// Reserves a guess, then compares; an empty pool compares nothing. Where no helper has shown a code there is nothing to guess, and
/// nothing is spent: strangers cannot use up what its owner needs (G4).
///
/// # Errors
/// Of the database.
pub fn check(tx: &Tx<'_>, wish: &Wish<'_>, typed: &str) -> Result<Option<Right>, Error> {
    let keys = &wish.context.app.keys;
    let shown = store::shown(tx, wish.case)?;
    let given = hash(keys, wish.case, typed);
    if shown.is_empty() {
        return Ok(None);
    }
    let outcome = methods::reserve(tx, wish.subject, MethodKind::Helper, wish.standing)?;
    let Outcome::Reserved(guess) = outcome else {
        return Ok(None);
    };
    let mut right = None;
    for (account, member, kept) in &shown {
        if same(&given, kept) {
            right = Some((*account, *member));
        }
    }
    let member = match right {
        Some((account, member)) => who_can(tx, account)?
            .into_iter()
            .find(|one| one.id == member),
        None => None,
    };
    let Some(member) = member else {
        methods::note_place(tx, &guess, wish.context.network)?;
        return Ok(None);
    };
    methods::forget_failures(tx, wish.subject, MethodKind::Helper)?;
    store::end(tx, wish.case)?;
    authenticators::used(tx, member.account, member.helper, tx.now())?;
    Ok(Some(Right {
        account: member.account,
        helper: member.helper,
    }))
}
