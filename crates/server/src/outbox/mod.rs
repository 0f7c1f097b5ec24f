//! placeholder
use crate::{
    methods::Channel,
    random::Random,
    state::App,
    web::{Language, Network},
};
use kunci_db::Tx;
use kunci_rules::{Id, Time};
pub enum To {
    Contact { channel: Channel, value: String },
    Nobody(Channel),
}
pub struct Letter {
    pub language: Language,
    pub subject: String,
    pub paragraphs: Vec<String>,
    pub code: Option<String>,
    pub link: Option<(String, String)>,
    pub short: String,
    pub reference: String,
}
pub struct Message {
    pub account: Option<Id>,
    pub to: To,
    pub letter: Letter,
    pub due_at: Time,
    pub expires_at: Time,
    pub network: Option<Network>,
}
pub fn send(tx: &Tx<'_>, app: &App, message: &Message) -> kunci_db::Result<Id> {
    let _ = (app, message);
    Ok(tx.id())
}
pub fn reference(random: &Random) -> String {
    hex::encode(random.bytes::<4>())
}
