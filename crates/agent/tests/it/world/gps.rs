//! A real gpsd, fed by gpsfake with NMEA sentences that the test makes.

use std::fmt::Write as _;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use super::tool;

/// A port that was free a moment ago.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// Positions one second apart, ending at the present.
pub(crate) struct Track(pub(crate) Vec<(f64, f64)>);

impl Track {
    /// Stands still near Monas.
    pub(crate) fn still() -> Self {
        Self(vec![(-6.175_400, 106.827_200); 600])
    }

    /// Walks north by about 111 m a second.
    pub(crate) fn north() -> Self {
        Self(
            (0..600)
                .map(|i| (-6.175_400 + f64::from(i) * 0.001, 106.827_200))
                .collect(),
        )
    }

    /// NMEA 0183: a GGA and an RMC sentence for each position.
    fn nmea(&self) -> String {
        let first = kunci_agent::clock::now() / 1_000_000 - i64::try_from(self.0.len()).unwrap();
        let mut out = String::new();
        for (second, (lat, lon)) in self.0.iter().enumerate() {
            let at = jiff::Timestamp::from_second(first + i64::try_from(second).unwrap())
                .unwrap()
                .to_zoned(jiff::tz::TimeZone::UTC);
            let (time, date) = (at.strftime("%H%M%S.00"), at.strftime("%d%m%y"));
            let place = format!(
                "{},{}",
                angle(*lat, 2, ['N', 'S']),
                angle(*lon, 3, ['E', 'W'])
            );
            sentence(
                &mut out,
                &format!("GPGGA,{time},{place},1,08,0.9,11.0,M,0.0,M,,"),
            );
            sentence(
                &mut out,
                &format!("GPRMC,{time},A,{place},5.0,270.0,{date},,,A"),
            );
        }
        out
    }
}

fn angle(degrees: f64, width: usize, signs: [char; 2]) -> String {
    let whole = degrees.abs().floor();
    let minutes = (degrees.abs() - whole) * 60.0;
    format!(
        "{whole:0width$}{minutes:09.6},{}",
        if degrees < 0.0 { signs[1] } else { signs[0] }
    )
}

fn sentence(out: &mut String, body: &str) {
    let sum = body.bytes().fold(0, |sum, byte| sum ^ byte);
    write!(out, "${body}*{sum:02X}\r\n").unwrap();
}

/// gpsfake and its gpsd; both end with this value.
pub(crate) struct Gps {
    child: Child,
    _files: tempfile::TempDir,
}

impl Gps {
    /// Starts on `port`, a position every 0.1 s.
    pub(crate) fn start(port: u16, track: &Track) -> Self {
        tool("/usr/sbin/gpsd", "gpsd");
        let files = tempfile::tempdir().unwrap();
        let log = files.path().join("track.nmea");
        std::fs::write(&log, track.nmea()).unwrap();
        let child = Command::new(tool("/usr/bin/gpsfake", "gpsd-clients"))
            .args(["-1", "-q", "-n", "-c", "0.05", "-P", &port.to_string()])
            .arg(log)
            .env("TMPDIR", files.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .unwrap();
        Self {
            child,
            _files: files,
        }
    }
}

impl Drop for Gps {
    fn drop(&mut self) {
        use rustix::process::{Pid, Signal, kill_process, kill_process_group};
        let pid = Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap();
        kill_process(pid, Signal::TERM).unwrap(); // gpsfake then ends gpsd
        self.child.wait().unwrap();
        let _ = kill_process_group(pid, Signal::KILL); // whatever it left
    }
}
