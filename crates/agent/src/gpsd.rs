//! Positions from gpsd, over its JSON protocol (gpsd_json(5)).

use std::time::Duration;

use kunci_wire::{Fix, LocationState, Micros, Source};
use serde::Deserialize;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

use crate::clock;

/// What gpsd has to say.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Whether there can be positions.
    State(LocationState),
    /// A position.
    Fix(Fix),
}

/// gpsd reports about once a second; silence this long means that the receiver sees nothing.
const QUIET: Duration = Duration::from_secs(10);
const CONNECT: Duration = Duration::from_secs(5);
const AGAIN: Duration = Duration::from_secs(1);
const AGAIN_AT_MOST: Duration = Duration::from_secs(30);

/// Longest line accepted; a SKY report of a hundred satellites has some 10 kB.
const LONGEST: u64 = 64 * 1024;

/// Follows gpsd at `address` (host:port) for ever, through its restarts.
pub async fn follow(address: String, events: mpsc::Sender<Event>) {
    let mut wait = AGAIN;
    loop {
        let mut heard = false;
        if let Err(e) = watch(&address, &events, &mut heard).await {
            tracing::debug!("gpsd at {address}: {e}");
        }
        if events.send(Event::State(LocationState::Off)).await.is_err() {
            return;
        }
        wait = if heard {
            AGAIN
        } else {
            (wait * 2).min(AGAIN_AT_MOST)
        };
        sleep(wait).await;
    }
}

async fn watch(
    address: &str,
    events: &mpsc::Sender<Event>,
    heard: &mut bool,
) -> std::io::Result<()> {
    let mut stream = timeout(CONNECT, TcpStream::connect(address)).await??;
    stream
        .write_all(b"?WATCH={\"enable\":true,\"json\":true};\n")
        .await?;
    let mut reader = BufReader::with_capacity(4096, stream);
    let mut line = Vec::new();
    loop {
        let mut rest = (&mut reader).take(LONGEST);
        let said = match timeout(QUIET, rest.read_until(b'\n', &mut line)).await {
            Ok(read) => {
                if read? == 0 {
                    return Err(std::io::ErrorKind::UnexpectedEof.into());
                }
                *heard = true;
                let said = understand(&line, clock::now());
                line.clear();
                said
            }
            Err(_) if *heard => Some(Event::State(LocationState::Searching)),
            Err(_) => return Err(std::io::ErrorKind::TimedOut.into()),
        };
        if let Some(event) = said
            && events.send(event).await.is_err()
        {
            return Ok(());
        }
    }
}

#[derive(Deserialize)]
#[serde(tag = "class")]
enum Said {
    #[serde(rename = "TPV")]
    Tpv(Tpv),
    #[serde(rename = "DEVICES")]
    Devices { devices: Vec<serde_json::Value> },
    #[serde(other)]
    Else,
}

/// The fields of a TPV report that matter here. Lengths in metres, speed in m/s, angles in degrees.
#[derive(Deserialize)]
struct Tpv {
    #[serde(default)]
    mode: u8,
    time: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    #[serde(rename = "altMSL")]
    alt_msl: Option<f64>,
    /// Height above sea level in gpsd before 3.20, which has no `altMSL`.
    alt: Option<f64>,
    speed: Option<f64>,
    track: Option<f64>,
    /// Estimated horizontal error.
    eph: Option<f64>,
    epx: Option<f64>,
    epy: Option<f64>,
}

/// Reads one line of gpsd, at `now` by the system's clock.
#[must_use]
pub fn understand(line: &[u8], now: Micros) -> Option<Event> {
    match serde_json::from_slice(line).ok()? {
        Said::Tpv(tpv) => Some(
            tpv.fix(now)
                .map_or(Event::State(LocationState::Searching), Event::Fix),
        ),
        Said::Devices { devices } if devices.is_empty() => Some(Event::State(LocationState::Off)),
        Said::Devices { .. } => Some(Event::State(LocationState::Searching)),
        Said::Else => None,
    }
}

impl Tpv {
    fn fix(&self, now: Micros) -> Option<Fix> {
        if self.mode < 2 {
            return None;
        }
        let by_axis = || Some(self.epx?.hypot(self.epy?));
        let fix = Fix {
            at: self.time(now),
            lat: self.lat?,
            lon: self.lon?,
            accuracy_m: self.eph.or_else(by_axis),
            altitude_m: self.alt_msl.or(self.alt),
            speed_mps: self.speed,
            heading: self.track,
            source: Source::Gps,
            battery_pct: None,
        };
        fix.is_sound().then_some(fix)
    }

    /// The receiver's time. Cheap receivers are off by 1,024 weeks after the GPS week counter rolled over, and some
    /// begin at their date of manufacture: a day away from the system's clock, which TLS needs to be right, it is not believed.
    fn time(&self, now: Micros) -> Micros {
        const DAY: Micros = 86_400_000_000;
        let said = self
            .time
            .as_deref()
            .and_then(|text| text.parse::<jiff::Timestamp>().ok());
        said.map(jiff::Timestamp::as_microsecond)
            .filter(|at| (at - now).abs() < DAY)
            .unwrap_or(now)
    }
}
