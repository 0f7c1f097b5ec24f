//! Approval in a browser that is signed in: what was asked for, who may approve it, and the pages that do.
//!
//! The browser that asks shows a number (`proving::approval`); the owner types it where they are signed in, at
//! `/account/approve/{id}`, which says who asks and for what. Every page of a signed-in owner says that something waits.
//! Browsers whose owner wanted it say so without a page, too (`push`).
//! When one may be asked for, and what an answer does, is decided in `kunci_rules::approval`.

mod approve;
mod events;
mod store;

use kunci_db::{Result, Tx, View};
use kunci_rules::approval::{self, Ask, Class, LIFETIME, Prompt, supersedes};
use kunci_rules::{Id, Span, Time};

pub(crate) use approve::{Answered, answer, answerable, denied, number_of, words};
pub use approve::{get, post, post_no};
pub use events::get as get_events;

use crate::accounts;
use crate::audit;
use crate::browsers::{self, Browser};
use crate::devices;
use crate::feature::{Ends, Feature, Root, Sweep, Table};
use crate::outbox;
use crate::push;
use crate::state::App;
use crate::web::Network;

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "approvals",
    tables: &[Table {
        name: "approvals",
        root: Root::Account,
        retention: "30 days",
        ends: Ends::Swept(Sweep {
            statement: store::SWEEP,
            keep: Span::days(30),
        }),
    }],
    statements: store::STATEMENTS,
};

/// For what an approval is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// The second step of a sign-in.
    SignIn,
    /// An action of a signed-in owner.
    Action,
    /// A recovery.
    Recovery,
    /// A rehearsal: nothing follows from it.
    Rehearsal,
}

impl For {
    const ALL: [Self; 4] = [Self::SignIn, Self::Action, Self::Recovery, Self::Rehearsal];

    /// As kept in the database, and as texts tell them apart.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Action => "action",
            Self::Recovery => "recovery",
            Self::Rehearsal => "rehearsal",
        }
    }

    /// Reads what [`For::tag`] wrote.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.tag() == tag)
    }
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody answered yet.
    Pending,
    /// The number was typed; the browser that asked may have its proof.
    Approved,
    /// It has it.
    Used,
    /// Another number was typed.
    Wrong,
    /// "This was not me."
    Denied,
    /// Another request took its place.
    Superseded,
}

impl State {
    const ALL: [Self; 6] = [
        Self::Pending,
        Self::Approved,
        Self::Used,
        Self::Wrong,
        Self::Denied,
        Self::Superseded,
    ];

    const fn tag(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Used => "used",
            Self::Wrong => "wrong",
            Self::Denied => "denied",
            Self::Superseded => "superseded",
        }
    }

    fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.tag() == tag)
    }
}

/// What a signed-in browser is asked to approve.
#[derive(Clone, Debug)]
pub struct Approval {
    /// Its id.
    pub id: Id,
    /// The sign-in, session or recovery that asked, and that keeps the proof.
    pub case: Id,
    /// For what.
    pub purpose: For,
    /// The browser that asked, if the account knows it.
    pub browser: Option<Id>,
    /// Whose allowance it is from.
    pub class: Class,
    /// The number that it shows.
    pub number: u8,
    /// What it is, such as "Chrome, Android".
    pub label: String,
    /// From which network.
    pub network: Network,
    /// When.
    pub sent_at: Time,
    /// Where it stands.
    pub state: State,
    /// When it was answered.
    pub answered_at: Option<Time>,
    /// The known browser in which it was answered.
    pub answered_by: Option<Id>,
}

impl Approval {
    fn prompt(&self) -> Prompt {
        Prompt {
            class: self.class,
            sent: self.sent_at,
            number: self.number,
            closed: self.state != State::Pending,
        }
    }

    /// Whether it still waits for an answer.
    #[must_use]
    pub fn is_pending(&self, now: Time) -> bool {
        self.prompt().pending(now)
    }

    /// Whether the browser that asked can still have its proof: as long after the answer as the answer could take.
    #[must_use]
    pub fn is_approved(&self, now: Time) -> bool {
        let answered = self.answered_at.unwrap_or(self.sent_at);
        self.state == State::Approved && now < answered + LIFETIME
    }

    /// Whether it may be approved there: never where it was asked for.
    const fn is_elsewhere(&self, browser: Id, session: Id) -> bool {
        let same = match self.browser {
            Some(asking) => asking.as_u128() == browser.as_u128(),
            None => false,
        };
        !same && self.case.as_u128() != session.as_u128()
    }
}

