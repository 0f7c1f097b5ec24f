//! `GET /recover`: the pages of a case, and the two small choices on them.

use askama::Template;
use axum::response::Response;
use kunci_db::Tx;
use kunci_rules::Id;
use kunci_rules::gate::MethodKind;
use serde::Deserialize;

use super::password::password_page;
use super::step::{self, Step};
use super::{Goal, Recovery, State, code, now, of_browser, store, unbind};
use crate::browsers;
use crate::methods::Channel;
use crate::notices::{self, Event};
use crate::ways::Offers;
use crate::web::{Context, Error, Form, Frame, form_page, page, see_other, times};

#[derive(Template)]
#[template(path = "recovery/pages/ways.html")]
struct WaysPage {
    f: Frame,
    offers: Offers,
    /// The account knows this browser. Any other browser sees one list, whatever the name.
    own: bool,
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
    if !case.state.has_ended() && now::sent(&context, &case).await?.is_usable {
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
    let offers = now::first(context, case).await?;
    let own = offers.iter().any(|o| o.kind == MethodKind::Approval);
    let t = context.text.clone();
    page(&WaysPage {
        f: Frame::new(context),
        offers: Offers { t, offers },
        own,
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
            let why = now::not_enough(context, case, &why).await?;
            let t = context.text.clone();
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
            let zone = now::zone(context, case).await?;
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
            let text = now::refused(context, case, frozen.as_ref()).await?;
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

/// The code page, also with an error below the field.
pub(super) async fn code_page(
    context: &Context,
    case: &Recovery,
    error: Option<String>,
) -> Result<Response, Error> {
    let sent = now::sent(context, case).await?;
    // Not the owner's zone: before a proof nobody learns anything of the account.
    let zone = times::zone(&context.app.config.brand.time_zone);
    let t = &context.text;
    let shown = CodePage {
        f: Frame::new(context),
        until: sent.code_until.map(|at| t.time_of_day(at, &zone)),
        again_at: sent.again_at.map(|at| t.time_of_day(at, &zone)),
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
    settle_account(&context, &case, account).await?;
    Ok(see_other("/recover"))
}

/// Settles on an account that was proved. `false`: it was not, or another was settled on before.
///
/// # Errors
/// Of the database.
pub async fn settle_account(
    context: &Context,
    case: &Recovery,
    account: Id,
) -> Result<bool, Error> {
    let (inside, case) = (context.clone(), case.id);
    let settle = move |tx: &Tx<'_>| {
        let proved = !browsers::proofs_of(tx, account, case)?.is_empty();
        let settled = proved && store::choose(tx, case, account)?;
        if settled {
            code::settle(tx, &inside, case, account)?;
        }
        Ok::<_, Error>(settled)
    };
    context.app.db.tx(settle).await
}

/// POST /recover/cancel
///
/// # Errors
/// Of the database.
pub async fn post_cancel(context: Context) -> Result<Response, Error> {
    cancel(&context).await?;
    Ok(unbind(&context, see_other("/forgot?done=cancelled")))
}

/// Its asker gives up; whoever was told that it waits is told that, too.
///
/// # Errors
/// Of the database.
pub async fn cancel(context: &Context) -> Result<(), Error> {
    let Some(case) = of_browser(context).await? else {
        return Ok(());
    };
    let (label, app) = (context.label.clone(), context.app.clone());
    let cancel = move |tx: &Tx<'_>| {
        let told = case.state == State::Waiting;
        let ended = store::finish(tx, case.id, State::Cancelled)?;
        if let Some(account) = case.account.filter(|_| ended && told) {
            let label = label.clone();
            notices::tell(tx, &app, account, &Event::RecoveryCancelled { label })?;
        }
        Ok(())
    };
    context.app.db.tx(cancel).await
}
