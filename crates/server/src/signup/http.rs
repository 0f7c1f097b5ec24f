//! The first two steps: contact, then code or link.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::{Time, codes};
use serde::Deserialize;

use super::{SignUp, letters, of_browser, store, token_of};
use crate::accounts::{self, Identifier, Kind, Malformed};
use crate::browsers::{Standing, Visitor, visitor, visitor_cookie};
use crate::methods::{self, Allowance, Asking, Channel, Codes, Opened, Outcome, Purpose};
use crate::outbox::{self, Message, To};
use crate::web::{
    Context, Cookie, Error, Form, Frame, Token, form_page, page, page_with, see_other, times,
    with_cookie,
};

#[derive(Template)]
#[template(path = "signup/pages/start.html")]
struct StartPage {
    f: Frame,
    contact: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "signup/pages/code.html")]
struct CodePage {
    f: Frame,
    sent_to: String,
    until: String,
    again_at: Option<String>,
    error: Option<String>,
}

/// `contact` of the first form.
#[derive(Deserialize)]
pub struct Start {
    #[serde(default)]
    contact: String,
}

/// `code` of the second form.
#[derive(Deserialize)]
pub struct Code {
    #[serde(default)]
    code: String,
}

/// GET /signup
///
/// # Errors
/// Of rendering.
pub async fn get_start(context: Context) -> Result<Response, Error> {
    page(&StartPage {
        f: Frame::new(&context),
        contact: String::new(),
        error: None,
    })
}

fn channel_of(identifier: &Identifier) -> Option<Channel> {
    match identifier.kind() {
        Kind::Email => Some(Channel::Email),
        Kind::Phone => Some(Channel::Phone),
        Kind::Name => None,
    }
}

/// A mail address or number that we can write to, or the sentence that says what to do.
///
/// # Errors
/// That sentence.
pub fn parse_contact(context: &Context, typed: &str) -> Result<(Identifier, Channel), String> {
    let t = &context.text;
    let identifier = Identifier::parse(typed).map_err(|malformed| match malformed {
        Malformed::Empty | Malformed::Name => t.signup_contact_none(),
        Malformed::Email => t.signup_contact_email(),
        Malformed::Phone => t.signup_contact_phone(),
    })?;
    let channel = channel_of(&identifier).ok_or_else(|| t.signup_contact_none())?;
    if channel == Channel::Phone && !context.app.config.phone.serves(identifier.calling_code()) {
        return Err(t.signup_contact_country());
    }
    Ok((identifier, channel))
}

