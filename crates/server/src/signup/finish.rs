//! The last step: name and password make the account.

use askama::Template;
use axum::response::Response;
use kunci_db::Tx;
use kunci_rules::gate::{MethodKind, Origin, SignIn, Verdict};
use kunci_rules::{Id, Time, passwords};
use serde::Deserialize;

use super::{SignUp, of_browser, store};
use crate::accounts::{self, Kind, New};
use crate::browsers::{self, NewSession, Shown, Standing, write_browsers};
use crate::gate::{self, Asker};
use crate::hashing::PasswordHash;
use crate::methods::{self, Channel, choice};
use crate::reminders;
use crate::risk;
use crate::secret::Secret;
use crate::state::App;
use crate::web::{Context, Cookie, Error, Form, Frame, Token, form_page, see_other, with_cookie};

#[derive(Template)]
#[template(path = "signup/pages/finish.html")]
struct FinishPage {
    f: Frame,
    login: String,
    name: String,
    name_error: Option<String>,
    password_error: Option<String>,
    /// Another account has this number: said only now that a code to it was entered (`voice.md` 4.7).
    shared: bool,
}

/// Fields of the last form.
#[derive(Deserialize)]
pub struct Finish {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: Secret,
}

/// GET /signup/finish
///
/// # Errors
/// Of the database.
pub async fn get_finish(context: Context) -> Result<Response, Error> {
    match of_browser(&context).await? {
        Some(signup) if signup.proved => {
            finish_page(&context, &signup, String::new(), None, None).await
        }
        Some(_) => Ok(see_other("/signup/code")),
        None => Ok(see_other("/signup")),
    }
}

async fn finish_page(
    context: &Context,
    signup: &SignUp,
    name: String,
    name_error: Option<String>,
    password_error: Option<String>,
) -> Result<Response, Error> {
    let wrong = name_error.is_some() || password_error.is_some();
    let login = signup.identifier.value().to_owned();
    let identifier = signup.identifier.clone();
    let others = move |view: &kunci_db::View<'_>| accounts::find(view, &identifier);
    let shared = !context.app.db.view(others).await?.is_empty();
    form_page(
        wrong,
        &FinishPage {
            f: Frame::new(context),
            login,
            name,
            name_error,
            password_error,
            shared,
        },
    )
}

/// POST /signup/finish
///
/// # Errors
/// Of the database; `Busy` if the hash queue is full.
pub async fn post_finish(context: Context, Form(form): Form<Finish>) -> Result<Response, Error> {
    let signup = match of_browser(&context).await? {
        Some(signup) if signup.proved => signup,
        _ => return Ok(see_other("/signup")),
    };
    match finish(&context, &signup, &form.name, &form.password).await? {
        Finished::In(signed_in) => Ok(signed_in.onto(see_other("/"), &context)),
        Finished::Taken => Ok(see_other("/signin")),
        Finished::Wrong { name, password } => {
            finish_page(&context, &signup, form.name, name, password).await
        }
    }
}

/// What became of a name and a password for a new account.
pub enum Finished {
    /// The account is there, and its owner signed in.
    In(SignedIn),
    /// It was finished by another request, or the mail address got an account meanwhile.
    Taken,
    /// What to do about the name, and about the password.
    Wrong {
        /// About the name.
        name: Option<String>,
        /// About the password.
        password: Option<String>,
    },
}

/// The new session and the new known browser.
#[must_use]
pub struct SignedIn {
    session: Token,
    browser: Token,
}

impl SignedIn {
    /// Their cookies on an answer; that of the sign-up goes.
    pub fn onto(&self, response: Response, context: &Context) -> Response {
        let life = context.app.config.limits.session_days * 86_400;
        let session = self.session.text();
        let response = with_cookie(response, context, Cookie::Session, &session, Some(life));
        let response = with_cookie(response, context, Cookie::SignUp, "", Some(0));
        write_browsers(response, context, &self.browser)
    }
}

