//! The command line, as an operator meets it.

use std::collections::BTreeSet;
use std::io::{BufRead as _, Read as _};
use std::path::Path;

use kunci_server::config::Config;

use crate::process::{Process, kunci, mode};

/// Runs `check-config` on a configuration; exit status and stderr.
fn check(directory: &Path, text: &str, environment: &[(&str, &str)]) -> (Option<i32>, String) {
    let config = directory.join("kunci.toml");
    std::fs::write(&config, text).unwrap();
    let output = kunci()
        .args(["check-config", "--config"])
        .arg(&config)
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    (
        output.status.code(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

/// What is written, then what must be said: the key, the value, a part of the remedy.
const UNUSABLE: [(&str, [&str; 3]); 18] = [
    (
        "[server]\nlisten = \"everywhere\"",
        ["server.listen", "everywhere", "socket address"],
    ),
    (
        "[server]
port = 1",
        ["server.port", "no such key", "listen, public_url"],
    ),
    ("[sever]", ["sever", "no such key", "server, database"]),
    (
        "[server]\npublic_url = \"http://akun.example.id\"",
        ["server.public_url", "http://akun.example.id", "https"],
    ),
    (
        "[server]\npublic_url = \"https://akun.example.id/masuk\"",
        ["server.public_url", "/masuk", "leave out the path"],
    ),
    (
        "[server]\ntls_key = \"/k.pem\"",
        ["server.tls_certificate", "without", "both or neither"],
    ),
    (
        "[server]\ndata = \"/nowhere/at/all\"",
        [
            "server.data",
            "/nowhere/at/all",
            "kunci init --data /nowhere/at/all",
        ],
    ),
    (
        "[database]\nurl = \"mysql://secret@db\"",
        ["database.url", "(hidden)", "postgres://"],
    ),
    (
        "[brand]\nname = \"\"",
        ["brand.name", ":", "1 to 24 characters"],
    ),
    (
        "[brand]\ncolour = \"green\"",
        ["brand.colour", "green", "#0b6b5d"],
    ),
    (
        "[brand]\nregister = \"kita\"",
        ["brand.register", "kita", "anda, kamu"],
    ),
    (
        "[brand]\ntime_zone = \"WIB\"",
        ["brand.time_zone", "WIB", "Asia/Jakarta"],
    ),
    (
        "[limits]\nargon2_memory_kib = 1024",
        ["limits.argon2_memory_kib", "1024", "at least 19456"],
    ),
    (
        "[limits]\nargon2_passes = \"many\"",
        ["limits.argon2_passes", "many", "expected"],
    ),
    (
        "[limits]\nsession_days = 90",
        ["limits.session_days", "90", "STD-49"],
    ),
    ("[log]\nlevel = \"a=b=c\"", ["log.level", "a=b=c", "debug"]),
    (
        "[log]\nformat = \"xml\"",
        ["log.format", "xml", "json, text"],
    ),
    ("[server", ["file", "", "expected"]),
];

#[test]
fn an_unusable_configuration_names_key_value_and_remedy() {
    let dir = tempfile::tempdir().unwrap();
    for (text, parts) in UNUSABLE {
        let (status, said) = check(dir.path(), text, &[]);
        assert_eq!(status, Some(2), "{text}: {said}");
        for part in parts {
            assert!(said.contains(part), "{text}: {part:?} is not in {said}");
        }
        assert!(!said.contains("secret"), "{said}");
    }
}

#[test]
fn a_missing_file_and_a_wrong_environment_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let missing = kunci()
        .args(["serve", "--config", "/nowhere/kunci.toml"])
        .output()
        .unwrap();
    assert_eq!(missing.status.code(), Some(2));
    assert!(
        String::from_utf8_lossy(&missing.stderr).contains("/nowhere/kunci.toml"),
        "{missing:?}"
    );
    let (status, said) = check(dir.path(), "", &[("KUNCI_LIMITS_SESSION_DAYS", "99")]);
    assert!(
        status == Some(2) && said.contains("limits.session_days"),
        "{said}"
    );
    let (status, said) = check(dir.path(), "", &[("KUNCI_SERVER_LISTENS", "x")]);
    assert!(status == Some(2) && said.contains("listens"), "{said}");
}

#[test]
fn a_name_that_makes_two_sms_of_one_is_told() {
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
    let said = |brand: &str| {
        let text = format!(
            "[server]\ndata = {:?}\npublic_url = \"https://akun.nusantara.id\"\n[brand]\nname = \"{brand}\"\n\
             [[phone.gateways]]\nname = \"sms\"\nkind = \"sms\"\nurl = \"https://gateway.example/\"\nbody = '{{\"to\":\"{{to}}\",\"text\":\"{{text}}\"}}'\n",
            dir.path()
        );
        std::fs::write(&config, text).unwrap();
        let output = kunci()
            .args(["check-config", "--config"])
            .arg(&config)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(!said("Akun Nusantara").contains("two SMS"));
    assert!(said("Akun Nusantara Baru").contains("36 letters together, 32 fit"));
}

#[test]
fn a_start_that_finds_no_database_or_no_port_says_what_to_do() {
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
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    // A port that was free a moment ago.
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let nobody = format!("postgres://kunci:geheim@{free}/kunci");
    for (key, value, parts) in [
        (
            "KUNCI_DATABASE_URL",
            nobody.as_str(),
            ["database.url", "127.0.0.1", "host, port, user and password"],
        ),
        (
            "KUNCI_SERVER_LISTEN",
            &address,
            ["server.listen", &address, "another program listens there"],
        ),
    ] {
        let refused = kunci()
            .args(["serve", "--config"])
            .arg(&config)
            .env(key, value)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&refused.stderr);
        assert_eq!(refused.status.code(), Some(2), "{said}");
        assert!(
            parts.iter().all(|part| said.contains(part)) && !said.contains("geheim"),
            "{said}"
        );
    }
}

#[test]
fn the_environment_wins_over_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("kunci.toml");
    let init = kunci()
        .args(["init", "--config"])
        .arg(&config)
        .arg("--data")
        .arg(dir.path().join("data"))
        .output()
        .unwrap();
    assert!(init.status.success());
    let output = kunci()
        .args(["check-config", "--config"])
        .arg(&config)
        .env("KUNCI_BRAND_NAME", "Akun Bahari")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("Akun Bahari") && said.contains("SQLite"),
        "{said}"
    );
}

