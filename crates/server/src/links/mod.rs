//! Links from messages, for every purpose. Opening one changes nothing, because mail scanners and chat previews open
//! links too; the button does.

use askama::Template;
use axum::response::Response;
use kunci_rules::Time;
use serde::Deserialize;

use crate::accounts;
use crate::methods::{self, Challenge, Channel, Purpose};
use crate::web::form::Path;
use crate::web::{Context, Error, Form, Frame, page, see_other, times};
use crate::{names, proving, recovery, signin, signup};

#[derive(Template)]
#[template(path = "links/pages/link.html")]
struct LinkPage {
    f: Frame,
    title: String,
    text: String,
    token: String,
    /// Whether there is something to go on with; else it can only be stopped.
    go_on: bool,
    /// Came by phone, where strangers' messages can be muted.
    phone: bool,
}

#[derive(Template)]
#[template(path = "links/pages/said.html")]
struct SaidPage {
    f: Frame,
    title: String,
    text: String,
}

async fn find(context: &Context, text: &str) -> Result<Option<Challenge>, Error> {
    let (app, text) = (context.app.clone(), text.to_owned());
    Ok(context
        .app
        .db
        .view(move |view| methods::find_link(view, &app.keys, &text, Time(view.now())))
        .await?)
}

fn ended(context: &Context) -> Result<Response, Error> {
    let t = &context.text;
    page(&SaidPage {
        f: Frame::new(context),
        title: t.link_ended_title(),
        text: t.link_ended_text(),
    })
}

/// GET /l/{token}
///
/// # Errors
/// Of the database.
pub async fn show(context: Context, Path(token): Path<String>) -> Result<Response, Error> {
    let Some(challenge) = find(&context, &token).await? else {
        return ended(&context);
    };
    let t = &context.text;
    let (title, text) = match challenge.purpose {
        // Only its code is sent: it works in the session that asked.
        Purpose::Contact => return ended(&context),
        Purpose::Vouch => (t.link_title_vouch(), t.link_text_vouch()),
        Purpose::SignUp => (t.link_title_signup(), t.link_text_signup()),
        Purpose::Recover => (t.link_title_recover(), t.link_text_recover()),
        Purpose::Prove => (t.link_title_prove(), t.link_text_prove()),
        Purpose::Names => (t.link_title_names(), t.link_text_names()),
    };
    page(&LinkPage {
        f: Frame::new(&context),
        title,
        text,
        token,
        go_on: challenge.purpose != Purpose::Prove,
        phone: challenge.channel == Channel::Phone,
    })
}

/// POST /l/{token}
///
/// # Errors
/// Of the database.
pub async fn confirm(context: Context, Path(token): Path<String>) -> Result<Response, Error> {
    match find(&context, &token).await? {
        Some(challenge) => go_on(&context, challenge).await,
        None => ended(&context),
    }
}

async fn go_on(context: &Context, challenge: Challenge) -> Result<Response, Error> {
    match challenge.purpose {
        Purpose::Contact | Purpose::Prove => ended(context),
        Purpose::Vouch => signin::proved_by_link(context, challenge).await,
        Purpose::SignUp => signup::proved_by_link(context, challenge).await,
        Purpose::Recover => recovery::proved_by_link(context, challenge).await,
        Purpose::Names => names::proved_by_link(context, challenge).await,
    }
}

/// POST /l/{token}/no: "this was not me". The link ends; nothing else changes.
///
/// # Errors
/// Of the database.
pub async fn deny(context: Context, Path(token): Path<String>) -> Result<Response, Error> {
    let mut known = false;
    if let Some(challenge) = find(&context, &token).await? {
        known = context
            .app
            .db
            .tx(move |tx| proving::deny(tx, &challenge))
            .await?;
    }
    let t = &context.text;
    if known {
        return page(&SaidPage {
            f: Frame::new(&context),
            title: t.link_denied_prove_title(),
            text: t.link_denied_prove_text(),
        });
    }
    page(&SaidPage {
        f: Frame::new(&context),
        title: t.link_denied_title(),
        text: t.link_denied_text(),
    })
}

/// POST /l/{token}/mute: for 24 hours nothing that strangers ask for goes to the number of this message. The link lives on.
///
/// # Errors
/// Of the database.
pub async fn mute(context: Context, Path(token): Path<String>) -> Result<Response, Error> {
    let Some(challenge) = find(&context, &token)
        .await?
        .filter(|challenge| challenge.channel == Channel::Phone)
    else {
        return ended(&context);
    };
    let brand = context.app.config.brand.time_zone.clone();
    let (until, zone) = context
        .app
        .db
        .tx(move |tx| {
            let owner = challenge
                .account
                .map(|id| accounts::get(tx, id))
                .transpose()?;
            let zone = owner
                .flatten()
                .map_or(brand.clone(), |owner| owner.time_zone);
            Ok::<_, Error>((methods::mute(tx, &challenge)?, zone))
        })
        .await?;
    let t = &context.text;
    page(&SaidPage {
        f: Frame::new(&context),
        title: t.link_muted_title(t.day_and_hour(until, &times::zone(&zone))),
        text: t.link_muted_text(),
    })
}

/// The 13 characters, typed where the link could not be opened.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    typed: String,
}

/// POST /l: the typed form needs no pool; 64 bits are not guessed, and each try costs one look-up.
///
/// # Errors
/// Of the database.
pub async fn typed(context: Context, Form(form): Form<Typed>) -> Result<Response, Error> {
    let is_typed = kunci_rules::codes::parse_typable(&form.typed).is_some();
    match find(&context, form.typed.trim()).await? {
        Some(challenge) if is_typed => go_on(&context, challenge).await,
        _ => Ok(see_other("/signin/sent?wrong=1")),
    }
}
