//! The JSON API: true to its document, with problems that programs can read.

use axum::http::{Method, Request, StatusCode};
use kunci_db::testing::Engine;
use kunci_rules::gate::Reason;
use kunci_rules::locks::Cause;
use kunci_server::web::Error;
use kunci_server::web::error::Refusal;
use kunci_server::web::problem::CODES;

use crate::owner::Owner;
use crate::world::{World, on_both};

/// Method and path of everything that the document lists, and whether it needs a session.
fn operations(document: &serde_json::Value) -> Vec<(Method, String, bool)> {
    let paths = document["paths"].as_object().unwrap();
    let all = paths.iter().flat_map(|(path, item)| {
        item.as_object()
            .unwrap()
            .iter()
            .map(move |(method, operation)| (method, path, operation.get("security").is_some()))
    });
    all.map(|(method, path, needs_session)| {
        let method = method.to_uppercase().parse().unwrap();
        (method, path.clone(), needs_session)
    })
    .collect()
}

#[tokio::test]
async fn every_documented_operation_answers() {
    let world = World::on(Engine::Sqlite).await;
    let browser = world.browser();
    let document = browser.get("/api/openapi.json").await.json();
    let operations = operations(&document);
    assert!(operations.len() >= 3, "{operations:?}");
    for (method, path, needs_session) in operations {
        let id = "01936d2e-0000-7000-8000-000000000000";
        let path = path
            .replace("{id}", id)
            .replace("{command}", id)
            .replace("{for}", "signin");
        assert!(
            !path.contains('{'),
            "{path}: give its parameter a value here"
        );
        let answer = browser
            .send(Request::builder().method(method.clone()).uri(&path))
            .await;
        assert!(
            !matches!(
                answer.status,
                StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED
            ),
            "{method} {path}: {}",
            answer.status
        );
        assert!(!answer.status.is_server_error(), "{method} {path}");
        if answer.status.is_success() {
            assert!(!needs_session, "{method} {path}");
            continue;
        }
        assert_eq!(
            answer.header("content-type").as_deref(),
            Some("application/problem+json"),
            "{method} {path}"
        );
        if needs_session {
            assert_eq!(answer.json()["code"], "sign_in_required", "{method} {path}");
        }
    }
}

/// What cannot be an id names nothing: an app gets a problem that it can read, as for what is not there.
#[tokio::test]
async fn what_can_be_no_id_names_nothing() {
    let world = World::on(Engine::Sqlite).await;
    let owner = Owner::new(&world, "sari@nusa.example").await;
    let document = owner.browser.get("/api/openapi.json").await.json();
    let mut tried = 0;
    for (method, path, needs_session) in operations(&document) {
        if !needs_session || !path.contains("{id}") {
            continue;
        }
        let path = path.replace("{id}", "surel").replace("{command}", "0");
        let answer = owner
            .browser
            .api(method.clone(), &path, serde_json::Value::Null)
            .await;
        assert_eq!(answer.json()["code"], "not_found", "{method} {path}");
        tried += 1;
    }
    assert!(tried > 10, "{tried}");
}

/// `routes!` alone adds operations, so only a plain `.route` could slip past the document.
#[test]
fn every_route_of_the_api_is_documented() {
    for (file, source) in [
        ("api/mod.rs", include_str!("../../src/api/mod.rs")),
        ("router.rs", include_str!("../../src/router.rs")),
    ] {
        let plain: Vec<&str> = source
            .lines()
            .filter(|line| line.contains(".route(\"/api"))
            .map(str::trim)
            .collect();
        let allowed = if file == "router.rs" { 0 } else { 1 };
        assert_eq!(plain.len(), allowed, "{file}: {plain:?}");
    }
}

/// The document knows schemas by the names of their types: of two with one name, one would be lost.
#[test]
fn every_schema_has_a_name_of_its_own() {
    let mut names = std::collections::BTreeSet::new();
    for (path, source) in crate::tidy::server_sources() {
        for part in source.split("ToSchema)]").skip(1) {
            let words = part.split(|c: char| !c.is_alphanumeric() && c != '_');
            let mut words = words.skip_while(|word| !matches!(*word, "struct" | "enum"));
            let name = words.nth(1).unwrap().to_owned();
            assert!(names.insert(name.clone()), "{}: {name}", path.display());
        }
    }
    assert!(names.len() > 10, "{names:?}");
}