/// POST /signup
///
/// # Errors
/// Of the database.
pub async fn post_start(context: Context, Form(form): Form<Start>) -> Result<Response, Error> {
    match begin(&context, &form.contact).await? {
        Ok(begun) => Ok(begun.onto(see_other("/signup/code"), &context)),
        Err(error) => {
            let page = StartPage {
                f: Frame::new(&context),
                contact: form.contact,
                error: Some(error),
            };
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// A sign-up that has begun: its browser keeps two cookies.
#[must_use]
pub struct Begun {
    token: Token,
    visitor: Visitor,
}

impl Begun {
    /// Those cookies on an answer.
    pub fn onto(&self, response: Response, context: &Context) -> Response {
        let token = self.token.text();
        let response = with_cookie(response, context, Cookie::SignUp, &token, Some(86_400));
        visitor_cookie(response, context, &self.visitor)
    }
}

/// Begins a sign-up with a contact and sends it a message; or the sentence that says what to do about the contact.
///
/// # Errors
/// Of the database.
pub async fn begin(context: &Context, contact: &str) -> Result<Result<Begun, String>, Error> {
    let (identifier, channel) = match parse_contact(context, contact) {
        Ok(parsed) => parsed,
        Err(error) => return Ok(Err(error)),
    };
    let app = context.app.clone();
    let visitor = visitor(context);
    let secret = app.random.bytes();
    let codes = Codes::new(&app.random, Purpose::SignUp);
    let reference = outbox::reference(&app.random);
    let (inside, asker) = (context.clone(), visitor.clone());
    let token = app
        .db
        .tx(move |tx| {
            let id = tx.id();
            let token = Token::new(id, id, secret);
            store::insert(tx, &token, &identifier, inside.text.language())?;
            let signup = SignUp {
                id,
                identifier: identifier.clone(),
                language: inside.text.language(),
                proved: false,
            };
            send(tx, &inside, &asker, &signup, channel, &codes, &reference)?;
            Ok::<_, Error>(token)
        })
        .await?;
    Ok(Ok(Begun { token, visitor }))
}

/// Sends the code and link, or for a mail address with an account the letter that says so. Same work for both.
fn send(
    tx: &Tx<'_>,
    context: &Context,
    visitor: &Visitor,
    signup: &SignUp,
    channel: Channel,
    codes: &Codes,
    reference: &str,
) -> Result<(), Error> {
    let app = &context.app;
    let value = signup.identifier.value();
    let asking = Asking {
        channel,
        value,
        typed: value,
        standing: Standing::Stranger,
        proved: None,
        network: context.network,
        mail_instead: false,
    };
    let (leaves_at, link_until, silent) = match methods::may_send_typed(tx, app, &asking)? {
        Allowance::Send {
            leaves_at,
            link_until,
            silent,
        } => (leaves_at, link_until, silent),
        Allowance::ByMail | Allowance::NotBefore(_) | Allowance::Abroad => return Ok(()),
    };
    let taken = channel == Channel::Email && !accounts::find(tx, &signup.identifier)?.is_empty();
    let opened = Opened {
        subject: signup.id,
        account: None,
        contact: None,
        channel,
        value,
        purpose: Purpose::SignUp,
        case: signup.id,
        visitor: &visitor.hash,
        leaves_at,
        link_until,
    };
    let challenge = methods::issue(tx, &app.keys, codes, &opened)?;
    let zone = times::zone(&app.config.brand.time_zone);
    let letter = if taken {
        // The code that was just made reaches nobody.
        letters::exists(&app.config, &context.text, &signup.identifier, reference)
    } else {
        letters::code(
            &app.config,
            &context.text,
            &zone,
            codes,
            &challenge,
            reference,
        )
    };
    let message = Message {
        account: None,
        to: To::unless(silent, channel, value),
        letter,
        due_at: leaves_at,
        expires_at: challenge.code_until,
        network: Some(context.network),
    };
    outbox::send(tx, app, &message)?;
    Ok(())
}

/// GET /signup/code
///
/// # Errors
/// Of the database.
pub async fn get_code(context: Context) -> Result<Response, Error> {
    match of_browser(&context).await? {
        Some(signup) if !signup.proved => code_page(&context, &signup, None).await,
        Some(_) => Ok(see_other("/signup/finish")),
        None => Ok(see_other("/signup")),
    }
}

async fn code_page(
    context: &Context,
    signup: &SignUp,
    error: Option<String>,
) -> Result<Response, Error> {
    let Sent { until, again_at } = sent(context, signup).await?;
    let zone = times::zone(&context.app.config.brand.time_zone);
    let t = &context.text;
    let shown = CodePage {
        f: Frame::new(context),
        sent_to: signup.identifier.value().to_owned(),
        until: until.map_or_else(String::new, |at| t.time_of_day(at, &zone)),
        again_at: again_at.map(|at| t.time_of_day(at, &zone)),
        error,
    };
    form_page(shown.error.is_some(), &shown)
}

/// What was sent for a sign-up.
pub struct Sent {
    /// Until when the last code works.
    pub until: Option<Time>,
    /// When the next message can be asked for, if not now.
    pub again_at: Option<Time>,
}

/// What was sent for a sign-up so far.
///
/// # Errors
/// Of the database.
pub async fn sent(context: &Context, signup: &SignUp) -> Result<Sent, Error> {
    let (app, id, identifier) = (context.app.clone(), signup.id, signup.identifier.clone());
    let read = move |view: &View<'_>| {
        let latest = methods::latest_of_case(view, id)?;
        let channel = channel_of(&identifier).unwrap_or(Channel::Email);
        Ok::<_, kunci_db::Error>(Sent {
            until: latest.map(|challenge| challenge.code_until),
            again_at: methods::next_ask(view, &app, channel, identifier.value())?,
        })
    };
    Ok(context.app.db.view(read).await?)
}

/// POST /signup/again: the same contact, one more message, as often as the budget allows.
///
/// # Errors
/// Of the database.
pub async fn post_again(context: Context) -> Result<Response, Error> {
    Ok(match again(&context).await? {
        Some(visitor) => visitor_cookie(see_other("/signup/code"), &context, &visitor),
        None => see_other("/signup"),
    })
}

/// One more message to the contact of this browser's sign-up; nothing where there is none. The browser keeps what comes back as a
/// cookie.
///
/// # Errors
/// Of the database.
pub async fn again(context: &Context) -> Result<Option<Visitor>, Error> {
    let Some(signup) = of_browser(context).await? else {
        return Ok(None);
    };
    let Some(channel) = channel_of(&signup.identifier) else {
        return Ok(None);
    };
    let app = context.app.clone();
    let visitor = visitor(context);
    let codes = Codes::new(&app.random, Purpose::SignUp);
    let reference = outbox::reference(&app.random);
    let (inside, asker) = (context.clone(), visitor.clone());
    app.db
        .tx(move |tx| send(tx, &inside, &asker, &signup, channel, &codes, &reference))
        .await?;
    Ok(Some(visitor))
}

/// POST /signup/code
///
/// # Errors
/// Of the database.
pub async fn post_code(context: Context, Form(form): Form<Code>) -> Result<Response, Error> {
    let Some(signup) = of_browser(&context).await? else {
        return Ok(see_other("/signup"));
    };
    if prove(&context, &signup, &form.code).await? {
        return Ok(see_other("/signup/finish"));
    }
    let error = context.text.signup_code_wrong();
    code_page(&context, &signup, Some(error)).await
}

/// Whether this is the code that was sent for it to this browser.
///
/// # Errors
/// Of the database.
pub async fn prove(context: &Context, signup: &SignUp, code: &str) -> Result<bool, Error> {
    let Some(token) = token_of(context) else {
        return Ok(false);
    };
    let typed = codes::parse_digits(Purpose::SignUp.digits(), code).unwrap_or_default();
    let hash = visitor(context).hash;
    let (inside, waiting) = (context.clone(), signup.clone());
    let try_code = move |tx: &Tx<'_>| try_code(tx, &inside, &waiting, &hash, &typed, &token);
    context.app.db.tx(try_code).await
}

fn try_code(
    tx: &Tx<'_>,
    context: &Context,
    signup: &SignUp,
    visitor: &[u8; 32],
    typed: &str,
    token: &Token,
) -> Result<bool, Error> {
    let app = &context.app;
    let method = channel_of(&signup.identifier)
        .unwrap_or(Channel::Email)
        .method();
    let outcome = methods::reserve(tx, signup.id, method, Standing::Stranger)?;
    let Outcome::Reserved(guess) = outcome else {
        return Ok(false);
    };
    match methods::check_code(tx, &app.keys, signup.id, visitor, typed, Time(tx.now()))? {
        Some(challenge) if methods::use_up(tx, &challenge)? => {
            methods::forget_failures(tx, signup.id, method)?;
            Ok(store::prove(tx, token)?)
        }
        _ => {
            methods::note_place(tx, &guess, context.network)?;
            Ok(false)
        }
    }
}

/// The link was confirmed: the browser that opened it goes on with the sign-up.
///
/// # Errors
/// Of the database.
pub async fn proved_by_link(
    context: &Context,
    challenge: methods::Challenge,
) -> Result<Response, Error> {
    let token = Token::new(challenge.case, challenge.case, context.app.random.bytes());
    let inside = token.clone();
    let proved = context
        .app
        .db
        .tx(move |tx| {
            Ok::<_, Error>(methods::use_up(tx, &challenge)? && store::prove(tx, &inside)?)
        })
        .await?;
    if !proved {
        return Ok(see_other("/signup"));
    }
    Ok(with_cookie(
        see_other("/signup/finish"),
        context,
        Cookie::SignUp,
        &token.text(),
        Some(86_400),
    ))
}
