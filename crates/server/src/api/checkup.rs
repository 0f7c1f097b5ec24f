//! `/api/v1/checkup`

use axum::Json;
use kunci_db::View;
use kunci_rules::Span;
use kunci_rules::checkup as rules;
use serde::Serialize;
use utoipa::ToSchema;

use crate::browsers::Owner;
use crate::checkup::{Words, headline};
use crate::gate;
use crate::ways::Kept;
use crate::web::Error;
use crate::web::problem::Problem;

/// The way-back check-up of whoever is signed in.
#[derive(Serialize, ToSchema)]
pub(super) struct Checkup {
    /// The result in one sentence, in the language of the request.
    headline: String,
    /// Each thing that could be lost, then each pair.
    losses: Vec<Loss>,
    /// The one step that helps most; null where none does.
    advice: Option<Advice>,
    /// Two-step verification would lock nobody out who loses one thing.
    two_step_safe: bool,
}

/// Things lost, and how their owner is back.
#[derive(Serialize, ToSchema)]
pub(super) struct Loss {
    /// One thing or two.
    things: Vec<Thing>,
    /// Null: never.
    back: Option<Back>,
}

/// Something that can be lost.
#[derive(Serialize, ToSchema)]
pub(super) struct Thing {
    /// Its id (UUID).
    id: String,
    /// `device`, `browser`, `number`, `mailbox`, `sheet`, `person`, `key` or `password`.
    kind: &'static str,
    /// As its owner calls it.
    name: String,
}

/// How an owner is back.
#[derive(Serialize, ToSchema)]
pub(super) struct Back {
    /// After how long; 0 is at once.
    after_seconds: i64,
    /// With these methods, easiest first.
    by: Vec<&'static str>,
}

/// A step that helps.
#[derive(Serialize, ToSchema)]
pub(super) struct Advice {
    /// Such as `print-codes`, `add-email`, `add-number`, `add-passkey`, `add-helper`, `prove-number`, `say-where-mail-is-read`.
    step: &'static str,
    /// After how long the owner would then be back who loses what is the worst now; null: still never.
    then_seconds: Option<i64>,
}

/// The way-back check-up: what could be lost, and when its owner would be back.
#[utoipa::path(
    get,
    path = "/api/v1/checkup",
    operation_id = "checkup",
    security(("session" = [])),
    responses((status = OK, body = Checkup), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn get(owner: Owner) -> Result<Json<Checkup>, Error> {
    let (app, account) = (owner.context.app.clone(), owner.account.id);
    let read = move |view: &View<'_>| {
        let checkup = gate::checkup(view, &app, account)?;
        Ok::<_, kunci_db::Error>((checkup, Kept::of(view, &app, account)?))
    };
    let (checkup, kept) = owner.context.app.db.view(read).await?;
    let t = &owner.context.text;
    let words = Words { t, kept: &kept };
    let advice = checkup.advice.as_ref().map(|advice| Advice {
        step: advice.step.name(),
        then_seconds: advice.then.map(seconds),
    });
    Ok(Json(Checkup {
        headline: headline(t, &kept, &checkup),
        losses: checkup.losses.iter().map(|l| loss(&words, l)).collect(),
        advice,
        two_step_safe: checkup.second_way,
    }))
}

fn loss(words: &Words<'_>, loss: &rules::Loss) -> Loss {
    let thing = |thing: &rules::Thing| Thing {
        id: thing.id.to_string(),
        kind: thing.kind.name(),
        name: words.thing(thing),
    };
    Loss {
        things: loss.things.iter().map(thing).collect(),
        back: loss.back.as_ref().map(|back| Back {
            after_seconds: seconds(back.after),
            by: back.by.iter().map(|step| step.kind.name()).collect(),
        }),
    }
}

/// Whole seconds, rounded up.
const fn seconds(span: Span) -> i64 {
    span.0.saturating_add(999_999).div_euclid(1_000_000)
}
