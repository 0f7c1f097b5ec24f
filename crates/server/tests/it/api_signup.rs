//! Signing up by the API: the same contacts, codes, refusals and limits as on the pages.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::browser::{Browser, Page};
use crate::owner::Owner;
use crate::world::{World, on_both};

const MAIL: &str = "rina@nusa.example";

async fn post(browser: &Browser, path: &str, body: Value) -> Page {
    let path = format!("/api/v1/signup{path}");
    browser.api(Method::POST, &path, body).await
}

async fn state(browser: &Browser) -> Value {
    browser
        .api(Method::GET, "/api/v1/signup", Value::Null)
        .await
        .json()
}

/// Status, code and field of a problem.
fn problem(page: &Page) -> (u16, String, String) {
    let json = page.json();
    let text = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
    (page.status.as_u16(), text("code"), text("field"))
}

fn not_accepted(field: &str) -> (u16, String, String) {
    (422, "not_accepted".to_owned(), field.to_owned())
}

on_both! {
    /// S-053: an app leads its owner from a contact to a session.
    async fn an_app_signs_someone_up(world: World) {
        let app = world.browser().in_english();
        let nothing = post(&app, "/code", json!({ "code": "123456" })).await;
        assert_eq!(problem(&nothing), (401, "begin_first".to_owned(), String::new()));
        for typed in ["", "rina", "rina@", "+15550100"] {
            let wrong = post(&app, "", json!({ "contact": typed })).await;
            assert_eq!(problem(&wrong), not_accepted("contact"), "{typed}");
        }
        let begun = post(&app, "", json!({ "contact": MAIL })).await;
        assert_eq!(begun.status, StatusCode::NO_CONTENT);
        let now = state(&app).await;
        assert_eq!((&now["state"], &now["contact"]), (&json!("code"), &json!(MAIL)));
        assert!(now["code_until"].is_string() && now["again_at"].is_string(), "{now}");
        let early = post(&app, "/account", json!({ "name": "Rina", "password": "kopi tubruk panas" })).await;
        assert_eq!(problem(&early).0, 401, "nothing is proved");

        let message = world.last_to(MAIL).await;
        assert!(message.subject.unwrap_or_default().contains(message.code.as_deref().unwrap()));
        let code = message.code.unwrap();
        let wrong = if code == "111111" { "222222" } else { "111111" };
        assert_eq!(problem(&post(&app, "/code", json!({ "code": wrong })).await), not_accepted("code"));
        let other = world.browser();
        assert_eq!(problem(&post(&other, "/code", json!({ "code": code })).await).0, 401, "it works where it was asked for");
        let proved = post(&app, "/code", json!({ "code": code })).await.json();
        assert_eq!((&proved["state"], &proved["code_until"]), (&json!("finish"), &Value::Null));

        for (name, password, field) in [("", "kopi tubruk panas", "name"), ("Rina", "kopi", "password"), ("Rina", "password123", "password")] {
            let wrong = post(&app, "/account", json!({ "name": name, "password": password })).await;
            assert_eq!(problem(&wrong), not_accepted(field), "{name} {password}");
            assert!(!wrong.json()["detail"].as_str().unwrap().is_empty());
        }
        let made = post(&app, "/account", json!({ "name": "Rina", "password": "kopi tubruk panas" })).await;
        assert_eq!((made.status, made.body.as_str()), (StatusCode::CREATED, ""));
        let account = app.api(Method::GET, "/api/v1/account", Value::Null).await.json();
        assert_eq!((&account["name"], &account["language"]), (&json!("Rina"), &json!("en")));
        assert!(app.get("/").await.shows("Account of Rina"), "pages know the same session");
        let again = post(&app, "/account", json!({ "name": "Rina", "password": "kopi tubruk panas" })).await;
        assert_eq!(problem(&again).0, 401, "once");
    }

    /// STD-41: an address that has an account gets the same answers; its owner gets the other letter.
    async fn std41_a_taken_address_looks_alike(world: World) {
        Owner::new(&world, MAIL).await;
        world.advance(kunci_rules::Span::seconds(1)).await;
        let (free, taken) = (world.browser(), world.browser());
        let begin = async |app: &Browser, mail: &str| post(app, "", json!({ "contact": mail })).await;
        let (one, two) = (begin(&free, "sari@nusa.example").await, begin(&taken, MAIL).await);
        assert_eq!(one.outside(), two.outside());
        let (one, two) = (state(&free).await, state(&taken).await);
        assert_eq!((&one["state"], &one["code_until"], &one["again_at"]), (&two["state"], &two["code_until"], &two["again_at"]));
        assert!(world.last_to(MAIL).await.code.is_none(), "no code");
        let more = post(&taken, "/messages", Value::Null).await;
        assert_eq!(more.status, StatusCode::NO_CONTENT);
    }
}
