//! Helpers (recovery contacts): people, or a group of them, who can vouch for an owner and see nothing.
//!
//! 1. The owner asks them at `/account/security/helpers`; the gate has said that the sign-in is fresh (`AddMethod`), and how that was
//!    proved is kept with the invitation.
//! 2. `/helper/{token}` asks the person, and only "yes" makes the method: an authenticator whose reach is itself, with the origin of
//!    the invitation. It is told to all contacts, and proves nothing for 24 hours from then. The same page is where a helper leaves.
//! 3. Whoever needs their help asks at `/prove/{for}/helper` (`proving::helper`). Each helper gets a link; `/vouch/{token}` says who asks
//!    for what, and shows a code when its button is pressed, to be read out to a voice that they know (C-13).
//!
//! A group is one method: any one of its people can vouch, and it is one thing to lose. What fits is decided in
//! `kunci_rules::helpers`.

mod answer;
mod invite;
mod letters;
mod requests;
mod store;
mod vouch;

use kunci_db::{Result, Tx, View};
use kunci_rules::gate::Origin;
use kunci_rules::helpers::{INVITATION, REQUEST};
use kunci_rules::{Id, Span, Time};

pub use answer::{get as get_answer, post as post_answer};
pub(crate) use invite::{Typed, asked, may_ask, sent, take_back};
pub use invite::{get, post, post_withdraw};
pub use requests::{Fresh, Right, Wish, ask, check};
pub use vouch::{get as get_vouch, post as post_vouch};

use crate::approvals::For;
use crate::authenticators;
use crate::feature::{Ends, Feature, Root, Sweep, Table};
use crate::methods::{self, Channel};

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "helpers",
    tables: &[
        Table {
            name: "helpers",
            root: Root::Account,
            retention: "as long as the account; who did not accept, or left, 30 days",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP,
                keep: Span::days(30),
            }),
        },
        Table {
            name: "helper_requests",
            root: Root::Value,
            retention: "30 days",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP_REQUESTS,
                keep: Span::days(30),
            }),
        },
    ],
    statements: store::STATEMENTS,
};

/// Where someone stands who was asked to be a helper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Has not answered.
    Asked,
    /// Can vouch.
    Accepted,
    /// Said no.
    Declined,
    /// Said yes, and later no.
    Left,
    /// The owner took the invitation back.
    Withdrawn,
}

impl State {
    const ALL: [Self; 5] = [
        Self::Asked,
        Self::Accepted,
        Self::Declined,
        Self::Left,
        Self::Withdrawn,
    ];

    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Left => "left",
            Self::Withdrawn => "withdrawn",
        }
    }

    fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.tag() == tag)
    }
}

/// A person who was asked.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    account: Id,
    pub(crate) id: Id,
    /// The method that they are, alone or with the others of their group.
    pub(crate) helper: Id,
    /// What the owner calls that.
    pub(crate) label: String,
    /// The owner's name as they were told it; all that their pages ever say of the account.
    asker: String,
    channel: Channel,
    value: String,
    pub(crate) state: State,
    invited_at: Time,
}

impl Member {
    /// The address, masked.
    pub(crate) fn masked(&self) -> String {
        methods::masked(self.channel, &self.value)
    }

    /// When the invitation can be answered no more.
    pub(crate) fn until(&self) -> Time {
        self.invited_at + INVITATION
    }

    /// Whether the invitation can be answered.
    pub(crate) fn is_open(&self, now: Time) -> bool {
        self.state == State::Asked && now < self.until()
    }
}

/// How its owner asked: what the method will rest on.
#[derive(Clone, Debug)]
struct Invited {
    origin: Origin,
    two: bool,
    set_on: Option<Id>,
    session: Id,
    browser: String,
}

/// A request for a code, as one message brings it.
#[derive(Clone, Debug)]
struct Request {
    /// Account and person; nobody for a name that leads nowhere.
    member: Option<(Id, Id)>,
    case: Id,
    purpose: For,
    browser: String,
    asked_at: Time,
    ended: bool,
}

impl Request {
    fn is_open(&self, now: Time) -> bool {
        !self.ended && now < self.asked_at + REQUEST
    }
}

/// The people who can vouch for an account now: they said yes, their method is in use, and their address is not the owner's own.
fn who_can(view: &View<'_>, account: Id) -> Result<Vec<Member>> {
    let methods = authenticators::list(view, account)?;
    let contacts = methods::contacts(view, account)?;
    let mut members = store::list(view, account)?;
    members.retain(|member| {
        let own =
            |contact: &methods::Contact| kunci_rules::helpers::same(&contact.value, &member.value);
        member.state == State::Accepted
            && methods.iter().any(|method| method.id == member.helper)
            && !contacts.iter().any(own)
    });
    Ok(members)
}

/// Whether somebody can vouch for this account.
///
/// # Errors
/// Of the database.
pub fn any(view: &View<'_>, account: Id) -> Result<bool> {
    Ok(!who_can(view, account)?.is_empty())
}

/// Takes back an invitation that its owner did not send ("this was not me"): nobody can agree to it any more.
///
/// # Errors
/// Of the database.
pub fn withdraw(tx: &Tx<'_>, account: Id, helper: Id) -> Result<()> {
    for member in store::list(tx, account)? {
        if member.helper == helper && member.state == State::Asked {
            store::set_state(tx, &member, State::Withdrawn)?;
        }
    }
    Ok(())
}
