//! The state directory: private, written whole or not at all, used by one agent at a time.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Error, Result};

const LOCK: &str = "lock";

/// A directory that only its owner can read.
#[derive(Debug, Clone)]
pub struct StateDir {
    path: PathBuf,
}

impl StateDir {
    /// Opens the directory, made with mode 0700 if it is missing.
    ///
    /// # Errors
    /// [`Error::Exposed`] if others could look in, [`Error::File`] if it cannot be used.
    pub fn open(path: &Path) -> Result<Self> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path)
            .map_err(Error::file(path))?;
        refuse_exposed(path, 0o700)?;
        Ok(Self {
            path: path.to_owned(),
        })
    }

    /// Where the agent keeps its state when not told: `$STATE_DIRECTORY` (systemd), else `kunci-agent` in
    /// `$XDG_STATE_HOME` or `~/.local/state`.
    ///
    /// # Errors
    /// [`Error::NoStateDirectory`] if none of these is set.
    pub fn usual(var: impl Fn(&str) -> Option<String>) -> Result<PathBuf> {
        let var = |name| var(name).filter(|value| !value.is_empty());
        if let Some(own) = var("STATE_DIRECTORY") {
            return Ok(own.into());
        }
        let base = var("XDG_STATE_HOME").map(PathBuf::from);
        let base = base.or_else(|| var("HOME").map(|home| Path::new(&home).join(".local/state")));
        Ok(base.ok_or(Error::NoStateDirectory)?.join("kunci-agent"))
    }

    /// A file or directory in it.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The directory.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads a JSON file; `None` if there is none.
    ///
    /// # Errors
    /// [`Error::Damaged`] if it holds something else, [`Error::File`] if it cannot be read.
    pub fn read<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>> {
        let path = self.file(name);
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map(Some)
                .map_err(|e| Error::Damaged {
                    path,
                    why: e.to_string(),
                }),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(Error::file(&path)(e)),
        }
    }

    /// Writes a JSON file: after a crash or power cut it holds either the old or the new content, and once this
    /// returns, the new.
    ///
    /// # Errors
    /// [`Error::File`], for example because the disk is full.
    pub fn write<T: Serialize>(&self, name: &str, value: &T) -> Result<()> {
        let bytes = serde_json::to_vec_pretty(value)
            .map_err(io::Error::other)
            .map_err(Error::file(&self.file(name)))?;
        self.write_bytes(name, &bytes)
    }

    /// [`StateDir::write`] for any content.
    ///
    /// # Errors
    /// As there.
    pub fn write_bytes(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.file(name);
        self.whole(bytes, |file| {
            file.persist(&path).map(drop).map_err(|e| e.error)
        })
        .map_err(Error::file(&path))
    }

    /// Makes a file that does not exist yet; never overwrites one.
    ///
    /// # Errors
    /// As [`StateDir::write`]; also if the file exists.
    pub fn create(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.file(name);
        self.whole(bytes, |file| {
            file.persist_noclobber(&path).map(drop).map_err(|e| e.error)
        })
        .map_err(Error::file(&path))
    }

    fn whole(
        &self,
        bytes: &[u8],
        name_it: impl FnOnce(tempfile::NamedTempFile) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(&self.path)?; // mode 0600
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        name_it(file)?;
        sync_dir(&self.path)
    }

    /// Removes a file, if it is there.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn remove(&self, name: &str) -> Result<()> {
        let path = self.file(name);
        match fs::remove_file(&path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(Error::file(&path)(e)),
            _ => Ok(()),
        }
    }

    /// Removes every file but these and the held lock.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn forget_but(&self, kept: &[&str]) -> Result<()> {
        for entry in fs::read_dir(&self.path).map_err(Error::file(&self.path))? {
            let name = entry.map_err(Error::file(&self.path))?.file_name();
            if let Some(name) = name
                .to_str()
                .filter(|name| *name != LOCK && !kept.contains(name))
            {
                self.remove(name)?;
            }
        }
        Ok(())
    }

    /// Takes the directory for this process, until the file is dropped or the process ends.
    ///
    /// # Errors
    /// [`Error::AlreadyRunning`] if another agent has it.
    pub fn hold(&self) -> Result<File> {
        let path = self.file(LOCK);
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(&path)
            .map_err(Error::file(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(Error::AlreadyRunning(self.path.clone())),
            Err(TryLockError::Error(e)) => Err(Error::file(&path)(e)),
        }
    }
}

/// Makes names in a directory survive a power cut.
///
/// # Errors
/// Whatever the system says.
pub fn sync_dir(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Refuses a file or directory that group or others could use.
///
/// # Errors
/// [`Error::Exposed`], or [`Error::File`] if it is not there.
pub fn refuse_exposed(path: &Path, wanted: u32) -> Result<()> {
    let mode = fs::metadata(path).map_err(Error::file(path))?.mode() & 0o777;
    if mode & 0o077 == 0 {
        Ok(())
    } else {
        Err(Error::Exposed {
            path: path.to_owned(),
            mode,
            wanted,
        })
    }
}
