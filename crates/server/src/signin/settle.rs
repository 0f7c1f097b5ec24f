//! Step 3: count the failure, or ask the gate and open the session.

use kunci_db::Tx;
use kunci_rules::gate::{MethodKind, Origin, Permit, SignIn, Verdict};
use kunci_rules::locks::Cause;
use kunci_rules::{Id, Span, Time};

use super::attempt::{self, Candidate};
use super::http::Entry;
use super::underway;
use crate::audit;
use crate::browsers::{self, Shown, Standing};
use crate::gate::{self, Asker};
use crate::hashing::PasswordHash;
use crate::locks::{self, Subject};
use crate::methods::{self, Guess, Places};
use crate::notices::{self, Event};
use crate::risk;
use crate::web::layout::safe_next;
use crate::web::{Context, Error, Token};

/// How a try ended.
pub(super) enum End {
    /// Signed in.
    Opened {
        session: Token,
        browser: Option<Token>,
    },
    /// The gate wants something first that vouches for this browser.
    Vouch,
    /// The first proof was right; a second step is missing.
    Second(Token),
    /// The second step was not enough yet.
    More,
    /// A lock closes the account to this browser. Its stable code.
    Locked(&'static str),
    /// Suspicion has stopped it. It stays under way: its owner may prove more.
    Suspected(Token),
    /// The password changed while it was being checked.
    Changed,
}

/// Counts failures. They touch pool rows only: never the account's head, never its audit chain.
pub(super) async fn count(context: &Context, candidates: Vec<Candidate>) -> Result<(), Error> {
    let inside = context.clone();
    context
        .app
        .db
        .tx(move |tx| {
            for candidate in &candidates {
                if let Some(guess) = &candidate.guess {
                    count_one(tx, &inside, candidate.account, candidate.standing, guess)?;
                }
            }
            Ok::<_, Error>(())
        })
        .await
}

/// Counts one wrong password, wherever it was typed.
///
/// # Errors
/// Of the database.
pub fn count_one(
    tx: &Tx<'_>,
    context: &Context,
    account: Option<Id>,
    standing: Standing,
    guess: &Guess,
) -> Result<(), Error> {
    methods::note_place(tx, guess, context.network)?;
    if !standing.is_known() {
        risk::failed(tx, context, guess.subject(), standing)?;
    }
    match account {
        Some(account) => tell_if_dry(tx, context, account, standing, guess),
        None => Ok(()),
    }
}

/// How long a lock on strangers goes on as the same one: an attack that lasts is told once a day, not once per try.
const SAME_ATTACK: Span = Span::hours(24);

/// A pool ran dry just now. Strangers' pool: a lock on strangers, and the owner is told (C-1). All pools at their caps: the
/// password is disabled until a recovery sets a new one (STD-1).
fn tell_if_dry(
    tx: &Tx<'_>,
    context: &Context,
    account: Id,
    standing: Standing,
    guess: &Guess,
) -> Result<(), Error> {
    if guess.left > 0 {
        return Ok(());
    }
    let places = methods::places(tx, account)?;
    if methods::is_disabled(tx, account, MethodKind::Password)? {
        return disable_password(tx, context, account, places);
    }
    if standing != Standing::Stranger {
        return Ok(());
    }
    let since = attempt::now(tx) - SAME_ATTACK;
    let lock = lock(Subject::Strangers, "guesses/strangers", places, guess.until);
    let told = locks::recent(tx, account)?
        .iter()
        .any(|old| old.subject == Subject::Strangers && old.placed_at > since);
    if locks::extend(tx, account, &lock, since)? {
        return Ok(());
    }
    locks::place(tx, account, &lock)?;
    if !told {
        let event = Event::StrangersTried {
            tries: places.tries,
            places: places.networks,
            first: places.first_at,
            last: places.last_at,
        };
        notices::tell(tx, &context.app, account, &event)?;
    }
    Ok(())
}

fn lock(
    subject: Subject,
    rule: &'static str,
    places: Places,
    lifts_at: Option<Time>,
) -> locks::New<'static> {
    locks::New {
        subject,
        subject_id: None,
        cause: Cause::WrongSecret,
        rule,
        first_at: places.first_at,
        tries: places.tries,
        places: places.networks,
        own: false,
        lifts_at,
    }
}

