//! The owner's side: asking someone to be a helper, and taking an invitation back.

use askama::Template;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::codes::Link;
use kunci_rules::gate::{AddMethod, MethodKind, Origin, Permit, Verdict};
use kunci_rules::helpers::{INVITATIONS_A_DAY, MOST, Unfit, fit};
use kunci_rules::{Id, Span, Time};
use serde::Deserialize;

use super::{Invited, Member, State, letters, store};
use crate::authenticators::{LONGEST_NAME, read_name};
use crate::browsers::{self, Owner, Standing};
use crate::counters::Counter;
use crate::methods::{self, Allowance, Asking, Channel};
use crate::notices::{self, By, Event, OfMethod};
use crate::outbox::{self, Message, To};
use crate::random::Random;
use crate::secret::sha256;
use crate::signup::parse_contact;
use crate::web::form::{Path, Query};
use crate::web::{Error, Form, Frame, Network, form_page, see_other};
use crate::{accounts, audit, authenticators, gate};

/// This page.
const HERE: &str = "/account/security/helpers";

#[derive(Template)]
#[template(path = "helpers/pages/invite.html")]
struct InvitePage {
    f: Frame,
    sent: bool,
    asked: Vec<Row>,
    typed: Typed,
    longest: usize,
    /// From when one counts who agrees.
    young: String,
    errors: Errors,
}

/// One who was asked.
struct Row {
    id: Id,
    name: String,
    /// Masked address, and where it stands.
    note: String,
    /// The invitation can be taken back.
    open: bool,
}

/// The form.
#[derive(Clone, Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) contact: String,
    /// The others of a group, one address a line.
    #[serde(default)]
    pub(crate) more: String,
}

/// What is said beside each field.
#[derive(Default)]
pub(crate) struct Errors {
    pub(crate) name: Option<String>,
    pub(crate) contact: Option<String>,
}

/// What was just done.
#[derive(Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

/// The secrets of one invitation, made before the transaction.
#[derive(Clone)]
struct Fresh {
    link: Link,
    reference: String,
}

impl Fresh {
    fn new(random: &Random) -> Self {
        Self {
            link: Link(random.bytes()),
            reference: outbox::reference(random),
        }
    }
}

/// Why nothing was sent.
enum Refused {
    Unfit(Unfit),
    NotNow,
}

/// The permit, or what to do first.
fn allowed<'t>(tx: &'t Tx<'_>, owner: &Owner) -> Result<Permit<'t, AddMethod>, Error> {
    let action = AddMethod {
        account: owner.account.id,
    };
    match gate::ask(tx, &owner.context.app, &owner.asker(), action)? {
        Verdict::Open(permit) => Ok(permit),
        Verdict::Prove(_) | Verdict::Wait { .. } => Err(gate::prove_first(&action, HERE)),
        Verdict::Refuse(reason) => Err(gate::refusal(reason)),
    }
}

/// GET /account/security/helpers
///
/// # Errors
/// `ProveFirst` unless the sign-in is fresh; of the database.
pub async fn get(owner: Owner, Query(query): Query<Done>) -> Result<Response, Error> {
    may_ask(&owner).await?;
    let sent = query.done == "sent";
    show(&owner, sent, Typed::default(), Errors::default()).await
}

/// Whether the owner may ask someone now.
///
/// # Errors
/// As [`get`].
pub(crate) async fn may_ask(owner: &Owner) -> Result<(), Error> {
    let asker = owner.clone();
    let ask = move |tx: &Tx<'_>| allowed(tx, &asker).map(drop);
    owner.context.app.db.tx(ask).await
}

/// Everyone who was asked, but for those whom the owner does not ask any more.
///
/// # Errors
/// Of the database.
pub(crate) async fn asked(owner: &Owner) -> Result<Vec<Member>, Error> {
    let account = owner.account.id;
    let read = move |view: &View<'_>| {
        let methods = authenticators::list(view, account)?;
        let mut members = store::list(view, account)?;
        members.retain(|member| {
            member.state != State::Withdrawn
                && (member.state != State::Accepted
                    || methods.iter().any(|method| method.id == member.helper))
        });
        Ok::<_, kunci_db::Error>(members)
    };
    Ok(owner.context.app.db.view(read).await?)
}

