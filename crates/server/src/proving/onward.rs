//! Where a right proof leads: into the session, back to the action, or to what is missing still. A value, and what a page answers.

use axum::response::Response;
use kunci_db::Tx;

use super::{Asking, Purpose};
use crate::browsers::{self, Owner};
use crate::gate::Said;
use crate::signin::{self, Entered};
use crate::web::cookies::Cookies;
use crate::web::{Cookie, Error, Token, see_other, with_cookie};

/// Where a proof leads. Whoever answers must set its cookies: the session has a new secret.
pub enum Onward {
    /// A sign-in under way: what it has come to.
    SignIn(Box<Entered>),
    /// A signed-in owner: what the gate says now, and where the action is.
    Owner {
        /// Nothing for an account that is gone.
        said: Option<Said>,
        /// The session's new secret.
        cookies: Cookies,
        /// The page of the action.
        next: String,
    },
    /// A recovery goes on.
    Recovery,
    /// It counts in the rehearsal, and nothing follows.
    Rehearsal,
}

impl Onward {
    /// Its cookies on an answer.
    #[must_use]
    pub fn onto(&self, response: Response) -> Response {
        match self {
            Self::SignIn(entered) => entered.onto(response),
            Self::Owner { cookies, .. } => cookies.onto(response),
            Self::Recovery | Self::Rehearsal => response,
        }
    }
}

impl Asking {
    /// Asks the gate again, after a proof: what follows from it.
    ///
    /// # Errors
    /// Of the database.
    pub async fn led(&self) -> Result<Onward, Error> {
        match &self.purpose {
            Purpose::SignIn { underway, .. } => {
                let entered = signin::advance(&self.context, underway).await?;
                Ok(Onward::SignIn(Box::new(entered)))
            }
            Purpose::Recover(_) => Ok(Onward::Recovery),
            Purpose::Rehearse(_) => Ok(Onward::Rehearsal),
            Purpose::StepUp { owner, next, .. } => self.renewed(owner, next).await,
        }
    }

    /// The same as a page's answer.
    ///
    /// # Errors
    /// Of the database.
    pub async fn onward(&self) -> Result<Response, Error> {
        let onward = self.led().await?;
        let there = match &onward {
            Onward::SignIn(entered) => return entered.page(&self.context),
            Onward::Owner { said, next, .. } => match said {
                Some(Said::Open | Said::Refuse(_)) => see_other(next),
                Some(Said::Prove | Said::Wait(_)) | None => see_other(&self.start()),
            },
            Onward::Recovery | Onward::Rehearsal => see_other(&self.start()),
        };
        Ok(onward.onto(there))
    }

    /// The session gets a new secret (STD-50), and the owner goes on where they were, if the gate is content by now.
    async fn renewed(&self, owner: &Owner, next: &str) -> Result<Onward, Error> {
        let app = &self.context.app;
        let token = Token::new(owner.account.id, owner.session, app.random.bytes());
        let (inside, asking) = (token.clone(), self.clone());
        let said = move |tx: &Tx<'_>| {
            browsers::renew(tx, &inside)?;
            asking.answer(tx)
        };
        let said = app.db.tx(said).await?.map(|answer| answer.said);
        let lasts = !owner.borrowed && !owner.context.limited;
        let life = lasts.then(|| app.config.limits.session_days * 86_400);
        let blank = Response::default();
        let set = with_cookie(blank, &self.context, Cookie::Session, &token.text(), life);
        Ok(Onward::Owner {
            said,
            cookies: Cookies::of(&set),
            next: next.to_owned(),
        })
    }
}
