//! What people type to say who they are, in one form per person: `+62 812…`, `62812…` and `0812…` are one number.

use phonenumber::country;

/// A parsed identifier. Its text is the database's key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Identifier {
    kind: Kind,
    value: String,
}

/// The kinds of identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Mail address, lower case.
    Email,
    /// Telephone number in E.164 form.
    Phone,
    /// Account name, lower case.
    Name,
}

impl Kind {
    /// As kept in the database.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Name => "name",
        }
    }

    /// Reads what [`Kind::tag`] wrote.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        [Self::Email, Self::Phone, Self::Name]
            .into_iter()
            .find(|kind| kind.tag() == tag)
    }
}

/// Why a text is no identifier; each has its own sentence that says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// Nothing was typed.
    Empty,
    /// Looks like a mail address but is none.
    Email,
    /// Looks like a number but is none, or too short or long.
    Phone,
    /// A name needs 3 to 32 letters, digits, dots or dashes.
    Name,
}

impl Identifier {
    /// Reads what a person typed.
    ///
    /// # Errors
    /// Why it cannot be an identifier.
    pub fn parse(typed: &str) -> Result<Self, Malformed> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(Malformed::Empty);
        }
        if typed.contains('@') {
            return parse_email(typed);
        }
        let digits = typed.chars().filter(char::is_ascii_digit).count();
        let only_number = typed
            .chars()
            .all(|c| c.is_ascii_digit() || " +-().\u{a0}".contains(c));
        if only_number && digits >= 3 {
            parse_phone(typed)
        } else {
            parse_name(typed)
        }
    }

    /// Reads what the database kept.
    #[must_use]
    pub const fn stored(kind: Kind, value: String) -> Self {
        Self { kind, value }
    }

    /// Which kind it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The one form.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Calling code of a number, such as 62.
    #[must_use]
    pub fn calling_code(&self) -> Option<u16> {
        phonenumber::parse(None, &self.value)
            .ok()
            .map(|number| number.code().value())
    }
}

fn parse_email(typed: &str) -> Result<Identifier, Malformed> {
    let value = typed.to_lowercase();
    let address: lettre::Address = value.parse().map_err(|_| Malformed::Email)?;
    let domain = address.domain();
    let sound = value.len() <= 254
        && domain.contains('.')
        && !domain.starts_with('[')
        && value.chars().all(|c| !c.is_control());
    if sound {
        Ok(Identifier {
            kind: Kind::Email,
            value,
        })
    } else {
        Err(Malformed::Email)
    }
}

fn parse_phone(typed: &str) -> Result<Identifier, Malformed> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let plus = typed.trim_start().starts_with('+');
    // "62812…" without a plus is how many people write +62.
    let text = if plus || (digits.starts_with("62") && digits.len() >= 10) {
        format!("+{digits}")
    } else {
        digits
    };
    let number = phonenumber::parse(Some(country::ID), &text).map_err(|_| Malformed::Phone)?;
    if !phonenumber::is_valid(&number) {
        return Err(Malformed::Phone);
    }
    let value = number.format().mode(phonenumber::Mode::E164).to_string();
    Ok(Identifier {
        kind: Kind::Phone,
        value,
    })
}

fn parse_name(typed: &str) -> Result<Identifier, Malformed> {
    let value = typed.to_lowercase();
    let length = value.chars().count();
    let letters = value.chars().any(|c| c.is_ascii_alphabetic());
    let sound = value
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    if (3..=32).contains(&length) && letters && sound {
        Ok(Identifier {
            kind: Kind::Name,
            value,
        })
    } else {
        Err(Malformed::Name)
    }
}
