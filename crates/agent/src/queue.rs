//! Fixes that the server has not stored yet.
//!
//! An append-only log in segments, `fixes-N.jsonl`, one JSON line per fix, synced before it counts. A segment is
//! deleted when the server has stored all of it; what a crash leaves of a half-stored one is sent again, and the
//! server drops duplicates. Each start begins a new segment, so that a line torn by a power cut is never
//! continued. Full, the oldest segment goes: where the device is matters more than where it was.

use std::collections::VecDeque;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use kunci_wire::{Fix, MAX_BATCH};

use crate::state::{StateDir, sync_dir};
use crate::{Error, Result};

/// Sizes in bytes.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Of one segment.
    pub segment: u64,
    /// Of all together.
    pub total: u64,
}

/// About six weeks of one fix a minute in 8 MiB; deleted in pieces of some 400 fixes.
pub const LIMITS: Limits = Limits {
    segment: 64 * 1024,
    total: 8 * 1024 * 1024,
};

/// Fixes kept in memory while the disk refuses them.
const UNSAVED: usize = 120;

#[derive(Debug)]
struct Segment {
    number: u64,
    lines: usize,
    bytes: u64,
}

/// The queue, oldest fix first.
#[derive(Debug)]
pub struct Queue {
    dir: PathBuf,
    limits: Limits,
    segments: VecDeque<Segment>,
    /// Lines of the first segment that the server has stored.
    stored: usize,
    next_number: u64,
    writing: Option<File>,
    unsaved: VecDeque<Fix>,
}

/// What to send next, and what to forget once it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// The fixes, oldest first.
    pub fixes: Vec<Fix>,
    from: From,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    Segment { number: u64, lines_end: usize },
    Memory,
}

impl Queue {
    /// Opens what the last run left.
    ///
    /// # Errors
    /// [`Error::File`] if the directory cannot be read.
    pub fn open(state: &StateDir, limits: Limits) -> Result<Self> {
        let dir = state.path().to_owned();
        let mut segments = Vec::new();
        for entry in fs::read_dir(&dir).map_err(Error::file(&dir))? {
            let path = entry.map_err(Error::file(&dir))?.path();
            if let Some(number) = number_of(&path) {
                let text = fs::read(&path).map_err(Error::file(&path))?;
                segments.push(Segment {
                    number,
                    lines: lines(&text).count(),
                    bytes: text.len() as u64,
                });
            }
        }
        segments.sort_by_key(|segment| segment.number);
        let next_number = segments.last().map_or(1, |segment| segment.number + 1);
        let segments = segments.into();
        Ok(Self {
            dir,
            limits,
            segments,
            stored: 0,
            next_number,
            writing: None,
            unsaved: VecDeque::new(),
        })
    }

    /// How many fixes wait.
    #[must_use]
    pub fn len(&self) -> usize {
        let lines: usize = self.segments.iter().map(|segment| segment.lines).sum();
        lines.saturating_sub(self.stored) + self.unsaved.len()
    }

    /// Whether none waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a fix. When this returns, a crash does not lose it.
    ///
    /// # Errors
    /// [`Error::File`], for example a full disk: the fix is then kept in memory only, the last of them.
    pub fn push(&mut self, fix: &Fix) -> Result<()> {
        let written = self.append(fix);
        if written.is_err() {
            self.writing = None; // a torn line must not be continued
            self.unsaved.push_back(fix.clone());
            if self.unsaved.len() > UNSAVED {
                self.unsaved.pop_front();
            }
        }
        written.map_err(Error::file(&self.dir))
    }

    fn append(&mut self, fix: &Fix) -> io::Result<()> {
        let mut line = serde_json::to_vec(fix)?;
        line.push(b'\n');
        if self
            .segments
            .back()
            .is_none_or(|segment| segment.bytes >= self.limits.segment)
        {
            self.writing = None;
        }
        let mut file = match self.writing.take() {
            Some(file) => file,
            None => self.begin_segment()?,
        };
        file.write_all(&line)?;
        file.sync_data()?;
        self.writing = Some(file);
        if let Some(segment) = self.segments.back_mut() {
            segment.lines += 1;
            segment.bytes += line.len() as u64;
        }
        Ok(())
    }

    fn begin_segment(&mut self) -> io::Result<File> {
        while self
            .segments
            .iter()
            .map(|segment| segment.bytes)
            .sum::<u64>()
            + self.limits.segment
            > self.limits.total
        {
            tracing::warn!("the queue of fixes is full; the oldest are dropped");
            self.drop_first();
        }
        let number = self.next_number;
        self.next_number += 1;
        let file = OpenOptions::new()
            .append(true)
            .create_new(true)
            .mode(0o600)
            .open(path_of(&self.dir, number))?;
        self.segments.push_back(Segment {
            number,
            lines: 0,
            bytes: 0,
        });
        sync_dir(&self.dir)?;
        Ok(file)
    }

    /// The next fixes to send; empty if none waits. What cannot be read is skipped, once and for all.
    pub fn batch(&mut self) -> Batch {
        while let Some(segment) = self.segments.front() {
            let (number, stored) = (segment.number, self.stored);
            let text = fs::read(path_of(&self.dir, number)).unwrap_or_default();
            let waiting: Vec<&[u8]> = lines(&text).skip(stored).take(MAX_BATCH).collect();
            let lines_end = stored + waiting.len();
            let fixes: Vec<Fix> = waiting
                .into_iter()
                .filter_map(|line| serde_json::from_slice(line).ok())
                .collect();
            if !fixes.is_empty() {
                return Batch {
                    fixes,
                    from: From::Segment { number, lines_end },
                };
            }
            if lines_end == stored {
                self.drop_first();
            } else {
                self.stored = lines_end;
            }
        }
        Batch {
            fixes: self.unsaved.iter().take(MAX_BATCH).cloned().collect(),
            from: From::Memory,
        }
    }

    /// The server has stored `batch`: forget it. A batch whose segment was dropped meanwhile is forgotten already.
    pub fn stored(&mut self, batch: &Batch) {
        match batch.from {
            From::Memory => self.unsaved.retain(|fix| !batch.fixes.contains(fix)),
            From::Segment { number, lines_end } => {
                let Some(first) = self
                    .segments
                    .front()
                    .filter(|segment| segment.number == number)
                else {
                    return;
                };
                self.stored = lines_end;
                if lines_end >= first.lines {
                    self.drop_first();
                }
            }
        }
    }

    fn drop_first(&mut self) {
        if let Some(segment) = self.segments.pop_front() {
            self.stored = 0;
            if self.segments.is_empty() {
                self.writing = None;
            }
            if let Err(e) = fs::remove_file(path_of(&self.dir, segment.number)) {
                tracing::warn!("a sent segment of fixes cannot be deleted: {e}");
            }
        }
    }
}

fn path_of(dir: &Path, number: u64) -> PathBuf {
    dir.join(format!("fixes-{number:08}.jsonl"))
}

fn number_of(path: &Path) -> Option<u64> {
    path.file_name()?
        .to_str()?
        .strip_prefix("fixes-")?
        .strip_suffix(".jsonl")?
        .parse()
        .ok()
}

/// The complete lines; a torn last one does not count.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split_inclusive(|byte| *byte == b'\n')
        .filter_map(|line| line.strip_suffix(b"\n"))
}
