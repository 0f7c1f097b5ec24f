//! Rehearsals: "my phone is gone", as a dry run that changes nothing.
//!
//! 1. Its owner begins one; a short link leads any other browser into it, once and for an hour ([`open`]).
//! 2. There the owner shows the same real proofs as in a recovery (`/prove/rehearse/{method}`). They stand in the rehearsal's
//!    own row ([`tried`]) and nowhere else: the gate reads proofs, and these are none.
//! 3. It ends with what worked ([`end`]). The last one stays for the check-up page; an unfinished one goes after a day.
//!
//! Here are the facts; `kunci_rules::checkup::Rehearsal` says what would open, and the pages are `checkup`'s.

mod store;

use kunci_db::{Result, Tx, View};
use kunci_rules::codes::Link;
use kunci_rules::gate::MethodKind;
use kunci_rules::{Id, Span, Time};

use crate::feature::{Ends, Feature, Root, Sweep, Table};
use crate::keys::{Keys, Purpose};
use crate::secret::sha256;
use crate::web::{Context, Cookie, Token};

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "rehearsal",
    tables: &[
        Table {
            name: "rehearsals",
            root: Root::Account,
            retention: "the last finished one as long as its account; unfinished: 1 day",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP,
                keep: LIFE,
            }),
        },
        Table {
            name: "rehearsal_links",
            root: Root::Value,
            retention: "1 hour",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP_LINKS,
                keep: LINK_LIFE,
            }),
        },
    ],
    statements: store::STATEMENTS,
};

/// How long one can be finished.
pub const LIFE: Span = Span::days(1);
/// How long its link can be opened.
pub const LINK_LIFE: Span = Span::hours(1);
/// Where it goes on, in the browser that opened it.
pub const HERE: &str = "/rehearse";

/// A rehearsal.
#[derive(Clone, Debug)]
pub struct Rehearsal {
    /// Its id.
    pub id: Id,
    /// Whose.
    pub account: Id,
    /// What is gone: a thing of the check-up.
    pub gone: Id,
    /// The browser in which its owner began it, by whose allowance messages are sent.
    pub begun_by: Option<Id>,
    /// When it began.
    pub created_at: Time,
    /// What the browser is that opened it; nothing: none did yet.
    pub opened_in: Option<String>,
    /// What was tried.
    pub tried: Vec<Try>,
    /// When it ended, and after how long its owner would have been back (nothing: never).
    pub ended: Option<(Time, Option<Span>)>,
}

/// A method that was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Try {
    /// Of which kind.
    pub kind: MethodKind,
    /// Which one, as the gate names it.
    pub method: Id,
    /// Its secret was right; else it was passed over.
    pub worked: bool,
}

impl Rehearsal {
    /// The methods that worked.
    #[must_use]
    pub fn worked(&self) -> Vec<Id> {
        let worked = self.tried.iter().filter(|tried| tried.worked);
        worked.map(|tried| tried.method).collect()
    }

    /// The path of its link. Derived, so that its owner's page can show it again and the database holds a hash.
    #[must_use]
    pub fn path(&self, keys: &Keys) -> String {
        format!("/r/{}", link(keys, self.account, self.id).typable())
    }
}

fn link(keys: &Keys, account: Id, id: Id) -> Link {
    let tag = keys.tag(Purpose::Rehearsal, &[account.as_bytes(), id.as_bytes()]);
    let mut half = [0; 16];
    half.copy_from_slice(&tag[..16]);
    Link(half)
}

/// Begins one, in place of any that is unfinished.
///
/// # Errors
/// Of the database.
pub fn begin(tx: &Tx<'_>, keys: &Keys, account: Id, gone: Id, begun_by: Option<Id>) -> Result<()> {
    let id = tx.id();
    store::drop_unfinished(tx, account)?;
    store::insert(tx, account, id, gone, begun_by)?;
    let half = link(keys, account, id).half();
    store::insert_link(tx, &sha256(&half.to_be_bytes()), account, id)
}

/// The rehearsal that a link leads to, if no browser opened it yet.
///
/// # Errors
/// Of the database.
pub fn of_link(view: &View<'_>, typed: &str) -> Result<Option<Rehearsal>> {
    let Some(half) = kunci_rules::codes::parse_typable(typed) else {
        return Ok(None);
    };
    let Some((account, id)) = store::find(view, &sha256(&half.to_be_bytes()))? else {
        return Ok(None);
    };
    let found = store::get(view, account, id)?.map(|(found, _)| found);
    Ok(found.filter(|one| one.opened_in.is_none() && one.ended.is_none()))
}

/// Gives a rehearsal to the browser that holds `token`. `false`: another one was quicker.
///
/// # Errors
/// Of the database.
pub fn open(tx: &Tx<'_>, token: &Token, label: &str) -> Result<bool> {
    store::open(tx, token, label)
}

/// The rehearsal of this browser, finished ones too.
///
/// # Errors
/// Of the database.
pub fn of_browser(view: &View<'_>, context: &Context) -> Result<Option<Rehearsal>> {
    let token = context
        .cookie(Cookie::Rehearsal)
        .and_then(|text| Token::parse(&text));
    let Some(token) = token else {
        return Ok(None);
    };
    let found = store::get(view, token.root, token.row)?;
    Ok(found.and_then(|(found, secret)| {
        let own = secret.is_some_and(|hash| crate::secret::same(&hash, &token.hash()));
        (own && Time(view.now()) < found.created_at + LIFE).then_some(found)
    }))
}

/// The unfinished one of an account.
///
/// # Errors
/// Of the database.
pub fn unfinished(view: &View<'_>, account: Id) -> Result<Option<Rehearsal>> {
    store::unfinished(view, account)
}

/// The last finished one of an account.
///
/// # Errors
/// Of the database.
pub fn last(view: &View<'_>, account: Id) -> Result<Option<Rehearsal>> {
    store::last(view, account)
}

/// Notes what was tried, under the rehearsal's id and nowhere else. What worked is not taken back.
///
/// # Errors
/// Of the database; `Missing` if it has ended.
pub fn tried(tx: &Tx<'_>, account: Id, id: Id, new: Try) -> Result<()> {
    crate::accounts::hold(tx, account)?;
    let (mut found, _) = store::get(tx, account, id)?.ok_or(kunci_db::Error::Missing)?;
    let before = found.tried.iter_mut().find(|one| one.method == new.method);
    match before {
        Some(one) => one.worked |= new.worked,
        None => found.tried.push(new),
    }
    store::save(tx, &found)
}

/// Ends one with what was tried, and lets go of those before it.
///
/// # Errors
/// Of the database.
pub fn end(tx: &Tx<'_>, of: &Rehearsal, back_after: Option<Span>) -> Result<()> {
    if store::end(tx, of, back_after)? {
        store::drop_finished_but(tx, of.account, of.id)?;
    }
    Ok(())
}

/// Stops one unfinished: its owner did not ask for the message that it sent. `false`: there was none.
///
/// # Errors
/// Of the database.
pub fn stop(tx: &Tx<'_>, account: Id, id: Id) -> Result<bool> {
    store::drop_one(tx, account, id)
}
