//! What waits, what happened and "this was not me" by the JSON API: with what this browser may, and of this account alone.

use axum::http::{Method, StatusCode};
use kunci_rules::Span;
use serde_json::{Value, json};

use crate::browser::{Browser, Page};
use crate::closing::{add_agent, close};
use crate::notices::with_two_contacts;
use crate::objections::buyer;
use crate::owner::{Owner, try_password};
use crate::recovery::{prove, reset};
use crate::security::{prove_contact, remove_with_one_more};
use crate::world::{URL, World, on_both};

const MAIL: &str = "sari@nusa.example";
const NUMBER: &str = "+6281234567890";

async fn get(browser: &Browser, path: &str) -> Page {
    browser.api(Method::GET, path, Value::Null).await
}

async fn post(browser: &Browser, path: &str, body: Value) -> Page {
    browser.api(Method::POST, path, body).await
}

async fn delete(browser: &Browser, path: &str) -> Page {
    browser.api(Method::DELETE, path, Value::Null).await
}

fn problem(page: &Page) -> (u16, String) {
    let code = page.json()["code"].as_str().unwrap().to_owned();
    (page.status.as_u16(), code)
}

/// The entries of a list.
async fn list(browser: &Browser, path: &str, name: &str) -> Vec<Value> {
    let page = get(browser, path).await;
    page.json()[name]
        .as_array()
        .unwrap_or_else(|| panic!("{}", page.body))
        .clone()
}

async fn waiting(browser: &Browser) -> Vec<Value> {
    list(browser, "/api/v1/requests", "requests").await
}

/// The address of something with this id.
fn at(list: &str, one: &Value) -> String {
    format!("/api/v1/{list}/{}", one["id"].as_str().unwrap())
}

