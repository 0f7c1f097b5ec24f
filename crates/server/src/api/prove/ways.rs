//! What can be proved: the ways that the pages offer, and the gate's word on what is at hand.

use axum::Json;
use axum::response::Response;
use kunci_db::View;
use kunci_rules::gate::{self as rules, MethodKind};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Progress, path, progress, recovery_now};
use crate::proving::{self, Asking, Begins, Purpose};
use crate::recovery::Step;
use crate::ways::{self, Named, Offer, offered};
use crate::web::problem::Problem;
use crate::web::{Error, Text};

/// What is asked for, and what can be proved for it.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Proving {
    /// `open`: it may be done now; a sign-in goes on by `POST` here. `prove`: more is shown first. `wait`: it opens at `until`, if its wait
    /// is begun. `refused`: nothing that can be shown opens it, because of `reason`.
    state: &'static str,
    /// With `wait`: when (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    until: Option<String>,
    /// Why, as a problem's code: with `refused`, and where a lock is the reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    reason: Option<&'static str>,
    /// With `wait`, where it begins in this API; absent where the action itself begins it, or where it has begun.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    begin: Option<&'static str>,
    /// A wait for it has begun.
    waits: bool,
    /// What would open it, or open it sooner, easiest first. Before any proof in a recovery these are the same for every name.
    ways: Vec<ProvingWay>,
}

impl Proving {
    fn new(stands: Progress, ways: Vec<ProvingWay>) -> Self {
        Self {
            state: stands.state,
            until: stands.until,
            reason: stands.reason,
            begin: None,
            waits: false,
            ways,
        }
    }

    /// Before anything is known: more is shown first.
    fn prove(asking: &Asking, ways: Vec<ProvingWay>) -> Self {
        Self::new(Progress::prove(&path(asking, "")), ways)
    }
}

/// One way.
#[derive(Serialize, ToSchema)]
struct ProvingWay {
    /// What to do first, in the language of the request.
    title: String,
    /// All of it, in this order.
    steps: Vec<ProvingStep>,
    /// How long it waits afterwards, in seconds; 0: it opens at once. Absent where nobody may know yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    after_seconds: Option<i64>,
}

/// One proof.
#[derive(Serialize, ToSchema)]
struct ProvingStep {
    /// `password`, `email`, `phone`, `totp`, `passkey`, `approval`, `recovery-code`, `helper`, `upstream` or `review`.
    kind: &'static str,
    /// As its owner calls it; an address or number is masked. Absent where nothing may be named, or nothing needs a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    name: Option<String>,
    /// Id of the method (UUID); for `email` and `phone`, what is sent as `way`; without it, their `kind` is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    method: Option<String>,
    /// Where it begins: an address of this API. `upstream` and `review` go by a page of ours, in a browser.
    at: String,
}

/// What the gate says to what is at hand, and what can be proved.
#[utoipa::path(
    get,
    path = "/api/v1/prove/{for}",
    operation_id = "proving",
    params(("for" = String, Path, description = "`signin`, `recover`, `rehearse`, or what a problem's `prove` ends in")),
    responses((status = OK, body = Proving), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(in crate::api) async fn get(asking: Asking) -> Result<Json<Proving>, Error> {
    if let Purpose::Recover(_) = asking.purpose {
        return recovered(&asking).await.map(Json);
    }
    let inside = asking.clone();
    let read = move |view: &View<'_>| match inside.purpose {
        Purpose::Rehearse(_) => rehearsed(view, &inside),
        _ => known(view, &inside),
    };
    asking.context.app.db.view(read).await.map(Json)
}

