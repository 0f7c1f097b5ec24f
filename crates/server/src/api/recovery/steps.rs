//! A step of a recovery for apps: what its page shows, and nothing more.

use kunci_rules::Id;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::to_minute;
use crate::recovery::{NotEnough, Now, Step};
use crate::ways::{Offer, Start};
use crate::web::times;

/// A recovery under way. Before a proof it is the same for every name that can be one.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct RecoveryState {
    /// What it is for: `password` (a new one), `why` (why the account is locked) or `find` (a lost phone).
    goal: &'static str,
    /// - `ways`: begin with one of `ways`.
    /// - `code`: type what was sent, or begin with another of `ways`.
    /// - `choose`: say which of `accounts`.
    /// - `find`: open the search.
    /// - `password`: set a new password.
    /// - `more`: one of `ways` as well; `why` and `text` say why.
    /// - `waiting`: it opens at `until`; one of `ways` opens it sooner.
    /// - `refused`: nothing opens it from here; `text` says why.
    /// - `done`, `cancelled`, `denied`: it is over.
    state: &'static str,
    /// With `more`: `two_step`, `old`, `sold`, `again` or `frozen`; with `refused`: `frozen`, or nothing.
    why: Option<&'static str>,
    /// The same in the language of the request.
    text: Option<String>,
    /// With `waiting`: when it opens (RFC 3339).
    until: Option<String>,
    /// With `waiting`: it rests on a number that may have been sold again.
    resold: bool,
    /// Until when the code that was sent last can be typed, to the minute (RFC 3339). Nothing: none was sent, or it has not left.
    code_until: Option<String>,
    /// When the next message may leave, to the minute (RFC 3339). Nothing: now.
    again_at: Option<String>,
    /// With `password`: what was typed as the name, for a password manager.
    login: Option<String>,
    /// With `choose`: the accounts that the message proved.
    accounts: Vec<RecoveryAccount>,
    /// What can be shown, simplest first.
    ways: Vec<RecoveryWay>,
}

/// One account of several.
#[derive(Serialize, ToSchema)]
struct RecoveryAccount {
    /// Its id (UUID).
    id: String,
    /// Its owner's name, or words in its place.
    name: String,
}

/// Something that can be shown.
#[derive(Serialize, ToSchema)]
struct RecoveryWay {
    /// `email`, `phone`, `passkey`, `approval`, `totp`, `recovery-code`, `helper`, `upstream` or `review`.
    kind: &'static str,
    /// In words; contacts are masked.
    name: String,
    /// What follows, in words.
    hint: String,
    /// Where it begins: an address of this API, or a page for what only people do.
    at: String,
    /// For messages: what to send there as `way`.
    way: Option<String>,
}

impl RecoveryWay {
    fn new(offer: Offer) -> Self {
        let (at, way) = match offer.at {
            Start::Send { contact, .. } => {
                let way = Id::try_parse(&contact).map_or(contact, |id| id.to_string());
                ("/api/v1/recovery/messages".to_owned(), Some(way))
            }
            Start::Page(page) if page.starts_with("/prove/") => (format!("/api/v1{page}"), None),
            Start::Page(page) => (page, None),
        };
        Self {
            kind: offer.kind.name(),
            name: offer.title,
            hint: offer.hint,
            at,
            way,
        }
    }
}

impl RecoveryState {
    pub(super) fn new(now: Now) -> Self {
        let sent = now.sent;
        let plain = Self {
            goal: now.goal.tag(),
            state: "",
            why: None,
            text: now.said,
            until: None,
            resold: false,
            code_until: sent.and_then(|sent| sent.code_until).map(to_minute),
            again_at: sent.and_then(|sent| sent.again_at).map(to_minute),
            login: None,
            accounts: Vec::new(),
            ways: ways(now.first),
        };
        match now.step {
            Step::Ways => plain.at("ways"),
            Step::Code => plain.at("code"),
            Step::Find => plain.at("find"),
            Step::Choose(accounts) => {
                let account = |(id, name): (Id, String)| RecoveryAccount {
                    id: id.to_string(),
                    name,
                };
                Self {
                    accounts: accounts.into_iter().map(account).collect(),
                    ..plain.at("choose")
                }
            }
            Step::Password => Self {
                login: Some(now.login),
                ..plain.at("password")
            },
            Step::More { offers, why } => Self {
                why: Some(not_enough(&why)),
                ways: ways(offers),
                ..plain.at("more")
            },
            Step::Waiting {
                until,
                faster,
                resold,
            } => Self {
                until: Some(times::rfc3339(until)),
                resold,
                ways: ways(faster),
                ..plain.at("waiting")
            },
            Step::Refused { frozen } => Self {
                why: frozen.map(|_| "frozen"),
                ..plain.at("refused")
            },
            Step::Ended(state) => plain.at(state.tag()),
        }
    }

    fn at(self, state: &'static str) -> Self {
        Self { state, ..self }
    }
}

fn ways(offers: Vec<Offer>) -> Vec<RecoveryWay> {
    offers.into_iter().map(RecoveryWay::new).collect()
}

const fn not_enough(why: &NotEnough) -> &'static str {
    match why {
        NotEnough::TwoStep => "two_step",
        NotEnough::Old => "old",
        NotEnough::Sold => "sold",
        NotEnough::Again => "again",
        NotEnough::Frozen(_) => "frozen",
    }
}
