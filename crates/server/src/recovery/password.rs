//! Steps 4 and 5: a new password, by the gate's permit.

use askama::Template;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::gate::{MethodKind, Origin, Permit, Recover, Verdict};
use kunci_rules::locks::Cause;
use kunci_rules::passwords;
use kunci_rules::{Id, Time};
use serde::Deserialize;

use super::step::{self, Step};
use super::{Recovery, State, of_browser, store, unbind};
use crate::accounts;
use crate::audit;
use crate::browsers::{self, Entry, NewSession, Shown, Standing, write_browsers};
use crate::gate;
use crate::hashing::PasswordHash;
use crate::locks::{self, Subject};
use crate::methods::{self, choice};
use crate::notices::{self, Event};
use crate::risk;
use crate::secret::Secret;
use crate::web::form::is_checked;
use crate::web::{Context, Cookie, Error, Form, Frame, Token, form_page, see_other, with_cookie};

#[derive(Template)]
#[template(path = "recovery/pages/password.html")]
struct PasswordPage {
    f: Frame,
    login: String,
    error: Option<String>,
}

/// The form.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    password: Secret,
    /// "Sign out everywhere else", ticked unless the owner unticks it (S-051).
    end: Option<String>,
    /// "This is a borrowed phone" (`voice.md` 4.2).
    borrowed: Option<String>,
}

pub(super) fn password_page(
    context: &Context,
    case: &Recovery,
    error: Option<String>,
) -> Result<Response, Error> {
    form_page(
        error.is_some(),
        &PasswordPage {
            f: Frame::new(context),
            login: case.name.value().to_owned(),
            error,
        },
    )
}

/// POST /recover/password
///
/// # Errors
/// Of the database; `Busy` if the hash queue is full.
pub async fn post_password(context: Context, Form(form): Form<Typed>) -> Result<Response, Error> {
    let Some(case) = of_browser(&context).await? else {
        return Ok(see_other("/forgot"));
    };
    let new = New {
        end: is_checked(form.end.as_ref()),
        borrowed: is_checked(form.borrowed.as_ref()),
        password: form.password,
    };
    match set_password(&context, &case, new).await? {
        Reset::Done(done) => Ok(done.enter(&context, see_other(done.next()))),
        Reset::Refused(error) => password_page(&context, &case, Some(error)),
        Reset::NotNow(_) | Reset::Late => Ok(see_other("/recover")),
    }
}

/// What is chosen at the end.
pub struct New {
    /// The password.
    pub password: Secret,
    /// Sessions elsewhere end.
    pub end: bool,
    /// This is a borrowed phone.
    pub borrowed: bool,
}

/// What came of it.
pub enum Reset {
    /// It is set.
    Done(Done),
    /// It is no password for this account; in words.
    Refused(String),
    /// The case is at another step.
    NotNow(Step),
    /// The gate says otherwise by now, or another request was faster.
    Late,
}

/// Sets the password, if the gate lets it, and signs this browser in.
///
/// # Errors
/// Of the database; `Busy` if the hash queue is full.
pub async fn set_password(context: &Context, case: &Recovery, new: New) -> Result<Reset, Error> {
    let account = match (step::load(context, case).await?, case.account) {
        (Step::Password, Some(account)) => account,
        (step, _) => return Ok(Reset::NotNow(step)),
    };
    let hash = match chosen(context, account, &new.password).await? {
        Ok(hash) => hash,
        Err(error) => return Ok(Reset::Refused(error)),
    };
    let asked = Asked {
        account,
        end: new.end,
        hash,
        borrowed: new.borrowed,
        session: context.app.random.bytes(),
        browser: context.app.random.bytes(),
    };
    let (inside, of) = (context.clone(), case.clone());
    let reset = move |tx: &Tx<'_>| reset(tx, &inside, &of, &asked);
    let done = context.app.db.tx(reset).await?;
    Ok(done.map_or(Reset::Late, Reset::Done))
}

