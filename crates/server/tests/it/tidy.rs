//! The house's rules, as tests: who may use whom, where SQL lies, what a text may say, and whether the map is true.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use kunci_server::registry::FEATURES;

use crate::world::{World, on_both};

/// The features in the order in which they may use each other, only earlier ones: as ARCHITECTURE.md says it.
fn order() -> Vec<String> {
    let map = read(&root().join("ARCHITECTURE.md"));
    let (_, rest) = map.split_once("**The features**").unwrap();
    let paragraph = rest.split("\n\n").next().unwrap();
    let names = paragraph.split('`').skip(1).step_by(2);
    names
        .flat_map(str::split_whitespace)
        .map(str::to_owned)
        .collect()
}

/// Uses against the order that are known, each with its reason.
const AGAINST: &[(&str, &str)] = &[
    // The actor extractor, in `browsers`, is where locks are enforced for every handler, and where what waits for an approval is seen.
    ("browsers", "locks"),
    ("browsers", "risk"),
    ("browsers", "approvals"),
    // A case's first page says whether a signed-in browser could answer.
    ("recovery", "approvals"),
    // A pool belongs to what a browser is; a browser's standing is a fact about guesses.
    ("methods", "browsers"),
];

/// A file longer than this has two subjects.
const LONGEST: usize = 600;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files(below: &Path, ends: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![below.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
        {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.to_string_lossy().ends_with(ends) {
                found.push(entry);
            }
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

pub(crate) fn server_sources() -> Vec<(PathBuf, String)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    files(&source, ".rs")
        .into_iter()
        .map(|path| (path.clone(), read(&path)))
        .collect()
}

#[test]
fn sql_lies_in_stores() {
    for (path, text) in server_sources() {
        let store = path
            .file_name()
            .unwrap()
            .to_string_lossy()
            .starts_with("store")
            || path.ends_with("locations/places.rs");
        assert!(
            store || !text.contains("statements!") && !text.contains("Sql("),
            "SQL outside a store: {}",
            path.display()
        );
    }
}

#[test]
fn g7_only_the_gate_loads_a_situation() {
    for (path, text) in server_sources() {
        let gate = path.components().any(|part| part.as_os_str() == "gate");
        assert!(
            gate || !text.contains("Situation::new"),
            "a situation is made in {}",
            path.display()
        );
    }
}

/// S-028: no lock without a notice. Whoever places one tells, there or on the page that asked for it.
#[test]
fn s028_every_lock_is_told() {
    let told_by = |path: &str| match path {
        "objections/remedy.rs" => "objections/http.rs".to_owned(),
        path => path.to_owned(),
    };
    let sources = server_sources();
    let text = |name: &str| {
        let found = sources.iter().find(|(path, _)| path.ends_with(name));
        found.map(|(_, text)| text.as_str()).unwrap_or_default()
    };
    let mut placed = 0;
    for (path, source) in &sources {
        let path = path.to_string_lossy();
        // The demo's lock is part of its story.
        if source.contains("locks::place(") && !path.contains("demo/") {
            let name: Vec<&str> = path.rsplitn(3, '/').take(2).collect();
            let name = told_by(&format!("{}/{}", name[1], name[0]));
            assert!(text(&name).contains("notices::tell("), "{path}");
            placed += 1;
        }
    }
    assert!(placed >= 3, "{placed}");
}

/// Whether a source uses that feature, by name or in a list of uses.
fn uses(text: &str, feature: &str) -> bool {
    let lists = text.split("use crate::{").skip(1);
    let mut listed = lists
        .filter_map(|list| list.split('}').next())
        .flat_map(|list| list.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':'));
    text.contains(&format!("crate::{feature}::"))
        || text.contains(&format!("crate::{feature};"))
        || listed.any(|name| name.split(':').next() == Some(feature))
}

#[test]
fn features_use_earlier_ones_only() {
    let order = order();
    assert!(order.len() > 40, "{order:?}");
    for (path, text) in server_sources() {
        let relative = path
            .strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
            .unwrap()
            .to_owned();
        let Some(here) = relative
            .components()
            .next()
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
        else {
            continue;
        };
        let Some(place) = order.iter().position(|name| *name == here) else {
            continue;
        };
        for later in order.get(place + 1..).unwrap_or_default() {
            let used = uses(&text, later);
            let known = AGAINST.contains(&(here.as_str(), later));
            assert!(
                !used || known,
                "{} uses {later}, which comes after {here}",
                relative.display()
            );
        }
    }
}

#[test]
fn every_table_is_declared_by_one_feature() {
    let mut declared: Vec<&str> = FEATURES
        .iter()
        .flat_map(|feature| feature.tables.iter().map(|table| table.name))
        .collect();
    declared.sort_unstable();
    let unique: BTreeSet<&str> = declared.iter().copied().collect();
    assert_eq!(
        declared.len(),
        unique.len(),
        "a table is declared twice: {declared:?}"
    );
    for engine in ["sqlite", "postgres"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("migrations")
            .join(engine);
        let mut made = BTreeSet::new();
        for file in files(&folder, ".sql").into_iter().filter(|f| {
            !f.file_name()
                .unwrap()
                .to_string_lossy()
                .starts_with("places")
        }) {
            for line in read(&file)
                .lines()
                .filter_map(|line| line.strip_prefix("CREATE TABLE "))
            {
                made.insert(line.split([' ', '(']).next().unwrap().to_owned());
            }
        }
        let undeclared: Vec<_> = made
            .iter()
            .filter(|table| !unique.contains(table.as_str()))
            .collect();
        assert!(
            undeclared.is_empty(),
            "{engine}: no feature declares {undeclared:?}"
        );
    }
}

#[test]
fn migrations_have_equal_names() {
    let names = |engine: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("migrations")
            .join(engine);
        files(&folder, ".sql")
            .iter()
            .map(|f| f.file_name().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names("sqlite"), names("postgres"));
}

on_both! {
    /// Every statement of every feature is good SQL on this engine.
    async fn every_statement_prepares(world: World) {
        for feature in FEATURES {
            let result = world.app.db.prepare_all(feature.statements).await;
            assert!(result.is_ok(), "{}: {result:?}", feature.name);
        }
    }
}

#[test]
fn files_stay_short() {
    let mut long = Vec::new();
    for folder in ["crates", "web/src", "e2e"] {
        for ends in [".rs", ".ts", ".html"] {
            for path in files(&root().join(folder), ends) {
                let shown = path.display().to_string();
                if ["node_modules", "/target/", "/dist/"]
                    .iter()
                    .any(|skip| shown.contains(skip))
                {
                    continue;
                }
                let lines = read(&path).lines().count();
                if lines > 400 {
                    println!("{lines} {shown}");
                }
                if lines > LONGEST {
                    long.push(shown);
                }
            }
        }
    }
    assert!(long.is_empty(), "longer than {LONGEST} lines: {long:?}");
}

#[test]
fn the_map_is_true() {
    let map = read(&root().join("ARCHITECTURE.md"));
    let source = root().join("crates/server/src");
    for quoted in map.split('`').skip(1).step_by(2) {
        let path = quoted.trim_end_matches(['/', ':']);
        let is_path = path.contains('/')
            && !path.starts_with('/')
            && !path.contains(['{', '*', ' ', ':', '=']);
        if is_path {
            let exists = [root(), source.clone()]
                .iter()
                .any(|base| base.join(path).exists());
            assert!(
                exists,
                "ARCHITECTURE.md names {quoted}, which does not exist"
            );
        }
    }
}

/// S-009, voice.md §1: what no text may say, and how long a sentence may be.
#[test]
fn s009_texts_keep_the_voice() {
    let banned = [
        "ilegal",
        "ditolak",
        "gagal fatal",
        "pelanggaran",
        "otp",
        "ponsel",
        "login",
        "logout",
    ];
    for path in files(&root().join("locales/id"), ".ftl") {
        for (n, line) in read(&path)
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.starts_with('#'))
        {
            let text = line.split_once('=').map_or(line, |(_, text)| text);
            let lower = text.to_lowercase();
            let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
            let at = format!("{}:{}", path.display(), n + 1);
            assert!(
                !banned.iter().any(|b| words.contains(b)),
                "{at}: a banned word in {text}"
            );
            assert!(!text.contains('!'), "{at}: an exclamation mark in {text}");
            for sentence in text.split(['.', '?', ';', ':']) {
                let count = sentence
                    .split_whitespace()
                    .filter(|w| w.chars().any(char::is_alphanumeric))
                    .count();
                assert!(
                    count <= 22,
                    "{at}: {count} words in one sentence: {sentence}"
                );
            }
        }
    }
}

/// Owners never see the product's own name.
#[test]
fn owners_see_the_brand() {
    for path in files(&root().join("locales/en"), ".ftl") {
        for (n, line) in read(&path)
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.starts_with('#'))
        {
            let text = line.replace("kunci-agent", "");
            assert!(
                !text.to_lowercase().contains("kunci"),
                "{}:{}: {line}",
                path.display(),
                n + 1
            );
        }
    }
}
