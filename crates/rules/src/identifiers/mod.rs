//! What may be shown of an address before and after a proof: masked only (S-149, AR-22).

#[cfg(test)]
mod tests;

/// An email address with just enough left to recognise: `s…i@g….com`.
pub fn mask_email(email: &str) -> String {
    let Some((local, domain)) = email.rsplit_once('@') else {
        return "…".into();
    };
    let (host, top) = domain.rsplit_once('.').unwrap_or((domain, ""));
    let mut masked = ends(local);
    masked.push('@');
    masked.extend(host.chars().next());
    masked.push('…');
    if !top.is_empty() {
        masked.push('.');
        masked.push_str(top);
    }
    masked
}

/// A phone number with its last four digits: `…4821`. A short one keeps fewer, never more than a third.
pub fn mask_phone(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    let keep = (digits.len() / 3).min(4);
    std::iter::once('…')
        .chain(
            digits
                .into_iter()
                .rev()
                .take(keep)
                .collect::<Vec<_>>()
                .into_iter()
                .rev(),
        )
        .collect()
}

/// The mailbox behind an email address, to compare: addresses that only differ in letter case or in what follows a `+` are read in one
/// place, and Gmail ignores dots. Taking two for one only asks for more proof; taking one for two would ask for too little.
pub fn mailbox(email: &str) -> String {
    let email = email.trim().to_lowercase();
    let Some((local, domain)) = email.rsplit_once('@') else {
        return email;
    };
    let local = local.split('+').next().unwrap_or_default();
    match domain {
        "gmail.com" | "googlemail.com" => format!("{}@gmail.com", local.replace('.', "")),
        _ => format!("{local}@{domain}"),
    }
}

/// The first letter, and the last of names of four or more.
fn ends(name: &str) -> String {
    let count = name.chars().count();
    let first = name.chars().next();
    let last = name.chars().next_back().filter(|_| count >= 4);
    first.into_iter().chain(['…']).chain(last).collect()
}
