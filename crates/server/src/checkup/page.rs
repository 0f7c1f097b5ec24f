//! GET /account/checkup

use askama::Template;
use axum::response::Response;
use kunci_db::View;
use kunci_rules::Span;
use kunci_rules::checkup::{Checkup, Loss, Mend, Return, Thing, ThingKind};
use kunci_rules::gate::MethodKind;

use crate::browsers::Owner;
use crate::gate;
use crate::security::Kept;
use crate::ways;
use crate::web::{Error, Frame, Text, page};

#[derive(Template)]
#[template(path = "checkup/pages/checkup.html")]
struct CheckupPage {
    f: Frame,
    headline: String,
    advice: Option<Advice>,
    single: Vec<Row>,
    pairs: Vec<Row>,
    /// From when methods that were added lately count in full.
    young: Option<String>,
}

/// The step that helps most.
struct Advice {
    why: String,
    label: String,
    href: String,
}

/// What is lost, and how the owner is back.
struct Row {
    what: String,
    after: String,
    by: String,
    /// How far from "at once", for the picture: 0 at once, 4 never.
    far: u8,
}

/// GET /account/checkup
///
/// # Errors
/// Of the database.
pub async fn get(owner: Owner) -> Result<Response, Error> {
    let (app, account) = (owner.context.app.clone(), owner.account.id);
    let read = move |view: &View<'_>| {
        let checkup = gate::checkup(view, &app, account)?;
        Ok::<_, kunci_db::Error>((checkup, Kept::of(view, &app, account)?))
    };
    let (checkup, kept) = owner.context.app.db.view(read).await?;
    let words = Words {
        t: &owner.context.text,
        kept: &kept,
    };
    let zone = owner.zone();
    let young = checkup.young.iter().map(|(_, end)| *end).max();
    let rows = |wanted: fn(&Loss) -> bool| {
        let losses = checkup.losses.iter().filter(|loss| wanted(loss));
        losses.map(|loss| words.row(loss)).collect()
    };
    page(&CheckupPage {
        f: Frame::signed_in(&owner.context),
        headline: headline(words.t, &kept, &checkup),
        advice: words.advice(&checkup),
        single: rows(|loss| loss.things.len() == 1),
        pairs: rows(|loss| loss.things.len() > 1 && loss.is_hole()),
        young: young.map(|end| words.t.checkup_young(words.t.date(end, &zone))),
    })
}

/// The result in one sentence.
#[must_use]
pub fn headline(t: &Text, kept: &Kept, checkup: &Checkup) -> String {
    let words = Words { t, kept };
    match checkup.worst() {
        None => t.checkup_fine(),
        Some(loss) => match &loss.back {
            None => t.checkup_worst_never(words.things(&loss.things)),
            Some(back) => t.checkup_worst(words.after(back.after), words.things(&loss.things)),
        },
    }
}

/// What is said about an account.
struct Words<'a> {
    t: &'a Text,
    kept: &'a Kept,
}

impl Words<'_> {
    fn row(&self, loss: &Loss) -> Row {
        let never = || (self.t.checkup_never(), String::new(), 4);
        let (after, by, far) = loss.back.as_ref().map_or_else(never, |back| {
            (self.after(back.after), self.by(back), far(back.after))
        });
        Row {
            what: self.things(&loss.things),
            after,
            by,
            far,
        }
    }

    fn things(&self, things: &[Thing]) -> String {
        let names: Vec<String> = things.iter().map(|thing| self.thing(thing)).collect();
        match names.as_slice() {
            [first, second] => self.t.checkup_and(first.as_str(), second.as_str()),
            _ => names.concat(),
        }
    }

    fn thing(&self, thing: &Thing) -> String {
        let t = self.t;
        let named = || {
            let method = self.kept.method(thing.id)?;
            Some(self.kept.name(t, method))
        };
        match thing.kind {
            ThingKind::Password => t.checkup_password(),
            ThingKind::Sheet => t.checkup_sheet(),
            ThingKind::Mailbox => t.checkup_mailbox(named().unwrap_or_default()),
            ThingKind::Number => t.checkup_number(named().unwrap_or_default()),
            ThingKind::Person => t.checkup_person(named().unwrap_or_default()),
            ThingKind::Key => named().unwrap_or_else(|| t.checkup_key()),
            ThingKind::Device | ThingKind::Browser => {
                let name = self.kept.holder(t, thing.id);
                name.unwrap_or_else(|| t.checkup_key())
            }
        }
    }

    fn after(&self, span: Span) -> String {
        let hours = span.whole_minutes() / 60;
        match hours {
            _ if span <= Span::ZERO => self.t.checkup_now(),
            0..48 => self.t.checkup_hours(hours.max(1)),
            _ => self.t.checkup_days(hours / 24),
        }
    }

    fn by(&self, back: &Return) -> String {
        let step = |kind: MethodKind| ways::kind(self.t, kind);
        let steps: Vec<String> = back.by.iter().map(|by| step(by.kind)).collect();
        steps.join(" + ")
    }

    /// The step with the page where it is taken.
    fn advice(&self, checkup: &Checkup) -> Option<Advice> {
        let t = self.t;
        let advice = checkup.advice.as_ref()?;
        let (label, href) = match &advice.step {
            Mend::AddHelper => (t.helpers_add(), "/account/security/helpers".to_owned()),
            Mend::AddContact {
                kind: MethodKind::Phone,
            } => (t.checkup_do_number(), "/account/contacts/add".to_owned()),
            Mend::AddContact { .. } => (t.checkup_do_email(), "/account/contacts/add".to_owned()),
            Mend::PrintCodes => (t.checkup_do_codes(), "/account/security/codes".to_owned()),
            Mend::AddPasskey { .. } => (
                t.checkup_do_passkey(),
                "/account/security/passkeys".to_owned(),
            ),
            Mend::ProveNumber { method } => (
                t.checkup_do_prove(),
                format!("/account/security/methods/{method}"),
            ),
            Mend::SayWhereMailIsRead { method, .. } => (
                t.checkup_do_reach(),
                format!("/account/security/methods/{method}"),
            ),
        };
        let lost = self.things(&advice.hole.things);
        let why = match advice.then {
            Some(then) => t.checkup_then(self.after(then), lost),
            None => t.checkup_then_better(lost),
        };
        Some(Advice { why, label, href })
    }
}

/// How far away from "at once" a wait is, for the picture.
fn far(span: Span) -> u8 {
    match span.whole_minutes() / 60 {
        _ if span <= Span::ZERO => 0,
        0..=24 => 1,
        25..=72 => 2,
        _ => 3,
    }
}
