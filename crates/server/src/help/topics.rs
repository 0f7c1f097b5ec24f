//! GET /help: six topics that lead to one another, easiest first (S-003, S-004), and how not to get locked again (S-007).

use askama::Template;
use axum::response::Response;

use crate::web::{Context, Error, Frame, Text, page};

#[derive(Template)]
#[template(path = "help/pages/help.html")]
struct HelpPage {
    f: Frame,
    topics: Vec<Topic>,
    tips: Vec<String>,
}

/// One section.
struct Topic {
    anchor: &'static str,
    title: String,
    paragraphs: Vec<String>,
    steps: Vec<String>,
    link: Option<(String, &'static str)>,
    /// Sections that often help with the same trouble.
    also: [(&'static str, String); 2],
}

/// GET /help
///
/// # Errors
/// Of rendering.
pub async fn get(context: Context) -> Result<Response, Error> {
    let host = context.app.config.server.host();
    let f = Frame::new(&context);
    let (topics, tips) = (topics(&f.t, host), tips(&f.t, host));
    page(&HelpPage { f, topics, tips })
}

fn topics(t: &Text, host: &str) -> Vec<Topic> {
    let causes = || ("causes", t.help_causes());
    let website = || ("website", t.help_website());
    let find = || ("find", t.help_find());
    let contact = || ("contact", t.help_contact());
    vec![
        Topic {
            anchor: "causes",
            title: t.help_causes(),
            paragraphs: vec![t.help_causes_text(), t.help_screen(), t.help_pin()],
            steps: Vec::new(),
            link: Some((t.help_causes_link(), "/help/locked")),
            also: [website(), ("device", t.help_device())],
        },
        Topic {
            anchor: "website",
            title: t.help_website(),
            paragraphs: vec![t.help_website_text(host), t.help_website_resume()],
            steps: vec![
                t.help_website_1(),
                t.help_website_2(),
                t.help_website_3(),
                t.help_website_4(),
            ],
            link: Some((t.signin_forgot(), "/forgot")),
            also: [causes(), contact()],
        },
        Topic {
            anchor: "device",
            title: t.help_device(),
            paragraphs: vec![t.help_device_text()],
            steps: Vec::new(),
            link: Some((t.help_device_link(), "/")),
            also: [website(), find()],
        },
        Topic {
            anchor: "two-step",
            title: t.help_two(),
            paragraphs: vec![t.help_two_text(), t.help_two_now()],
            // The words of the pages themselves, so that they cannot drift apart (S-082, S-083).
            steps: vec![
                t.layout_security(),
                t.two_step_title(),
                t.two_step_turn_on(),
            ],
            link: Some((t.why_title(), "/help/two-step")),
            also: [causes(), contact()],
        },
        Topic {
            anchor: "find",
            title: t.help_find(),
            paragraphs: vec![t.help_find_text(), t.help_find_limits()],
            steps: Vec::new(),
            link: Some((t.layout_find(), "/find")),
            also: [("device", t.help_device()), contact()],
        },
        Topic {
            anchor: "contact",
            title: t.help_contact(),
            paragraphs: vec![t.help_contact_text()],
            steps: Vec::new(),
            link: Some((t.help_contact_link(), "/contact")),
            also: [causes(), ("two-step", t.help_two())],
        },
    ]
}

/// How not to get locked again, for each of the causes (S-007, S-035 to S-045).
fn tips(t: &Text, host: &str) -> Vec<String> {
    vec![
        t.help_tip_password(),
        t.help_tip_save(),
        t.help_tip_share(),
        t.help_tip_phishing(host),
        t.help_tip_wifi(host),
        t.help_tip_contact(),
        t.help_tip_number(),
        t.help_tip_child(),
        t.help_tip_borrowed(),
        t.help_tip_update(),
        t.help_tip_backup(),
    ]
}
