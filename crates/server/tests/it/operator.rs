//! `kunci policy` and `kunci admin`: what an operator sees and may do, and what not.

use std::path::PathBuf;
use std::process::Output;

use crate::owner::Owner;
use crate::process::kunci;
use crate::world::{World, on_both};

pub(crate) fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[test]
fn the_policy_as_shipped_keeps_every_invariant() {
    let text = kunci().args(["policy", "matrix"]).output().unwrap();
    assert!(text.status.success(), "{}", said(&text));
    assert_eq!(
        String::from_utf8_lossy(&text.stdout).trim_end(),
        include_str!("../../../rules/tests/golden/matrix.txt").trim_end()
    );

    let json = kunci()
        .args(["policy", "matrix", "--json"])
        .output()
        .unwrap();
    let matrix: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(matrix["broken"], serde_json::json!([]));
    let row = &matrix["accounts"][0]["stolen"][0];
    assert!(
        row["things"].is_array() && row["opens_minutes"]["erase"].is_u64(),
        "{row}"
    );
}

#[test]
fn a_change_of_the_policy_that_breaks_an_invariant_stops_the_start_with_a_counterexample() {
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("kunci.toml");
    let init = kunci()
        .args(["init", "--config"])
        .arg(&config)
        .arg("--data")
        .arg(dir.path())
        .output()
        .unwrap();
    assert!(init.status.success());
    let run = |changes: &str, command: &[&str]| {
        std::fs::write(
            &config,
            format!("[server]\ndata = {:?}\n[policy]\n{changes}\n", dir.path()),
        )
        .unwrap();
        kunci()
            .args(command)
            .arg("--config")
            .arg(&config)
            .output()
            .unwrap()
    };

    let weaker = "waits = { \"recover-2fa/one\" = 0 }";
    for command in [["serve"].as_slice(), &["check-config"]] {
        let refused = run(weaker, command);
        assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
        for part in ["policy", "recover-2fa/one after 0 h", "invariant G2"] {
            assert!(said(&refused).contains(part), "{part}: {}", said(&refused));
        }
    }
    let shown = run(weaker, &["policy", "matrix"]);
    assert_eq!(shown.status.code(), Some(1));
    assert!(said(&shown).contains("BROKEN G2"), "{}", said(&shown));

    let unknown = run("without = [\"recover/magic\"]", &["check-config"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(
        said(&unknown).contains("recover/magic") && said(&unknown).contains("kunci policy rules"),
        "{}",
        said(&unknown)
    );

    let stricter = run("waits = { \"recover-2fa/one\" = 96 }", &["check-config"]);
    assert!(stricter.status.success(), "{}", said(&stricter));
    let rules = kunci().args(["policy", "rules"]).output().unwrap();
    assert!(
        said(&rules)
            .lines()
            .any(|line| line.split_whitespace().eq(["recover-2fa/one", "72"])),
        "{}",
        said(&rules)
    );
}

/// A configuration that opens a world's database from another process.
fn config_of(world: &World) -> PathBuf {
    let mut text = format!("[server]\ndata = {:?}\n", world.data());
    if let Some((url, schema)) = world.fresh().url() {
        text += &format!("[database]\nurl = {url:?}\nschema = {schema:?}\n");
    }
    let path = world.data().join("admin.toml");
    std::fs::write(&path, text).unwrap();
    path
}

pub(crate) fn admin(world: &World, command: &[&str]) -> Output {
    kunci()
        .args(["admin", "--config"])
        .arg(config_of(world))
        .args(command)
        .output()
        .unwrap()
}

on_both! {
    async fn an_operator_sees_accounts_masked_and_signs_them_out(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let shown = admin(&world, &["account", "show", &owner.login]);
        assert!(shown.status.success(), "{}", said(&shown));
        assert!(!said(&shown).contains(owner.login.as_str()) && said(&shown).contains("s…i@"), "masked: {}", said(&shown));
        assert!(said(&shown).contains("1 known"), "{}", said(&shown));

        let ended = admin(&world, &["sessions", "end", &owner.login]);
        assert!(ended.status.success() && said(&ended).contains("1 sessions ended"), "{}", said(&ended));
        assert_eq!(owner.browser.get("/account/sessions").await.path, "/signin?next=/account/sessions");
        let again = admin(&world, &["sessions", "end", &owner.login]);
        assert!(said(&again).contains("0 sessions ended"), "{}", said(&again));

        let nobody = admin(&world, &["account", "show", "nobody@nusa.example"]);
        assert_eq!(nobody.status.code(), Some(1), "{}", said(&nobody));
        let none = admin(&world, &["reports", "list"]);
        assert!(said(&none).contains("nobody has reported anything"), "{}", said(&none));
        let fields = [("who", "+62 899 000"), ("what", "Minta kode\u{1b}[2J lewat WhatsApp"), ("contact", "")];
        world.browser().post("/contact/report", &fields).await;
        let reports = said(&admin(&world, &["reports", "list"]));
        assert!(reports.contains("who        +62 899 000") && reports.contains("Minta kode [2J lewat"), "S-122: {reports}");
        let none = admin(&world, &["locks", "list"]);
        assert!(none.status.success() && said(&none).contains("no lock is in force"), "{}", said(&none));
    }
}