async fn show(owner: &Owner, sent: bool, typed: Typed, errors: Errors) -> Result<Response, Error> {
    let members = asked(owner).await?;
    let (t, holds) = (&owner.context.text, &owner.context.app.policy.holds);
    form_page(
        !(errors.name.is_none() && errors.contact.is_none()),
        &InvitePage {
            f: Frame::signed_in(&owner.context),
            sent,
            asked: members.iter().map(|member| row(owner, member)).collect(),
            typed,
            longest: LONGEST_NAME,
            young: t.helpers_young(t.lasts(holds.added), t.lasts(holds.taint)),
            errors,
        },
    )
}

fn row(owner: &Owner, member: &Member) -> Row {
    let t = &owner.context.text;
    let open = member.is_open(owner.context.now);
    let state = match member.state {
        State::Asked if open => t.helpers_state_asked(t.date(member.until(), &owner.zone())),
        State::Asked | State::Withdrawn => t.helpers_state_late(),
        State::Accepted => t.helpers_state_accepted(),
        State::Declined => t.helpers_state_declined(),
        State::Left => t.helpers_state_left(),
    };
    let address = member.masked();
    Row {
        id: member.id,
        name: member.label.clone(),
        note: format!("{address} · {state}"),
        open,
    }
}

/// The addresses of the form, or what is wrong with the first that is none.
fn addresses(owner: &Owner, typed: &Typed) -> Result<Vec<(Channel, String)>, String> {
    let others = typed.more.lines().map(str::trim);
    let all = std::iter::once(typed.contact.trim()).chain(others.filter(|line| !line.is_empty()));
    let one = |typed: &str| {
        let (identifier, channel) = parse_contact(&owner.context, typed)?;
        Ok((channel, identifier.value().to_owned()))
    };
    // One more than may be, so that too many are refused without a look at all of them.
    all.take(MOST + 1).map(one).collect()
}

/// POST /account/security/helpers
///
/// # Errors
/// `ProveFirst` unless the sign-in is fresh; of the database.
pub async fn post(owner: Owner, Form(typed): Form<Typed>) -> Result<Response, Error> {
    match sent(&owner, &typed).await? {
        Ok(()) => Ok(see_other(&format!("{HERE}?done=sent"))),
        Err(errors) => show(&owner, false, typed, errors).await,
    }
}

/// Asks someone, or several people who can stand in for each other, to be a helper; or says what is wrong, and asks nobody.
///
/// # Errors
/// As [`post`].
pub(crate) async fn sent(owner: &Owner, typed: &Typed) -> Result<Result<(), Errors>, Error> {
    let t = &owner.context.text;
    let (label, addresses) = (read_name(&typed.name), addresses(owner, typed));
    let (label, addresses) = match (label, addresses) {
        (Some(label), Ok(addresses)) => (label, addresses),
        (label, addresses) => {
            let errors = Errors {
                name: label.is_none().then(|| t.security_name_bad()),
                contact: addresses.err(),
            };
            return Ok(Err(errors));
        }
    };
    let random = &owner.context.app.random;
    let fresh: Vec<Fresh> = (0..MOST).map(|_| Fresh::new(random)).collect();
    let inside = owner.clone();
    let invite = move |tx: &Tx<'_>| invite(tx, &inside, &label, &addresses, &fresh);
    let contact = match owner.context.app.db.tx(invite).await? {
        None => return Ok(Ok(())),
        Some(Refused::Unfit(Unfit::Own)) => t.helpers_own(),
        Some(Refused::Unfit(Unfit::Twice)) => t.helpers_twice(),
        Some(Refused::Unfit(Unfit::TooMany)) => t.helpers_too_many(MOST.to_string()),
        Some(Refused::NotNow) => t.helpers_not_now(),
    };
    Ok(Err(Errors {
        contact: Some(contact),
        ..Errors::default()
    }))
}

