//! `kunci-agent pair`: joins this device to the account whose owner reads out the code (STD-32).

use std::fs;

use kunci_wire::{
    Capabilities, Origin, PAIR_PATH, PairAnswer, PairRefusal, PairRequest, PairingCode, Problem,
};

use crate::identity::{KEY, Pairing, device_key};
use crate::state::StateDir;
use crate::{Error, Result, net};

/// What the owner tells `pair`.
#[derive(Debug)]
pub struct Wish {
    /// Address of the server.
    pub server: Origin,
    /// The code from the web page.
    pub code: PairingCode,
    /// What the owner will see the device called; the host name if not said.
    pub name: Option<String>,
    /// Pair although paired.
    pub again: bool,
}

/// Pairs and writes down the answer. When pairing again only the key is kept: positions and messages of the old
/// account are nobody else's business, and its commands are bound to the old device id.
///
/// # Errors
/// [`Error::AlreadyPaired`], [`Error::Refused`], [`Error::Unreachable`], or a file error.
pub async fn pair(state: &StateDir, wish: Wish, capabilities: Capabilities) -> Result<Pairing> {
    let _held = state.hold()?;
    if let (Some(old), false) = (Pairing::load(state)?, wish.again) {
        return Err(Error::AlreadyPaired(old.server.to_string()));
    }
    let key = device_key(state)?;
    let name = wish
        .name
        .or_else(host_name)
        .unwrap_or_else(|| "Linux".to_owned());
    let request = PairRequest::new(
        &wish.server,
        wish.code,
        &name,
        model().as_deref(),
        &key,
        capabilities,
    );
    let json = serde_json::to_vec(&request).map_err(|e| Error::Answer(e.to_string()))?;
    let (status, body) = net::post(&wish.server, PAIR_PATH, json).await?;
    let answer = read_answer(status, &body)?;
    let pairing = Pairing {
        server: wish.server,
        answer,
    };
    state.forget_but(&[KEY])?;
    pairing.save(state)?;
    Ok(pairing)
}

fn read_answer(status: u16, body: &[u8]) -> Result<PairAnswer> {
    if !(200..300).contains(&status) {
        let refusal = serde_json::from_slice::<Problem>(body)
            .ok()
            .and_then(|problem| PairRefusal::of_code(&problem.code));
        return Err(refusal.map_or_else(
            || Error::Answer(format!("HTTP status {status}")),
            Error::Refused,
        ));
    }
    let answer: PairAnswer = serde_json::from_slice(body)
        .map_err(|_| Error::Answer("something else than JSON of a pairing".to_owned()))?;
    if answer.server_keys.newest().is_none() || !answer.socket_path.starts_with('/') {
        return Err(Error::Answer("a pairing without keys or socket".to_owned()));
    }
    Ok(answer)
}

fn host_name() -> Option<String> {
    first_line(&["/proc/sys/kernel/hostname"])
}

/// Maker's name of the machine: device tree on phones, DMI on laptops.
fn model() -> Option<String> {
    first_line(&[
        "/sys/firmware/devicetree/base/model",
        "/sys/class/dmi/id/product_name",
    ])
}

fn first_line(files: &[&str]) -> Option<String> {
    let read = |file: &&str| fs::read_to_string(file).ok();
    let tidy = |text: String| {
        text.trim_matches(|c: char| c.is_whitespace() || c.is_control())
            .to_owned()
    };
    files
        .iter()
        .filter_map(read)
        .map(tidy)
        .find(|text| !text.is_empty())
}
