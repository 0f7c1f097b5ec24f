//! What a sign-in came to: a value, the cookies that its browser keeps from then on, and what a page answers.

use axum::response::Response;

use super::http::{Entry, refused};
use super::settle::End;
use super::underway::{SECOND, Underway};
use super::vouch;
use crate::browsers::write_browsers;
use crate::web::cookies::Cookies;
use crate::web::layout::safe_next;
use crate::web::{Context, Cookie, Error, Token, see_other, with_cookie};

/// What a sign-in came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// Signed in.
    In,
    /// More is shown first, at [`SECOND`].
    Second,
    /// Suspicion has locked it out. It stays under way: what is shown at [`SECOND`] lifts that lock.
    Suspected,
    /// A lock closes the account to this browser. Its stable code.
    Locked(&'static str),
    /// Something must vouch for this browser first.
    Vouch,
    /// The password changed while it was being checked.
    Changed,
}

/// The same with the cookies that belong to it. Whoever answers must set them, or the session that was opened is nobody's.
#[must_use]
pub struct Entered {
    /// What it came to.
    pub came: Came,
    cookies: Cookies,
    entry: Entry,
}

impl Entered {
    pub(super) fn new(context: &Context, end: End, entry: Entry) -> Self {
        let blank = Response::default();
        let (came, cookies) = match end {
            End::Opened { session, browser } => {
                (Came::In, opened(context, &entry, session, browser))
            }
            End::Second(token) => (Came::Second, under_way(context, &token)),
            End::Suspected(token) => (Came::Suspected, under_way(context, &token)),
            End::More => (Came::Second, blank),
            End::Locked(code) => (Came::Locked(code), blank),
            End::Vouch => (Came::Vouch, blank),
            End::Changed => (Came::Changed, blank),
        };
        Self {
            came,
            cookies: Cookies::of(&cookies),
            entry,
        }
    }

    /// Of a sign-in that was under way, which is over once its session is open.
    pub(super) fn advanced(context: &Context, end: End, of: &Underway) -> Self {
        let entry = Entry {
            name: String::new(),
            next: of.next.clone(),
            borrowed: of.borrowed,
        };
        let entered = Self::new(context, end, entry);
        match entered.came {
            Came::In => entered.with(context, "", Some(0)),
            _ => entered,
        }
    }

    /// Of a sign-in that has just begun: this browser keeps it, unless its session is open already.
    pub(super) fn kept(self, context: &Context, token: &Token) -> Self {
        match self.came {
            Came::In => self,
            _ => self.with(context, &token.text(), None),
        }
    }

    fn with(self, context: &Context, value: &str, seconds: Option<i64>) -> Self {
        let set = with_cookie(Response::default(), context, Cookie::SignIn, value, seconds);
        Self {
            cookies: self.cookies.and(Cookies::of(&set)),
            ..self
        }
    }

    /// Its cookies on an answer.
    pub fn onto(&self, response: Response) -> Response {
        self.cookies.onto(response)
    }

    /// What a page answers.
    ///
    /// # Errors
    /// Of rendering.
    pub fn page(&self, context: &Context) -> Result<Response, Error> {
        let entry = &self.entry;
        let answer = match self.came {
            Came::In => see_other(safe_next(&entry.next)),
            Came::Second => see_other(SECOND),
            Came::Suspected | Came::Locked(_) => see_other("/help/locked"),
            Came::Vouch => vouch::prove_first(context, &entry.name, &entry.next)?,
            Came::Changed => refused(context, entry, 0)?,
        };
        Ok(self.onto(answer))
    }
}

fn opened(context: &Context, entry: &Entry, session: Token, browser: Option<Token>) -> Response {
    let life = (!entry.borrowed).then(|| context.app.config.limits.session_days * 86_400);
    let blank = Response::default();
    let set = with_cookie(blank, context, Cookie::Session, &session.text(), life);
    match browser {
        Some(token) => write_browsers(set, context, &token),
        None => set,
    }
}

fn under_way(context: &Context, token: &Token) -> Response {
    with_cookie(
        Response::default(),
        context,
        Cookie::SignIn,
        &token.text(),
        None,
    )
}
