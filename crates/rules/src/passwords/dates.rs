//! Dates as people in Indonesia write them: day, month, year; with or without marks; months by name (S-036).

const MONTHS: [&[&str]; 12] = [
    &["januari", "january", "jan"],
    &["februari", "pebruari", "february", "feb", "peb"],
    &["maret", "march", "mar"],
    &["april", "apr"],
    &["mei", "may"],
    &["juni", "june", "jun"],
    &["juli", "july", "jul"],
    &["agustus", "august", "agu", "ags", "agt", "aug"],
    &["september", "sept", "sep"],
    &["oktober", "october", "okt", "oct"],
    &["november", "nopember", "nov", "nop"],
    &["desember", "december", "des", "dec"],
];

/// Whether this, in small letters, is nothing but a date, once or twice over.
pub(super) fn is_date(text: &str) -> bool {
    let twice = text
        .get(..text.len() / 2)
        .filter(|half| text.len().is_multiple_of(2) && Some(*half) == text.get(half.len()..));
    one_date(text) || twice.is_some_and(one_date)
}

fn one_date(text: &str) -> bool {
    let parts: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|p| !p.is_empty())
        .collect();
    let together: String = parts.concat();
    by_name(&together) || in_digits(&together) || in_parts(&parts)
}

/// `17081945`, `19450817`, `08171945`, `170845`, `450817`.
fn in_digits(text: &str) -> bool {
    let cut = |cuts: [usize; 2]| {
        let (a, rest) = text.split_at_checked(cuts[0])?;
        let (b, c) = rest.split_at_checked(cuts[1])?;
        Some([a, b, c])
    };
    let any = |cuts: &[[usize; 2]]| cuts.iter().filter_map(|c| cut(*c)).any(|p| in_parts(&p));
    match text.len() {
        8 => any(&[[2, 2], [4, 2]]),
        6 => any(&[[2, 2]]),
        _ => false,
    }
}

/// Three numbers: day, month and year in any order with the year at an end.
fn in_parts(parts: &[&str]) -> bool {
    let &[a, b, c] = parts else { return false };
    let day_month = |x: &str, y: &str| (is_day(x) && is_month(y)) || (is_month(x) && is_day(y));
    (is_year(c) && day_month(a, b)) || (is_year(a) && day_month(b, c))
}

/// `17agustus1945`, `agustus1945`, `17agustus`, `1945agustus17`.
fn by_name(text: &str) -> bool {
    MONTHS.iter().flat_map(|names| names.iter()).any(|month| {
        let Some((before, after)) = text.split_once(month) else {
            return false;
        };
        let end = |s: &str| s.is_empty() || is_day(s) || is_year(s);
        !(before.is_empty() && after.is_empty()) && end(before) && end(after)
    })
}

fn number(text: &str) -> Option<u32> {
    text.bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| text.parse().ok())?
}

fn is_day(text: &str) -> bool {
    text.len() <= 2 && number(text).is_some_and(|n| (1..=31).contains(&n))
}

fn is_month(text: &str) -> bool {
    text.len() <= 2 && number(text).is_some_and(|n| (1..=12).contains(&n))
}

fn is_year(text: &str) -> bool {
    match text.len() {
        2 => number(text).is_some(),
        4 => number(text).is_some_and(|n| (1900..=2099).contains(&n)),
        _ => false,
    }
}
