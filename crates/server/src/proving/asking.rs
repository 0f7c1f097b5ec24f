//! Who is asked to prove something, for what, and where they go afterwards.

use std::collections::BTreeMap;

use axum::extract::{FromRequestParts, OptionalFromRequestParts, Path};
use axum::http::request::Parts;
use kunci_db::{Tx, View};
use kunci_rules::Id;
use kunci_rules::gate::Kind;
use kunci_rules::locks::Cause;

use crate::browsers::{self, Owner, Seeker, Standing};
use crate::gate::{self, Answer, Asker, Wanted};
use crate::locks;
use crate::recovery::{self, Case};
use crate::rehearsal::{self, Rehearsal};
use crate::signin::{self, Underway};
use crate::state::App;
use crate::web::{Context, Error, Frame};

/// Someone who may show a proof, and for what.
#[derive(Clone)]
pub struct Asking {
    /// The request.
    pub context: Context,
    /// Whose account, if that is certain. Pages say nothing about it unless [`Asking::may_name`].
    pub account: Option<Id>,
    /// Whose guesses are spent: the account, or the stand-in of a name that leads nowhere.
    pub subject: Id,
    /// The session or case that keeps the proofs.
    pub case: Id,
    /// What the browser is to the account.
    pub standing: Standing,
    /// A proof has been shown already, so pages may name what the account has.
    pub may_name: bool,
    /// For what.
    pub purpose: Purpose,
    /// The part of the address after `/prove/`.
    pub segment: String,
}

/// For what a proof is shown.
#[derive(Clone)]
pub enum Purpose {
    /// The second step of a sign-in.
    SignIn {
        /// The sign-in.
        underway: Underway,
        /// Suspicion has locked it out: what is shown lifts that lock first.
        locked: bool,
    },
    /// An action of a signed-in owner.
    StepUp {
        /// The owner.
        owner: Box<Owner>,
        /// The action.
        wanted: Wanted,
        /// Where it is done.
        next: String,
    },
    /// A recovery.
    Recover(Case),
    /// A rehearsal: what is shown stays in it, and nothing follows.
    Rehearse(Rehearsal),
}

impl FromRequestParts<App> for Asking {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let context = <Context as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        let path = <Path<BTreeMap<String, String>> as FromRequestParts<App>>::from_request_parts(
            parts, app,
        )
        .await
        .map_err(|_| Error::NotFound)?;
        let segment = path.0.get("for").cloned().unwrap_or_default();
        let owner =
            <Owner as OptionalFromRequestParts<App>>::from_request_parts(parts, app).await?;
        let finds = || Wanted::parse(&segment).is_some_and(|(wanted, _)| wanted.kind.finds());
        // Whoever looks for a phone may prove more for that alone: neither a lock nor a limited session stands in the way.
        let owner = match owner {
            None if finds() => {
                let seeker =
                    <Seeker as OptionalFromRequestParts<App>>::from_request_parts(parts, app);
                seeker.await?.map(|seeker| seeker.owner)
            }
            owner => owner,
        };
        Self::at(context, owner, segment).await
    }
}

impl Asking {
    /// Who is asked at `/prove/{segment}`, where the address is not the request's own: someone comes back from elsewhere.
    ///
    /// # Errors
    /// `NotFound` for an address that nothing wrote; `SignInFirst` or `Elsewhere` where nothing is under way.
    pub async fn at(
        context: Context,
        owner: Option<Owner>,
        segment: String,
    ) -> Result<Self, Error> {
        match segment.as_str() {
            "signin" => Self::of_signin(context, segment).await,
            "recover" => Self::of_recovery(context, segment).await,
            "rehearse" => Self::of_rehearsal(context, segment).await,
            _ => {
                let (wanted, next) = Wanted::parse(&segment).ok_or(Error::NotFound)?;
                let owner = owner.ok_or(Error::SignInFirst(next.clone()))?;
                Ok(Self::of_owner(owner, wanted, next, segment))
            }
        }
    }

