//! GET /help/locked: causes for everyone, the answer for whoever has proved it is theirs.

use std::collections::HashMap;

use askama::Template;
use axum::response::Response;
use kunci_db::View;
use kunci_rules::locks::{FirstStep, Frequency, Trouble, by_frequency};

use super::personal::{self, Answer};
use crate::locks;
use crate::recovery;
use crate::web::{Context, Error, Frame, Text, page};

#[derive(Template)]
#[template(path = "help/pages/locked.html")]
struct LockedPage {
    f: Frame,
    answers: Vec<Answer>,
    rows: Vec<Row>,
}

/// One row of the table of causes (S-017).
struct Row {
    cause: String,
    sign: String,
    often: String,
    step: String,
    href: Option<&'static str>,
}

/// GET /help/locked
///
/// # Errors
/// Of the database.
pub async fn get(context: Context) -> Result<Response, Error> {
    let inside = context.clone();
    let read =
        move |view: &View<'_>| Ok::<_, Error>((personal::answers(view, &inside)?, counts(view)?));
    let (answers, counts) = context.app.db.view(read).await?;
    let f = Frame::new(&context);
    let count = |trouble: Trouble| counts.get(&trouble).copied().unwrap_or(0);
    let rows = by_frequency(count)
        .into_iter()
        .map(|(trouble, often)| row(&f.t, trouble, often))
        .collect();
    page(&LockedPage { f, answers, rows })
}

/// What really happened here in the last 90 days.
fn counts(view: &View<'_>) -> kunci_db::Result<HashMap<Trouble, u64>> {
    let whole = |n: i64| u64::try_from(n).unwrap_or(0);
    let placed = locks::frequencies(view)?
        .into_iter()
        .map(|(cause, n)| (Trouble::Lock(cause), whole(n)));
    let forgotten = (Trouble::ForgotPassword, whole(recovery::frequency(view)?));
    Ok(placed.chain([forgotten]).collect())
}

fn row(t: &Text, trouble: Trouble, often: Frequency) -> Row {
    let (step, href) = step(t, trouble.first_step());
    Row {
        cause: t.locked_cause(trouble.name()),
        sign: t.locked_sign(trouble.name()),
        often: if trouble == Trouble::ScreenLock {
            t.locked_often_unknown()
        } else {
            often_words(t, often)
        },
        step,
        href,
    }
}

fn often_words(t: &Text, often: Frequency) -> String {
    match often {
        Frequency::VeryCommon => t.locked_often_very(),
        Frequency::Common => t.locked_often_common(),
        Frequency::Rare => t.locked_often_rare(),
        Frequency::VeryRare => t.locked_often_very_rare(),
        Frequency::NotLately => t.locked_often_none(),
    }
}

fn step(t: &Text, step: FirstStep) -> (String, Option<&'static str>) {
    match step {
        FirstStep::Remember => (t.locked_step_remember(), None),
        FirstStep::OpenLink => (t.locked_step_link(), Some("/signin")),
        FirstStep::ResetPassword => (t.locked_step_reset(), Some("/forgot")),
        FirstStep::ProveAgain => (t.locked_step_prove(), Some("/forgot?goal=why")),
        FirstStep::WaitForUs => (t.locked_step_wait(), None),
        FirstStep::UnlockFound => (t.locked_step_found(), Some("/find")),
        FirstStep::SignInAsBefore => (t.locked_step_before(), None),
        FirstStep::TalkToStaff => (t.locked_step_staff(), Some("/contact")),
    }
}
