//! Step 3: the code in the browser that asked, or the link in the browser that opens it.

use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::codes::{self, Digits};
use kunci_rules::gate::{Recover, Verdict};
use kunci_rules::{Id, Time};
use serde::Deserialize;

use super::{Goal, Recovery, State, bind, live, pages, store, token_of, wait};
use crate::accounts;
use crate::audit;
use crate::browsers::{self, Shown, Standing, visitor};
use crate::gate;
use crate::methods::{self, Challenge, Channel, Outcome, Purpose};
use crate::notices::{self, Event};
use crate::web::{Context, Error, Form, Token, see_other};

/// One field for both: 8 digits, or the 13 letters of a link that was opened elsewhere.
#[derive(Deserialize)]
pub struct Code {
    #[serde(default)]
    code: String,
}

/// POST /recover/code
///
/// # Errors
/// Of the database.
pub async fn post_code(context: Context, Form(form): Form<Code>) -> Result<Response, Error> {
    let Some(case) = live(&context).await? else {
        return Ok(see_other("/forgot"));
    };
    match enter(&context, &case, &form.code).await? {
        Entered::Proved { goal, token } => Ok(proved(&context, goal, token.as_ref())),
        Entered::Used => Ok(see_other("/recover")),
        Entered::Wrong(error) => pages::code_page(&context, &case, Some(error)).await,
    }
}

/// What came of a code that was typed.
pub enum Entered {
    /// It is right: a contact is proved.
    Proved {
        /// For what.
        goal: Goal,
        /// It was the link of another browser's case: this browser goes on with a case of its own.
        token: Option<Token>,
    },
    /// The link was used in this moment.
    Used,
    /// It is not; in words.
    Wrong(String),
}

/// Checks the digits of this browser's message, or the 13 letters of any link, in a case that is under way.
///
/// # Errors
/// Of the database.
pub async fn enter(context: &Context, case: &Recovery, typed: &str) -> Result<Entered, Error> {
    let t = &context.text;
    if codes::parse_typable(typed).is_some() {
        return typed_link(context, typed).await;
    }
    let Some(typed) = codes::parse_digits(Digits::Eight, typed) else {
        return Ok(Entered::Wrong(t.recover_code_shape()));
    };
    let (inside, tried, hash) = (context.clone(), case.clone(), visitor(context).hash);
    let check = move |tx: &Tx<'_>| try_code(tx, &inside, &tried, &hash, &typed);
    Ok(match context.app.db.tx(check).await? {
        Some(goal) => Entered::Proved { goal, token: None },
        None => Entered::Wrong(t.recover_code_wrong()),
    })
}

async fn typed_link(context: &Context, typed: &str) -> Result<Entered, Error> {
    let (app, text) = (context.app.clone(), typed.to_owned());
    let find = move |view: &View<'_>| methods::find_link(view, &app.keys, &text, Time(view.now()));
    let found = context.app.db.view(find).await?;
    let Some(challenge) = found.filter(|challenge| challenge.purpose == Purpose::Recover) else {
        return Ok(Entered::Wrong(context.text.recover_code_wrong()));
    };
    Ok(match use_link(context, challenge).await? {
        Some((token, goal)) => {
            let token = Some(token);
            Entered::Proved { goal, token }
        }
        None => Entered::Used,
    })
}

/// On to what the proof was for.
fn proved(context: &Context, goal: Goal, token: Option<&Token>) -> Response {
    let next = see_other(match goal {
        Goal::Password | Goal::Find => "/recover",
        Goal::Why => "/help/locked",
    });
    match token {
        Some(token) => bind(context, next, token),
        None => next,
    }
}

