//! The check-up in words.

use kunci_rules::Span;
use kunci_rules::checkup::{self, Checkup, Mend, Return, Thing, ThingKind, Told};
use kunci_rules::gate::MethodKind;

use crate::rehearsal::Try;
use crate::ways;
use crate::ways::Kept;
use crate::web::Text;

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
pub struct Words<'a> {
    /// The reader's language.
    pub t: &'a Text,
    /// The methods by their owner's names.
    pub kept: &'a Kept,
}

/// The step that helps most.
pub(super) struct Advice {
    /// What it changes.
    pub(super) why: String,
    /// What to do.
    pub(super) label: String,
    /// Where; nothing where no page takes it yet.
    pub(super) href: Option<String>,
}

impl Words<'_> {
    /// These things together.
    #[must_use]
    pub fn things(&self, things: &[Thing]) -> String {
        let names: Vec<String> = things.iter().map(|thing| self.thing(thing)).collect();
        match names.as_slice() {
            [first, second] => self.t.checkup_and(first.as_str(), second.as_str()),
            _ => names.concat(),
        }
    }

    /// One of them.
    #[must_use]
    pub fn thing(&self, thing: &Thing) -> String {
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

    /// A wait, rounded up.
    #[must_use]
    pub fn after(&self, span: Span) -> String {
        match Told::of(span) {
            Told::AtOnce => self.t.checkup_now(),
            Told::Minutes(n) => self.t.checkup_minutes(n),
            Told::Hours(n) => self.t.checkup_hours(n),
            Told::Days(n) => self.t.checkup_days(n),
        }
    }

    /// With what.
    #[must_use]
    pub fn by(&self, back: &Return) -> String {
        let step = |kind: MethodKind| ways::kind(self.t, kind);
        let steps: Vec<String> = back.by.iter().map(|by| step(by.kind)).collect();
        steps.join(" + ")
    }

    /// A method as its owner calls it, with its kind.
    #[must_use]
    pub fn method(&self, tried: &Try) -> String {
        let kind = ways::kind(self.t, tried.kind);
        let name = match (tried.kind, self.kept.method(tried.method)) {
            (MethodKind::Approval, _) => self.kept.browser(self.t, tried.method),
            (MethodKind::Password, _) | (_, None) => None,
            (_, Some(method)) => Some(self.kept.name(self.t, method)),
        };
        match name {
            Some(name) if !name.is_empty() && name != kind => self.t.ways_labelled(kind, name),
            _ => kind,
        }
    }

    /// The step with the page where it is taken.
    pub(super) fn advice(&self, advice: &checkup::Advice) -> Advice {
        let t = self.t;
        let method = |id| Some(format!("/account/security/methods/{id}"));
        let at = |path: &str| Some(path.to_owned());
        let (label, href) = match &advice.step {
            Mend::AddHelper => (t.checkup_do_helper(), at("/account/security/helpers")),
            Mend::AddContact {
                kind: MethodKind::Phone,
            } => (t.checkup_do_number(), at("/account/contacts/add")),
            Mend::AddContact { .. } => (t.checkup_do_email(), at("/account/contacts/add")),
            Mend::PrintCodes => (t.checkup_do_codes(), at("/account/security/codes")),
            Mend::AddPasskey { .. } => (t.checkup_do_passkey(), at("/account/security/passkeys")),
            Mend::ProveNumber { method: id } => (t.checkup_do_prove(), method(*id)),
            Mend::SayWhereMailIsRead { method: id, .. } => (t.checkup_do_reach(), method(*id)),
        };
        let lost = self.things(&advice.hole.things);
        let why = match advice.then {
            Some(then) => t.checkup_then(self.after(then), lost),
            None => t.checkup_then_better(lost),
        };
        Advice { why, label, href }
    }
}