fn disable_password(
    tx: &Tx<'_>,
    context: &Context,
    account: Id,
    places: Places,
) -> Result<(), Error> {
    // The password's method goes by the account's id.
    let lock = locks::New {
        subject_id: Some(account),
        ..lock(Subject::Method, "guesses/all", places, None)
    };
    let already = locks::active(tx, account)?
        .iter()
        .any(|old| old.subject == Subject::Method && old.subject_id == Some(account));
    if !already {
        locks::place(tx, account, &lock)?;
        let event = Event::MethodDisabled {
            method: MethodKind::Password,
            tries: places.tries,
        };
        notices::tell(tx, &context.app, account, &event)?;
    }
    Ok(())
}

/// Secrets made before the transaction, so that a repeated closure hands out the same ones.
#[derive(Clone)]
pub(super) struct Fresh {
    session: [u8; 16],
    browser: [u8; 16],
}

impl Fresh {
    pub(super) fn new(context: &Context) -> Self {
        Self {
            session: context.app.random.bytes(),
            browser: context.app.random.bytes(),
        }
    }

    pub(super) const fn session(&self) -> [u8; 16] {
        self.session
    }
}

/// The password was right.
pub(super) async fn succeed(
    context: &Context,
    candidate: Candidate,
    entry: &Entry,
    rehashed: Option<PasswordHash>,
) -> Result<End, Error> {
    let (inside, fresh) = (context.clone(), Fresh::new(context));
    let asked = (safe_next(&entry.next).to_owned(), entry.borrowed);
    let Some(account) = candidate.account else {
        return Err(Error::Internal);
    };
    context
        .app
        .db
        .tx(move |tx| {
            succeed_in(
                tx,
                &inside,
                account,
                &candidate,
                &asked,
                rehashed.as_ref(),
                &fresh,
            )
        })
        .await
}

fn succeed_in(
    tx: &Tx<'_>,
    context: &Context,
    account: Id,
    candidate: &Candidate,
    (next, borrowed): &(String, bool),
    rehashed: Option<&PasswordHash>,
    fresh: &Fresh,
) -> Result<End, Error> {
    crate::accounts::hold(tx, account)?;
    let two_step = crate::accounts::get(tx, account)?.is_some_and(|account| account.two_step);
    let stored = methods::password(tx, account)?;
    let same_version =
        stored.as_ref().map(|s| s.version) == candidate.stored.as_ref().map(|s| s.version);
    let Some(stored) = stored.filter(|_| same_version) else {
        return Ok(End::Changed);
    };
    // The proof belongs to the session that it is about to open; the id repeats if the closure runs again.
    let session = tx.id();
    let proof = Shown {
        kind: MethodKind::Password,
        method: None,
        browser: candidate.standing.id(),
        at: attempt::now(tx),
    };
    browsers::record_proof(tx, account, session, &proof)?;
    if candidate.breached {
        crate::accounts::set_compromised(tx, account, true)?;
    }
    let shown = risk::Shown {
        standing: candidate.standing,
        kinds: &[MethodKind::Password],
        breached: candidate.breached,
    };
    let way = (next.as_str(), *borrowed);
    if let Some(end) = stopped(tx, context, (account, session), &shown, way, fresh)? {
        // The password was right all the same.
        methods::forget_failures(tx, account, MethodKind::Password)?;
        return Ok(end);
    }
    // Before the gate looks: the guess that was right may have been the pool's last.
    methods::forget_failures(tx, account, MethodKind::Password)?;
    let asker = Asker::with(session, candidate.standing);
    let permit = match gate::ask(tx, &context.app, &asker, SignIn { account })? {
        Verdict::Open(permit) => permit,
        Verdict::Prove(_) if two_step => {
            let begun = underway::begin(tx, account, session, (next, *borrowed), fresh.session)?;
            return Ok(End::Second(begun));
        }
        Verdict::Prove(_) => return Ok(End::Vouch),
        Verdict::Wait { .. } => return Ok(End::Locked("must_wait")),
        Verdict::Refuse(reason) => return Ok(End::Locked(gate::refusal(reason).code())),
    };
    underway::lift_strangers(tx, account)?;
    if let Some(hash) = rehashed {
        methods::rehash_password(tx, account, hash, stored.version)?;
    }
    let opened = Opening {
        id: session,
        standing: candidate.standing,
        borrowed: *borrowed,
    };
    open_session(tx, context, permit, &opened, fresh)
}

