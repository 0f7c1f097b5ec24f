//! Finding a phone: pages, buttons, the missing mark, live events, and the API.

mod api;
mod awaited;
mod commands;
mod live;
mod missing;
mod places;

use kunci_db::Tx;
use kunci_rules::{Id, Span, Time};
use kunci_server::devices::{self, Credential, Kind, Known, New, Report};
use kunci_server::locations;
use kunci_wire::{Ability, Capabilities, Fix, Kind as Verb, Source, WhyNot};

use crate::owner::Owner;
use crate::world::World;

/// A device of an owner, spoken for by the test itself.
pub(crate) struct Phone {
    pub(crate) account: Id,
    pub(crate) id: Id,
    known: Known,
}

/// A minute's walk from the harbour of Batam.
pub(crate) const LAT: f64 = 1.130_47;
pub(crate) const LON: f64 = 104.053_1;

impl Phone {
    /// An agent that can do everything.
    pub(crate) async fn of(world: &World, owner: &Owner, name: &str) -> Self {
        let able = Verb::ALL
            .map(|kind| (kind, Ability::Able))
            .into_iter()
            .collect();
        Self::with(world, owner, name, Kind::Agent, able).await
    }

    /// OwnTracks: says where it is, and nothing else.
    pub(crate) async fn owntracks(world: &World, owner: &Owner, name: &str) -> Self {
        let able = [
            (Verb::Locate, Ability::Able),
            (Verb::Ring, Ability::Unable(WhyNot::Unsupported)),
            (Verb::Lock, Ability::Unable(WhyNot::NoLoginManager)),
        ];
        Self::with(
            world,
            owner,
            name,
            Kind::OwnTracks,
            able.into_iter().collect(),
        )
        .await
    }

    async fn with(
        world: &World,
        owner: &Owner,
        name: &str,
        kind: Kind,
        capabilities: Capabilities,
    ) -> Self {
        let account = account_of(owner).await;
        let credential = Credential::Secret(world.app.random.bytes());
        let (name, model) = (name.to_owned(), "Redmi 12".to_owned());
        let add = move |tx: &Tx<'_>| {
            let id = tx.id();
            let new = New {
                id,
                name: name.clone(),
                kind,
                model: model.clone(),
                capabilities: capabilities.clone(),
            };
            devices::add(tx, account, &new, &credential).map(|_| id)
        };
        let id = world.app.db.tx(add).await.unwrap();
        let known = Known {
            account,
            id,
            kind,
            visible: true,
            waiting: false,
            awaited: false,
        };
        Self { account, id, known }
    }

    /// The path of its page.
    pub(crate) fn page(&self) -> String {
        format!("/find/{}", self.id)
    }

    /// The path of one of its buttons or pages.
    pub(crate) fn at(&self, what: &str) -> String {
        format!("/find/{}/{what}", self.id)
    }

    /// Reports a place as of now.
    pub(crate) async fn is_at(&self, world: &World, lat: f64, lon: f64, accuracy_m: Option<f64>) {
        self.was_at(world, world.now(), (lat, lon), accuracy_m)
            .await;
    }

    /// Reports where it was at some time.
    pub(crate) async fn was_at(
        &self,
        world: &World,
        at: Time,
        (lat, lon): (f64, f64),
        accuracy_m: Option<f64>,
    ) {
        let fix = Fix {
            at: at.0,
            lat,
            lon,
            accuracy_m,
            altitude_m: None,
            speed_mps: None,
            heading: None,
            source: Source::Gps,
            battery_pct: Some(64),
        };
        self.report(
            world,
            &[fix],
            Report {
                battery: Some(64),
                ..Report::default()
            },
        )
        .await;
    }

    /// Reports anything.
    pub(crate) async fn report(&self, world: &World, fixes: &[Fix], report: Report) {
        let (account, id) = (self.account, self.id);
        let device = world
            .app
            .db
            .view(move |view| devices::get(view, account, id))
            .await
            .unwrap();
        let known = Known {
            awaited: device.is_some_and(|device| device.awaited_until.is_some()),
            ..self.known
        };
        locations::store(&world.app, &known, fixes, report)
            .await
            .unwrap();
    }
}

/// The account that an owner's browser is signed in to.
pub(crate) async fn account_of(owner: &Owner) -> Id {
    let account = owner.browser.get("/api/v1/account").await.json();
    account["id"].as_str().unwrap().parse().unwrap()
}

/// An owner with one able phone that told where it is, 12 m exact.
pub(crate) async fn found(world: &World) -> (Owner, Phone) {
    let owner = Owner::new(world, "sari@nusa.example").await;
    let phone = Phone::of(world, &owner, "Redmi 12 Ibu").await;
    phone.is_at(world, LAT, LON, Some(12.0)).await;
    (owner, phone)
}

/// Minutes, for readable tests.
pub(crate) const fn minutes(n: i64) -> Span {
    Span::minutes(n)
}
