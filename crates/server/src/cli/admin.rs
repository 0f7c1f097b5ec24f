//! `kunci admin`: what an operator can do at the server. Whoever has a shell here is still not the owner: nothing that only
//! proofs open is done from here, addresses are masked, and what changes something is audited and told to the owner.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};
use kunci_db::{SystemClock, View};
use kunci_rules::identifiers::{mask_email, mask_phone};
use kunci_rules::{Id, Time};

use super::{Failure, say};
use crate::accounts::{self, Identifier, Kind};
use crate::config::Config;
use crate::methods::{self, Channel};
use crate::notices::{self, By, Event};
use crate::random::Random;
use crate::state::{App, Mode};
use crate::web::times::rfc3339;
use crate::{audit, browsers, locks, logging, reports, serve};

#[derive(Args)]
pub(super) struct Options {
    /// Configuration of the server.
    #[arg(
        long,
        value_name = "FILE",
        default_value = "/etc/kunci/kunci.toml",
        global = true
    )]
    config: PathBuf,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Accounts.
    #[command(subcommand)]
    Account(AccountCommand),
    /// Sessions.
    #[command(subcommand)]
    Sessions(SessionsCommand),
    /// Locks.
    #[command(subcommand)]
    Locks(LocksCommand),
    /// Reports of people who pose as you.
    #[command(subcommand)]
    Reports(ReportsCommand),
}

#[derive(Subcommand)]
enum AccountCommand {
    /// Show the accounts that a name, address or number leads to; addresses are masked.
    Show {
        /// Account name, mail address or number, as the owner types it.
        identifier: String,
    },
}

#[derive(Subcommand)]
enum SessionsCommand {
    /// Sign all browsers of an account out. The owner is told and signs in again as usual.
    End {
        /// Account name, mail address or number, as the owner types it.
        identifier: String,
    },
}

#[derive(Subcommand)]
enum LocksCommand {
    /// Count the locks in force by rule and cause.
    List,
    /// Show how many locks of a rule would be lifted; with --yes, lift them all. Their owners are told.
    Lift {
        /// The rule, as `kunci admin locks list` names it.
        #[arg(long)]
        rule: String,
        /// Lift them, after the preview was read.
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Subcommand)]
enum ReportsCommand {
    /// Show the newest reports, newest first.
    List {
        /// How many.
        #[arg(long, default_value_t = 50)]
        most: u32,
    },
}

pub(super) async fn run(options: Options) -> Result<(), Failure> {
    let config = Config::load(Some(&options.config))?;
    logging::start(&config.log)?;
    let app = serve::build(config, Mode::Serve, Arc::new(SystemClock), Random::System).await?;
    let text = match options.what {
        What::Account(AccountCommand::Show { identifier }) => show(&app, &identifier).await,
        What::Sessions(SessionsCommand::End { identifier }) => {
            end_sessions(&app, &identifier).await
        }
        What::Locks(LocksCommand::List) => list_locks(&app).await,
        What::Locks(LocksCommand::Lift { rule, yes }) => lift_locks(&app, rule, yes).await,
        What::Reports(ReportsCommand::List { most }) => list_reports(&app, most).await,
    };
    app.db.close().await;
    app.places.close().await;
    say(&text?)?;
    Ok(())
}

/// Rules that judge by themselves and so can be wrong. A method at its cap of failures stays closed until it is set anew (STD-1).
const UNDONE: [&str; 2] = [crate::risk::RULE, "guesses/strangers"];

/// The accounts behind what was typed.
async fn find(app: &App, typed: &str) -> Result<Vec<Id>, Failure> {
    let identifier = Identifier::parse(typed)
        .map_err(|_| Failure::new("this is no account name, mail address or number"))?;
    let found = app
        .db
        .view(move |view| accounts::find(view, &identifier))
        .await?;
    if found.is_empty() {
        Err(Failure::new("no account has this name"))
    } else {
        Ok(found)
    }
}

async fn show(app: &App, typed: &str) -> Result<String, Failure> {
    let mut parts = Vec::new();
    for account in find(app, typed).await? {
        parts.push(app.db.view(move |view| describe(view, account)).await?);
    }
    Ok(parts.join("\n\n"))
}

fn describe(view: &View<'_>, id: Id) -> kunci_db::Result<String> {
    let Some(account) = accounts::get(view, id)? else {
        return Err(kunci_db::Error::Missing);
    };
    let mut lines = vec![
        format!("account    {id}"),
        format!("since      {}", rfc3339(account.created_at)),
        format!("two-step   {}", if account.two_step { "on" } else { "off" }),
    ];
    lines.extend(accounts::identifiers(view, id)?.iter().map(|name| {
        format!(
            "name       {} ({})",
            mask(name.kind(), name.value()),
            name.kind().tag()
        )
    }));
    for contact in methods::contacts(view, id)? {
        let kind = match contact.channel {
            Channel::Email => Kind::Email,
            Channel::Phone => Kind::Phone,
        };
        lines.push(format!(
            "contact    {} ({}), last proved {}",
            mask(kind, &contact.value),
            kind.tag(),
            rfc3339(contact.proved_at)
        ));
    }
    lines.push(format!(
        "browsers   {} known, {} signed in",
        browsers::known(view, id)?.len(),
        browsers::list(view, id)?.len()
    ));
    let until = |time: Option<Time>| {
        time.map_or_else(
            || "until it is lifted".to_owned(),
            |time| format!("until {}", rfc3339(time)),
        )
    };
    for lock in locks::active(view, id)? {
        let (cause, rule) = (lock.cause.name(), &lock.rule);
        lines.push(format!(
            "lock       {cause} by {rule} since {}, {}",
            rfc3339(lock.placed_at),
            until(lock.lifts_at)
        ));
    }
    Ok(lines.join("\n"))
}