on_both! {
    /// What waits is listed with what this session may; whoever began it takes it back, another browser objects, and a stranger's
    /// account knows nothing of it.
    async fn what_waits_is_taken_back_where_it_began(world: World) {
        let owner = with_two_contacts(&world).await;
        world.advance(Span::seconds(1)).await;
        let other = world.browser().in_english();
        owner.sign_in(&other).await;
        assert!(waiting(&owner.browser).await.is_empty());
        remove_with_one_more(&world, &owner, "…7890").await;
        let own = waiting(&owner.browser).await.remove(0);
        assert_eq!((&own["action"], &own["own"]), (&json!("replace-method"), &json!(true)));
        assert!(own["name"].as_str().unwrap().contains("…7890"), "masked: {own}");
        assert_eq!(own["begun_in"], "Chrome, Android");
        let seen = waiting(&other).await.remove(0);
        assert_eq!((&seen["id"], &seen["own"]), (&own["id"], &json!(false)));
        assert!(!seen["name"].as_str().unwrap().contains(NUMBER));
        assert_eq!(problem(&delete(&other, &at("requests", &own)).await), (409, "objection_only".to_owned()));
        let stranger = Owner::new(&world, "rudi@nusa.example").await;
        assert_eq!(problem(&delete(&stranger.browser, &at("requests", &own)).await), (404, "not_found".to_owned()));
        assert_eq!(problem(&get(&world.browser(), "/api/v1/requests").await), (401, "sign_in_required".to_owned()));

        let notice = format!("/api/v1/notices/{}", seen["notice"].as_str().unwrap());
        assert_eq!(problem(&get(&stranger.browser, &notice).await).0, 404, "nobody else's notice");
        assert_eq!(problem(&post(&stranger.browser, &format!("{notice}/objection"), Value::Null).await).0, 404);
        let says = get(&other, &notice).await.json();
        assert!(says["does"].is_string() && says["done"].is_null(), "{says}");
        assert_eq!(waiting(&owner.browser).await.len(), 1, "asking changes nothing");
        let told = post(&other, &format!("{notice}/objection"), Value::Null).await.json();
        assert_eq!(told["done"]["what"], "stop", "{told}");
        assert!(waiting(&owner.browser).await.is_empty());
        let again = post(&other, &format!("{notice}/objection"), Value::Null).await.json();
        assert_eq!(again["done"]["what"], "other", "{again}");

        world.advance(Span::hours(24)).await;
        remove_with_one_more(&world, &owner, "…7890").await;
        let own = waiting(&owner.browser).await.remove(0);
        assert_eq!(delete(&owner.browser, &at("requests", &own)).await.status, StatusCode::NO_CONTENT);
        assert_eq!(problem(&delete(&owner.browser, &at("requests", &own)).await).0, 404, "it waits no more");
        assert!(world.last_to(NUMBER).await.text.contains("permintaan berakhir"));
    }

    /// What happened, in the language that was asked for; a recovery under way comes first, and a browser that was there before ends it.
    async fn a_recovery_under_way_is_ended_in_an_app(world: World) {
        let owner = Owner::new(&world, NUMBER).await;
        world.advance(Span::days(61)).await;
        owner.sign_in(&owner.browser).await;
        let thief = buyer(&world).await;
        world.advance(Span::seconds(1)).await;
        let later = world.browser().in_english();
        owner.sign_in(&later).await;
        let seen = get(&owner.browser, "/api/v1/notices").await.json();
        let found = seen["recoveries"][0].clone();
        assert_eq!((&found["kind"], &found["can_object"]), (&json!("recovery_waiting"), &json!(true)), "{seen}");
        let english = get(&later, "/api/v1/notices").await.json();
        assert_ne!(english["recoveries"][0]["title"], found["title"], "in their language");
        assert!(!seen.to_string().contains(NUMBER), "{seen}");
        let path = at("notices", &found);
        let says = get(&later, &path).await.json();
        assert_eq!((&says["cannot"], &says["does"]), (&json!("younger"), &Value::Null), "{says}");
        assert!(says["cannot_text"].is_string());
        assert_eq!(problem(&post(&later, &format!("{path}/objection"), Value::Null).await), (403, "no_way".to_owned()));
        assert!(thief.get("/recover").await.shows("Bisa dilanjutkan"));
        let done = post(&owner.browser, &format!("{path}/objection"), Value::Null).await.json();
        assert_eq!(done["done"]["what"], "stop", "{done}");
        assert!(thief.get("/recover").await.shows("Permintaan ini dihentikan"));
        assert_eq!(get(&thief, "/api/v1/recovery").await.json()["state"], "denied");
        assert!(list(&owner.browser, "/api/v1/notices", "recoveries").await.is_empty());
        let told = list(&owner.browser, "/api/v1/notices", "notices").await;
        assert!(told.iter().any(|one| one["id"] == found["id"] && one["can_object"] == false), "{told:#?}");
    }

    /// What nothing can stop says so.
    async fn what_cannot_be_stopped_is_over(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        for n in 0..6 {
            try_password(&world.browser_at([198, 51, n, 9]), MAIL, "tebakan").await;
        }
        let told = list(&owner.browser, "/api/v1/notices", "notices").await;
        let tried = told.iter().find(|one| one["can_object"] == false).unwrap();
        let says = get(&owner.browser, &at("notices", tried)).await.json();
        assert_eq!((&says["does"], &says["cannot"], &says["done"]), (&Value::Null, &Value::Null, &Value::Null), "{says}");
        let path = format!("{}/objection", at("notices", tried));
        assert_eq!(problem(&post(&owner.browser, &path, Value::Null).await), (409, "over".to_owned()));
        world.advance(Span::days(30)).await;
        owner.sign_in(&owner.browser).await;
        assert_eq!(problem(&get(&owner.browser, &at("notices", tried)).await).0, 404, "for 30 days");
    }

    /// AR-17: once after a recovery, what changed before; a contact that is not the owner's goes with the browser that added it.
    async fn ar17_what_changed_before_is_looked_through_in_an_app(world: World) {
        let thief = with_two_contacts(&world).await;
        assert_eq!(get(&thief.browser, "/api/v1/review").await.json(), json!({"pending": false, "changes": []}));
        let browser = world.browser();
        assert_eq!(reset(&world, &browser, MAIL, "email").await.path, "/account/review");
        let review = get(&browser, "/api/v1/review").await.json();
        assert_eq!(review["pending"], true);
        let added = review["changes"].as_array().unwrap().iter().find(|one| one["title"].as_str().unwrap().contains("…7890")).unwrap().clone();
        assert_eq!((&added["here"], &added["instead"]), (&json!(true), &Value::Null), "{added}");
        world.advance(Span::seconds(1)).await;
        let done = post(&browser, "/api/v1/review", json!({"not_mine": [added["id"]]})).await;
        assert_eq!(done.json(), json!({"pending": false, "changes": []}));
        assert!(!get(&browser, "/api/v1/methods").await.body.contains("…7890"));
        assert_eq!(get(&thief.browser, "/api/v1/account").await.status, 401);
        let bad = post(&browser, "/api/v1/review", json!({"not_mine": ["bukan id"]})).await;
        assert_eq!(problem(&bad).1, "bad_input");
    }

    /// AR-17: an answer that came too late for this recovery's contact takes nothing out, and says where the gate is asked.
    async fn ar17_a_late_answer_says_what_it_takes(world: World) {
        with_two_contacts(&world).await;
        let browser = world.browser();
        prove(&world, &browser, MAIL, "email").await;
        world.advance(Span::seconds(1)).await;
        browser.api(Method::PUT, "/api/v1/recovery/password", json!({"password": "payung biru di stasiun tua"})).await;
        let review = get(&browser, "/api/v1/review").await.json();
        let added = review["changes"].as_array().unwrap().iter().find(|one| one["title"].as_str().unwrap().contains("…7890")).unwrap().clone();
        world.advance(Span::hours(1)).await;
        let late = post(&browser, "/api/v1/review", json!({"not_mine": [added["id"]]})).await.json();
        assert_eq!(late["pending"], true, "{late}");
        let added = late["changes"].as_array().unwrap().iter().find(|one| one["id"] == added["id"]).unwrap();
        assert_eq!(added["here"], false);
        assert!(added["instead"].as_str().unwrap().starts_with("/api/v1/methods/"), "{added}");
        assert!(get(&browser, "/api/v1/methods").await.body.contains("…7890"));
        assert_eq!(post(&browser, "/api/v1/review", json!({})).await.json()["pending"], false, "it was the owner after all");
    }

    /// S-095: closing asks twice, then for more proof, then waits; any session takes it back.
    async fn s095_an_account_is_closed_by_an_app(world: World) {
        const CLOSE: &str = "/api/v1/account/closing";
        let owner = with_two_contacts(&world).await;
        assert_eq!(problem(&post(&world.browser(), CLOSE, json!({"sure": true})).await).1, "sign_in_required");
        assert_eq!(problem(&post(&owner.browser, CLOSE, json!({})).await), (409, "confirm_first".to_owned()));
        let more = post(&owner.browser, CLOSE, json!({"sure": true})).await;
        assert_eq!(problem(&more), (403, "step_up_required".to_owned()));
        let segment = more.json()["prove"].as_str().unwrap().to_owned();
        assert!(segment.starts_with("/api/v1/prove/close."), "{segment}");
        let page = owner.browser.get(segment.strip_prefix("/api/v1").unwrap()).await;
        let page = owner.browser.submit(&page, &page.path, &[("password", &owner.password)]).await;
        prove_contact(&world, &owner.browser, &page, (MAIL, "s…i@")).await;
        world.advance(Span::seconds(1)).await;
        let waits = post(&owner.browser, CLOSE, json!({"sure": true})).await;
        assert_eq!(waits.status, StatusCode::ACCEPTED, "{}", waits.body);
        let again = post(&owner.browser, CLOSE, json!({"sure": true})).await;
        assert_eq!(again.json(), waits.json(), "one request");
        let other = world.browser();
        owner.sign_in(&other).await;
        let found = waiting(&other).await.remove(0);
        assert_eq!((&found["id"], &found["action"], &found["own"]), (&waits.json()["request"], &json!("close"), &json!(true)));
        assert_eq!(found["until"], waits.json()["until"]);
        assert_eq!(delete(&other, &at("requests", &found)).await.status, StatusCode::NO_CONTENT);
        world.advance(Span::days(15)).await;
        assert_eq!(owner.sign_in(&world.browser()).await.path, "/", "not closed");
    }

    /// What pages began is seen and ended in an app, and a protected device is released first.
    async fn a_protected_device_is_released_first_by_the_api(world: World) {
        let owner = with_two_contacts(&world).await;
        close(&world, &owner).await;
        let found = waiting(&owner.browser).await.remove(0);
        assert_eq!(found["action"], "close");
        delete(&owner.browser, &at("requests", &found)).await;
        add_agent(&world, &owner).await;
        let refused = post(&owner.browser, "/api/v1/account/closing", json!({"sure": true})).await;
        assert_eq!(problem(&refused), (409, "release_first".to_owned()));
        assert!(waiting(&owner.browser).await.is_empty());
    }

    /// A rehearsal is begun with a thing of the check-up's; its link opens it in another browser.
    async fn a_rehearsal_is_begun_in_an_app(world: World) {
        const HERE: &str = "/api/v1/checkup/rehearsal";
        let owner = Owner::new(&world, MAIL).await;
        assert_eq!(problem(&get(&owner.browser, HERE).await).0, 404);
        let losses = list(&owner.browser, "/api/v1/checkup", "losses").await;
        let things = losses.iter().flat_map(|loss| loss["things"].as_array().unwrap().clone());
        let phone = things.into_iter().find(|thing| thing["kind"] == "browser" || thing["kind"] == "device").unwrap();
        let foreign = json!({"gone": "01936d2e-0000-7000-8000-000000000000"});
        assert_eq!(problem(&post(&owner.browser, HERE, foreign).await), (400, "bad_input".to_owned()));
        let begun = post(&owner.browser, HERE, json!({"gone": phone["id"]})).await;
        assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.body);
        let link = begun.json()["link"].as_str().unwrap().to_owned();
        assert!(begun.json()["until"].is_string() && begun.json()["opened_in"].is_null());
        assert_eq!(get(&owner.browser, HERE).await.json(), begun.json());
        crate::rehearsal::opened(&world.browser(), link.strip_prefix(URL).unwrap()).await;
        let open = get(&owner.browser, HERE).await.json();
        assert_eq!((&open["link"], &open["opened_in"]), (&Value::Null, &json!("Chrome, Android")));
        world.advance(Span::hours(2)).await;
    }
}
