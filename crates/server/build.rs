//! Turns `locales/{id,en}/*.ftl` into one typed Rust function per message, so that a missing key, a
//! missing argument or a language that lags behind does not compile (S-010).
//!
//! Terms (`-merek`, `-anda`) are not generated: they come from the operator's configuration.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a build script reports by stopping the build"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

/// A message: the arguments that it uses, and its text as written (for the docstring).
struct Message {
    arguments: BTreeSet<String>,
    text: String,
}

fn main() {
    // Asked when it runs: a checkout that was moved keeps its build directory, and must not read the texts of the old place.
    let crate_root = env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let root = Path::new(&crate_root).join("../../locales");
    println!("cargo:rerun-if-changed={}", root.display());
    let id = read_language(&root.join("id"));
    let en = read_language(&root.join("en"));
    assert_same(&id, &en);

    let mut code = String::from("impl Text {\n");
    for (key, message) in &id {
        write_function(&mut code, key, message);
    }
    code.push_str("}\n");
    for language in ["id", "en"] {
        let files = ftl_files(&root.join(language));
        let _ = writeln!(code, "const {}: &[&str] = &[", language.to_uppercase());
        for file in files {
            let _ = writeln!(
                code,
                "    include_str!({:?}),",
                file.canonicalize().expect("just listed")
            );
        }
        code.push_str("];\n");
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("texts.rs");
    fs::write(out, code).expect("OUT_DIR is writable");
}

fn ftl_files(directory: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(directory)
        .unwrap_or_else(|error| panic!("{}: {error}", directory.display()))
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "ftl"))
        .collect();
    files.sort();
    files
}

fn read_language(directory: &Path) -> BTreeMap<String, Message> {
    let mut messages = BTreeMap::new();
    for file in ftl_files(directory) {
        let source = fs::read_to_string(&file).expect("readable");
        let resource = parser::parse(source.as_str())
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", file.display()));
        for entry in resource.body {
            let Entry::Message(message) = entry else {
                continue;
            };
            let Some(pattern) = message.value else {
                panic!("{}: {} has no text", file.display(), message.id.name)
            };
            let mut arguments = BTreeSet::new();
            walk_pattern(&pattern, &mut arguments);
            let text = show(&pattern);
            let twice = messages.insert(message.id.name.to_owned(), Message { arguments, text });
            assert!(
                twice.is_none(),
                "{}: {} is defined twice",
                file.display(),
                message.id.name
            );
        }
    }
    messages
}

fn assert_same(id: &BTreeMap<String, Message>, en: &BTreeMap<String, Message>) {
    for (key, message) in id {
        let other = en
            .get(key)
            .unwrap_or_else(|| panic!("locales/en has no message {key}"));
        assert!(
            message.arguments == other.arguments,
            "{key}: id takes {:?}, en takes {:?}",
            message.arguments,
            other.arguments
        );
    }
    for key in en.keys() {
        assert!(id.contains_key(key), "locales/id has no message {key}");
    }
}

fn walk_pattern(pattern: &Pattern<&str>, arguments: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            walk_expression(expression, arguments);
        }
    }
}

fn walk_expression(expression: &Expression<&str>, arguments: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => walk_inline(inline, arguments),
        Expression::Select { selector, variants } => {
            walk_inline(selector, arguments);
            for variant in variants {
                walk_pattern(&variant.value, arguments);
            }
        }
    }
}

fn walk_inline(inline: &InlineExpression<&str>, arguments: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            arguments.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => walk_expression(expression, arguments),
        InlineExpression::FunctionReference {
            arguments: call, ..
        } => {
            for positional in &call.positional {
                walk_inline(positional, arguments);
            }
        }
        _ => {}
    }
}

fn show(pattern: &Pattern<&str>) -> String {
    let mut text = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.push_str(value),
            PatternElement::Placeable { .. } => text.push('…'),
        }
    }
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace(['[', ']', '<', '>', '`'], " ")
}

/// `signin-tries-left` with `$n` becomes `fn signin_tries_left(&self, n: impl Into<Arg>)`; arguments
/// stand in alphabetical order in every language.
fn write_function(code: &mut String, key: &str, message: &Message) {
    let name = key.replace('-', "_");
    let mut parameters = String::new();
    let mut list = String::new();
    for argument in &message.arguments {
        let rust = argument.replace('-', "_");
        let _ = write!(parameters, ", {rust}: impl Into<Arg>");
        let _ = write!(list, "({argument:?}, {rust}.into()), ");
    }
    let _ = writeln!(code, "    /// {}", message.text);
    let _ = writeln!(
        code,
        "    #[must_use]\n    pub fn {name}(&self{parameters}) -> String {{ self.format({key:?}, vec![{list}]) }}"
    );
}