fn mask(kind: Kind, value: &str) -> String {
    match kind {
        Kind::Email => mask_email(value),
        Kind::Phone => mask_phone(value),
        Kind::Name => value.to_owned(),
    }
}

async fn end_sessions(app: &App, typed: &str) -> Result<String, Failure> {
    let found = find(app, typed).await?;
    let [account] = found[..] else {
        return Err(Failure::new(format!(
            "{} accounts share this number: name the one you mean by its account name or mail address",
            found.len()
        )));
    };
    let inside = app.clone();
    let end = move |tx: &kunci_db::Tx<'_>| {
        accounts::hold(tx, account)?;
        let ended = browsers::end_all(tx, account, None)?;
        if ended > 0 {
            audit::record(
                tx,
                &inside,
                account,
                "sessions-ended",
                "operator",
                &ended.to_string(),
            )?;
            let by = By {
                session: None,
                label: inside.config.brand.name.clone(),
            };
            notices::tell(tx, &inside, account, &Event::SessionsEnded { by })?;
        }
        Ok::<_, kunci_db::Error>(ended)
    };
    let ended = app.db.tx(end).await?;
    Ok(format!("{ended} sessions ended"))
}

async fn list_locks(app: &App) -> Result<String, Failure> {
    let rows = app.db.view(locks::in_force).await?;
    if rows.is_empty() {
        return Ok("no lock is in force".to_owned());
    }
    let line = |row: &locks::InForce| {
        format!(
            "{:24} {:22} {:10} {:>7}   {}",
            row.rule,
            row.cause,
            row.subject,
            row.count,
            rfc3339(row.newest)
        )
    };
    let head = format!(
        "{:24} {:22} {:10} {:>7}   {}",
        "rule", "cause", "on", "locks", "newest"
    );
    Ok(std::iter::once(head)
        .chain(rows.iter().map(line))
        .collect::<Vec<_>>()
        .join("\n"))
}

/// Each account in a transaction of its own: held, audited, told. What was lifted before a fault stays lifted, and the same
/// command goes on with the rest (S-031).
async fn lift_locks(app: &App, rule: String, yes: bool) -> Result<String, Failure> {
    if !UNDONE.contains(&rule.as_str()) {
        return Err(Failure::new(format!(
            "only a rule's own mistakes are undone in bulk: {}",
            UNDONE.join(", ")
        )));
    }
    let named = rule.clone();
    let accounts = app
        .db
        .view(move |view| locks::of_rule(view, &named))
        .await?;
    if !yes {
        let count = accounts.len();
        return Ok(format!(
            "{count} accounts have a lock by {rule}; add --yes to lift them and tell their owners"
        ));
    }
    let mut lifted = 0;
    for account in accounts {
        let (inside, named) = (app.clone(), rule.clone());
        let lift = move |tx: &kunci_db::Tx<'_>| {
            accounts::hold(tx, account)?;
            let lifted = locks::lift_rule(tx, account, &named, "operator")?;
            if lifted > 0 {
                audit::record(tx, &inside, account, "lock-lifted", "operator", &named)?;
                notices::tell(tx, &inside, account, &Event::LockLifted)?;
            }
            Ok::<_, kunci_db::Error>(lifted)
        };
        lifted += app.db.tx(lift).await?;
    }
    Ok(format!("{lifted} locks lifted"))
}

async fn list_reports(app: &App, most: u32) -> Result<String, Failure> {
    let inside = app.clone();
    let found = app
        .db
        .view(move |view| reports::newest(view, &inside, most))
        .await?;
    if found.is_empty() {
        return Ok("nobody has reported anything".to_owned());
    }
    let one = |(at, report): &(Time, reports::Report)| {
        let lines = [
            ("who", &report.who),
            ("what", &report.what),
            ("contact", &report.contact),
            ("language", &report.language),
        ];
        let lines = lines.map(|(label, text)| format!("{label:10} {}", harmless(text)));
        format!("{:10} {}\n{}", "at", rfc3339(*at), lines.join("\n"))
    };
    Ok(found.iter().map(one).collect::<Vec<_>>().join("\n\n"))
}

/// What strangers wrote, in one line that cannot steer a terminal.
fn harmless(text: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(plain).collect()
}
