//! `/problems/{code}`: what a code of the API means and what to do, for whoever follows the `type` of a problem (RFC 9457).

use askama::Template;
use axum::response::Response;
use kunci_wire::PairRefusal;

use crate::web::form::Path;
use crate::web::problem::CODES;
use crate::web::{Context, Error, Frame, page};

#[derive(Template)]
#[template(path = "help/pages/problem.html")]
struct ProblemPage {
    f: Frame,
    code: &'static str,
}

/// Every stable code: those of the API, and those that a device meets when it is paired.
pub fn codes() -> impl Iterator<Item = &'static str> {
    let api = CODES.iter().map(|(code, _)| *code);
    api.chain(PairRefusal::ALL.into_iter().map(PairRefusal::code))
}

/// GET /problems/{code}
///
/// # Errors
/// `NotFound` if there is no such code.
pub async fn get(context: Context, Path(code): Path<String>) -> Result<Response, Error> {
    let code = codes()
        .find(|known| *known == code)
        .ok_or(Error::NotFound)?;
    page(&ProblemPage {
        f: Frame::new(&context),
        code,
    })
}
