//! Codes and links: each message carries one code and one link, and the database keeps hashes of both.
//!
//! - The **code** works only in the browser that asked (STD-24); wrong tries spend that browser's guesses (`guesses`).
//! - The **link** (128 bits) vouches for the browser that opens it, and can also be typed as 13 characters (64 bits).
//!   Wrong guesses never burn a link, and strangers' requests never end or delay it.

use kunci_db::{Result, Tx, View};
use kunci_rules::codes::{self, Digits, Link};
use kunci_rules::{Id, Span, Time};

use super::contacts::Channel;
use super::{budget, store};
use crate::keys::{Keys, Purpose as KeyPurpose};
use crate::random::Random;
use crate::secret::{same, sha256};

/// What a proof of the contact is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To prove the contact of a new account.
    SignUp,
    /// To give a new browser its own guesses ("vouched").
    Vouch,
    /// To recover the account.
    Recover,
    /// To prove a contact that is being added.
    Contact,
    /// To prove that it is the owner: a second step, or one more proof.
    Prove,
    /// To see the account names that a contact leads to.
    Names,
}

impl Purpose {
    /// As kept in the database.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::SignUp => "signup",
            Self::Vouch => "vouch",
            Self::Recover => "recover",
            Self::Contact => "contact",
            Self::Prove => "prove",
            Self::Names => "names",
        }
    }

    /// Codes that lead to an account have 8 digits, all others 6.
    #[must_use]
    pub const fn digits(self) -> Digits {
        match self {
            Self::Recover | Self::Names => Digits::Eight,
            Self::SignUp | Self::Vouch | Self::Contact | Self::Prove => Digits::Six,
        }
    }

    /// Reads what [`Purpose::tag`] wrote.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let all = [
            Self::SignUp,
            Self::Vouch,
            Self::Recover,
            Self::Contact,
            Self::Prove,
            Self::Names,
        ];
        all.into_iter().find(|purpose| purpose.tag() == tag)
    }
}

/// A code and a link that were sent, or would have been sent if the name existed.
#[derive(Clone, Debug)]
pub struct Challenge {
    /// Its id.
    pub id: Id,
    /// The account, or the stand-in of a name that no account has: whose guesses it spends.
    pub subject: Id,
    /// The account, if there is one.
    pub account: Option<Id>,
    /// What it is for.
    pub purpose: Purpose,
    /// The sign-up, sign-in attempt or recovery that it belongs to.
    pub case: Id,
    /// The contact that it went to.
    pub contact: Option<Id>,
    /// Where it went, or would have gone, as the message budgets know it.
    pub contact_hash: [u8; 32],
    /// How it went.
    pub channel: Channel,
    /// Hash of the browser that asked.
    pub visitor: [u8; 32],
    /// Keyed hash of the code.
    pub code: [u8; 32],
    /// The code's end.
    pub code_until: Time,
    /// The link's end.
    pub link_until: Time,
    /// When it was made.
    pub created_at: Time,
    /// When it was used.
    pub used_at: Option<Time>,
}

impl Challenge {
    /// When its message leaves, or left.
    #[must_use]
    pub fn leaves_at(&self) -> Time {
        self.code_until - CODE_LIFE
    }
}

/// The secrets of one message, made before the transaction so that a repeated closure sends the same ones.
#[derive(Clone)]
pub struct Codes {
    /// Digits.
    pub code: String,
    /// The link: 128 bits, of which 64 can also be typed as 13 characters.
    pub link: Link,
}

impl Codes {
    /// Fresh ones. Recovery uses 8 digits, everything else 6.
    #[must_use]
    pub fn new(random: &Random, purpose: Purpose) -> Self {
        Self {
            code: codes::digits(purpose.digits(), random.bytes()),
            link: Link(random.bytes()),
        }
    }

    /// Path of the link.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/l/{}", self.link.token())
    }
}

/// For whom a challenge is made.
pub struct Opened<'a> {
    /// Account or stand-in.
    pub subject: Id,
    /// Account, if there is one.
    pub account: Option<Id>,
    /// Contact, if it is one of the account's.
    pub contact: Option<Id>,
    /// How it goes.
    pub channel: Channel,
    /// Where it goes, or for a name that does not exist, the name.
    pub value: &'a str,
    /// What for.
    pub purpose: Purpose,
    /// Which case.
    pub case: Id,
    /// Hash of the browser that asks.
    pub visitor: &'a [u8; 32],
    /// When the message leaves: later than now for a network over its limit.
    pub leaves_at: Time,
    /// When its link ends.
    pub link_until: Time,
}