#[tokio::test]
async fn the_document_says_what_a_problem_looks_like() {
    let world = World::on(Engine::Sqlite).await;
    let browser = world.browser().in_english();
    let document = browser.get("/api/openapi.json").await.json();
    let schema = &document["components"]["schemas"]["Problem"];
    let problem = browser.get("/api/v1/account").await.json();
    for field in problem.as_object().unwrap().keys() {
        assert!(
            schema["properties"][field].is_object(),
            "{field} is not in {schema}"
        );
    }
    let known: Vec<&str> = document["components"]["schemas"]["ProblemCode"]["enum"]
        .as_array()
        .unwrap()
        .iter()
        .map(|code| code.as_str().unwrap())
        .collect();
    assert_eq!(known, CODES.map(|(code, _)| code));
    assert_eq!(problem["title"], "Sign in first");
    assert_eq!(problem["status"], 401);
}

#[tokio::test]
async fn every_code_has_a_page_of_its_own_in_both_languages() {
    let world = World::on(Engine::Sqlite).await;
    for browser in [world.browser(), world.browser().in_english()] {
        let mut titles = std::collections::BTreeSet::new();
        for code in kunci_server::help::problem_codes() {
            let page = browser.get(&format!("/problems/{code}")).await;
            assert_eq!(page.status, 200, "{code}");
            let (_, rest) = page.body.split_once("<h1>").unwrap();
            let title = rest.split('<').next().unwrap().to_owned();
            assert!(titles.insert(title), "{code} has another code's text");
            assert!(page.shows(code), "{code}");
        }
    }
    assert_eq!(world.browser().get("/problems/nothing").await.status, 404);
    let problem = world.browser().get("/api/v1/account").await.json();
    let address = problem["type"].as_str().unwrap();
    let path = address.strip_prefix(crate::world::URL).unwrap();
    assert_eq!(path, "/problems/sign_in_required");
    assert!(world.browser().get(path).await.shows("Perlu masuk dulu"));
}

/// What the gate refuses has a documented code wherever a request meets it.
#[test]
fn every_refusal_of_the_gate_has_a_documented_code() {
    let others = [
        Reason::Missing,
        Reason::NotMissing,
        Reason::NotYours,
        Reason::NoWay,
    ];
    for reason in Cause::ALL.map(Reason::Locked).into_iter().chain(others) {
        let code = kunci_server::gate::refusal(reason).code();
        assert!(
            CODES.iter().any(|(known, _)| *known == code),
            "{reason:?}: {code}"
        );
    }
}

#[test]
fn every_error_has_a_documented_code() {
    let path = String::new;
    let errors = [
        Error::NotFound,
        Error::SignInFirst(path()),
        Error::ProveFirst {
            at: path(),
            next: path(),
        },
        Error::Elsewhere("/forgot"),
        Error::ChangePassword("/account/security/breached"),
        Error::BadInput("form"),
        Error::NotAccepted {
            field: "code",
            text: path(),
        },
        Error::Refused(Refusal::CrossSite),
        Error::Refused(Refusal::TooLarge),
        Error::Refused(Refusal::Unsupported),
        Error::Refused(Refusal::WrongMethod),
        Error::Conflict("device_unable"),
        Error::Conflict("device_unseen"),
        Error::Conflict("command_begun"),
        Error::Conflict("objection_only"),
        Error::Conflict("release_first"),
        Error::Conflict("over"),
        Error::Conflict("confirm_first"),
        Error::Locked("must_wait"),
        Error::Locked("no_way"),
        Error::Locked("vouch_first"),
        Error::TooMany(1),
        Error::Busy,
        Error::Unsure,
        Error::Internal,
    ];
    let locks = Cause::ALL.map(|cause| Error::Locked(cause.name()));
    for error in errors.iter().chain(&locks) {
        assert!(
            CODES.iter().any(|(code, _)| *code == error.code()),
            "{error:?}"
        );
    }
}

on_both! {
    /// Apps list what the account has: masked, with where it can be used, and nothing that proves anything.
    async fn methods_are_listed_for_apps(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let codes = crate::codes::sheet(&owner).await;
        let answer = owner.browser.api(Method::GET, "/api/v1/methods", serde_json::Value::Null).await;
        let methods = answer.json()["methods"].as_array().unwrap().clone();
        let kinds: Vec<&str> = methods.iter().map(|m| m["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["password", "email", "recovery-code"]);
        assert_eq!(methods[0]["id"], owner.account().to_string());
        assert_eq!(methods[1]["name"], "s…i@n….example");
        assert_eq!(methods[1]["reach"], serde_json::json!(["Chrome, Android"]));
        assert!(methods[1]["added_at"].as_str().unwrap().starts_with("2026-"));
        assert!(methods[2]["last_used_at"].is_null() && methods[2]["reach"] == serde_json::json!([]));
        assert!(!answer.body.contains("sari@") && !codes.iter().any(|code| answer.body.contains(code)));
        let pages = owner.browser.post("/api/v1/methods", &[]).await;
        assert_eq!(pages.status, StatusCode::METHOD_NOT_ALLOWED, "a list only");
    }
}
