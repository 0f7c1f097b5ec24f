//! What a notice's button would do and what it did, in words: for its pages and for apps.

use jiff::tz::TimeZone;
use kunci_rules::contest::{State, Why};
use kunci_rules::{Id, Time};

use super::http::Found;
use super::remedy::Remedy;
use crate::notices::{self, Event, Objection};
use crate::web::{Context, Text, times};

/// What the page of a notice says.
pub struct Said {
    /// The notice's id.
    pub id: Id,
    /// What happened, in short.
    pub title: String,
    /// What happened.
    pub text: String,
    /// When.
    pub at: Time,
    /// Where, if that is known.
    pub place: Option<String>,
    /// What the button would do; nothing: it would change nothing.
    pub does: Option<String>,
    /// Why it would change nothing, by a stable name and in words.
    pub cannot: Option<(&'static str, String)>,
    /// What was done.
    pub done: Option<Done>,
}

/// What an objection did.
pub struct Done {
    /// By a stable name.
    pub what: String,
    /// In short.
    pub title: String,
    /// In words.
    pub text: String,
    /// Until when it holds something up, where it does.
    pub until: Option<Time>,
    /// Which contact recovers nothing for now, and until when.
    pub frozen: Option<String>,
}

/// What is said of a notice.
pub(super) fn said(context: &Context, found: &Found) -> Said {
    let t = &context.text;
    let zone = times::zone(&found.account.time_zone);
    let event = &found.notice.event;
    let said = notices::words(t, &zone, event);
    let objection = found.objected();
    let open = objection.is_none();
    let why = found.why_not().filter(|_| open);
    Said {
        id: found.notice.id,
        title: said.title,
        text: said.text,
        at: found.notice.at,
        place: notices::place(t, event),
        does: does(t, &zone, found.remedy, event).filter(|_| open),
        cannot: why.map(|why| (why_name(why), cannot(t, why))),
        done: objection.map(|objection| done(context, found, &objection)),
    }
}

const fn why_name(why: Why) -> &'static str {
    match why {
        Why::Over => "over",
        Why::Already => "already",
        Why::TooLate => "too_late",
        Why::Younger => "younger",
        Why::OnMissing => "on_missing",
        Why::Two => "two",
    }
}

/// What the button would do.
pub(super) fn does(t: &Text, zone: &TimeZone, remedy: Remedy, event: &Event) -> Option<String> {
    match remedy {
        Remedy::SignOut(_) | Remedy::EndSearch(_) | Remedy::Forget(_) => {
            Some(t.not_me_does_sign_out())
        }
        Remedy::TakeOut { .. } | Remedy::Disown { .. } => Some(t.not_me_does_take_out()),
        Remedy::Restore { .. } => Some(t.not_me_does_restore()),
        Remedy::TwoStepOn { .. } => Some(t.not_me_does_two_step()),
        Remedy::PutOut { .. } => Some(t.not_me_does_put_out()),
        Remedy::Stop(_) | Remedy::End(_) => Some(t.not_me_does_stop()),
        Remedy::Contest { contest, .. } => {
            let until = t.day_and_hour(contest.until(), zone);
            Some(match contest.state {
                State::Held { .. } => t.not_me_does_hold(until),
                _ => t.not_me_does_dispute(until),
            })
        }
        Remedy::Undo { .. } => Some(t.not_me_does_undo()),
        Remedy::Review => Some(t.not_me_does_contest(stays(event))),
        Remedy::Cannot(_) | Remedy::Nothing => None,
    }
}

/// What stays as it is, where a link only signs everyone out.
const fn stays(event: &Event) -> &'static str {
    match event {
        Event::PasswordReset { .. } => "password",
        _ => "other",
    }
}

pub(super) fn cannot(t: &Text, why: Why) -> String {
    match why {
        Why::Over => t.not_me_cannot_over(),
        Why::Already => t.not_me_cannot_already(),
        Why::TooLate => t.not_me_gone_text(),
        Why::Younger => t.not_me_cannot_younger(),
        Why::OnMissing => t.not_me_cannot_on_missing(),
        Why::Two => t.not_me_cannot_two(),
    }
}

/// What the button did.
pub(super) fn done(context: &Context, found: &Found, objection: &Objection) -> Done {
    let t = &context.text;
    let zone = times::zone(&found.account.time_zone);
    let until = objection.until.map(|until| t.day_and_hour(until, &zone));
    let until = until.unwrap_or_default();
    let text = match objection.what.as_str() {
        "sign-out" => t.not_me_done_sign_out(),
        "take-out" => t.not_me_done_take_out(),
        "restore" => t.not_me_done_restore(),
        "two-step" => t.not_me_done_two_step(),
        "put-out" => t.not_me_done_put_out(),
        "stop" => t.not_me_done_stop(),
        "held" => t.not_me_done_held(until),
        "contested" => t.not_me_done_contested(until),
        "later" => t.not_me_done_later(),
        "undo" => t.not_me_done_undo(),
        "review" => t.not_me_done_contest(stays(&found.notice.event)),
        _ => t.not_me_done_other(),
    };
    let title = match objection.what.as_str() {
        "held" | "contested" => t.not_me_disputed_title(),
        "review" => t.not_me_review_title(),
        "other" => t.not_me_other_title(),
        _ => t.not_me_done_title(),
    };
    let frozen = found.frozen.as_ref().map(|(contact, until, only)| {
        let until = t.day_and_hour(*until, &zone);
        if *only {
            t.not_me_done_only_contact(contact.as_str(), until)
        } else {
            t.not_me_done_other_contact(contact.as_str(), until)
        }
    });
    Done {
        what: objection.what.clone(),
        title,
        text,
        until: objection.until,
        frozen,
    }
}