/// Makes the account of a proved sign-up, with this name and password.
///
/// # Errors
/// Of the database; `Busy` if the hash queue is full.
pub async fn finish(
    context: &Context,
    signup: &SignUp,
    name: &str,
    password: &Secret,
) -> Result<Finished, Error> {
    let name = name.trim().to_owned();
    let t = &context.text;
    let name_error =
        (name.is_empty() || name.chars().count() > 60 || name.chars().any(char::is_control))
            .then(|| t.signup_name_needed());
    let words = [
        name.as_str(),
        signup.identifier.value(),
        context.app.config.brand.name.as_str(),
    ];
    let wrong = |name, password| Ok(Finished::Wrong { name, password });
    let password = match passwords::check(password.expose(), &words) {
        Ok(password) => password,
        Err(refused) => return wrong(name_error, Some(choice::explain(t, &refused))),
    };
    let secret = Secret::new(password.as_str().to_owned());
    let breached = risk::is_breached(&context.app, &secret).await;
    if name_error.is_some() || breached {
        return wrong(name_error, breached.then(|| t.risk_breached_choose()));
    }
    let hash = context.app.hasher.hash(secret, &context.app.random).await?;
    Ok(match create(context, signup.clone(), name, hash).await? {
        Some((session, browser)) => Finished::In(SignedIn { session, browser }),
        None => Finished::Taken,
    })
}

/// `None`: the sign-up was finished by another request, or the mail address got an account meanwhile.
async fn create(
    context: &Context,
    signup: SignUp,
    name: String,
    hash: PasswordHash,
) -> Result<Option<(Token, Token)>, Error> {
    let app = context.app.clone();
    let secrets = (app.random.bytes(), app.random.bytes());
    let inside = context.clone();
    let made = app
        .db
        .tx(move |tx| {
            if !store::finish(tx, signup.id)? {
                return Ok(None);
            }
            let new = New {
                name: name.clone(),
                language: signup.language,
                time_zone: inside.app.config.brand.time_zone.clone(),
                identifier: signup.identifier.clone(),
            };
            let owner = establish(tx, &inside.app, &new, &hash)?;
            enter(tx, &inside, &owner, secrets)
        })
        .await;
    match made {
        Err(kunci_db::Error::Constraint(_)) => Ok(None),
        other => Ok(other?),
    }
}

/// A new account and its proved contact.
#[derive(Clone, Copy, Debug)]
pub struct Established {
    /// The account.
    pub account: Id,
    contact: (Channel, Id),
}

/// Makes an account with one proved contact and a password.
///
/// # Errors
/// `Constraint` if the mail address belongs to another account.
pub fn establish(
    tx: &Tx<'_>,
    app: &App,
    new: &New,
    hash: &PasswordHash,
) -> kunci_db::Result<Established> {
    let account = accounts::create(tx, app, new)?;
    let channel = match new.identifier.kind() {
        Kind::Phone => Channel::Phone,
        Kind::Email | Kind::Name => Channel::Email,
    };
    let contact = methods::first_contact(
        tx,
        account,
        channel,
        new.identifier.value(),
        &Origin::SignUp,
    )?;
    methods::set_password(tx, account, hash, &Origin::SignUp, None)?;
    reminders::begin(tx, account)?;
    Ok(Established {
        account,
        contact: (channel, contact),
    })
}

/// Signs the new owner in, through the gate like everyone else.
fn enter(
    tx: &Tx<'_>,
    context: &Context,
    owner: &Established,
    (session_secret, browser_secret): ([u8; 16], [u8; 16]),
) -> kunci_db::Result<Option<(Token, Token)>> {
    let account = owner.account;
    let browser = browsers::remember(
        tx,
        context,
        account,
        Standing::Stranger,
        &browsers::Entry {
            origin: Origin::SignUp,
            second_until: None,
            secret: browser_secret,
        },
    )?;
    risk::seen(tx, context, account);
    let (session, at) = (tx.id(), Time(tx.now()));
    let (channel, contact) = owner.contact;
    for (kind, method) in [
        (MethodKind::Password, None),
        (channel.method(), Some(contact)),
    ] {
        let shown = Shown {
            kind,
            method,
            browser: Some(browser.row),
            at,
        };
        browsers::record_proof(tx, account, session, &shown)?;
    }
    let asker = Asker::with(session, Standing::Known(browser.row));
    let Verdict::Open(permit) = gate::ask(tx, &context.app, &asker, SignIn { account })? else {
        return Ok(None);
    };
    let new = NewSession {
        id: session,
        browser: Some(browser.row),
        borrowed: false,
        secret: session_secret,
    };
    Ok(Some((browsers::open(tx, context, permit, &new)?, browser)))
}
