//! Commands in words: what was asked, how it stands, since when, until when (S-107…S-112, `voice.md` 3.9).

use kunci_rules::devices::CommandState as State;
use kunci_wire::{Kind, Order, Reason};
use serde::Serialize;

use super::words::Words;
use crate::commands::Command;
use crate::web::Text;

/// A command as the page and its event stream say it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) state: &'static str,
    pub(super) state_text: String,
    pub(super) text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) announce: Option<String>,
    /// The name of what was asked; what the cancel button is called.
    #[serde(skip)]
    pub(super) what: String,
    /// Whether it can be taken back.
    pub(super) can_cancel: bool,
}

impl Row {
    pub(super) fn new(words: &Words, command: &Command) -> Self {
        Self {
            id: command.id.to_string(),
            state: command.state.name(),
            state_text: state(&words.t, command.state),
            text: text(words, command),
            announce: None,
            what: what(&words.t, &command.order),
            can_cancel: can_cancel(command),
        }
    }
}

/// What has not begun can be taken back. The end of lost mode cannot: a phone would stay locked for its owner.
fn can_cancel(command: &Command) -> bool {
    matches!(command.state, State::Queued | State::Sent)
        && !matches!(command.order, Order::Unlock | Order::MessageClear)
        && command.kind() != Kind::Erase
}

fn what(t: &Text, order: &Order) -> String {
    match order {
        Order::Ring => t.finder_what_ring(),
        Order::RingStop => t.finder_what_ring_stop(),
        Order::Message(_) => t.finder_what_message(),
        Order::MessageClear => t.finder_what_message_clear(),
        Order::Lock => t.finder_what_lock(),
        Order::Unlock => t.finder_what_unlock(),
        Order::Erase => t.finder_what_erase(),
        Order::Locate => t.finder_what_locate(),
        Order::Live { .. } => t.finder_what_live(),
    }
}

fn state(t: &Text, state: State) -> String {
    match state {
        State::Queued => t.finder_command_state_queued(),
        State::Sent => t.finder_command_state_sent(),
        State::Acknowledged => t.finder_command_state_acknowledged(),
        State::Done => t.finder_command_state_done(),
        State::Failed => t.finder_command_state_failed(),
        State::Expired => t.finder_command_state_expired(),
        State::Cancelled => t.finder_command_state_cancelled(),
    }
}

fn text(words: &Words, command: &Command) -> String {
    let (t, what) = (&words.t, what(&words.t, &command.order));
    let at = words.when(match command.state {
        State::Queued => command.created_at,
        State::Sent => command.sent_at.unwrap_or(command.created_at),
        State::Acknowledged => command.acknowledged_at.unwrap_or(command.created_at),
        State::Done | State::Failed | State::Cancelled => {
            command.finished_at.unwrap_or(command.created_at)
        }
        State::Expired => command.expires_at,
    });
    let said = match command.state {
        State::Queued => {
            let until = t.date_time(command.expires_at, &words.zone);
            t.finder_command_queued(at, until, what)
        }
        State::Sent => t.finder_command_sent(at, what),
        State::Acknowledged => t.finder_command_acknowledged(at, what),
        State::Done => t.finder_command_done(at, what),
        State::Failed => t.finder_command_failed(at, what),
        State::Expired => t.finder_command_expired(at, what),
        State::Cancelled => t.finder_command_cancelled(at, what),
    };
    match command.reason.map(|reason| how(t, reason)) {
        Some(how) => format!("{said} {how}"),
        None => said,
    }
}

/// How or why it ended, as the device said.
fn how(t: &Text, reason: Reason) -> String {
    match reason {
        Reason::PlayedOut => t.finder_how_played_out(),
        Reason::StoppedByOwner => t.finder_how_stopped_by_owner(),
        Reason::StoppedHere => t.finder_how_stopped_here(),
        Reason::NoSound => t.finder_how_no_sound(),
        Reason::NoFix => t.finder_how_no_fix(),
        Reason::NoDisplay => t.finder_how_no_display(),
        Reason::NoSession => t.finder_how_no_session(),
        Reason::NotLocked => t.finder_how_not_locked(),
        Reason::NoLoginManager => t.finder_how_no_login_manager(),
        Reason::Expired => t.finder_how_clock(),
        Reason::Unsupported => t.finder_how_unsupported(),
        Reason::UnknownKey | Reason::BadSignature => t.finder_how_distrusted(),
        Reason::Replayed | Reason::Trouble | Reason::Other => t.finder_how_trouble(),
    }
}
