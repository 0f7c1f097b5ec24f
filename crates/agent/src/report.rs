//! Which positions are worth sending.

use std::time::Duration;

use kunci_wire::Fix;

/// How often to report.
#[derive(Debug, Clone, Copy)]
pub struct Policy {
    /// At rest.
    pub interval: Duration,
    /// In live mode, and the least time between two reports on the move.
    pub live_interval: Duration,
    /// Metres that count as having moved.
    pub distance_m: f64,
}

/// Remembers the last report and decides on the next.
#[derive(Debug)]
pub struct Reporter {
    policy: Policy,
    last: Option<(Fix, Duration)>,
}

impl Reporter {
    /// Nothing was reported yet.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        Self { policy, last: None }
    }

    /// Whether `fix`, read at `uptime`, should be reported. Movement within the receiver's own inaccuracy is none.
    #[must_use]
    pub fn wants(&self, fix: &Fix, uptime: Duration, live: bool) -> bool {
        let Some((last, then)) = &self.last else {
            return true;
        };
        let waited = uptime.saturating_sub(*then);
        let Policy {
            interval,
            live_interval,
            distance_m,
        } = self.policy;
        if waited
            >= if live {
                live_interval.min(interval)
            } else {
                interval
            }
        {
            return true;
        }
        let blur = fix
            .accuracy_m
            .unwrap_or(0.0)
            .max(last.accuracy_m.unwrap_or(0.0));
        waited >= live_interval && metres(last, fix) > distance_m.max(blur)
    }

    /// Notes that `fix` was reported at `uptime`.
    pub fn reported(&mut self, fix: Fix, uptime: Duration) {
        self.last = Some((fix, uptime));
    }
}

/// Great-circle distance (haversine) on a sphere of the Earth's mean radius.
#[must_use]
pub fn metres(a: &Fix, b: &Fix) -> f64 {
    const RADIUS_M: f64 = 6_371_008.8;
    let (lat_a, lat_b) = (a.lat.to_radians(), b.lat.to_radians());
    let half_lat = ((lat_b - lat_a) / 2.0).sin();
    let half_lon = ((b.lon - a.lon).to_radians() / 2.0).sin();
    let h = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lon * half_lon;
    2.0 * RADIUS_M * h.min(1.0).sqrt().asin()
}