#[test]
fn init_writes_both_files_once_and_never_again() {
    let dir = tempfile::tempdir().unwrap();
    let (config, data) = (dir.path().join("etc/kunci.toml"), dir.path().join("var"));
    let init = || {
        kunci()
            .args(["init", "--config"])
            .arg(&config)
            .arg("--data")
            .arg(&data)
            .output()
            .unwrap()
    };
    assert!(init().status.success());
    assert_eq!(mode(&data.join("keys.json")), 0o600);
    assert_eq!(mode(&config) & 0o007, 0, "it will hold passwords");
    let before = (
        std::fs::read(&config).unwrap(),
        std::fs::read(data.join("keys.json")).unwrap(),
    );

    for remove in [None, Some(&config)] {
        if let Some(file) = remove {
            std::fs::remove_file(file).unwrap();
        }
        let again = init();
        assert_eq!(again.status.code(), Some(1));
        assert!(
            String::from_utf8_lossy(&again.stderr).contains("nothing was changed"),
            "{again:?}"
        );
    }
    assert!(!config.exists(), "keys that exist stop the whole of it");
    std::fs::write(&config, &before.0).unwrap();
    assert_eq!(std::fs::read(data.join("keys.json")).unwrap(), before.1);
    let checked = kunci()
        .args(["check-config", "--config"])
        .arg(&config)
        .output()
        .unwrap();
    assert!(
        checked.status.success(),
        "{}",
        String::from_utf8_lossy(&checked.stderr)
    );
}

