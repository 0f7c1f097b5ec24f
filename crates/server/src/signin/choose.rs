//! One number, several accounts, one password: after the proof, the owner chooses (S-050). What was proved travels in the
//! form, authenticated and for five minutes; the password itself does not.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kunci_db::View;
use kunci_rules::{Id, Span, Time};
use serde::Deserialize;

use super::attempt::Candidate;
use super::entered::Entered;
use super::http::{self, Entry};
use crate::browsers::{self, Visitor, visitor, visitor_cookie};
use crate::keys::{Keys, Purpose};
use crate::secret::same;
use crate::web::cookies::Cookies;
use crate::web::{Context, Error, Form, Frame, page_with, see_other};
use crate::{accounts, methods};

#[derive(Template)]
#[template(path = "signin/pages/choose.html")]
struct ChoosePage {
    f: Frame,
    accounts: Vec<(String, String)>,
    next: String,
    borrowed: bool,
}

/// The form: one account and the proof that its password was right just now.
#[derive(Deserialize)]
pub struct Choice {
    #[serde(default)]
    proved: String,
    #[serde(default)]
    next: String,
    borrowed: Option<String>,
}

const GOOD_FOR: Span = Span::minutes(5);

/// What was proved: of which account, by which version of its password, and whether others know that password.
struct Proved {
    account: Id,
    version: i64,
    breached: bool,
}

/// account ‖ password version ‖ end ‖ whether others know it ‖ visitor's MAC.
fn write(context: &Context, visitor: &Visitor, proved: &Proved) -> String {
    let end = context.now + GOOD_FOR;
    let mut bytes = [
        proved.account.as_bytes().as_slice(),
        &proved.version.to_le_bytes(),
        &end.0.to_le_bytes(),
        &[u8::from(proved.breached)],
    ]
    .concat();
    let tag = tag(&context.app.keys, visitor, &bytes);
    bytes.extend_from_slice(&tag);
    URL_SAFE_NO_PAD.encode(bytes)
}

fn tag(keys: &Keys, visitor: &Visitor, body: &[u8]) -> [u8; 32] {
    keys.tag(Purpose::Form, &[b"choose", visitor.secret.as_bytes(), body])
}

fn read(context: &Context, text: &str) -> Option<Proved> {
    let bytes: [u8; 65] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
    let (body, mac) = bytes.split_at(33);
    let end = i64::from_le_bytes(body.get(24..32)?.try_into().ok()?);
    // A browser without its cookie is a new one, which proved nothing.
    let right = tag(&context.app.keys, &visitor(context), body);
    let good = same(mac, &right) && context.now < Time(end);
    let proved = Proved {
        account: Id::from_slice(body.get(..16)?).ok()?,
        version: i64::from_le_bytes(body.get(16..24)?.try_into().ok()?),
        breached: body.last() == Some(&1),
    };
    good.then_some(proved)
}

/// The proved accounts, of which one is meant. Whoever answers must set the cookies: what was proved is bound to this browser.
pub(crate) struct Between {
    /// Each one's name, and what says that it was proved.
    pub(crate) accounts: Vec<(String, String)>,
    /// What belongs to the answer.
    pub(crate) cookies: Cookies,
}

/// Writes down what was proved of each.
pub(super) async fn between(context: &Context, proved: &[Candidate]) -> Result<Between, Error> {
    let visitor = visitor(context);
    let ids: Vec<Id> = proved
        .iter()
        .filter_map(|candidate| candidate.account)
        .collect();
    let names = move |view: &View<'_>| {
        let names: kunci_db::Result<Vec<_>> =
            ids.iter().map(|id| accounts::get(view, *id)).collect();
        names
    };
    let names = context.app.db.view(names).await?;
    let token = |candidate: &Candidate| {
        let version = candidate.stored.as_ref().map_or(0, |stored| stored.version);
        let proved = |account| Proved {
            account,
            version,
            breached: candidate.breached,
        };
        candidate
            .account
            .map(|account| write(context, &visitor, &proved(account)))
    };
    let accounts = proved
        .iter()
        .zip(names)
        .filter_map(|(c, account)| Some((account?.name, token(c)?)));
    let set = visitor_cookie(Response::default(), context, &visitor);
    Ok(Between {
        accounts: accounts.collect(),
        cookies: Cookies::of(&set),
    })
}

/// Asks which of the proved accounts.
pub(super) fn ask(context: &Context, between: Between, entry: &Entry) -> Result<Response, Error> {
    let shown = ChoosePage {
        f: Frame::new(context),
        accounts: between.accounts,
        next: entry.next.clone(),
        borrowed: entry.borrowed,
    };
    Ok(between.cookies.onto(page_with(StatusCode::OK, &shown)?))
}

/// POST /signin/choose
///
/// # Errors
/// Of the database.
pub async fn post(context: Context, Form(form): Form<Choice>) -> Result<Response, Error> {
    let entry = Entry {
        name: String::new(),
        next: form.next,
        borrowed: form.borrowed.is_some(),
    };
    match chosen(&context, &form.proved, entry).await? {
        Some(entered) => entered.page(&context),
        None => Ok(see_other("/signin")),
    }
}

/// Goes on with the account whose password was right just now. Nothing: that is too long ago, or was not in this browser.
///
/// # Errors
/// Of the database.
pub(crate) async fn chosen(
    context: &Context,
    proved: &str,
    entry: Entry,
) -> Result<Option<Entered>, Error> {
    let Some(proved) = read(context, proved) else {
        return Ok(None);
    };
    let (account, version) = (proved.account, proved.version);
    let tokens = context.browser_tokens();
    let now = context.now;
    let load = move |view: &View<'_>| {
        let standing = browsers::standing(view, account, &tokens, now)?;
        let stored = methods::password(view, account)?.filter(|stored| stored.version == version);
        Ok::<_, kunci_db::Error>((standing, stored))
    };
    let (standing, stored) = context.app.db.view(load).await?;
    let candidate = Candidate {
        account: Some(account),
        standing,
        guess: None,
        stored,
        breached: proved.breached,
    };
    http::enter(context, candidate, entry, None).await.map(Some)
}