/// Codes over the phone live 10 minutes, by mail too (the link carries mail's 24 hours, STD-35).
const CODE_LIFE: Span = Span::minutes(10);

/// Writes the challenge. The message itself is the caller's.
///
/// # Errors
/// Of the database.
pub fn issue(tx: &Tx<'_>, keys: &Keys, codes: &Codes, o: &Opened<'_>) -> Result<Challenge> {
    let id = tx.id();
    let challenge = Challenge {
        id,
        subject: o.subject,
        account: o.account,
        purpose: o.purpose,
        case: o.case,
        contact: o.contact,
        contact_hash: budget::key(keys, o.channel, o.value),
        channel: o.channel,
        visitor: *o.visitor,
        code: code_tag(keys, id, &codes.code),
        code_until: o.leaves_at + CODE_LIFE,
        link_until: o.link_until,
        created_at: Time(tx.now()),
        used_at: None,
    };
    let links = [sha256(&codes.link.0), half_tag(keys, codes.link.half())];
    store::insert_challenge(tx, &challenge, &links)?;
    Ok(challenge)
}

/// 64 bits need a keyed hash at rest (STD-29).
fn half_tag(keys: &Keys, half: u64) -> [u8; 32] {
    keys.tag(KeyPurpose::Code, &[b"typed link", &half.to_le_bytes()])
}

fn code_tag(keys: &Keys, challenge: Id, code: &str) -> [u8; 32] {
    keys.tag(KeyPurpose::Code, &[challenge.as_bytes(), code.as_bytes()])
}

/// Whether `typed` is the code of a challenge of this case that this browser asked for and that still lives.
/// The caller has reserved a guess.
///
/// # Errors
/// Of the database.
pub fn check_code(
    view: &View<'_>,
    keys: &Keys,
    case: Id,
    visitor: &[u8; 32],
    typed: &str,
    now: Time,
) -> Result<Option<Challenge>> {
    let mut found = None;
    for id in store::challenges_of_case(view, case)? {
        let Some(challenge) = store::challenge(view, id)? else {
            continue;
        };
        let lives = challenge.used_at.is_none()
            && now < challenge.code_until
            && same(&challenge.visitor, visitor);
        if same(&challenge.code, &code_tag(keys, id, typed)) && lives {
            found = Some(challenge);
        }
    }
    Ok(found)
}

/// The newest challenge of a case, for "sent, valid until".
///
/// # Errors
/// Of the database.
pub fn latest_of_case(view: &View<'_>, case: Id) -> Result<Option<Challenge>> {
    match store::challenges_of_case(view, case)?.first() {
        Some(id) => store::challenge(view, *id),
        None => Ok(None),
    }
}

/// The living challenge of a link, opened (128 bits) or typed (13 characters).
///
/// # Errors
/// Of the database.
pub fn find_link(view: &View<'_>, keys: &Keys, text: &str, now: Time) -> Result<Option<Challenge>> {
    let hash = match (Link::parse(text), codes::parse_typable(text)) {
        (Some(link), _) => sha256(&link.0),
        (None, Some(half)) => half_tag(keys, half),
        (None, None) => return Ok(None),
    };
    let Some(id) = store::challenge_of_link(view, &hash)? else {
        return Ok(None);
    };
    Ok(store::challenge(view, id)?.filter(|c| c.used_at.is_none() && now < c.link_until))
}

/// Uses a challenge up because its code or link proved the contact; its message costs nothing. `false`: another request was
/// faster.
///
/// # Errors
/// Of the database.
pub fn use_up(tx: &Tx<'_>, challenge: &Challenge) -> Result<bool> {
    let first = store::use_challenge(tx, challenge.id)?;
    if first {
        budget::refund(tx, challenge)?;
    }
    Ok(first)
}

/// Ends a challenge unused. `false`: another request was faster.
///
/// # Errors
/// Of the database.
pub fn end(tx: &Tx<'_>, challenge: Id) -> Result<bool> {
    store::use_challenge(tx, challenge)
}