/// Reserves a guess, then compares; an empty pool compares nothing.
fn try_code(
    tx: &Tx<'_>,
    context: &Context,
    case: &Recovery,
    visitor: &[u8; 32],
    typed: &str,
) -> Result<Option<Goal>, Error> {
    super::start::asks(tx, context, case.id)?;
    // The lane that was asked for, not the one that was used: pools tell nothing about what an account has.
    let channel = case.asked.unwrap_or(Channel::Email);
    let standing = match case.account {
        Some(account) => browsers::standing(tx, account, &context.browser_tokens(), context.now)?,
        None => Standing::Stranger,
    };
    let Outcome::Reserved(guess) = methods::reserve(tx, case.subject, channel.method(), standing)?
    else {
        return Ok(None);
    };
    match methods::check_code(
        tx,
        &context.app.keys,
        case.id,
        visitor,
        typed,
        Time(tx.now()),
    )? {
        Some(challenge) if methods::use_up(tx, &challenge)? => {
            methods::forget_failures(tx, case.subject, channel.method())?;
            prove(tx, context, case, &challenge)?;
            Ok(Some(case.goal))
        }
        _ => {
            methods::note_place(tx, &guess, context.network)?;
            tell_if_disabled(tx, context, case, channel)?;
            Ok(None)
        }
    }
}

/// That was the last guess that anyone had: from now on only links prove this kind of contact (STD-1).
fn tell_if_disabled(
    tx: &Tx<'_>,
    context: &Context,
    case: &Recovery,
    channel: Channel,
) -> Result<(), Error> {
    let Some(account) = case.account else {
        return Ok(());
    };
    if methods::is_disabled(tx, account, channel.method())? {
        let tries = methods::places(tx, account)?.tries;
        notices::tell(
            tx,
            &context.app,
            account,
            &Event::MethodDisabled {
                method: channel.method(),
                tries,
            },
        )?;
    }
    Ok(())
}

/// The link was confirmed in this browser (`signin::links` shows the page with the button).
///
/// # Errors
/// Of the database.
pub async fn proved_by_link(context: &Context, challenge: Challenge) -> Result<Response, Error> {
    Ok(match use_link(context, challenge).await? {
        Some((token, goal)) => proved(context, goal, Some(&token)),
        None => see_other("/recover"),
    })
}

/// The case in which the link counts now, and what it is for; `None`: the link was used before.
async fn use_link(context: &Context, challenge: Challenge) -> Result<Option<(Token, Goal)>, Error> {
    let (inside, secret) = (context.clone(), context.app.random.bytes());
    let prove = move |tx: &Tx<'_>| prove_by_link(tx, &inside, &challenge, secret);
    context.app.db.tx(prove).await
}

fn prove_by_link(
    tx: &Tx<'_>,
    context: &Context,
    challenge: &Challenge,
    secret: [u8; 16],
) -> Result<Option<(Token, Goal)>, Error> {
    let Some(asked) = store::by_id(tx, challenge.case)? else {
        return Ok(None);
    };
    if !methods::use_up(tx, challenge)? {
        return Ok(None);
    }
    let (token, case) = case_here(tx, context, asked, challenge, secret)?;
    prove(tx, context, &case, challenge)?;
    Ok(Some((token, case.goal)))
}

/// The case in which a link counts: this browser's own; a waiting one that rests on the same contact; else a new one, so that
/// whoever asked for the message gains nothing when its reader goes on.
fn case_here(
    tx: &Tx<'_>,
    context: &Context,
    asked: Recovery,
    challenge: &Challenge,
    secret: [u8; 16],
) -> Result<(Token, Recovery), Error> {
    let live = !asked.state.has_ended() && Time(tx.now()) < asked.lives_until();
    if let Some(token) = token_of(context).filter(|token| live && token.root == asked.id)
        && store::get(tx, &token)?.is_some()
    {
        return Ok((token, asked));
    }
    // A case of this browser for the same account goes on with this proof as well, whoever asked for the message.
    let account = challenge.account.or(asked.account);
    if let Some(token) = token_of(context)
        && let Some(own) = store::get(tx, &token)?.filter(|own| !own.state.has_ended())
        && own.account.is_some()
        && own.account == account
        && own.goal == asked.goal
    {
        return Ok((token, own));
    }
    if live && asked.state == State::Waiting && rests_on(tx, &asked, challenge.contact)? {
        let token = Token::new(asked.id, asked.id, secret);
        store::take_over(tx, &token)?;
        return Ok((token, asked));
    }
    let id = tx.id();
    let token = Token::new(id, id, secret);
    let case = Recovery {
        id,
        account,
        state: State::Open,
        created_at: Time(tx.now()),
        opens_at: None,
        ..asked
    };
    store::insert(tx, &token, &case, None)?;
    Ok((token, case))
}