    async fn of_signin(context: Context, segment: String) -> Result<Self, Error> {
        let inside = context.clone();
        let found = move |view: &View<'_>| {
            let Some(underway) = signin::underway(view, &inside)? else {
                return Ok::<_, kunci_db::Error>(None);
            };
            let standing = standing(view, &inside, underway.account)?;
            let known = standing.id().filter(|_| standing.is_known());
            let spared = browsers::spared(view, underway.account, underway.id, known)?;
            let lock = locks::closing(view, underway.account, spared)?;
            let locked = lock == Some(Cause::SuspiciousActivity.name());
            Ok(Some((underway, standing, locked)))
        };
        let (underway, standing, locked) = context
            .app
            .db
            .view(found)
            .await?
            .ok_or(Error::SignInFirst("/".to_owned()))?;
        Ok(Self {
            account: Some(underway.account),
            subject: underway.account,
            case: underway.id,
            standing,
            may_name: true,
            purpose: Purpose::SignIn { underway, locked },
            segment,
            context,
        })
    }

    async fn of_recovery(context: Context, segment: String) -> Result<Self, Error> {
        let inside = context.clone();
        let found = move |view: &View<'_>| {
            let Some(case) = recovery::case(view, &inside)? else {
                return Ok::<_, kunci_db::Error>(None);
            };
            let standing = match case.account {
                Some(account) => standing(view, &inside, account)?,
                None => Standing::Stranger,
            };
            Ok(Some((case, standing)))
        };
        let (case, standing) = context
            .app
            .db
            .view(found)
            .await?
            .ok_or(Error::Elsewhere("/forgot"))?;
        Ok(Self {
            account: case.account,
            subject: case.subject,
            case: case.id,
            standing,
            may_name: case.proved || standing.is_known(),
            purpose: Purpose::Recover(case),
            segment,
            context,
        })
    }

    async fn of_rehearsal(context: Context, segment: String) -> Result<Self, Error> {
        let inside = context.clone();
        let found = move |view: &View<'_>| {
            let found = rehearsal::of_browser(view, &inside)?.filter(|one| one.ended.is_none());
            match found {
                Some(one) => {
                    let standing = standing(view, &inside, one.account)?;
                    Ok::<_, kunci_db::Error>(Some((one, standing)))
                }
                None => Ok(None),
            }
        };
        let (one, standing) = context
            .app
            .db
            .view(found)
            .await?
            .ok_or(Error::Elsewhere(rehearsal::HERE))?;
        Ok(Self {
            account: Some(one.account),
            subject: one.account,
            case: one.id,
            standing,
            may_name: true,
            purpose: Purpose::Rehearse(one),
            segment,
            context,
        })
    }

    fn of_owner(owner: Owner, wanted: Wanted, next: String, segment: String) -> Self {
        Self {
            account: Some(owner.account.id),
            subject: owner.account.id,
            case: owner.session,
            standing: owner.asker().standing,
            may_name: true,
            context: owner.context.clone(),
            purpose: Purpose::StepUp {
                owner: Box::new(owner),
                wanted,
                next,
            },
            segment,
        }
    }

    /// The same, now that it is certain whose account it is about.
    ///
    /// # Errors
    /// Of the database.
    pub(super) fn of(&self, view: &View<'_>, account: Id) -> kunci_db::Result<Self> {
        Ok(Self {
            account: Some(account),
            standing: standing(view, &self.context, account)?,
            ..self.clone()
        })
    }

    /// Counts a recovery before its first proof that asks for what costs rows ([`recovery::asks`]); everything else is bounded by who asks.
    ///
    /// # Errors
    /// `TooMany`; of the database.
    pub(super) fn counts(&self, tx: &Tx<'_>) -> Result<(), Error> {
        match &self.purpose {
            Purpose::Recover(case) => recovery::asks(tx, &self.context, case.id),
            _ => Ok(()),
        }
    }

    /// The frame of its pages.
    #[must_use]
    pub fn frame(&self) -> Frame {
        match self.purpose {
            Purpose::StepUp { .. } => Frame::signed_in(&self.context),
            Purpose::SignIn { .. } | Purpose::Recover(_) => Frame::new(&self.context),
            Purpose::Rehearse(_) => Frame::rehearsal(&self.context),
        }
    }

    /// An address below this one, such as `/prove/signin/totp`.
    #[must_use]
    pub fn path(&self, rest: &str) -> String {
        format!("/prove/{}/{rest}", self.segment)
    }

    /// Where all that can be proved is listed.
    #[must_use]
    pub fn start(&self) -> String {
        match self.purpose {
            Purpose::Recover(_) => "/recover".to_owned(),
            Purpose::Rehearse(_) => rehearsal::HERE.to_owned(),
            Purpose::SignIn { .. } | Purpose::StepUp { .. } => format!("/prove/{}", self.segment),
        }
    }

    /// The same list, from a page that is one of its entries.
    #[must_use]
    pub fn others(&self) -> String {
        match self.purpose {
            Purpose::Recover(_) | Purpose::Rehearse(_) => self.start(),
            Purpose::SignIn { .. } | Purpose::StepUp { .. } => format!("{}?all=1", self.start()),
        }
    }

    /// What is asked of the gate.
    #[must_use]
    pub fn wanted(&self) -> Wanted {
        let plain = |kind| Wanted {
            kind,
            device: None,
            method: None,
        };
        match &self.purpose {
            Purpose::SignIn { locked: true, .. } => plain(Kind::LiftSuspicion),
            Purpose::SignIn { locked: false, .. } => plain(Kind::SignIn),
            Purpose::Recover(_) | Purpose::Rehearse(_) => plain(Kind::Recover),
            Purpose::StepUp { wanted, .. } => *wanted,
        }
    }

    /// The session in which it is asked: an owner's, or the rehearsal that an owner began.
    #[must_use]
    pub fn session(&self) -> Option<Id> {
        match self.purpose {
            Purpose::StepUp { .. } | Purpose::Rehearse(_) => Some(self.case),
            Purpose::SignIn { .. } | Purpose::Recover(_) => None,
        }
    }

    /// By whose allowance messages are sent: a rehearsal's by that of the browser in which its owner began it.
    pub(super) fn sends_as(&self) -> Standing {
        match &self.purpose {
            Purpose::Rehearse(one) => one.begun_by.map_or(self.standing, Standing::Known),
            _ => self.standing,
        }
    }

    /// The asker as the gate sees them.
    #[must_use]
    pub fn asker(&self) -> Asker {
        match &self.purpose {
            Purpose::Recover(case) if case.waits => Asker::request(self.case, self.standing),
            _ => Asker::with(self.case, self.standing),
        }
    }

    /// What the gate says to what is at hand, explained; nothing for a name that leads nowhere.
    ///
    /// # Errors
    /// Of the database.
    pub fn answer(&self, view: &View<'_>) -> kunci_db::Result<Option<Answer>> {
        let Some(account) = self.account else {
            return Ok(None);
        };
        gate::answer(
            view,
            &self.context.app,
            &self.asker(),
            account,
            self.wanted(),
        )
        .map(Some)
    }
}

fn standing(view: &View<'_>, context: &Context, account: Id) -> kunci_db::Result<Standing> {
    browsers::standing(view, account, &context.browser_tokens(), context.now)
}
