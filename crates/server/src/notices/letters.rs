//! What a notice says: on its page, in lists, by mail and by phone (`voice.md` 3.5).

use jiff::tz::TimeZone;
use kunci_rules::Time;
use kunci_rules::gate::MethodKind;
use kunci_rules::locks::Cause;

use super::{Event, Notice, OfDevice, OfMethod};
use crate::outbox::Letter;
use crate::web::Text;

/// A notice in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// What happened, in one sentence.
    pub title: String,
    /// What it means and what to do.
    pub text: String,
    /// What happened in at most 32 letters, for phone messages.
    short: String,
}

/// An event in words, with times in the owner's zone.
#[must_use]
pub fn words(t: &Text, zone: &TimeZone, event: &Event) -> Words {
    let (title, text, short) = match event {
        Event::NewSignIn { place, .. } => new_sign_in(t, place),
        Event::SearchBegun { .. } => (
            t.notices_search_title(),
            t.notices_search_text(),
            t.notices_search_short(),
        ),
        Event::BrowserVouched { .. } => (
            t.notices_vouched_title(),
            t.notices_vouched_text(),
            t.notices_vouched_short(),
        ),
        Event::StrangersTried {
            tries,
            places,
            first,
            last,
        } => {
            let (from, to) = (t.date_time(*first, zone), t.date_time(*last, zone));
            (
                t.notices_strangers_title(),
                t.notices_strangers_text(from, *places, to, *tries),
                t.notices_strangers_short(),
            )
        }
        Event::MethodDisabled { method, tries } => {
            let (title, text) = (
                t.notices_disabled_title(method.name()),
                t.notices_disabled_text(method.name(), *tries),
            );
            (title, text, t.notices_disabled_short())
        }
        Event::AccountLocked { cause, until } => locked(t, zone, *cause, *until),
        Event::RecoveryStarted { .. }
        | Event::RecoveryWaiting { .. }
        | Event::RecoveryCancelled { .. } => of_recovery(t, zone, event),
        Event::PasswordReset { .. } => (
            t.notices_reset_title(),
            t.notices_reset_text(),
            t.notices_reset_short(),
        ),
        Event::ContactAdded { masked, .. } => (
            t.notices_contact_title(),
            t.notices_contact_text(masked.as_str()),
            t.notices_contact_short(),
        ),
        Event::AlertsChanged { .. }
        | Event::LockLifted
        | Event::SecondStepMissed { .. }
        | Event::ApprovalDenied { .. }
        | Event::HelperDenied { .. }
        | Event::HelperLeft { .. }
        | Event::Method { .. }
        | Event::RequestWaiting { .. }
        | Event::RequestEnded { .. }
        | Event::TwoStep { .. } => of_security(t, zone, event),
        Event::SessionsEnded { .. } => (
            t.notices_sessions_title(),
            t.notices_sessions_text(),
            t.notices_sessions_short(),
        ),
        Event::Device { change, name, .. } => of_device(t, *change, name),
        Event::Disputed { .. } | Event::ContactQuiet { .. } | Event::Stopped { .. } => {
            of_objection(t, zone, event)
        }
    };
    Words { title, text, short }
}

fn new_sign_in(t: &Text, place: &str) -> (String, String, String) {
    let text = if place.is_empty() {
        t.notices_new_sign_in_text()
    } else {
        t.notices_new_sign_in_near(place)
    };
    let (title, short) = (t.notices_new_sign_in_title(), t.notices_new_sign_in_short());
    (title, text, short)
}

fn locked(
    t: &Text,
    zone: &TimeZone,
    cause: Cause,
    until: Option<Time>,
) -> (String, String, String) {
    let until = until.map(|until| t.notices_locked_until(t.day_and_hour(until, zone)));
    let text = [Some(t.notices_locked_cause(cause.name())), until]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    (t.notices_locked_title(), text, t.notices_locked_short())
}

/// A recovery under way, or given up.
fn of_recovery(t: &Text, zone: &TimeZone, event: &Event) -> (String, String, String) {
    match event {
        Event::RecoveryWaiting { until, .. } => (
            t.notices_recovery_waiting_title(),
            t.notices_recovery_waiting_text(t.day_and_hour(*until, zone)),
            t.notices_recovery_waiting_short(),
        ),
        Event::RecoveryCancelled { .. } => (
            t.notices_recovery_cancelled_title(),
            t.notices_recovery_cancelled_text(),
            t.notices_recovery_cancelled_short(),
        ),
        _ => (
            t.notices_recovery_started_title(),
            t.notices_recovery_started_text(),
            t.notices_recovery_started_short(),
        ),
    }
}