/// After the proof and before the gate: a lock that closes the account to this browser, whether it was there or is placed now.
pub(super) fn stopped(
    tx: &Tx<'_>,
    context: &Context,
    (account, session): (Id, Id),
    shown: &risk::Shown<'_>,
    way: (&str, bool),
    fresh: &Fresh,
) -> Result<Option<End>, Error> {
    let strong = |kind: &MethodKind| matches!(kind, MethodKind::Passkey | MethodKind::Approval);
    let spared = shown.standing.is_known() || shown.kinds.iter().any(strong);
    let mut lock = locks::closing(tx, account, spared)?;
    if lock.is_none() {
        let placed = risk::judge(tx, context, account, shown)?;
        lock = placed.then(|| Cause::SuspiciousActivity.name());
    }
    let Some(lock) = lock else {
        return Ok(None);
    };
    if lock != Cause::SuspiciousActivity.name() {
        return Ok(Some(End::Locked(lock)));
    }
    let begun = underway::begin(tx, account, session, way, fresh.session)?;
    Ok(Some(End::Suspected(begun)))
}

/// For how long a browser that showed the second step need not show it again.
pub const REMEMBERED_FOR: Span = Span::days(30);

/// How this browser becomes known: with what was shown, and remembered if that was more than the first step.
fn remembered(
    tx: &Tx<'_>,
    permit: &Permit<'_, SignIn>,
    fresh: &Fresh,
) -> Result<browsers::Entry, Error> {
    let two_step = crate::accounts::get(tx, permit.account())?.is_some_and(|a| a.two_step);
    let first = |kind: &MethodKind| matches!(kind, MethodKind::Password | MethodKind::Upstream);
    let second = two_step && !permit.grounds().kinds.iter().all(first);
    Ok(browsers::Entry {
        origin: Origin::Added(permit.grounds().shown.clone()),
        second_until: second.then(|| attempt::now(tx) + REMEMBERED_FOR),
        secret: fresh.browser,
    })
}

/// What the session that the gate has opened is like.
pub(super) struct Opening {
    pub(super) id: Id,
    pub(super) standing: Standing,
    pub(super) borrowed: bool,
}

/// Opens the session, makes the browser known, and tells the owner of a new one.
pub(super) fn open_session<'t>(
    tx: &'t Tx<'_>,
    context: &Context,
    permit: Permit<'t, SignIn>,
    opening: &Opening,
    fresh: &Fresh,
) -> Result<End, Error> {
    let account = permit.account();
    let Opening {
        id,
        standing,
        borrowed,
    } = *opening;
    let browser = if borrowed {
        None
    } else {
        Some(browsers::remember(
            tx,
            context,
            account,
            standing,
            &remembered(tx, &permit, fresh)?,
        )?)
    };
    let opened = browsers::NewSession {
        id,
        browser: browser.as_ref().map(|b| b.row),
        borrowed,
        secret: fresh.session,
    };
    let session = browsers::open(tx, context, permit, &opened)?;
    if !borrowed {
        risk::seen(tx, context, account);
    }
    audit::record(
        tx,
        &context.app,
        account,
        "sign-in",
        "owner",
        &context.label,
    )?;
    if !standing.is_known() {
        notices::tell(
            tx,
            &context.app,
            account,
            &Event::NewSignIn {
                session: session.row,
                label: context.label.clone(),
                place: context.spot().map(|spot| spot.name).unwrap_or_default(),
            },
        )?;
    }
    Ok(End::Opened { session, browser })
}