/// Asks them all, or nobody.
fn invite(
    tx: &Tx<'_>,
    owner: &Owner,
    label: &str,
    addresses: &[(Channel, String)],
    fresh: &[Fresh],
) -> Result<Option<Refused>, Error> {
    let (app, account, now) = (&owner.context.app, owner.account.id, Time(tx.now()));
    let permit = allowed(tx, owner)?;
    if let Some(refused) = unfit(tx, account, addresses)? {
        return Ok(Some(refused));
    }
    let Some(leaves) = may_send(tx, owner, addresses)? else {
        return Ok(Some(Refused::NotNow));
    };
    let how = Invited {
        origin: Origin::Added(permit.grounds().shown.clone()),
        two: permit.grounds().two(),
        set_on: browsers::settled_holder(tx, account, owner.browser)?,
        session: owner.session,
        browser: owner.context.label.clone(),
    };
    let (helper, t) = (tx.id(), app.texts.of(owner.account.language));
    for (((channel, value), (due_at, silent)), fresh) in addresses.iter().zip(leaves).zip(fresh) {
        let member = Member {
            account,
            id: tx.id(),
            helper,
            label: label.to_owned(),
            asker: owner.account.name.clone(),
            channel: *channel,
            value: value.clone(),
            state: State::Asked,
            invited_at: now,
        };
        let token = fresh.link.token();
        store::insert(tx, &member, &sha256(token.as_bytes()), &how)?;
        let link = app.config.server.link(&format!("/helper/{token}"));
        let message = Message {
            account: Some(account),
            to: To::unless(silent, *channel, value),
            letter: letters::invitation(&t, &member.asker, link, &fresh.reference),
            due_at,
            expires_at: now + Span::days(2),
            network: Some(owner.context.network),
        };
        outbox::send(tx, app, &message)?;
    }
    // Whoever was there before hears of it before anyone can agree.
    let event = Event::Method {
        change: OfMethod::Invited,
        method: helper,
        kind: MethodKind::Helper,
        name: label.to_owned(),
        two: how.two,
        by: By::from(owner),
    };
    notices::tell(tx, app, account, &event)?;
    audit::record(
        tx,
        app,
        account,
        "helper-invited",
        "owner",
        MethodKind::Helper.name(),
    )?;
    Ok(None)
}

fn unfit(
    view: &View<'_>,
    account: Id,
    addresses: &[(Channel, String)],
) -> Result<Option<Refused>, Error> {
    let now = Time(view.now());
    let own = methods::contacts_told(view, account)?;
    let methods = authenticators::list(view, account)?;
    let mut others = store::list(view, account)?;
    others.retain(|member| {
        member.is_open(now)
            || (member.state == State::Accepted
                && methods.iter().any(|method| method.id == member.helper))
    });
    let new: Vec<&str> = addresses.iter().map(|(_, value)| value.as_str()).collect();
    let own: Vec<&str> = own.iter().map(|contact| contact.value.as_str()).collect();
    let others: Vec<&str> = others.iter().map(|member| member.value.as_str()).collect();
    Ok(fit(&new, &own, &others).err().map(Refused::Unfit))
}

/// When each message leaves, and whether to nobody; `None`: not today, or not so soon again.
fn may_send(
    tx: &Tx<'_>,
    owner: &Owner,
    addresses: &[(Channel, String)],
) -> Result<Option<Vec<(Time, bool)>>, Error> {
    let app = &owner.context.app;
    let today = Counter {
        what: "helper-invitations",
        subject: owner.account.id.as_bytes(),
        window: Span::hours(24),
    };
    let many = i64::try_from(addresses.len()).unwrap_or(i64::MAX);
    if today.add(tx, &app.keys, many)? > INVITATIONS_A_DAY {
        return Ok(None);
    }
    let mut leaves = Vec::new();
    for (channel, value) in addresses {
        let asking = Asking {
            channel: *channel,
            value,
            typed: value,
            // The address is not the asker's: whose it is must not lose by it.
            standing: Standing::Stranger,
            proved: None,
            network: Network::of_account(owner.account.id),
            mail_instead: false,
        };
        match methods::may_send_typed(tx, app, &asking)? {
            Allowance::Send {
                leaves_at, silent, ..
            } => leaves.push((leaves_at, silent)),
            Allowance::ByMail | Allowance::NotBefore(_) | Allowance::Abroad => return Ok(None),
        }
    }
    Ok(Some(leaves))
}

/// POST /account/security/helpers/{id}/withdraw: takes an unanswered invitation back.
///
/// # Errors
/// Of the database.
pub async fn post_withdraw(owner: Owner, Path(id): Path<Id>) -> Result<Response, Error> {
    take_back(&owner, id).await?;
    Ok(see_other(HERE))
}

/// Takes an unanswered invitation back. `Some(false)`: it was answered, or taken back before; nothing: there is none.
///
/// # Errors
/// Of the database.
pub(crate) async fn take_back(owner: &Owner, id: Id) -> Result<Option<bool>, Error> {
    let account = owner.account.id;
    let withdraw = move |tx: &Tx<'_>| {
        accounts::hold(tx, account)?;
        let members = store::list(tx, account)?;
        match members.iter().find(|member| member.id == id) {
            Some(member) if member.state == State::Asked => {
                store::set_state(tx, member, State::Withdrawn).map(Some)
            }
            found => Ok(found.map(|_| false)),
        }
    };
    Ok(owner.context.app.db.tx(withdraw).await?)
}