/// What an objection put off, and the quiet exit.
fn of_objection(t: &Text, zone: &TimeZone, event: &Event) -> (String, String, String) {
    match event {
        Event::ContactQuiet { masked, until, .. } => (
            t.notices_quiet_title(),
            t.notices_quiet_text(masked.as_str(), t.day_and_hour(*until, zone)),
            t.notices_quiet_short(),
        ),
        Event::Disputed { until, again: true } => (
            t.notices_disputed_title(),
            t.notices_disputed_again(t.day_and_hour(*until, zone)),
            t.notices_disputed_short(),
        ),
        Event::Disputed { until, .. } => (
            t.notices_disputed_title(),
            t.notices_disputed_held(t.day_and_hour(*until, zone)),
            t.notices_disputed_short(),
        ),
        _ => (
            t.notices_stopped_title(),
            t.notices_stopped_text(),
            t.notices_stopped_short(),
        ),
    }
}

fn of_method(
    t: &Text,
    (change, two): (OfMethod, bool),
    kind: MethodKind,
    name: &str,
) -> (String, String, String) {
    let what = if name.is_empty() { kind.name() } else { name };
    let kind = kind.name();
    match change {
        OfMethod::Added => (
            t.notices_method_added_title(kind),
            t.notices_method_added_text(what),
            t.notices_method_added_short(),
        ),
        OfMethod::Replaced => (
            t.notices_method_replaced_title(kind),
            t.notices_method_replaced_text(what),
            t.notices_method_replaced_short(),
        ),
        OfMethod::Removed => (
            t.notices_method_removed_title(kind),
            if two {
                t.notices_method_removed_two(what)
            } else {
                t.notices_method_removed_text(what)
            },
            t.notices_method_removed_short(),
        ),
        OfMethod::Copied => (
            t.notices_method_copied_title(),
            t.notices_method_copied_text(what),
            t.notices_method_copied_short(),
        ),
        OfMethod::Invited => (
            t.notices_method_invited_title(),
            t.notices_method_invited_text(what),
            t.notices_method_invited_short(),
        ),
        OfMethod::Said => (
            t.notices_method_said_title(kind),
            t.notices_method_said_text(what),
            t.notices_method_said_short(),
        ),
        OfMethod::Used => (
            t.notices_method_used_title(kind),
            t.notices_method_used_text(),
            t.notices_method_used_short(),
        ),
    }
}

/// Someone who was asked said no, or leaves.
fn of_answer(t: &Text, event: &Event) -> (String, String, String) {
    match event {
        Event::HelperDenied { name, .. } => (
            t.notices_helper_denied_title(name.as_str()),
            t.notices_helper_denied_text(),
            t.notices_helper_denied_short(),
        ),
        Event::HelperLeft { name } => (
            t.notices_helper_left_title(name.as_str()),
            t.notices_helper_left_text(),
            t.notices_helper_left_short(),
        ),
        _ => (
            t.notices_approval_denied_title(),
            t.notices_approval_denied_text(),
            t.notices_approval_denied_short(),
        ),
    }
}

/// Methods, and the second step.
fn of_security(t: &Text, zone: &TimeZone, event: &Event) -> (String, String, String) {
    match event {
        Event::AlertsChanged { .. } => (
            t.notices_alerts_title(),
            t.notices_alerts_text(),
            t.notices_alerts_short(),
        ),
        Event::LockLifted => (
            t.notices_lifted_title(),
            t.notices_lifted_text(),
            t.notices_lifted_short(),
        ),
        Event::RequestWaiting {
            action,
            name,
            until,
            ..
        } => (
            t.notices_request_waiting_title(action.as_str(), name.as_str()),
            t.notices_request_waiting_text(t.day_and_hour(*until, zone)),
            t.notices_request_waiting_short(),
        ),
        Event::RequestEnded { action, .. } => (
            t.notices_request_ended_title(action.as_str()),
            t.notices_request_ended_text(),
            t.notices_request_ended_short(),
        ),
        Event::ApprovalDenied { .. } | Event::HelperDenied { .. } | Event::HelperLeft { .. } => {
            of_answer(t, event)
        }
        Event::Method {
            change,
            kind,
            name,
            two,
            ..
        } => of_method(t, (*change, *two), *kind, name),
        Event::TwoStep { on: true, .. } => (
            t.notices_two_step_on_title(),
            t.notices_two_step_on_text(),
            t.notices_two_step_on_short(),
        ),
        Event::TwoStep { on: false, .. } => (
            t.notices_two_step_off_title(),
            t.notices_two_step_off_text(),
            t.notices_two_step_off_short(),
        ),
        Event::SecondStepMissed {
            password: false, ..
        } => (
            t.notices_second_other_title(),
            t.notices_second_other_text(),
            t.notices_second_other_short(),
        ),
        _ => (
            t.notices_second_title(),
            t.notices_second_text(),
            t.notices_second_short(),
        ),
    }
}

