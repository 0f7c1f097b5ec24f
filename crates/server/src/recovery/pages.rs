//! `GET /recover`: the pages of a case, and the two small choices on them.

use askama::Template;
use axum::response::Response;
use jiff::tz::TimeZone;
use kunci_db::View;
use kunci_rules::Id;
use serde::Deserialize;

use super::password::password_page;
use super::step::{self, Frozen, NotEnough, Step};
use super::{Goal, Recovery, State, code, of_browser, send, store};
use crate::accounts;
use crate::approvals;
use crate::browsers;
use crate::methods::{self, Channel};
use crate::notices::{self, Event};
use crate::ways::Offers;
use crate::web::{
    Context, Cookie, Error, Form, Frame, form_page, page, see_other, times, with_cookie,
};

#[derive(Template)]
#[template(path = "recovery/pages/ways.html")]
struct WaysPage {
    f: Frame,
    /// The account knows this browser, and is signed in elsewhere. Any other browser sees one list, whatever the name.
    approval: bool,
    /// The providers whose identities may be connected, by name.
    upstream: Option<String>,
}

#[derive(Template)]
#[template(path = "recovery/pages/code.html")]
struct CodePage {
    f: Frame,
    until: Option<String>,
    again_at: Option<String>,
    way: &'static str,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "recovery/pages/choose.html")]
struct ChoosePage {
    f: Frame,
    accounts: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "recovery/pages/more.html")]
struct MorePage {
    f: Frame,
    why: String,
    offers: Offers,
}

#[derive(Template)]
#[template(path = "recovery/pages/waiting.html")]
struct WaitingPage {
    f: Frame,
    until: String,
    until_machine: String,
    /// What would open it sooner.
    faster: Option<Offers>,
    resold: bool,
}

#[derive(Template)]
#[template(path = "recovery/pages/said.html")]
struct SaidPage {
    f: Frame,
    title: String,
    text: String,
    action: String,
    action_href: &'static str,
}

/// GET /recover
///
/// # Errors
/// Of the database.
pub async fn get_step(context: Context) -> Result<Response, Error> {
    let Some(case) = of_browser(&context).await? else {
        return Ok(see_other("/forgot"));
    };
    show(&context, &case).await
}

/// GET /recover/code: where a message that was sent can still be used. Else the step that is next: a reload after the code
/// was right ends up there.
///
/// # Errors
/// Of the database.
pub async fn get_code(context: Context) -> Result<Response, Error> {
    let Some(case) = of_browser(&context).await? else {
        return Ok(see_other("/forgot"));
    };
    let id = case.id;
    let latest = context
        .app
        .db
        .view(move |view| methods::latest_of_case(view, id))
        .await?;
    let usable = latest
        .is_some_and(|challenge| challenge.used_at.is_none() && context.now < challenge.link_until);
    if usable && !case.state.has_ended() {
        code_page(&context, &case, None).await
    } else {
        show(&context, &case).await
    }
}

/// GET /recover/ways: another way, whatever was sent before.
///
/// # Errors
/// Of the database.
pub async fn get_ways(context: Context) -> Result<Response, Error> {
    let Some(case) = of_browser(&context).await? else {
        return Ok(see_other("/forgot"));
    };
    match step::load(&context, &case).await? {
        Step::Ways | Step::Code => ways_page(&context, &case).await,
        _ => Ok(see_other("/recover")),
    }
}

async fn ways_page(context: &Context, case: &Recovery) -> Result<Response, Error> {
    let (inside, account) = (context.clone(), case.account);
    let read = move |view: &View<'_>| {
        let Some(account) = account else {
            return Ok(false);
        };
        let standing = step::standing(view, &inside, account)?;
        Ok::<_, Error>(
            standing.is_known() && !approvals::approvers(view, account, standing.id())?.is_empty(),
        )
    };
    let approval = context.app.db.view(read).await?;
    let f = Frame::new(context);
    page(&WaysPage {
        f,
        approval,
        upstream: context.app.config.upstream_names(),
    })
}

async fn show(context: &Context, case: &Recovery) -> Result<Response, Error> {
    let f = Frame::new(context);
    match step::load(context, case).await? {
        Step::Ways => ways_page(context, case).await,
        Step::Code => code_page(context, case, None).await,
        Step::Choose(accounts) => {
            let accounts = accounts
                .into_iter()
                .map(|(id, name)| (id.simple().to_string(), name))
                .collect();
            page(&ChoosePage { f, accounts })
        }
        Step::Password => password_page(context, case, None),
        Step::More { offers, why } => {
            let t = &context.text;
            let why = match why {
                NotEnough::TwoStep => t.recover_more_two(),
                NotEnough::Old => t.recover_more_old(),
                NotEnough::Sold => t.recover_more_sold(),
                NotEnough::Again => t.recover_more_again(),
                NotEnough::Frozen(frozen) => {
                    let zone = zone_of(context, case).await?;
                    frozen_words(context, &frozen, &zone)
                }
            };
            let t = t.clone();
            page(&MorePage {
                f,
                why,
                offers: Offers { t, offers },
            })
        }
        Step::Waiting {
            until,
            faster,
            resold,
        } => {
            let zone = zone_of(context, case).await?;
            let words = context.text.day_and_hour(until, &zone);
            page(&WaitingPage {
                f,
                until: words,
                until_machine: times::rfc3339(until),
                faster: (!faster.is_empty()).then(|| Offers {
                    t: context.text.clone(),
                    offers: faster,
                }),
                resold,
            })
        }
        Step::Refused { frozen } => {
            let t = &context.text;
            let zone = zone_of(context, case).await?;
            let text = match frozen {
                Some(frozen) => frozen_words(context, &frozen, &zone),
                None => t.recover_refused_text(),
            };
            page(&SaidPage {
                title: t.recover_refused_title(),
                text,
                action: t.layout_talk(),
                action_href: "/contact",
                f,
            })
        }
        Step::Find => Ok(see_other("/find/limited")),
        Step::Ended(State::Done) if case.goal == Goal::Find => Ok(see_other("/find")),
        Step::Ended(state) => ended(context, state),
    }
}

