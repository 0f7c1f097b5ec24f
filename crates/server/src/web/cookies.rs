//! Cookies: opaque, `HttpOnly`, `SameSite=Lax`, and `__Host-` with `Secure` wherever the site is https (STD-51).

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

/// The cookies that the product sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// Session token: account id, session id, secret.
    Session,
    /// Known browsers: one token per account that signed in here.
    Browsers,
    /// A visitor before sign-in: binds codes to the browser that asked (STD-24).
    Visitor,
    /// A recovery under way.
    Recovery,
    /// A forgotten account name that is being looked up.
    Names,
    /// A sign-in that needs a second step.
    SignIn,
    /// A sign-up under way.
    SignUp,
    /// A rehearsal under way.
    Rehearsal,
    /// A form that needed something else first, sealed.
    Held,
    /// Chosen language; not a secret.
    Language,
}

impl Cookie {
    const fn base(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Browsers => "browsers",
            Self::Visitor => "visitor",
            Self::Recovery => "recovery",
            Self::Names => "names",
            Self::SignIn => "signin",
            Self::SignUp => "signup",
            Self::Rehearsal => "rehearsal",
            Self::Held => "held",
            Self::Language => "language",
        }
    }

    /// Name on the wire. `__Host-` needs https; plain http exists only on loopback.
    #[must_use]
    pub fn name(self, https: bool) -> String {
        if https {
            format!("__Host-{}", self.base())
        } else {
            self.base().to_owned()
        }
    }

    /// Reads the cookie from a request.
    #[must_use]
    pub fn read(self, headers: &HeaderMap, https: bool) -> Option<String> {
        let name = self.name(https);
        let lines = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|line| line.to_str().ok());
        lines.flat_map(|line| line.split(';')).find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name && !value.is_empty()).then(|| value.to_owned())
        })
    }

    /// A `Set-Cookie` value. `seconds` of `None` ends with the browser, 0 deletes.
    #[must_use]
    pub fn write(self, value: &str, seconds: Option<i64>, https: bool) -> Option<HeaderValue> {
        let mut text = format!(
            "{}={value}; Path=/; HttpOnly; SameSite=Lax",
            self.name(https)
        );
        if https {
            text.push_str("; Secure");
        }
        if let Some(seconds) = seconds {
            text.push_str(&format!("; Max-Age={seconds}"));
        }
        HeaderValue::from_str(&text).ok()
    }
}

/// The cookies that an answer sets, whatever the answer is: a page and the API say the same in their own ways.
#[derive(Clone, Default)]
pub struct Cookies(Vec<HeaderValue>);

impl Cookies {
    /// Those of an answer.
    #[must_use]
    pub fn of(response: &Response) -> Self {
        let set = response.headers().get_all(header::SET_COOKIE);
        Self(set.into_iter().cloned().collect())
    }

    /// And those of another.
    #[must_use]
    pub fn and(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    /// Sets them with this answer.
    #[must_use]
    pub fn onto(&self, mut response: Response) -> Response {
        for cookie in &self.0 {
            response
                .headers_mut()
                .append(header::SET_COOKIE, cookie.clone());
        }
        response
    }
}