/// A request to send.
#[derive(Clone, Debug)]
pub struct New {
    /// See [`Approval::case`].
    pub case: Id,
    /// For what.
    pub purpose: For,
    /// The browser that asks, if the account knows it.
    pub browser: Option<Id>,
    /// By whose allowance.
    pub class: Class,
    /// A random number, from which the one that is shown is made.
    pub random: u64,
    /// What the browser is.
    pub label: String,
    /// Its network.
    pub network: Network,
    /// It has shown another proof, or is known.
    pub proved: bool,
}

/// The browsers in which an account can approve what `asking` asks for: signed in there, and on no missing device.
///
/// # Errors
/// Of the database.
pub fn approvers(view: &View<'_>, account: Id, asking: Option<Id>) -> Result<Vec<Browser>> {
    let devices = devices::facts(view, account)?;
    let missing = |holder: Id| devices.iter().any(|d| d.id == holder && d.mark.is_some());
    let mut browsers = browsers::signed_in(view, account)?;
    browsers.retain(|browser| Some(browser.id) != asking && !missing(browser.holder()));
    Ok(browsers)
}

/// Asks the account's signed-in browsers, if the prompts of the last hour allow it to this class; a pending one may give way. The account is held, so two at once cannot
/// both be the last that is allowed. Each is noted with its reason; one that is not sent goes to the log alone, where whoever
/// presses on cannot fill the account's record (S-011).
///
/// # Errors
/// Of the database.
pub fn send(tx: &Tx<'_>, app: &App, account: Id, new: &New) -> Result<Ask> {
    accounts::hold(tx, account)?;
    let now = Time(tx.now());
    let recent = store::since(tx, account, now - Span::hours(1))?;
    let sent: Vec<Prompt> = recent.iter().map(Approval::prompt).collect();
    let said = approval::ask(&sent, new.class, new.proved, now);
    let reason = new.purpose.tag();
    if said == Ask::Send {
        for old in recent.iter().filter(|old| old.is_pending(now)) {
            if supersedes(new.class, old.class) {
                store::supersede(tx, account, old.id)?;
            }
        }
        let id = store::insert(tx, account, new, approval::number(new.random))?;
        tell(tx, app, account, (id, new))?;
        audit::record(tx, app, account, "approval-asked", "asker", reason)?;
        tx.wake(accounts::topic(account));
    } else {
        tracing::info!(reason, "an approval was not asked for: too many");
    }
    Ok(said)
}

/// Tells the browsers in which it can be answered and whose owner wanted that, whether a page is open there or not.
fn tell(tx: &Tx<'_>, app: &App, account: Id, (approval, new): (Id, &New)) -> Result<()> {
    let told = push::told(tx, account)?;
    let (false, Some(owner)) = (told.is_empty(), accounts::get(tx, account)?) else {
        return Ok(());
    };
    let asking = browsers::of_session(tx, account, new.case)?;
    let text = app.texts.of(owner.language);
    for browser in approvers(tx, account, new.browser)? {
        if !told.contains(&browser.id) || asking == Some(browser.id) {
            continue;
        }
        let push = outbox::Push {
            account,
            browser: browser.id,
            topic: "approval",
            title: text.push_approval_title(),
            text: text.push_approval_text(new.purpose.tag()),
            page: format!("/account/approve/{approval}"),
            expires_at: Time(tx.now()) + LIFETIME,
        };
        outbox::push(tx, app, push)?;
    }
    Ok(())
}

/// The last that a sign-in, session or recovery asked for, as long as a page may still speak of it.
///
/// # Errors
/// Of the database.
pub fn of_case(view: &View<'_>, account: Id, case: Id) -> Result<Option<Approval>> {
    let recent = store::since(view, account, Time(view.now()) - Span::hours(1))?;
    Ok(recent.into_iter().find(|approval| approval.case == case))
}

/// The browser that asked has its proof. `false`: it had it before.
///
/// # Errors
/// Of the database.
pub fn use_up(tx: &Tx<'_>, account: Id, approval: Id) -> Result<bool> {
    store::use_up(tx, account, approval)
}

/// What waits for an answer in this browser and session of an account. Read with every page, so it is one look at an index.
///
/// # Errors
/// Of the database.
pub fn waiting(view: &View<'_>, account: Id, (browser, session): (Id, Id)) -> Result<Option<Id>> {
    let now = Time(view.now());
    let waits = |a: &Approval| a.is_pending(now) && a.is_elsewhere(browser, session);
    let recent = store::since(view, account, now - LIFETIME)?;
    Ok(recent.into_iter().find(waits).map(|approval| approval.id))
}