/// Whether a case rests on this contact and nothing else: whoever holds it gains no one else's proof.
fn rests_on(tx: &Tx<'_>, case: &Recovery, contact: Option<Id>) -> Result<bool, Error> {
    let Some(account) = case.account else {
        return Ok(false);
    };
    let shown = browsers::proofs_of(tx, account, case.id)?;
    for proof in &shown {
        let known = match proof.browser {
            Some(browser) => browsers::get(tx, account, browser)?.is_some(),
            None => false,
        };
        if proof.method != contact || known {
            return Ok(false);
        }
    }
    Ok(contact.is_some() && !shown.is_empty())
}

/// Keeps the proof under the case, and lets the gate say what follows.
fn prove(
    tx: &Tx<'_>,
    context: &Context,
    case: &Recovery,
    challenge: &Challenge,
) -> Result<(), Error> {
    let proved = proved_contacts(tx, case, challenge)?;
    for (account, contact) in &proved {
        let standing = browsers::standing(tx, *account, &context.browser_tokens(), context.now)?;
        let kind = challenge.channel.method();
        let shown = Shown {
            kind,
            method: Some(*contact),
            browser: standing.id(),
            at: Time(tx.now()),
        };
        browsers::record_proof(tx, *account, case.id, &shown)?;
    }
    store::prove(tx, case.id)?;
    if let [(account, _)] = proved.as_slice() {
        store::choose(tx, case.id, *account)?;
        settle(tx, context, case.id, *account)?;
    }
    Ok(())
}

/// The accounts and contacts that a message proves: one, or for a family's number each account that it serves.
fn proved_contacts(
    tx: &Tx<'_>,
    case: &Recovery,
    challenge: &Challenge,
) -> Result<Vec<(Id, Id)>, Error> {
    if let (Some(account), Some(contact)) = (challenge.account, challenge.contact) {
        return Ok(vec![(account, contact)]);
    }
    let mut proved = Vec::new();
    for account in accounts::find(tx, &case.name)? {
        let contacts = methods::contacts(tx, account)?;
        let it = contacts
            .iter()
            .find(|c| c.channel == challenge.channel && c.value == case.name.value());
        proved.extend(it.map(|contact| (account, contact.id)));
    }
    Ok(proved)
}

/// What a proof changes at once: a wait begins and is told, or it is told that someone has come half way (STD-46).
pub(super) fn settle(tx: &Tx<'_>, context: &Context, case: Id, account: Id) -> Result<(), Error> {
    let Some(case) = store::by_id(tx, case)?.filter(|case| !case.state.has_ended()) else {
        return Ok(());
    };
    if case.goal == Goal::Find {
        // Nothing is recovered; the search is told when it begins.
        return Ok(());
    }
    let standing = browsers::standing(tx, account, &context.browser_tokens(), context.now)?;
    let label = context.label.clone();
    match gate::ask(tx, &context.app, &case.asker(standing), Recover { account })? {
        // The permit is for this transaction; setting the password asks for its own.
        Verdict::Open(_) | Verdict::Refuse(_) => {}
        Verdict::Wait { until } if case.opens_at.is_none_or(|before| until < before) => {
            store::wait(tx, case.id, until)?;
            audit::record(
                tx,
                &context.app,
                account,
                "recovery-waits",
                "visitor",
                &until.0.to_string(),
            )?;
            wait::schedule(tx, &case, account, until)?;
            notices::tell(
                tx,
                &context.app,
                account,
                &Event::RecoveryWaiting {
                    recovery: case.id,
                    label,
                    until,
                },
            )?;
        }
        Verdict::Wait { .. } => {}
        Verdict::Prove(_) if browsers::proofs_of(tx, account, case.id)?.len() == 1 => {
            audit::record(tx, &context.app, account, "recovery-started", "visitor", "")?;
            notices::tell(
                tx,
                &context.app,
                account,
                &Event::RecoveryStarted {
                    recovery: case.id,
                    label,
                },
            )?;
        }
        Verdict::Prove(_) => {}
    }
    Ok(())
}
