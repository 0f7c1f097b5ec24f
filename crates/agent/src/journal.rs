//! What was accepted and how it ended, on disk before anything happens.
//!
//! Commands come at least once. The counter makes a replayed one recognisable for ever; the last outcomes let a
//! command that is sent again be answered without being done again; one that was begun but not ended when the
//! agent died is begun again.

use std::collections::VecDeque;

use kunci_wire::{Command, Micros, Outcome};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Result;
use crate::state::StateDir;

const JOURNAL: &str = "journal.json";

/// How many commands are remembered by id. The server resends only unfinished ones, far fewer.
const REMEMBERED: usize = 64;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Entry {
    id: Uuid,
    outcome: Option<Outcome>,
}

/// What is known of a command id.
#[derive(Debug, PartialEq, Eq)]
pub enum Known {
    /// Nothing.
    New,
    /// It was accepted and has not ended.
    Begun,
    /// It ended like this.
    Ended(Outcome),
}

/// The agent's memory over restarts.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Content {
    counter: u64,
    commands: VecDeque<Entry>,
    /// Live mode lasts until then.
    #[serde(default)]
    pub live_until: Option<Micros>,
    /// The screen is to be locked again after a restart; the boot in which it last was.
    #[serde(default)]
    pub locked_in_boot: Option<String>,
    /// When the holder was last told of a look (G8).
    #[serde(default)]
    pub told_look: Option<Micros>,
}

/// [`Content`] with its file.
#[derive(Debug)]
pub struct Journal {
    state: StateDir,
    content: Content,
}

impl Journal {
    /// Reads the journal, empty on first use.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`]: without the counter replays could not be told, so the agent does not start.
    pub fn open(state: &StateDir) -> Result<Self> {
        Ok(Self {
            state: state.clone(),
            content: state.read(JOURNAL)?.unwrap_or_default(),
        })
    }

    /// Counter of the last command accepted; 0 before the first.
    #[must_use]
    pub fn counter(&self) -> u64 {
        self.content.counter
    }

    /// Everything but the commands.
    #[must_use]
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// What is known of a command.
    #[must_use]
    pub fn known(&self, id: Uuid) -> Known {
        match self.content.commands.iter().find(|entry| entry.id == id) {
            None => Known::New,
            Some(Entry { outcome: None, .. }) => Known::Begun,
            Some(Entry {
                outcome: Some(outcome),
                ..
            }) => Known::Ended(outcome.clone()),
        }
    }

    /// Accepts a new command, ended already if there is nothing to do.
    ///
    /// # Errors
    /// [`crate::Error::File`]: then it was not accepted and must not be done.
    pub fn accept(&mut self, command: &Command, outcome: Option<Outcome>) -> Result<()> {
        self.change(|content| {
            content.counter = command.counter;
            content.commands.push_back(Entry {
                id: command.id,
                outcome,
            });
            while content.commands.len() > REMEMBERED {
                content.commands.pop_front();
            }
        })
    }

    /// Notes how an accepted command ended.
    ///
    /// # Errors
    /// [`crate::Error::File`]: then it would be done again after a restart.
    pub fn end(&mut self, id: Uuid, outcome: &Outcome) -> Result<()> {
        self.change(|content| {
            if let Some(entry) = content.commands.iter_mut().find(|entry| entry.id == id) {
                entry.outcome = Some(outcome.clone());
            }
        })
    }

    /// Changes the content on disk, then in memory.
    ///
    /// # Errors
    /// [`crate::Error::File`]: then nothing changed.
    pub fn change(&mut self, with: impl FnOnce(&mut Content)) -> Result<()> {
        let mut content = self.content.clone();
        with(&mut content);
        self.state.write(JOURNAL, &content)?;
        self.content = content;
        Ok(())
    }
}
