//! GET /account/security

use askama::Template;
use axum::response::Response;
use kunci_db::View;
use kunci_rules::Id;
use kunci_rules::gate::{Kind, Method, MethodKind};
use serde::Deserialize;

use super::{said, waiting};
use crate::browsers::Owner;
use crate::checkup;
use crate::gate;
use crate::methods;
use crate::notices::{self, Notice};
use crate::recovery;
use crate::requests::{self, Purpose, Request};
use crate::risk;
use crate::signin;
use crate::ways::{self, Kept};
use crate::web::form::Query;
use crate::web::{Error, Frame, page};

#[derive(Template)]
#[template(path = "security/pages/security.html")]
struct SecurityPage {
    f: Frame,
    done: Option<String>,
    /// What it did to the ways back, in one sentence.
    result: Option<String>,
    two_step: bool,
    /// How long a device that showed the second step is not asked again.
    asked_after: String,
    /// Losing one thing would not lock the owner out: only then is a second step suggested (C-12).
    prepared: bool,
    password: Option<String>,
    methods: Vec<Row>,
    addable: Vec<(&'static str, String, String)>,
    /// From when it counts.
    hold: String,
    waiting: Vec<Waiting>,
    /// Recoveries that are under way.
    recovering: Vec<Line>,
    happened: Vec<Line>,
    /// What was not as usual at sign-ins, in words.
    noticed: Vec<(String, String)>,
    compromised: bool,
    /// How long closing the account takes.
    closes_after: String,
}

struct Row {
    id: Id,
    kind: String,
    name: String,
    places: String,
    used: String,
}

struct Waiting {
    id: Id,
    what: String,
    until: String,
    /// This browser began it.
    own: bool,
}

/// What happened.
struct Line {
    when: String,
    what: String,
    /// Its notice, where "this was not me" can still be said.
    notice: Option<Id>,
}

/// What was just done.
#[derive(Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

impl Done {
    pub(super) const fn is_any(&self) -> bool {
        !self.done.is_empty()
    }
}

/// GET /account/security
///
/// # Errors
/// Of the database.
pub async fn get(owner: Owner, Query(query): Query<Done>) -> Result<Response, Error> {
    let (app, account) = (owner.context.app.clone(), owner.account.id);
    let inside = owner.context.clone();
    let read = move |view: &View<'_>| {
        Ok::<_, kunci_db::Error>((
            (
                Kept::of(view, &app, account)?,
                gate::checkup(view, &app, account)?,
            ),
            methods::password(view, account)?,
            requests::waiting(view, account)?,
            (
                notices::recent(view, account)?,
                recovery::told(view, account)?,
                risk::recent(view, &inside, account)?,
            ),
        ))
    };
    let ((kept, checked), password, waiting, (happened, recovering, noticed)) =
        owner.context.app.db.view(read).await?;
    let (t, zone) = (&owner.context.text, owner.zone());
    let shown = SecurityPage {
        f: Frame::signed_in(&owner.context),
        done: done(&owner, &query.done),
        result: changed(&query.done).then(|| checkup::headline(t, &kept, &checked)),
        two_step: owner.account.two_step,
        asked_after: t.lasts(signin::REMEMBERED_FOR),
        prepared: checked.second_way,
        password: password.map(|stored| t.home_way_password(t.date(stored.set_at, &zone))),
        methods: rows(&owner, &kept),
        addable: addable(&owner),
        hold: {
            let holds = &owner.context.app.policy.holds;
            t.security_add_hold(t.lasts(holds.added), t.lasts(holds.taint))
        },
        waiting: waiting
            .iter()
            .map(|request| Waiting {
                id: request.id,
                what: what(&owner, &kept, request),
                until: t.day_and_hour(request.opens_at, &zone),
                own: waiting::takes_back(request, owner.session),
            })
            .collect(),
        recovering: recovering
            .iter()
            .map(|notice| line(&owner, notice))
            .collect(),
        happened: happened
            .iter()
            .take(8)
            .map(|notice| line(&owner, notice))
            .collect(),
        noticed: noticed
            .iter()
            .take(8)
            .map(|kept| risk::line(t, &zone, kept))
            .collect(),
        compromised: owner.account.compromised,
        closes_after: t.lasts(owner.context.app.policy.longest_wait(Kind::Close)),
    };
    page(&shown)
}

