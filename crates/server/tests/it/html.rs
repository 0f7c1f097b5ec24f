//! As much of HTML as our own pages use: tags, attributes in double quotes, the five entities.

/// A form as a browser would send it untouched.
#[derive(Clone, Debug)]
pub(crate) struct FormOnPage {
    /// Where it goes.
    pub(crate) action: String,
    /// Names and preset values; unchecked boxes are absent.
    pub(crate) fields: Vec<(String, String)>,
}

struct Tag<'a> {
    name: &'a str,
    attributes: &'a str,
    after: &'a str,
}

/// Every tag in order, with the text that follows it up to the next.
fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    html.split('<').skip(1).filter_map(|piece| {
        let (inside, after) = piece.split_once('>')?;
        let (name, attributes) = inside
            .split_once(char::is_whitespace)
            .unwrap_or((inside, ""));
        Some(Tag {
            name,
            attributes,
            after,
        })
    })
}

impl Tag<'_> {
    fn get(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            let at = rest.find(&format!("{name}=\""))?;
            let is_whole = rest[..at]
                .chars()
                .next_back()
                .is_none_or(char::is_whitespace);
            rest = &rest[at + name.len() + 2..];
            if is_whole {
                return rest.split('"').next().map(decode);
            }
        }
    }

    fn is(&self, flag: &str) -> bool {
        self.attributes.split_whitespace().any(|word| word == flag)
    }
}

/// What a reader sees: no tags, scripts or styles; single spaces.
pub(crate) fn text(html: &str) -> String {
    let body = html.split_once("<body").map_or(html, |(_, body)| body);
    let mut out = String::new();
    for tag in tags(&format!("<body{body}")) {
        if !matches!(tag.name, "script" | "style") {
            out.push(' ');
            out.push_str(tag.after);
        }
    }
    let words: Vec<&str> = out.split_whitespace().collect();
    decode(&words.join(" "))
        .replace(" .", ".")
        .replace(" ,", ",")
}

/// All forms that are posted.
pub(crate) fn forms(html: &str) -> Vec<FormOnPage> {
    let mut all: Vec<FormOnPage> = Vec::new();
    let mut select: Option<String> = None;
    let mut open = false;
    for tag in tags(html) {
        match tag.name {
            "form" => {
                open = true;
                all.push(FormOnPage {
                    action: tag.get("action").unwrap_or_default(),
                    fields: Vec::new(),
                });
            }
            "/form" => open = false,
            "select" => select = tag.get("name"),
            "/select" => select = None,
            _ if open => {
                let preset = preset(&tag, select.as_deref());
                if let (Some(form), Some(field)) = (all.last_mut(), preset) {
                    form.fields.push(field);
                }
            }
            _ => {}
        }
    }
    all
}

/// What an untouched control would send.
fn preset(tag: &Tag<'_>, select: Option<&str>) -> Option<(String, String)> {
    let kind = tag.get("type").unwrap_or_default();
    match tag.name {
        "input" if matches!(kind.as_str(), "checkbox" | "radio") => {
            tag.is("checked").then(|| {
                Some((
                    tag.get("name")?,
                    tag.get("value").unwrap_or_else(|| "on".to_owned()),
                ))
            })?
        }
        "input" if kind != "submit" => {
            Some((tag.get("name")?, tag.get("value").unwrap_or_default()))
        }
        "textarea" => Some((tag.get("name")?, decode(tag.after))),
        "option" if tag.is("selected") => Some((
            select?.to_owned(),
            tag.get("value").unwrap_or_else(|| decode(tag.after)),
        )),
        _ => None,
    }
}

/// The form that goes to `action`, with or without its query.
pub(crate) fn form(html: &str, action: &str) -> Option<FormOnPage> {
    forms(html)
        .into_iter()
        .find(|form| form.action == action || form.action.split('?').next() == Some(action))
}

/// All addresses that are linked.
pub(crate) fn links(html: &str) -> Vec<String> {
    tags(html)
        .filter(|tag| tag.name == "a")
        .filter_map(|tag| tag.get("href"))
        .collect()
}

/// `application/x-www-form-urlencoded`
pub(crate) fn encode_form(fields: &[(&str, &str)]) -> String {
    let pair = |(name, value): &(&str, &str)| format!("{}={}", encode(name), encode(value));
    fields.iter().map(pair).collect::<Vec<_>>().join("&")
}

/// Percent-encodes one value.
pub(crate) fn encode(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    text.bytes()
        .map(|b| {
            if plain(b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

pub(crate) fn decode(text: &str) -> String {
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
    ];
    let plain = entities
        .iter()
        .fold(text.to_owned(), |text, (entity, sign)| {
            text.replace(entity, sign)
        });
    plain.replace("&#38;", "&").replace("&amp;", "&")
}
