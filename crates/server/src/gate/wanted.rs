//! An action as pages and addresses carry it: its kind and subject without its type, and where its asker goes afterwards.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kunci_db::{Result, View};
use kunci_rules::gate::{
    self, Action, AddMethod, Close, Erase, FreeMessage, Kind, LiftSuspicion, Locate, LockDevice,
    MarkMissing, Message, Reason, Recover, Release, ReplaceMethod, Ring, SeeWhyLocked, SignIn,
    Unmark, Verdict, Way,
};
use kunci_rules::{Id, Time};

use super::{Asker, load};
pub use crate::requests::About as Wanted;
use crate::state::App;
use crate::web::Error;
use crate::web::layout::safe_next;

impl Wanted {
    /// An action.
    pub fn of<A: Action>(action: &A) -> Self {
        Self {
            kind: A::KIND,
            device: action.device(),
            method: action.method(),
        }
    }

    /// The page that collects what is missing for it and leads back to `next`. Nothing of it is secret or trusted: the gate
    /// decides again when the action itself is asked for.
    #[must_use]
    pub fn proving(&self, next: &str) -> String {
        let id = |id: Option<Id>| id.map_or("-".to_owned(), |id| id.simple().to_string());
        let next = URL_SAFE_NO_PAD.encode(next);
        let (device, method) = (id(self.device), id(self.method));
        format!("/prove/{}.{device}.{method}.{next}", self.kind.name())
    }

    /// As [`prove_first`].
    #[must_use]
    pub fn prove_first(&self, next: &str) -> Error {
        Error::ProveFirst {
            at: self.proving(next),
            next: next.to_owned(),
        }
    }

    /// Reads the last part of what [`Wanted::proving`] wrote.
    #[must_use]
    pub fn parse(segment: &str) -> Option<(Self, String)> {
        let mut parts = segment.split('.');
        let kind = Kind::named(parts.next()?)?;
        let id = |part: Option<&str>| match part? {
            "-" => Some(None),
            text => Id::try_parse(text).ok().map(Some),
        };
        let wanted = Self {
            kind,
            device: id(parts.next())?,
            method: id(parts.next())?,
        };
        let next = String::from_utf8(URL_SAFE_NO_PAD.decode(parts.next()?).ok()?).ok()?;
        (parts.next().is_none() && safe_next(&next) == next).then_some((wanted, next))
    }
}

/// What a page is told whose action needs more first: prove it, then come back to `next`.
#[must_use]
pub fn prove_first<A: Action>(action: &A, next: &str) -> Error {
    Wanted::of(action).prove_first(next)
}

/// A verdict without its permit: pages explain, they do not act.
#[derive(Clone, Debug)]
pub enum Said {
    /// It would open now.
    Open,
    /// More is needed.
    Prove,
    /// It would open then.
    Wait(Time),
    /// No proof opens it now.
    Refuse(Reason),
}

/// The gate's answer to what is wanted, explained.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What it says.
    pub said: Said,
    /// What would open it, or open it sooner; simplest first.
    pub ways: Vec<Way>,
    /// Whether it rests on two independent methods so far.
    pub two: bool,
}

/// Explains without permitting, for an action whose type is known only when it is asked for.
///
/// # Errors
/// Of the database; `Missing` if there is no such account.
pub fn answer(view: &View<'_>, app: &App, asker: &Asker, account: Id, w: Wanted) -> Result<Answer> {
    let device = w.device.unwrap_or(Id::nil());
    let method = w.method.unwrap_or(Id::nil());
    match w.kind {
        Kind::SignIn => of(view, app, asker, SignIn { account }),
        Kind::SeeWhyLocked => of(view, app, asker, SeeWhyLocked { account }),
        Kind::Recover => of(view, app, asker, Recover { account }),
        Kind::AddMethod => of(view, app, asker, AddMethod { account }),
        Kind::ReplaceMethod => of(view, app, asker, ReplaceMethod { account, method }),
        Kind::Ring => of(view, app, asker, Ring { account, device }),
        Kind::Message => of(view, app, asker, Message { account, device }),
        Kind::FreeMessage => of(view, app, asker, FreeMessage { account, device }),
        Kind::LockDevice => of(view, app, asker, LockDevice { account, device }),
        Kind::MarkMissing => of(view, app, asker, MarkMissing { account, device }),
        Kind::Locate => of(view, app, asker, Locate { account, device }),
        Kind::Unmark => of(view, app, asker, Unmark { account, device }),
        Kind::Erase => of(view, app, asker, Erase { account, device }),
        Kind::Release => of(view, app, asker, Release { account, device }),
        Kind::LiftSuspicion => of(view, app, asker, LiftSuspicion { account }),
        Kind::Close => of(view, app, asker, Close { account }),
    }
}

fn of<A: Action>(view: &View<'_>, app: &App, asker: &Asker, action: A) -> Result<Answer> {
    let situation = load::situation(view, app, asker, &action)?;
    let two = gate::rests_on_two(&action, &situation);
    let (said, ways) = match gate::decide(action, &situation) {
        Verdict::Open(_) => (Said::Open, Vec::new()),
        Verdict::Prove(ways) => (Said::Prove, ways),
        Verdict::Wait { until } => (Said::Wait(until), gate::ways(&action, &situation)),
        Verdict::Refuse(reason) => (Said::Refuse(reason), Vec::new()),
    };
    Ok(Answer { said, ways, two })
}