fn done(owner: &Owner, what: &str) -> Option<String> {
    let t = &owner.context.text;
    match what {
        "" => None,
        "two-step-on" => Some(t.security_done_on()),
        "two-step-off" => Some(t.security_done_off()),
        "reach" => Some(t.security_done_reach()),
        "password" => Some(t.security_done_password()),
        "removed" => Some(t.security_done_removed()),
        "cancelled" => Some(t.security_done_cancelled()),
        "waiting" => Some(t.security_done_waiting()),
        _ => Some(t.security_done_added()),
    }
}

/// Whether a method was changed, so that the check-up may have another result.
fn changed(done: &str) -> bool {
    !matches!(done, "" | "cancelled" | "waiting" | "password")
}

fn rows(owner: &Owner, kept: &Kept) -> Vec<Row> {
    let (t, now) = (&owner.context.text, owner.context.now);
    let shown = |method: &&Method| method.kind != MethodKind::Password;
    let row = |method: &Method| Row {
        id: method.id,
        kind: ways::kind(t, method.kind),
        name: kept.name(t, method),
        places: kept.places(t, method),
        used: kept.used(method.id).map_or_else(
            || t.security_never_used(),
            |at| t.security_used(t.ago(at, now)),
        ),
    };
    kept.methods.iter().filter(shown).map(row).collect()
}

/// What can be added: the address below this page, the words, and what it is good for.
fn addable(owner: &Owner) -> Vec<(&'static str, String, String)> {
    let t = &owner.context.text;
    let mut addable = vec![
        (
            "/account/security/passkeys",
            t.security_add_passkey(),
            t.security_add_passkey_hint(),
        ),
        (
            "/account/contacts/add",
            t.security_add_contact(),
            t.security_add_contact_hint(),
        ),
        (
            "/account/security/totp",
            t.security_add_totp(),
            t.security_add_totp_hint(),
        ),
        (
            "/account/security/codes",
            t.security_add_codes(),
            t.security_add_codes_hint(),
        ),
        (
            "/account/security/helpers",
            t.helpers_add(),
            t.helpers_add_hint(),
        ),
    ];
    if let Some(names) = owner.context.app.config.upstream_names() {
        addable.push((
            "/account/security/upstream",
            t.upstream_connect(names),
            t.upstream_lead(),
        ));
    }
    addable
}

/// What a request is about, in words.
#[must_use]
pub fn what(owner: &Owner, kept: &Kept, request: &Request) -> String {
    let t = &owner.context.text;
    let about = request.about;
    // What is said of browsers is about the device that it begins with.
    let said = said::read(&request.details).first().copied();
    let device = about
        .device
        .or(said.filter(|_| request.purpose == Purpose::Browsers));
    let method = about.method.filter(|_| device.is_none());
    let name = match (method, device) {
        (Some(method), _) if method == owner.account.id => String::new(),
        (Some(method), _) => kept
            .method(method)
            .map(|method| kept.name(t, method))
            .unwrap_or_default(),
        (None, Some(device)) => kept.holder(t, device).unwrap_or_default(),
        (None, None) => String::new(),
    };
    t.security_request(request.purpose.word(about.kind), name)
}

fn line(owner: &Owner, notice: &Notice) -> Line {
    let (t, zone) = (&owner.context.text, owner.zone());
    let said = notices::words(t, &zone, &notice.event);
    Line {
        when: t.date_time(notice.at, &zone),
        what: said.title,
        notice: can_object(owner, notice).then_some(notice.id),
    }
}

/// Whether "this was not me" can be said of it here: of what another browser did, while that can be undone.
#[must_use]
pub fn can_object(owner: &Owner, notice: &Notice) -> bool {
    let now = owner.context.now;
    let open =
        notice.event.can_be_stopped() && notice.denied_at.is_none() && notice.is_deniable(now);
    open && notice.event.session() != Some(owner.session)
}
