//! Whether a stranger can tell a name that has an account from one that has none: status, body and time of every form that
//! takes a name (STD-41, S-050). The times are compared by Wilcoxon's rank-sum test, in turns, so that whatever else the
//! machine does meets both alike.

use std::path::Path;
use std::time::Instant;

use crate::Outcome;
use crate::child::{Demo, Owner};
use crate::client::{Answer, Client};
use crate::table::{head, remark, row};

/// Measurements of each kind of name.
const N: usize = 1000;

/// Names of each kind that take turns.
const NAMES: usize = 4;

/// The cheapest hash that is allowed: the smaller it is, the more the rest of the work shows.
const CHEAPEST: [(&str, &str); 2] = [
    ("KUNCI_LIMITS_ARGON2_MEMORY_KIB", "19456"),
    ("KUNCI_LIMITS_ARGON2_PASSES", "2"),
];

/// Measures and prints.
pub(crate) async fn measure(kunci: &Path) -> Outcome {
    head(&format!(
        "known beside unknown names ({N} of each, in turns)"
    ));
    let settings = CHEAPEST.map(|(key, value)| (key, value.to_owned()));
    let demo = Demo::start(kunci, &settings).await?;
    let mut asking = Asking::new(&demo).await?;
    asking.form("sign-in, wrong password", sign_in).await?;
    asking.form("sign-up", sign_up).await?;
    asking.form("forgot password, the name", forgot).await?;
    asking.form("forgot password, the message", send).await?;
    asking.form("forgot account name", names).await?;
    demo.stop().await?;
    remark(
        "p: how likely times differ as much as these by chance; below 0.01 a stranger could tell. Names are left out of bodies before they are compared.",
    );
    Ok(())
}

/// Who asks: a stranger from ever new networks, and the owners, who clear their pools again.
struct Asking {
    stranger: Client,
    owners: Vec<(Owner, Client)>,
    network: u32,
}

/// One request about a name; only this is timed.
enum Request<'a> {
    SignIn(&'a str),
    SignUp(&'a str),
    Forgot(&'a str),
    Send(&'a str),
    Names(&'a str),
}

fn sign_in(name: &str) -> Request<'_> {
    Request::SignIn(name)
}

fn sign_up(name: &str) -> Request<'_> {
    Request::SignUp(name)
}

fn forgot(name: &str) -> Request<'_> {
    Request::Forgot(name)
}

fn send(name: &str) -> Request<'_> {
    Request::Send(name)
}

fn names(name: &str) -> Request<'_> {
    Request::Names(name)
}

impl Asking {
    async fn new(demo: &Demo) -> Outcome<Self> {
        let mut owners = Vec::new();
        for (n, owner) in demo.owners.iter().take(NAMES).enumerate() {
            let mut client = Client::new(demo.address, u32::try_from(n)?).await?;
            client.sign_in(owner).await?;
            owners.push((owner.clone(), client));
        }
        let stranger = Client::new(demo.address, 100).await?;
        Ok(Self {
            stranger,
            owners,
            network: 100,
        })
    }

    /// Times one form with both kinds of names, and prints what tells them apart.
    async fn form(&mut self, what: &str, request: fn(&str) -> Request<'_>) -> Outcome {
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        let mut differ = 0;
        for n in 0..N {
            let login = self.owners[n % self.owners.len()].0.login.clone();
            let nobody = match request(&login) {
                // An owner's pool is full again each time; so is that of a name nobody has tried.
                Request::SignIn(_) => like(&login, n),
                // Messages have a budget for each name: as many names of both kinds, as often.
                _ => like(&login, 0),
            };
            // Whoever is asked about first meets colder caches: by turns.
            let ((took, answer), (other, answered)) = if n % 2 == 0 {
                let first = self.ask(request(&login)).await?;
                (first, self.ask(request(&nobody)).await?)
            } else {
                let first = self.ask(request(&nobody)).await?;
                (self.ask(request(&login)).await?, first)
            };
            known.push(took);
            unknown.push(other);
            if seen(&answer, &login) != seen(&answered, &nobody) {
                differ += 1;
            }
            self.forgive(n).await?;
        }
        let ratio = median(&known) / median(&unknown);
        row(
            "server",
            &format!("{what}: median known"),
            median(&known),
            "ms",
            None,
        );
        row("server", "  beside unknown", ratio, "times", None);
        row(
            "server",
            "  rank-sum p",
            rank_sum(&known, &unknown),
            "",
            None,
        );
        row(
            "server",
            "  answers that differ",
            f64::from(differ),
            "",
            None,
        );
        Ok(())
    }

