//! The API keeps to its document: each answer has a documented status, and a body of the documented shape, with nothing else in it.

use std::sync::LazyLock;

use axum::http::Method;
use serde_json::Value;

use crate::browser::Page;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let text = kunci_server::api::document().to_json().unwrap();
    serde_json::from_str(&text).unwrap()
});

/// Compares an answer with the document.
pub(crate) fn holds(method: &Method, page: &Page) {
    let path = page.path.split('?').next().unwrap();
    let what = format!("{method} {path}: {} {}", page.status, page.body);
    let Some(operation) = operation(method, path) else {
        assert!(page.status.is_client_error(), "not documented: {what}");
        return;
    };
    let responses = &operation["responses"];
    let own = &responses[page.status.as_str()];
    let documented = if own.is_null() && !page.status.is_success() {
        &responses["default"]
    } else {
        own
    };
    assert!(documented.is_object(), "status not documented: {what}");
    let content = documented["content"].as_object();
    let Some(content) = content.filter(|content| !content.is_empty()) else {
        assert_eq!(page.body, "", "{what}");
        return;
    };
    let kind = page.header("content-type").unwrap_or_default();
    let kind = kind.split(';').next().unwrap();
    let media = content
        .get(kind)
        .unwrap_or_else(|| panic!("{kind}: {what}"));
    if kind.ends_with("json") {
        let wrong = wrong(&media["schema"], &page.json(), "body");
        assert_eq!(wrong, Vec::<String>::new(), "{what}");
    }
}

/// The operation at this address.
fn operation(method: &Method, path: &str) -> Option<&'static Value> {
    let parts: Vec<&str> = path.split('/').collect();
    let fits = |template: &str| {
        let template: Vec<&str> = template.split('/').collect();
        template.len() == parts.len()
            && template
                .iter()
                .zip(&parts)
                .all(|(one, part)| one.starts_with('{') || one == part)
    };
    let paths = DOCUMENT["paths"].as_object().unwrap();
    let mut found: Vec<_> = paths.iter().filter(|(path, _)| fits(path)).collect();
    // An address that is written out comes before one with a parameter.
    found.sort_by_key(|(path, _)| path.matches('{').count());
    let method = method.as_str().to_lowercase();
    found.into_iter().find_map(|(_, item)| item.get(&method))
}

/// What in a value is not as its schema says.
fn wrong(schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap();
        return wrong(&DOCUMENT["components"]["schemas"][name], value, at);
    }
    if let Some(all) = schema["allOf"].as_array() {
        return all.iter().flat_map(|one| wrong(one, value, at)).collect();
    }
    if let Some(any) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
        let fits = any.iter().any(|one| wrong(one, value, at).is_empty());
        return if fits {
            Vec::new()
        } else {
            vec![format!("{at} fits none of {any:?}: {value}")]
        };
    }
    // What others define, such as WebAuthn, is not written out here.
    if ["type", "enum", "properties"]
        .iter()
        .all(|key| schema.get(*key).is_none())
    {
        return Vec::new();
    }
    let mut found = Vec::new();
    if !is_of(&schema["type"], value) {
        found.push(format!("{at} is no {}: {value}", schema["type"]));
    }
    if let Some(values) = schema["enum"].as_array()
        && !values.contains(value)
    {
        found.push(format!("{at} is none of {values:?}: {value}"));
    }
    if let (Some(items), Value::Array(list)) = (schema.get("items"), value) {
        found.extend(
            list.iter()
                .flat_map(|one| wrong(items, one, &format!("{at}[]"))),
        );
    }
    if let Value::Object(object) = value {
        found.extend(fields(schema, object, at));
    }
    found
}

fn fields(schema: &Value, object: &serde_json::Map<String, Value>, at: &str) -> Vec<String> {
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let missing = required
        .iter()
        .filter_map(Value::as_str)
        .filter(|name| !object.contains_key(*name));
    let mut found: Vec<String> = missing
        .map(|name| format!("{at}.{name} is missing"))
        .collect();
    for (name, value) in object {
        let at = format!("{at}.{name}");
        match (
            schema["properties"].get(name),
            schema.get("additionalProperties"),
        ) {
            (Some(schema), _) | (None, Some(schema @ Value::Object(_))) => {
                found.extend(wrong(schema, value, &at));
            }
            (None, _) => found.push(format!("{at} is not documented")),
        }
    }
    found
}

fn is_of(kind: &Value, value: &Value) -> bool {
    match kind {
        Value::Array(any) => any.iter().any(|kind| is_of(kind, value)),
        Value::String(kind) => match kind.as_str() {
            "null" => value.is_null(),
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            other => panic!("{other}"),
        },
        _ => true,
    }
}
