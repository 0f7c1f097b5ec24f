//! Ringing: a sound that is hard to miss, until stopped or a minute has passed (S-107).

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use kunci_wire::{Outcome, Reason};
use tokio::process::Command;
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep, timeout_at};

use super::process::{Group, find, shell};
use crate::state::StateDir;

/// How to make a sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sound {
    /// A command of the device's owner.
    Configured(String),
    /// A player of the system, and what turns its volume up.
    Player(&'static Player, PathBuf),
}

/// A program that plays WAV files.
#[derive(Debug, PartialEq, Eq)]
pub struct Player {
    program: &'static str,
    options: &'static [&'static str],
    /// Commands of the same sound system that unmute it and turn it up: a lost device is often a silent one.
    louder: &'static [&'static [&'static str]],
}

const PLAYERS: &[Player] = &[
    Player {
        program: "pw-play",
        options: &[],
        louder: &[
            &["wpctl", "set-mute", "@DEFAULT_AUDIO_SINK@", "0"],
            &["wpctl", "set-volume", "@DEFAULT_AUDIO_SINK@", "1.0"],
        ],
    },
    Player {
        program: "paplay",
        options: &[],
        louder: &[
            &["pactl", "set-sink-mute", "@DEFAULT_SINK@", "0"],
            &["pactl", "set-sink-volume", "@DEFAULT_SINK@", "100%"],
        ],
    },
    Player {
        program: "aplay",
        options: &["-q"],
        louder: &[&["amixer", "-q", "set", "Master", "100%", "unmute"]],
    },
];

impl Sound {
    /// The configured command, else the first player that is installed.
    #[must_use]
    pub fn find(configured: Option<&str>) -> Option<Self> {
        match configured {
            Some(line) => Some(Self::Configured(line.to_owned())),
            None => PLAYERS
                .iter()
                .find_map(|player| Some(Self::Player(player, find(player.program)?))),
        }
    }

    fn command(&self, wav: &Path) -> Command {
        match self {
            Self::Configured(line) => shell(line),
            Self::Player(player, program) => {
                let mut command = Command::new(program);
                command.args(player.options).arg(wav).stdin(Stdio::null());
                command
            }
        }
    }
}

/// Rings for `length`, repeating the sound, or until `stop` says why.
pub async fn ring(
    state: StateDir,
    sound: Option<Sound>,
    length: Duration,
    mut stop: oneshot::Receiver<Reason>,
) -> Outcome {
    let Some(sound) = sound else {
        return Outcome::failed(
            Reason::NoSound,
            "no pw-play, paplay or aplay, and no --ring-command",
        );
    };
    let end = Instant::now() + length;
    if let Sound::Player(player, _) = &sound {
        if let Err(e) = state.write_bytes(WAV, &wav()) {
            return Outcome::failed(Reason::Trouble, e.to_string());
        }
        turn_up(player).await;
    }
    let file = state.file(WAV);
    loop {
        let mut playing = match Group::start(sound.command(&file)) {
            Ok(playing) => playing,
            Err(e) => return Outcome::failed(Reason::NoSound, e.to_string()),
        };
        tokio::select! {
            why = &mut stop => return Outcome::done_as(why.unwrap_or(Reason::PlayedOut)),
            played = timeout_at(end, played_once(&mut playing)) => match played {
                Err(_) => return Outcome::done_as(Reason::PlayedOut),
                Ok(Err(why)) => return Outcome::failed(Reason::NoSound, why),
                Ok(Ok(())) => {}
            }
        }
    }
}

/// Waits for one repetition; never shorter than a second, for commands that return at once.
async fn played_once(playing: &mut Group) -> Result<(), String> {
    let (ended, ()) = tokio::join!(playing.child().wait(), sleep(Duration::from_secs(1)));
    match ended {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("the player ended with {status}")),
        Err(e) => Err(e.to_string()),
    }
}

/// Best effort: a sound system without these tools still plays.
async fn turn_up(player: &Player) {
    for line in player.louder {
        let Some((program, args)) = line.split_first() else {
            continue;
        };
        let Some(program) = find(program) else {
            continue;
        };
        let mut command = Command::new(program);
        command.args(args).stdin(Stdio::null());
        if let Ok(mut group) = Group::start(command) {
            let _ = timeout_at(
                Instant::now() + Duration::from_secs(2),
                group.child().wait(),
            )
            .await;
        }
    }
}

const WAV: &str = "ring.wav";
const RATE: u32 = 22_050;

/// Two seconds of a two-tone siren around 1 and 1.4 kHz, where small loudspeakers are loudest and ears best:
/// mono, 16 bit, RIFF/WAVE.
#[must_use]
pub fn wav() -> Vec<u8> {
    const SECONDS: u32 = 2;
    let data_len = RATE * SECONDS * 2;
    let mut out = Vec::with_capacity(44 + data_len as usize);
    out.extend_from_slice(b"RIFF");
    out.extend_from_slice(&(36 + data_len).to_le_bytes());
    out.extend_from_slice(b"WAVEfmt ");
    out.extend_from_slice(&16u32.to_le_bytes());
    for half in [1u16, 1] {
        out.extend_from_slice(&half.to_le_bytes()); // PCM, one channel
    }
    out.extend_from_slice(&RATE.to_le_bytes());
    out.extend_from_slice(&(RATE * 2).to_le_bytes());
    for half in [2u16, 16] {
        out.extend_from_slice(&half.to_le_bytes()); // bytes a sample, bits a sample
    }
    out.extend_from_slice(b"data");
    out.extend_from_slice(&data_len.to_le_bytes());
    // The sign of the wave alone makes a square wave: as loud as 16 bits get.
    let mut phase = 0u32;
    for sample in 0..RATE * SECONDS {
        let tone = if (sample / (RATE / 4)).is_multiple_of(2) {
            1000
        } else {
            1400
        };
        phase = (phase + tone) % RATE;
        let level: i16 = if phase < RATE / 2 { 28_000 } else { -28_000 };
        out.extend_from_slice(&level.to_le_bytes());
    }
    out
}