    /// Milliseconds until the answer, and the answer.
    async fn ask(&mut self, request: Request<'_>) -> Outcome<(f64, Answer)> {
        self.network += 1;
        self.stranger.move_to(self.network);
        self.stranger.forget();
        let client = &mut self.stranger;
        if let Request::Send(name) = request {
            client.form("/forgot", &[("name", name)]).await?;
        }
        let began = Instant::now();
        let answer = match request {
            Request::SignIn(name) => {
                let fields = [("name", name), ("password", "bukan kata sandinya")];
                client.form("/signin", &fields).await?
            }
            Request::SignUp(name) => client.form("/signup", &[("contact", name)]).await?,
            Request::Forgot(name) => client.form("/forgot", &[("name", name)]).await?,
            Request::Send(_) => client.form("/recover/send", &[("way", "email")]).await?,
            Request::Names(name) => client.form("/forgot/name", &[("contact", name)]).await?,
        };
        Ok((began.elapsed().as_secs_f64() * 1e3, answer))
    }

    /// A right password forgets the wrong ones, so that the next stranger meets a full pool again.
    async fn forgive(&mut self, n: usize) -> Outcome {
        let at = n % self.owners.len();
        let (owner, client) = &mut self.owners[at];
        client.sign_in(owner).await
    }
}

/// An address that nobody has, about as long as this one and at the same host.
fn like(login: &str, n: usize) -> String {
    let (at, host) = login.split_once('@').unwrap_or((login, "nusa.example"));
    let turned: String = at.chars().rev().filter(char::is_ascii_alphabetic).collect();
    format!("{turned}{n}@{host}")
}

/// What a stranger sees of an answer: without the name that was asked for, and without the challenge that is new each time.
fn seen(answer: &Answer, name: &str) -> (u16, String) {
    const CHALLENGE: &str = "challenge&#34;:&#34;";
    let body = String::from_utf8_lossy(&answer.body).replace(name, "");
    let body = match body.split_once(CHALLENGE) {
        Some((before, after)) => {
            let after = after.split_once("&#34;").map_or("", |(_, after)| after);
            format!("{before}{after}")
        }
        None => body,
    };
    (answer.status.as_u16(), body)
}

fn median(times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
}

/// Two-sided p of Wilcoxon's rank-sum test, by the normal approximation (exact enough for a thousand of each).
fn rank_sum(a: &[f64], b: &[f64]) -> f64 {
    let tagged = a
        .iter()
        .map(|t| (*t, true))
        .chain(b.iter().map(|t| (*t, false)));
    let mut all: Vec<(f64, bool)> = tagged.collect();
    all.sort_by(|x, y| x.0.total_cmp(&y.0));
    let ranks = all.iter().zip(1_u32..);
    let sum: f64 = ranks
        .filter(|((_, of_a), _)| *of_a)
        .map(|(_, rank)| f64::from(rank))
        .sum();
    let count = |list: &[f64]| list.iter().fold(0.0_f64, |n, _| n + 1.0);
    let (n, m) = (count(a), count(b));
    let mean = n * (n + m + 1.0) / 2.0;
    let deviation = (n * m * (n + m + 1.0) / 12.0).sqrt();
    two_sided((sum - mean) / deviation)
}

/// The chance of a standard normal value at least this far from 0 (Abramowitz and Stegun 26.2.17).
fn two_sided(z: f64) -> f64 {
    let z = z.abs();
    let t = 1.0 / (1.0 + 0.231_641_9 * z);
    let poly = t
        * (0.319_381_530
            + t * (-0.356_563_782
                + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
    let density = (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    (2.0 * density * poly).min(1.0)
}