/// Goes on with what was shown, and shows nothing new: after a wait, or once a lock is lifted.
#[utoipa::path(
    post,
    path = "/api/v1/prove/{for}",
    operation_id = "go_on",
    params(("for" = String, Path, description = "`signin`, `recover`, `rehearse`, or what a problem's `prove` ends in")),
    responses((status = OK, body = Progress), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(in crate::api) async fn post(asking: Asking) -> Result<Response, Error> {
    progress(&asking).await
}

/// For whoever may be told what the account has.
fn known(view: &View<'_>, asking: &Asking) -> Result<Proving, Error> {
    let known = proving::ways(view, asking)?;
    let stands = Progress::said(&known.answer.said, asking).because(asking);
    let begins = known.wait.map(|wait| wait.begins);
    let t = &asking.context.text;
    let ways = offered(&known.answer.ways).into_iter();
    let ways = ways.map(|(way, _)| shown(t, &known.named, way, asking));
    Ok(Proving {
        begin: matches!(begins, Some(Begins::Here(_))).then_some("/api/v1/signin/lift"),
        waits: matches!(begins, Some(Begins::Already)),
        ..Proving::new(stands, ways.collect())
    })
}

fn shown(t: &Text, named: &Named, way: &rules::Way, asking: &Asking) -> ProvingWay {
    let step = |step: &rules::Step| {
        let one = ways::is_one_page(step.kind);
        ProvingStep {
            kind: step.kind.name(),
            name: named.name(step),
            method: step.method.filter(|_| !one).map(|id| id.to_string()),
            at: at(step.kind, asking),
        }
    };
    let title = way.steps.first().map(|first| named.title(t, first));
    ProvingWay {
        title: title.unwrap_or_default(),
        steps: way.steps.iter().map(step).collect(),
        after_seconds: Some(way.wait.whole_seconds()),
    }
}

/// Where a proof of this kind begins.
fn at(kind: MethodKind, asking: &Asking) -> String {
    match kind {
        MethodKind::Email | MethodKind::Phone => match asking.purpose {
            Purpose::Recover(_) => "/api/v1/recovery/messages".to_owned(),
            _ => path(asking, "/send"),
        },
        MethodKind::Upstream => asking.path("upstream"),
        MethodKind::Review => "/contact".to_owned(),
        kind => path(asking, &format!("/{}", kind.name())),
    }
}

/// A recovery: where it stands by its own pages. Before any proof its ways are one list, whatever the name.
async fn recovered(asking: &Asking) -> Result<Proving, Error> {
    let now = recovery_now(asking).await?;
    let stands = Progress::step(&now.step, asking);
    let ways = match now.step {
        Step::Ways | Step::Code => now
            .first
            .into_iter()
            .map(|one| plain(one, asking))
            .collect(),
        Step::More { .. } | Step::Waiting { .. } => {
            let inside = asking.clone();
            let read = move |view: &View<'_>| known(view, &inside);
            asking.context.app.db.view(read).await?.ways
        }
        _ => Vec::new(),
    };
    Ok(Proving::new(stands, ways))
}

/// One proof that may be shown, of which nothing more is said.
fn plain(offer: Offer, asking: &Asking) -> ProvingWay {
    let step = ProvingStep {
        kind: offer.kind.name(),
        name: None,
        method: None,
        at: at(offer.kind, asking),
    };
    ProvingWay {
        title: offer.title,
        steps: vec![step],
        after_seconds: None,
    }
}

/// A rehearsal tries everything that its page lists.
fn rehearsed(view: &View<'_>, asking: &Asking) -> Result<Proving, Error> {
    let account = asking.account.ok_or(Error::NotFound)?;
    let (t, named) = (&asking.context.text, Named::of(view, account)?);
    let left = crate::checkup::left_to_try(view, &asking.context)?;
    let way = |one: crate::rehearsal::Try| {
        let step = rules::Step {
            kind: one.kind,
            method: Some(one.method),
        };
        let way = rules::Way {
            steps: vec![step],
            screen_lock: false,
            wait: kunci_rules::Span::ZERO,
            rule: "",
        };
        ProvingWay {
            after_seconds: None,
            ..shown(t, &named, &way, asking)
        }
    };
    Ok(Proving::prove(asking, left.into_iter().map(way).collect()))
}
