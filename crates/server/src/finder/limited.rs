//! Looking for a phone with any one proof (C-6, S-102): a session that finds, rings, locks and marks missing, and that no other
//! page takes. The proof comes from a recovery's case that was begun for this, or from a sign-in whose second step is on the
//! missing phone.

use askama::Template;
use axum::response::Response;
use kunci_db::{Result as DbResult, Tx, View};
use kunci_rules::gate::{Ring, Verdict};
use kunci_rules::{Id, Span};
use serde::Deserialize;

use super::words::Words;
use crate::browsers::{self, BORROWED_FOR, LIMITED_FOR, NewSession};
use crate::counters::Counter;
use crate::gate::Asker;
use crate::notices::{self, Event};
use crate::web::form::is_checked;
use crate::web::{Context, Cookie, Error, Form, Frame, Token, page, see_other, with_cookie};
use crate::{accounts, audit, devices, gate, recovery, signin};

#[derive(Template)]
#[template(path = "finder/pages/limited.html")]
struct LimitedPage {
    f: Frame,
    /// The account has no device to look for.
    none: bool,
    lead: String,
    told: String,
    /// How the search ends on a borrowed phone.
    short: String,
    borrowed: bool,
}

/// Whoever has shown a proof, and where it is kept.
struct Proved {
    account: Id,
    /// The case or the sign-in under which the proofs are.
    keeper: Id,
    /// It is a case, which ends with this.
    case: bool,
}

fn proved(view: &View<'_>, context: &Context) -> DbResult<Option<Proved>> {
    if let Some((account, keeper)) = recovery::to_find(view, context)? {
        return Ok(Some(Proved {
            account,
            keeper,
            case: true,
        }));
    }
    let underway = signin::underway(view, context)?;
    Ok(underway.map(|underway| Proved {
        account: underway.account,
        keeper: underway.id,
        case: false,
    }))
}

/// GET /find/limited
///
/// # Errors
/// Of the database.
pub async fn get(context: Context) -> Result<Response, Error> {
    let inside = context.clone();
    let read = move |view: &View<'_>| match proved(view, &inside)? {
        Some(proved) => devices::list(view, proved.account).map(Some),
        None => Ok(None),
    };
    let t = &context.text;
    match context.app.db.view(read).await? {
        Some(all) => page(&LimitedPage {
            f: Frame::new(&context),
            none: all.is_empty(),
            lead: t.limited_lead(Words::can(&all)),
            told: t.limited_told(LIMITED_FOR.whole_minutes() / 60),
            short: t.limited_borrowed(BORROWED_FOR.whole_minutes()),
            borrowed: context.browser_tokens().is_empty(),
        }),
        None => Ok(see_other("/find")),
    }
}

/// The form.
#[derive(Deserialize)]
pub struct Begin {
    borrowed: Option<String>,
}

/// POST /find/limited: opens the session. Leave to ring one of the devices is what it takes; each action asks for its own.
///
/// # Errors
/// `Locked` where the proof counts for no device; of the database.
pub async fn post(context: Context, Form(form): Form<Begin>) -> Result<Response, Error> {
    let next = see_other("/find");
    Ok(
        match open(&context, is_checked(form.borrowed.as_ref())).await? {
            Some(search) => search.bind(&context, next),
            None => next,
        },
    )
}

/// A search that was opened.
pub struct Search {
    token: Token,
    /// It is the end of a recovery's case.
    case: bool,
    borrowed: bool,
}

impl Search {
    /// Gives the browser its cookies, and takes that of the case.
    #[must_use]
    pub fn bind(&self, context: &Context, response: Response) -> Response {
        // It ends with the browser, or before that by itself.
        let life = (!self.borrowed).then_some(LIMITED_FOR.whole_seconds());
        let token = self.token.text();
        let response = with_cookie(response, context, Cookie::Session, &token, life);
        if self.case {
            recovery::unbind(context, response)
        } else {
            response
        }
    }
}

/// Opens it; nothing where no proof was shown that is certain to be the owner's.
///
/// # Errors
/// `Locked` where the proof counts for no device; `TooMany` with one proof; of the database.
pub async fn open(context: &Context, borrowed: bool) -> Result<Option<Search>, Error> {
    let (inside, secret) = (context.clone(), context.app.random.bytes());
    let begin = move |tx: &Tx<'_>| begin(tx, &inside, borrowed, secret);
    let begun = context.app.db.tx(begin).await?;
    Ok(begun.map(|(token, case)| Search {
        token,
        case,
        borrowed,
    }))
}

/// Each search is told to every contact, but no more than this many an hour: whoever knows the password could begin more.
const TOLD_AN_HOUR: i64 = 6;
/// One proof begins so many. They are bounded by the proof, not by the account: whoever knows the password must not keep the owner
/// from finding the device.
const SEARCHES_A_PROOF: i64 = 6;

/// Whether the next one is told.
fn bound(tx: &Tx<'_>, context: &Context, proved: &Proved) -> Result<bool, Error> {
    let of = |what, subject: &[u8], most| {
        let window = Span::hours(1);
        let counter = Counter {
            what,
            subject,
            window,
        };
        counter.spend(tx, &context.app.keys, most)
    };
    of(
        "searches-of-proof",
        proved.keeper.as_bytes(),
        SEARCHES_A_PROOF,
    )?;
    Ok(of("searches", proved.account.as_bytes(), i64::MAX)? <= TOLD_AN_HOUR)
}

fn begin(
    tx: &Tx<'_>,
    context: &Context,
    borrowed: bool,
    secret: [u8; 16],
) -> Result<Option<(Token, bool)>, Error> {
    let Some(proved) = proved(tx, context)? else {
        return Ok(None);
    };
    let account = proved.account;
    accounts::hold(tx, account)?;
    let standing = browsers::standing(tx, account, &context.browser_tokens(), context.now)?;
    let asker = Asker::with(proved.keeper, standing);
    for device in devices::list(tx, account)? {
        let ring = Ring {
            account,
            device: device.id,
        };
        let Verdict::Open(permit) = gate::ask(tx, &context.app, &asker, ring)? else {
            continue;
        };
        let new = NewSession {
            id: tx.id(),
            browser: standing.id().filter(|_| standing.is_known() && !borrowed),
            borrowed,
            secret,
        };
        let tells = bound(tx, context, &proved)?;
        for proof in browsers::proofs_of(tx, account, proved.keeper)? {
            browsers::record_proof(tx, account, new.id, &proof)?;
        }
        let event = Event::SearchBegun {
            session: new.id,
            label: context.label.clone(),
        };
        if tells {
            notices::tell(tx, &context.app, account, &event)?;
        }
        let token = browsers::open_limited(tx, context, permit, &new)?;
        audit::record(
            tx,
            &context.app,
            account,
            "search-begun",
            "owner",
            &context.label,
        )?;
        if proved.case {
            recovery::end_search(tx, proved.keeper)?;
        }
        return Ok(Some((token, proved.case)));
    }
    Err(Error::Locked("no_way"))
}