/// Why a contact recovers nothing, until when, and what is left.
fn frozen_words(context: &Context, frozen: &Frozen, zone: &TimeZone) -> String {
    let t = &context.text;
    let (contact, until) = (frozen.contact.as_str(), t.day_and_hour(frozen.until, zone));
    if frozen.only {
        t.recover_refused_only(contact, until)
    } else {
        t.recover_refused_frozen(contact, until)
    }
}

/// The last word on a case.
fn ended(context: &Context, state: State) -> Result<Response, Error> {
    let f = Frame::new(context);
    let t = &context.text;
    let (title, text) = match state {
        State::Done => (t.recover_done_title(), t.recover_done_text()),
        State::Denied => (t.recover_denied_title(), t.recover_denied_text()),
        _ => (t.recover_cancelled_title(), t.recover_cancelled_text()),
    };
    let (action, action_href) = if state == State::Done {
        (t.signin_submit(), "/signin")
    } else {
        (t.signin_forgot(), "/forgot")
    };
    page(&SaidPage {
        f,
        title,
        text,
        action,
        action_href,
    })
}

async fn zone_of(context: &Context, case: &Recovery) -> Result<TimeZone, Error> {
    let name = match case.account {
        Some(account) => context
            .app
            .db
            .view(move |view| accounts::get(view, account))
            .await?
            .map(|a| a.time_zone),
        None => None,
    };
    Ok(times::zone(
        name.as_deref()
            .unwrap_or(&context.app.config.brand.time_zone),
    ))
}

/// The code page, also with an error below the field.
pub(super) async fn code_page(
    context: &Context,
    case: &Recovery,
    error: Option<String>,
) -> Result<Response, Error> {
    let (inside, of) = (context.clone(), case.clone());
    let read = move |view: &kunci_db::View<'_>| {
        let latest = methods::latest_of_case(view, of.id)?;
        Ok::<_, Error>((latest, send::next_send(view, &inside, &of)?))
    };
    let (latest, next) = context.app.db.view(read).await?;
    // Not the owner's zone: before a proof nobody learns anything of the account.
    let zone = times::zone(&context.app.config.brand.time_zone);
    let t = &context.text;
    let shown = CodePage {
        f: Frame::new(context),
        until: latest
            .as_ref()
            .map(|challenge| t.time_of_day(challenge.code_until, &zone)),
        again_at: next.map(|at| t.time_of_day(at, &zone)),
        way: case.asked.unwrap_or(Channel::Email).tag(),
        error,
    };
    form_page(shown.error.is_some(), &shown)
}

/// Which account of a family's number.
#[derive(Deserialize)]
pub struct Chosen {
    #[serde(default)]
    account: String,
}

/// POST /recover/account
///
/// # Errors
/// Of the database.
pub async fn post_account(context: Context, Form(form): Form<Chosen>) -> Result<Response, Error> {
    let Some(case) = of_browser(&context).await? else {
        return Ok(see_other("/forgot"));
    };
    let Ok(account) = Id::try_parse(&form.account) else {
        return Ok(see_other("/recover"));
    };
    let inside = context.clone();
    context
        .app
        .db
        .tx(move |tx| {
            let proved = !browsers::proofs_of(tx, account, case.id)?.is_empty();
            if proved && store::choose(tx, case.id, account)? {
                code::settle(tx, &inside, case.id, account)?;
            }
            Ok::<_, Error>(())
        })
        .await?;
    Ok(see_other("/recover"))
}

/// POST /recover/cancel
///
/// # Errors
/// Of the database.
pub async fn post_cancel(context: Context) -> Result<Response, Error> {
    if let Some(case) = of_browser(&context).await? {
        let label = context.label.clone();
        let app = context.app.clone();
        context
            .app
            .db
            .tx(move |tx| {
                let told = case.state == State::Waiting;
                let ended = store::finish(tx, case.id, State::Cancelled)?;
                if let Some(account) = case.account.filter(|_| ended && told) {
                    notices::tell(
                        tx,
                        &app,
                        account,
                        &Event::RecoveryCancelled {
                            label: label.clone(),
                        },
                    )?;
                }
                Ok::<_, Error>(())
            })
            .await?;
    }
    Ok(with_cookie(
        see_other("/forgot?done=cancelled"),
        &context,
        Cookie::Recovery,
        "",
        Some(0),
    ))
}
