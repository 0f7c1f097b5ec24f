//! GET /help/two-step: why two-step verification matters, and where it is turned on (S-073, S-093, S-096; S-082, S-083).

use askama::Template;
use axum::response::Response;

use crate::web::{Context, Error, Frame, page};

#[derive(Template)]
#[template(path = "help/pages/two_step.html")]
struct TwoStepPage {
    f: Frame,
    holds: Vec<String>,
    risks: Vec<String>,
    /// The way there, in the words of the pages themselves.
    path: Vec<String>,
    then: Vec<String>,
}

/// GET /help/two-step
///
/// # Errors
/// Of rendering.
pub async fn get(context: Context) -> Result<Response, Error> {
    let f = Frame::new(&context);
    let t = &f.t;
    let shown = TwoStepPage {
        holds: vec![
            t.why_holds_own(),
            t.why_holds_money(),
            t.why_holds_places(),
            t.why_holds_others(),
        ],
        risks: vec![t.why_risk_read(), t.why_risk_pose(), t.why_risk_delete()],
        path: vec![
            t.layout_security(),
            t.two_step_title(),
            t.two_step_turn_on(),
        ],
        then: vec![
            t.not_me_done_bank(),
            t.why_then_police(),
            t.why_then_password(),
        ],
        f,
    };
    page(&shown)
}
