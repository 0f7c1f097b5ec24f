//! `kunci init`: the configuration file and the keys of a new server. It never overwrites either.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Failure, say};
use crate::keys::{self, Keys};
use crate::random::Random;

/// The commented example, with every key.
const EXAMPLE: &str = include_str!("../../../../packaging/kunci.example.toml");

/// The example's line that names the data directory.
const DATA_LINE: &str = "data = \"/var/lib/kunci\"";

#[derive(Args)]
pub(super) struct Options {
    /// Directory of keys and of the embedded database; made if it does not exist.
    #[arg(long, value_name = "DIR", default_value = "/var/lib/kunci")]
    data: PathBuf,
    /// Where to write the configuration.
    #[arg(long, value_name = "FILE", default_value = "/etc/kunci/kunci.toml")]
    config: PathBuf,
}

pub(super) fn run(options: &Options) -> Result<(), Failure> {
    let data = std::path::absolute(&options.data)?;
    let keys = data.join(keys::FILE);
    for existing in [&options.config, &keys] {
        if existing.exists() {
            return Err(Failure::new(format!(
                "{}: exists already, and nothing was changed",
                existing.display()
            )));
        }
    }
    make_keys(&data)?;
    write_config(&options.config, &data)
        .map_err(|error| Failure::new(format!("{}: {error}", options.config.display())))?;
    let config = options.config.display();
    say(&format!(
        "Wrote {config}\nWrote {keys}: only this user may read it. Back it up: without it every session, pairing and password is lost.\n\n\
         Next:\n  1. Set server.public_url, brand and mail in {config}\n  2. kunci check-config --config {config}\n  3. kunci serve --config {config}",
        keys = keys.display(),
    ))?;
    Ok(())
}

fn make_keys(data: &Path) -> Result<(), Failure> {
    Keys::create(data, &Random::System)
        .map(drop)
        .map_err(|error| Failure::new(error.to_string()))
}

/// The file will hold passwords of mail and database, so only its owner and group may read it.
fn write_config(path: &Path, data: &Path) -> io::Result<()> {
    if let Some(directory) = path.parent() {
        std::fs::create_dir_all(directory)?;
    }
    let line = format!("data = {}", toml::Value::from(data.display().to_string()));
    let text = EXAMPLE.replacen(DATA_LINE, &line, 1);
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o640)
        .open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
