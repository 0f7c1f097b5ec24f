//! When it did not work: what happened, and the ways that are left. The page has an address of its own, so that neither code nor `state` stays in
//! the browser's history; whoever makes up such an address sees a sentence and nothing else.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::connect::HERE;
use super::provider::{Provider, Trouble};
use super::visit::Purpose;
use crate::web::form::{Path, Query};
use crate::web::headers::encode;
use crate::web::{Context, Error, Frame, page, see_other};

/// Why it did not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// The person said no at the provider.
    Denied,
    /// More than ten minutes, or never begun here.
    Expired,
    /// Used before: a reload, or "back".
    Replayed,
    /// Begun in another browser.
    Elsewhere,
    /// The clocks differ, or the code ended on its way.
    Clock,
    /// The provider does not answer.
    Down,
    /// The answer must not be believed.
    Broken,
    /// Nobody connected this identity here (S-054).
    Unconnected,
    /// It is connected, but not with the account that is to be proved.
    Unmatched,
    /// It is connected with another account already.
    Taken,
    /// It is connected with this account already.
    Already,
}

impl Why {
    const ALL: [Self; 11] = [
        Self::Denied,
        Self::Expired,
        Self::Replayed,
        Self::Elsewhere,
        Self::Clock,
        Self::Down,
        Self::Broken,
        Self::Unconnected,
        Self::Unmatched,
        Self::Taken,
        Self::Already,
    ];

    /// What a provider's trouble means to people.
    pub(super) const fn of(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Down => Self::Down,
            Trouble::Clock => Self::Clock,
            Trouble::Broken | Trouble::UnknownKey => Self::Broken,
        }
    }

    const fn tag(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Expired => "expired",
            Self::Replayed => "replayed",
            Self::Elsewhere => "elsewhere",
            Self::Clock => "clock",
            Self::Down => "down",
            Self::Broken => "broken",
            Self::Unconnected => "unconnected",
            Self::Unmatched => "unmatched",
            Self::Taken => "taken",
            Self::Already => "already",
        }
    }

    /// Whether the same once more may help.
    const fn may_help_again(self) -> bool {
        !matches!(self, Self::Taken | Self::Already | Self::Unconnected)
    }
}

/// Sends the browser to the page.
pub(super) fn lead(provider: &Provider, why: Why, purpose: &Purpose) -> Response {
    let (id, why, purpose) = (&provider.config.id, why.tag(), encode(&purpose.tag()));
    see_other(&format!("/upstream/{id}/failed?why={why}&for={purpose}"))
}

#[derive(Template)]
#[template(path = "upstream/pages/failed.html")]
struct FailedPage {
    f: Frame,
    title: String,
    text: String,
    /// How to connect it, where that is what is missing.
    steps: Option<String>,
    again: Option<String>,
    others: (String, String),
}

/// What the page is about.
#[derive(Deserialize)]
pub struct About {
    #[serde(default)]
    why: String,
    #[serde(default, rename = "for")]
    purpose: String,
}

/// GET /upstream/{provider}/failed
///
/// # Errors
/// `NotFound` if no such provider is configured.
pub async fn get(
    context: Context,
    Path(id): Path<String>,
    Query(about): Query<About>,
) -> Result<Response, Error> {
    let provider = context.app.upstreams.get(&id).ok_or(Error::NotFound)?;
    let why = Why::ALL.into_iter().find(|why| why.tag() == about.why);
    let (why, t) = (why.unwrap_or(Why::Expired), &context.text);
    let purpose = Purpose::parse(&about.purpose);
    let name = provider.config.name.as_str();
    let (again, others, words) = match &purpose {
        Purpose::SignIn => (
            format!("/signin/upstream/{id}"),
            "/signin".to_owned(),
            t.upstream_others_signin(),
        ),
        Purpose::Connect => (
            format!("{HERE}/{id}"),
            "/account/security".to_owned(),
            t.upstream_others_connect(),
        ),
        Purpose::Prove(segment) => (
            format!("/prove/{segment}/upstream/{id}"),
            start_of(segment),
            t.proving_other(),
        ),
    };
    page(&FailedPage {
        f: Frame::new(&context),
        title: t.upstream_failed_title(name, why.tag()),
        text: t.upstream_failed_text(name, why.tag()),
        steps: (why == Why::Unconnected).then(|| t.upstream_unconnected_steps(name)),
        again: why.may_help_again().then_some(again),
        others: (words, others),
    })
}

/// The list of what can be proved instead.
fn start_of(segment: &str) -> String {
    match segment {
        "recover" => "/recover/ways".to_owned(),
        segment => format!("/prove/{segment}?all=1"),
    }
}