fn of_device(t: &Text, change: OfDevice, name: &str) -> (String, String, String) {
    match change {
        OfDevice::Added => (
            t.notices_device_added_title(name),
            t.notices_device_added_text(),
            t.notices_device_added_short(),
        ),
        OfDevice::Removed => (
            t.notices_device_removed_title(name),
            t.notices_device_removed_text(),
            t.notices_device_removed_short(),
        ),
        OfDevice::Missing => (
            t.notices_device_missing_title(name),
            t.notices_device_missing_text(),
            t.notices_device_missing_short(),
        ),
        OfDevice::Found => (
            t.notices_device_found_title(name),
            t.notices_device_found_text(),
            t.notices_device_found_short(),
        ),
        OfDevice::Lapsed => (
            t.notices_device_lapsed_title(name),
            t.notices_device_lapsed_text(),
            t.notices_device_lapsed_short(),
        ),
        OfDevice::Looked => (
            t.notices_device_looked_title(name),
            t.notices_device_looked_text(),
            t.notices_device_looked_short(),
        ),
        OfDevice::Locked => (
            t.notices_device_locked_title(name),
            t.notices_device_locked_text(),
            t.notices_device_locked_short(),
        ),
        OfDevice::MessageShown => (
            t.notices_device_message_title(name),
            t.notices_device_message_text(),
            t.notices_device_message_short(),
        ),
        OfDevice::Connected => (
            t.notices_device_connected_title(name),
            t.notices_device_connected_text(),
            t.notices_device_connected_short(),
        ),
    }
}

/// What it is about, as its owner knows it, where its title does not say so.
#[must_use]
pub fn name(event: &Event) -> Option<&str> {
    match event {
        Event::ContactAdded { masked, .. } => Some(masked),
        Event::Method { name, .. } if !name.is_empty() => Some(name),
        _ => None,
    }
}

/// The browser that did it, or that nobody knows which.
#[must_use]
pub fn place(t: &Text, event: &Event) -> Option<String> {
    match event {
        Event::StrangersTried { .. }
        | Event::MethodDisabled { .. }
        | Event::AccountLocked { .. }
        | Event::LockLifted
        | Event::RequestEnded { .. }
        | Event::Disputed { .. }
        | Event::Stopped { .. } => None,
        _ if event.label().is_empty() => Some(t.notices_unknown_device()),
        _ => Some(event.label().to_owned()),
    }
}

/// The message to one contact: what happened, where and when, what to do, one link, a reference.
pub(super) fn letter(
    t: &Text,
    zone: &TimeZone,
    notice: &Notice,
    link: String,
    reference: String,
) -> Letter {
    let said = words(t, zone, &notice.event);
    let when = t.date_time(notice.at, zone);
    let when = match place(t, &notice.event) {
        Some(place) => t.notices_where_when(place, when),
        None => when,
    };
    let clock = t.short_time(notice.at, zone);
    let (label, short) = if notice.event.can_be_stopped() {
        (
            t.notices_link_not_me(),
            t.notices_sms(link.as_str(), reference.as_str(), said.short, clock),
        )
    } else {
        (
            t.notices_link_explain(),
            t.notices_sms_explain(link.as_str(), reference.as_str(), said.short, clock),
        )
    };
    Letter {
        language: t.language(),
        subject: said.title.clone(),
        paragraphs: vec![
            said.title,
            when,
            said.text,
            t.notices_opening(),
            t.notices_safe(),
        ],
        code: None,
        short,
        link: Some((label, link)),
        reference,
    }
}