/// The hash of a new password, or why it is none (S-036, S-040).
///
/// # Errors
/// Of the database; `Busy` if the hash queue is full.
pub async fn chosen(
    context: &Context,
    account: Id,
    typed: &Secret,
) -> Result<std::result::Result<PasswordHash, String>, Error> {
    let brand = context.app.config.brand.name.clone();
    let words = move |view: &View<'_>| own_words(view, account, brand.clone());
    let words = context.app.db.view(words).await?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let password = match passwords::check(typed.expose(), &words) {
        Ok(password) => password,
        Err(refused) => return Ok(Err(choice::explain(&context.text, &refused))),
    };
    let secret = Secret::new(password.as_str().to_owned());
    if risk::is_breached(&context.app, &secret).await {
        return Ok(Err(context.text.risk_breached_choose()));
    }
    Ok(Ok(context
        .app
        .hasher
        .hash(secret, &context.app.random)
        .await?))
}

impl Done {
    /// This browser is in: no lock closes the account to it.
    #[must_use]
    pub const fn is_in(&self) -> bool {
        self.session.is_some()
    }

    /// Two-step verification is on: its second factor may be lost.
    #[must_use]
    pub const fn two_step(&self) -> bool {
        self.two_step
    }

    /// Into the account, where the lock ledger lets this browser in; else to the sign-in page.
    const fn next(&self) -> &'static str {
        match (self.is_in(), self.two_step) {
            (false, _) => "/signin?done=password",
            (true, true) => "/account/regained",
            (true, false) => "/account/review",
        }
    }

    /// Gives the browser its cookies, and takes that of the case.
    #[must_use]
    pub fn enter(&self, context: &Context, response: Response) -> Response {
        let mut response = unbind(context, response);
        if let Some(token) = &self.session {
            let life = (!self.borrowed).then(|| context.app.config.limits.session_days * 86_400);
            response = with_cookie(response, context, Cookie::Session, &token.text(), life);
        }
        match &self.browser {
            Some(token) => write_browsers(response, context, token),
            None => response,
        }
    }
}

/// What a password must not be made of: names, mail addresses and numbers of this account, and our own (S-036).
fn own_words(view: &View<'_>, account: Id, brand: String) -> kunci_db::Result<Vec<String>> {
    let mut words = vec![brand];
    words.extend(accounts::get(view, account)?.map(|account| account.name));
    words.extend(
        accounts::identifiers(view, account)?
            .iter()
            .map(|name| name.value().to_owned()),
    );
    words.extend(
        methods::contacts(view, account)?
            .into_iter()
            .map(|contact| contact.value),
    );
    Ok(words)
}

/// What the transaction needs.
struct Asked {
    account: Id,
    end: bool,
    hash: PasswordHash,
    borrowed: bool,
    session: [u8; 16],
    browser: [u8; 16],
}

/// What a reset leads to.
pub struct Done {
    /// The session that it opened; nothing where a lock closes the account to this browser.
    session: Option<Token>,
    /// The browser that is known by it, or at least vouched for: strangers at work cannot hinder the sign-in that follows.
    browser: Option<Token>,
    two_step: bool,
    borrowed: bool,
}

/// `None`: the gate says otherwise by now, or another request was faster.
fn reset(
    tx: &Tx<'_>,
    context: &Context,
    case: &Recovery,
    asked: &Asked,
) -> Result<Option<Done>, Error> {
    let account = asked.account;
    let standing = step::standing(tx, context, account)?;
    let permit = match gate::ask(tx, &context.app, &case.asker(standing), Recover { account })? {
        Verdict::Open(permit) => permit,
        Verdict::Prove(_) | Verdict::Wait { .. } | Verdict::Refuse(_) => return Ok(None),
    };
    if !store::finish(tx, case.id, State::Done)? {
        return Ok(None);
    }
    let new = NewPassword {
        hash: &asked.hash,
        browser: standing.id(),
        keeper: case.id,
        end: asked.end,
    };
    for contact in replace(tx, context, &permit, &new)? {
        methods::prove_contact(tx, account, contact)?;
    }
    store::review_later(tx, account, case.id)?;
    sign_in(tx, context, permit, (case.id, standing), asked).map(Some)
}

/// A new password in place of the old one.
pub struct NewPassword<'a> {
    /// What is kept of it.
    pub hash: &'a PasswordHash,
    /// The browser in which it was chosen.
    pub browser: Option<Id>,
    /// The case or session that keeps the proofs.
    pub keeper: Id,
    /// Sessions elsewhere end.
    pub end: bool,
}