#[test]
fn the_example_shows_every_key_with_its_default() {
    let example = include_str!("../../../../packaging/kunci.example.toml");
    let bare: String = example.lines().map(|line| uncomment(line) + "\n").collect();
    let shown: toml::Table = bare.parse().unwrap();
    let known = toml::Table::try_from(Config::default()).unwrap();
    let (shown_keys, known_keys) = (keys(&shown, ""), keys(&known, ""));
    let missing: Vec<_> = known_keys.difference(&shown_keys).collect();
    assert!(missing.is_empty(), "not in the example: {missing:?}");
    for key in &known_keys {
        let (value, default) = (find(&shown, key), find(&known, key));
        let is_list = default.as_array().is_some_and(Vec::is_empty);
        assert!(
            is_list || value == default,
            "{key}: the example says {value}, the default is {default}"
        );
    }
    // And all of it together is a configuration.
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("kunci.toml");
    std::fs::write(&file, &bare).unwrap();
    Config::load(Some(&file)).unwrap();
}

/// `# key = value` and `# [[table]]` become lines; sentences stay comments.
fn uncomment(line: &str) -> String {
    let is_key = |text: &str| {
        text.split_once(" = ").is_some_and(|(key, _)| {
            key.chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        })
    };
    match line.strip_prefix("# ") {
        Some(text) if is_key(text) || text.starts_with("[[") => text.to_owned(),
        _ => line.to_owned(),
    }
}

/// Every path to a value; optional values have no default, so they are not in the list of a default.
fn keys(table: &toml::Table, prefix: &str) -> BTreeSet<String> {
    let path = |key: &str| {
        if prefix.is_empty() {
            key.to_owned()
        } else {
            format!("{prefix}.{key}")
        }
    };
    table
        .iter()
        .flat_map(|(key, value)| match value {
            toml::Value::Table(inner) => keys(inner, &path(key)),
            _ => BTreeSet::from([path(key)]),
        })
        .collect()
}

fn find<'t>(table: &'t toml::Table, path: &str) -> &'t toml::Value {
    let mut parts = path.split('.');
    let first = &table[parts.next().unwrap()];
    parts.fold(first, |value, key| &value[key])
}

#[test]
fn the_demo_says_where_it_is_in_one_line_and_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = kunci();
    command
        .args(["demo", "--listen", "127.0.0.1:0", "--json"])
        .env("TMPDIR", dir.path());
    command
        .env("KUNCI_LIMITS_ARGON2_MEMORY_KIB", "19456")
        .env("KUNCI_LIMITS_ARGON2_PASSES", "2");
    let temporary = dir.path().to_owned();
    let mut process = Process::start(command, dir);
    let mut answers = process.answers();
    let mut line = String::new();
    answers.read_line(&mut line).unwrap();
    let demo: serde_json::Value = serde_json::from_str(&line).unwrap();
    for part in [
        &demo["url"],
        &demo["inbox_url"],
        &demo["owner"]["login"],
        &demo["owner"]["password"],
        &demo["owner"]["name"],
    ] {
        assert!(part.as_str().is_some_and(|text| !text.is_empty()), "{line}");
    }
    assert_eq!(demo["owners"][0], demo["owner"]);
    assert_eq!(
        std::fs::read_dir(&temporary).unwrap().count(),
        1,
        "its data"
    );
    process.signal("INT");
    let mut more = String::new();
    answers.read_to_string(&mut more).unwrap();
    assert_eq!(more, "", "one line and nothing else");
    assert_eq!(
        std::fs::read_dir(&temporary).unwrap().count(),
        0,
        "the data went with it"
    );
    let (status, log) = process.ended();
    assert!(status.success(), "{log}");
}

#[test]
fn a_demo_with_a_directory_keeps_its_people() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("demo");
    let run = || {
        let mut command = kunci();
        command
            .args(["demo", "--listen", "127.0.0.1:0", "--json", "--data"])
            .arg(&data);
        command
            .env("KUNCI_LIMITS_ARGON2_MEMORY_KIB", "19456")
            .env("KUNCI_LIMITS_ARGON2_PASSES", "2");
        let mut process = Process::start(command, tempfile::tempdir().unwrap());
        let mut line = String::new();
        process.answers().read_line(&mut line).unwrap();
        process.signal("TERM");
        assert!(process.ended().0.success());
        serde_json::from_str::<serde_json::Value>(&line).unwrap()
    };
    let keys = |_: &serde_json::Value| std::fs::read(data.join("keys.json")).unwrap();
    let first = run();
    let kept = keys(&first);
    let second = run();
    assert_eq!(first["owners"], second["owners"]);
    assert_eq!(keys(&second), kept);
}
