//! SQL of risk signals and known networks.

use kunci_db::{Result, Tx, View, from_row, params, statements};
use kunci_rules::risk::{Place, Signal, Travel};
use kunci_rules::{Id, Span, Time};

use super::Kept;
use crate::web::Context;

statements! {
    KEEP = "INSERT INTO risk_signals (account_id, signal_id, kind, label, place, details, at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    SIGNALS = "SELECT signal_id, kind, label, place, details, at FROM risk_signals
        WHERE account_id = $1 AND at >= $2 AND at <= $3 ORDER BY at DESC, signal_id LIMIT 20";
    NETWORKS = "SELECT network, last_at, latitude, longitude, radius_km FROM known_networks
        WHERE account_id = $1 ORDER BY last_at DESC LIMIT 200";
    SEE = "INSERT INTO known_networks (account_id, network, last_at, latitude, longitude, radius_km) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (account_id, network) DO UPDATE SET last_at = excluded.last_at, latitude = excluded.latitude,
        longitude = excluded.longitude, radius_km = excluded.radius_km";
    pub(super) SWEEP_SIGNALS = "DELETE FROM risk_signals WHERE (account_id, signal_id) IN
        (SELECT account_id, signal_id FROM risk_signals WHERE at < $1 ORDER BY at LIMIT $2) AND at < $1";
    pub(super) SWEEP_NETWORKS = "DELETE FROM known_networks WHERE (account_id, network) IN
        (SELECT account_id, network FROM known_networks WHERE last_at < $1 ORDER BY last_at LIMIT $2) AND last_at < $1";
}

/// A network from which an account was used.
pub(super) struct Network {
    pub(super) network: [u8; 16],
    pub(super) last_at: i64,
    pub(super) latitude: Option<f64>,
    pub(super) longitude: Option<f64>,
    pub(super) radius_km: Option<f64>,
}
from_row!(Network {
    network,
    last_at,
    latitude,
    longitude,
    radius_km
});

pub(super) fn networks(view: &View<'_>, account: Id) -> Result<Vec<Network>> {
    view.many(&NETWORKS, params![account])
}

pub(super) fn see(tx: &Tx<'_>, account: Id, network: &[u8; 16], place: Option<Place>) {
    let values = params![
        account,
        *network,
        tx.now(),
        place.map(|place| place.latitude),
        place.map(|place| place.longitude),
        place.map(|place| place.radius_km)
    ];
    tx.push(&SEE, values);
}

/// The particulars of a signal as numbers.
fn particulars(signal: Signal) -> [i64; 2] {
    match signal {
        Signal::ImpossibleTravel(travel) => [i64::from(travel.km), travel.within.0],
        Signal::Failures(n) => [i64::from(n), 0],
        Signal::NewBrowser
        | Signal::NewNetwork
        | Signal::AnonymousNetwork
        | Signal::BreachedPassword => [0, 0],
    }
}

fn signal(kind: &str, [first, second]: [i64; 2]) -> Option<Signal> {
    let n = u32::try_from(first).unwrap_or(0);
    let travel = Travel {
        km: n,
        within: Span(second),
    };
    [
        Signal::NewBrowser,
        Signal::NewNetwork,
        Signal::AnonymousNetwork,
        Signal::ImpossibleTravel(travel),
        Signal::BreachedPassword,
        Signal::Failures(n),
    ]
    .into_iter()
    .find(|signal| signal.name() == kind)
}

pub(super) fn keep(tx: &Tx<'_>, context: &Context, account: Id, signal: Signal, place: &str) {
    let id = tx.id();
    let [first, second] = particulars(signal);
    let plain = [first.to_le_bytes(), second.to_le_bytes()].concat();
    let app = &context.app;
    let sealed = app.keys.seal(&app.random, id.as_bytes(), &plain);
    let values = params![
        account,
        id,
        signal.name(),
        context.label.as_str(),
        place,
        sealed.as_slice(),
        tx.now()
    ];
    tx.push(&KEEP, values);
}

pub(super) fn signals(
    view: &View<'_>,
    context: &Context,
    account: Id,
    from: Time,
    to: Time,
) -> Result<Vec<Kept>> {
    let rows: Vec<(Id, String, String, String, Vec<u8>, i64)> =
        view.many(&SIGNALS, params![account, from.0, to.0])?;
    let kept =
        |(id, kind, label, place, sealed, at): (Id, String, String, String, Vec<u8>, i64)| {
            let plain = context.app.keys.open(id.as_bytes(), &sealed)?;
            let number = |from: usize| {
                let bytes = plain.get(from..from + 8)?.try_into().ok()?;
                Some(i64::from_le_bytes(bytes))
            };
            Some(Kept {
                signal: signal(&kind, [number(0)?, number(8)?])?,
                at: Time(at),
                label,
                place,
            })
        };
    Ok(rows.into_iter().filter_map(kept).collect())
}
