//! A visit to a provider: begun in one browser, finished in the same one, once, on whichever node answers.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use kunci_db::Tx;
use kunci_rules::{Id, Span, Time};
use serde::{Deserialize, Serialize};

use super::failed::{self, Why};
use super::provider::Provider;
use super::store::{self, Row};
use crate::browsers::{self, visitor, visitor_cookie};
use crate::counters::Counter;
use crate::random::Random;
use crate::secret::{same, sha256};
use crate::state::App;
use crate::web::layout::safe_next;
use crate::web::{Context, Error};

/// How long a visit may take.
const LIFE: Span = Span::minutes(10);

/// How long used and forgotten ones are kept, to tell "already done" from "never begun".
pub(super) const KEPT_FOR: Span = Span::days(1);

/// Visits cost rows and requests: the strangers of one network may begin this many an hour, enough for a school behind one address;
/// so may a known browser.
const AN_HOUR: i64 = 120;

/// What a visit is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To sign in.
    SignIn,
    /// To connect the identity with the account of the session.
    Connect,
    /// To show a proof for what the address after `/prove/` says.
    Prove(String),
}

impl Purpose {
    /// As kept in the database and written into addresses.
    pub(super) fn tag(&self) -> String {
        match self {
            Self::SignIn => "signin".to_owned(),
            Self::Connect => "connect".to_owned(),
            Self::Prove(segment) => format!("prove:{segment}"),
        }
    }

    /// Reads what [`Purpose::tag`] wrote; anything else is a sign-in.
    pub(super) fn parse(tag: &str) -> Self {
        match (tag, tag.strip_prefix("prove:")) {
            ("connect", _) => Self::Connect,
            (_, Some(segment)) => Self::Prove(segment.to_owned()),
            _ => Self::SignIn,
        }
    }
}

/// What a visit needs that nobody else may know.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Secrets {
    #[serde(skip)]
    pub(super) state: String,
    pub(super) nonce: String,
    pub(super) verifier: String,
}

impl Secrets {
    fn new(random: &Random) -> Self {
        let secret = || hex::encode(random.bytes::<32>());
        Self {
            state: secret(),
            nonce: secret(),
            verifier: secret(),
        }
    }
}

/// What someone wants who begins one.
pub(super) struct Wish<'a> {
    pub(super) purpose: Purpose,
    /// The session or case that it belongs to.
    pub(super) case: Option<Id>,
    /// The session, if it is one.
    pub(super) session: Option<Id>,
    /// Where to go after a sign-in.
    pub(super) next: &'a str,
    /// "This is a borrowed phone."
    pub(super) borrowed: bool,
}

/// One that came back in time.
pub(super) struct Visit {
    pub(super) purpose: Purpose,
    pub(super) case: Option<Id>,
    pub(super) next: String,
    pub(super) borrowed: bool,
    pub(super) secrets: Secrets,
}

/// Sends the browser to the provider, if that can be reached.
pub(super) async fn begin(
    context: &Context,
    provider: &Provider,
    wish: Wish<'_>,
) -> Result<Response, Error> {
    let app = &context.app;
    bound(context, wish.session).await?;
    let secrets = Secrets::new(&app.random);
    let purpose = wish.purpose.tag();
    let address = match provider.address(app, &secrets).await {
        Ok(address) => address,
        Err(trouble) => return Ok(failed::lead(provider, Why::of(trouble), &wish.purpose)),
    };
    let visitor = visitor(context);
    let state = sha256(secrets.state.as_bytes());
    let plain = serde_json::to_vec(&secrets).map_err(|_| Error::Internal)?;
    let sealed = app.keys.seal(&app.random, &state, &plain);
    let (next, hash) = (safe_next(wish.next).to_owned(), visitor.hash);
    let (id, case, borrowed) = (provider.config.id.clone(), wish.case, wish.borrowed);
    let keep = move |tx: &Tx<'_>| {
        let row = Row {
            provider: id.clone(),
            visitor_hash: hash.to_vec(),
            purpose: purpose.clone(),
            case,
            next: next.clone(),
            borrowed,
            sealed: sealed.clone(),
            created_at: tx.now(),
            used_at: None,
        };
        store::insert(tx, &state, &row)
    };
    app.db.tx(keep).await?;
    let address = HeaderValue::from_str(&address).map_err(|_| Error::Internal)?;
    let away = (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response();
    Ok(visitor_cookie(away, context, &visitor))
}

/// Reserved before anything is asked of a provider.
async fn bound(context: &Context, session: Option<Id>) -> Result<(), Error> {
    let inside = context.clone();
    let reserve = move |tx: &Tx<'_>| {
        let subject = browsers::allowance(tx, &inside, session)?;
        let counter = Counter {
            what: "upstream-visits",
            subject: &subject,
            window: Span::hours(1),
        };
        let count = counter.add(tx, &inside.app.keys, 1)?;
        Ok::<_, kunci_db::Error>((count, counter.ends(inside.now)))
    };
    let (count, ends) = context.app.db.tx(reserve).await?;
    if count > AN_HOUR {
        return Err(Error::TooMany(ends.since(context.now).whole_seconds()));
    }
    Ok(())
}

/// What became of a `state` that came back.
pub(super) enum Taken {
    /// Good, and used up by this.
    Fresh(Box<Visit>),
    /// Not good, for what it was.
    Not(Why, Purpose),
}

/// Uses up the visit of a `state`. In another browser it stays as it is: whoever sends someone an address of theirs gains nothing.
pub(super) fn take(
    tx: &Tx<'_>,
    app: &App,
    state: &[u8; 32],
    provider: &str,
    visitor: &[u8; 32],
) -> Result<Taken, Error> {
    let row = store::get(tx, state)?.filter(|row| row.provider == provider);
    let Some(row) = row else {
        return Ok(Taken::Not(Why::Expired, Purpose::SignIn));
    };
    if !same(&row.visitor_hash, visitor) {
        return Ok(Taken::Not(Why::Elsewhere, Purpose::SignIn));
    }
    let purpose = Purpose::parse(&row.purpose);
    if row.used_at.is_some() || !store::use_up(tx, state)? {
        return Ok(Taken::Not(Why::Replayed, purpose));
    }
    if Time(row.created_at) + LIFE <= Time(tx.now()) {
        return Ok(Taken::Not(Why::Expired, purpose));
    }
    let plain = app.keys.open(state, &row.sealed);
    let secrets = plain.and_then(|plain| serde_json::from_slice(&plain).ok());
    let Some(secrets) = secrets else {
        return Ok(Taken::Not(Why::Expired, purpose));
    };
    Ok(Taken::Fresh(Box::new(Visit {
        purpose,
        case: row.case,
        next: row.next,
        borrowed: row.borrowed,
        secrets,
    })))
}
