//! Steps 1 and 2: whose account, from which pool, and is it the password.

use kunci_db::Tx;
use kunci_rules::gate::MethodKind;
use kunci_rules::{Id, Span, Time};

use crate::accounts::{self, Identifier};
use crate::browsers::{self, Standing};
use crate::counters::Counter;
use crate::keys::Purpose;
use crate::methods::{self, Guess, Outcome, Stored};
use crate::secret::Secret;
use crate::state::App;
use crate::web::{Context, Error};

/// One account that the typed name leads to, or the stand-in of a name that leads nowhere.
pub(super) struct Candidate {
    /// The account, if there is one.
    pub(super) account: Option<Id>,
    /// What this browser is to it.
    pub(super) standing: Standing,
    /// The guess that was reserved.
    pub(super) guess: Option<Guess>,
    /// The password as it was then.
    pub(super) stored: Option<Stored>,
    /// The password that was typed is one that others know.
    pub(super) breached: bool,
}

/// The stand-in id of a name that no account has: the same name always has the same one, so its pools behave alike.
pub(crate) fn stand_in(app: &App, name: &str) -> Id {
    let tag = app.keys.tag(Purpose::UnknownName, &[name.as_bytes()]);
    let mut short = [0; 16];
    short.copy_from_slice(&tag[..16]);
    Id::from_bytes(short)
}

/// What was typed, as one text for stand-ins and budgets.
pub(super) fn normal_form(typed: &str) -> String {
    match Identifier::parse(typed) {
        Ok(identifier) => identifier.value().to_owned(),
        Err(_) => typed.trim().to_lowercase().chars().take(254).collect(),
    }
}

/// Step 1. At least one candidate always comes back.
pub(super) async fn reserve(context: &Context, typed: &str) -> Result<Vec<Candidate>, Error> {
    let (inside, name) = (context.clone(), typed.to_owned());
    context
        .app
        .db
        .tx(move |tx| reserve_in(tx, &inside, &name))
        .await
}

fn reserve_in(tx: &Tx<'_>, context: &Context, typed: &str) -> Result<Vec<Candidate>, Error> {
    let accounts = match Identifier::parse(typed) {
        Ok(identifier) => accounts::find(tx, &identifier)?,
        Err(_) => Vec::new(),
    };
    let tokens = context.browser_tokens();
    let mut subjects: Vec<(Id, Option<Id>)> =
        accounts.into_iter().map(|id| (id, Some(id))).collect();
    if subjects.is_empty() {
        subjects.push((stand_in(&context.app, &normal_form(typed)), None));
    }
    let mut candidates = Vec::with_capacity(subjects.len());
    for (subject, account) in subjects {
        let standing = match account {
            Some(id) => browsers::standing(tx, id, &tokens, context.now)?,
            None => Standing::Stranger,
        };
        let allowed = standing != Standing::Stranger || names_left(tx, context, subject)?;
        let guess = match allowed
            .then(|| methods::reserve(tx, subject, MethodKind::Password, standing))
            .transpose()?
        {
            Some(Outcome::Reserved(guess)) => Some(guess),
            _ => None,
        };
        let stored = match account {
            Some(id) if guess.is_some() => methods::password(tx, id)?,
            _ => None,
        };
        candidates.push(Candidate {
            account,
            standing,
            guess,
            stored,
            breached: false,
        });
    }
    Ok(candidates)
}

/// A network may begin tries at this many new names a day; it cannot fill the table of pools with invented ones.
fn names_left(tx: &Tx<'_>, context: &Context, subject: Id) -> Result<bool, Error> {
    if methods::has_pool(tx, subject, MethodKind::Password)? {
        return Ok(true);
    }
    let counter = Counter {
        what: "new-names",
        subject: &context.network.0,
        window: Span::days(1),
    };
    Ok(counter.add(tx, &context.app.keys, 1)? <= context.app.config.limits.new_names_per_network)
}

/// Step 2: which candidates' password it is. Guesses that the busy hash queue did not evaluate are given back.
pub(super) async fn verify(
    context: &Context,
    password: &Secret,
    candidates: &[Candidate],
) -> Result<Vec<bool>, Error> {
    let mut matches = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        if candidate.guess.is_none() {
            matches.push(false);
            continue;
        }
        let stored = candidate.stored.as_ref().map(|stored| &stored.hash);
        match context.app.hasher.verify(password.clone(), stored).await {
            Ok(is_it) => matches.push(is_it),
            Err(busy) => {
                give_back(context, &candidates[matches.len()..]).await?;
                return Err(busy.into());
            }
        }
    }
    Ok(matches)
}

pub(super) async fn give_back(context: &Context, unevaluated: &[Candidate]) -> Result<(), Error> {
    let guesses: Vec<Guess> = unevaluated.iter().filter_map(|c| c.guess.clone()).collect();
    context
        .app
        .db
        .tx(move |tx| {
            for guess in &guesses {
                methods::refund(tx, guess)?;
            }
            Ok::<_, Error>(())
        })
        .await
}

/// How many tries are left.
pub(super) fn tries_left(candidates: &[Candidate]) -> u32 {
    candidates
        .iter()
        .filter_map(|c| c.guess.as_ref())
        .map(|guess| guess.left)
        .min()
        .unwrap_or(0)
}

/// The time as the domain has it.
pub(super) fn now(tx: &Tx<'_>) -> Time {
    Time(tx.now())
}