/// Sets it, and tells everyone who can undo it (S-016). Returns the contacts that were shown for it.
///
/// # Errors
/// Of the database.
pub fn replace(
    tx: &Tx<'_>,
    context: &Context,
    permit: &Permit<'_, Recover>,
    new: &NewPassword<'_>,
) -> Result<Vec<Id>, Error> {
    let account = permit.account();
    let shown = browsers::proofs_of(tx, account, new.keeper)?;
    let set_on = browsers::settled_holder(tx, account, new.browser)?;
    let version = put_password(tx, permit, new.hash, set_on)?;
    let rule = permit.grounds().rule;
    audit::record(tx, &context.app, account, "password-reset", "owner", rule)?;
    let mut contacts: Vec<Id> = shown.iter().filter_map(|proof| proof.method).collect();
    contacts.dedup();
    if new.end {
        browsers::end_all(tx, account, Some(new.keeper))?;
    }
    // The second step is asked again everywhere: it is not a recovery's to spare it (S-051).
    browsers::forget_second_steps(tx, account)?;
    let event = Event::PasswordReset {
        label: context.label.clone(),
        version,
        contact: if let [only] = contacts.as_slice() {
            Some(*only)
        } else {
            None
        },
        two: permit.grounds().two(),
    };
    notices::tell(tx, &context.app, account, &event)?;
    Ok(contacts)
}

/// Signs this browser in (design §1, "recover, with 2FA"). The session goes by the case's id, under which the proofs are kept:
/// whatever is set in it rests on them, and is tainted as they are.
fn sign_in<'t>(
    tx: &'t Tx<'_>,
    context: &Context,
    permit: Permit<'t, Recover>,
    (case, standing): (Id, Standing),
    asked: &Asked,
) -> Result<Done, Error> {
    let account = permit.account();
    let two_step = accounts::get(tx, account)?.is_some_and(|account| account.two_step);
    let known = standing.id().filter(|_| standing.is_known());
    let spared = browsers::spared(tx, account, case, known)?;
    if locks::closing(tx, account, spared)?.is_some() {
        let browser = match standing {
            Standing::Known(_) => None,
            Standing::Vouched(_) | Standing::Stranger => Some(browsers::vouch(
                tx,
                context,
                account,
                standing,
                asked.browser,
            )?),
        };
        return Ok(Done {
            session: None,
            browser,
            two_step,
            borrowed: asked.borrowed,
        });
    }
    let entry = Entry {
        origin: Origin::Added(permit.grounds().shown.clone()),
        second_until: None,
        secret: asked.browser,
    };
    let browser = if asked.borrowed {
        None
    } else {
        Some(browsers::remember(tx, context, account, standing, &entry)?)
    };
    let proof = Shown {
        kind: MethodKind::Password,
        method: None,
        browser: browser.as_ref().map(|token| token.row),
        at: Time(tx.now()),
    };
    browsers::record_proof(tx, account, case, &proof)?;
    let new = NewSession {
        id: case,
        browser: browser.as_ref().map(|token| token.row),
        borrowed: asked.borrowed,
        secret: asked.session,
    };
    let session = browsers::open_recovered(tx, context, permit, &new)?;
    audit::record(tx, &context.app, account, "sign-in", "owner", "recovery")?;
    Ok(Done {
        session: Some(session),
        browser,
        two_step,
        borrowed: asked.borrowed,
    })
}

/// Sets the password and lifts what stood in the way of the old one. Two-step verification stays (S-051, STD-39).
fn put_password(
    tx: &Tx<'_>,
    permit: &Permit<'_, Recover>,
    hash: &PasswordHash,
    set_on: Option<Id>,
) -> Result<i64, Error> {
    let account = permit.account();
    methods::set_password(
        tx,
        account,
        hash,
        &Origin::Reset(permit.grounds().shown.clone()),
        set_on,
    )?;
    // The password's method goes by the account's id.
    locks::lift_of(tx, account, Subject::Method, account, "recovery")?;
    locks::lift(
        tx,
        account,
        Subject::Strangers,
        Cause::WrongSecret,
        "recovery",
    )?;
    methods::forget_failures(tx, account, MethodKind::Password)?;
    Ok(methods::password(tx, account)?.map_or(0, |stored| stored.version))
}
