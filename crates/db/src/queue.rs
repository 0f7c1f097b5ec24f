//! The bounded queue between callers and the threads that own the connections.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::error::{Error, Result};
use crate::job::Job;

/// First in, first out; refuses when full, drains when closed.
pub(crate) struct Queue {
    bound: usize,
    state: Mutex<State>,
    filled: Condvar,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Box<dyn Job>>,
    closed: bool,
}

impl Queue {
    pub(crate) fn new(bound: usize) -> Self {
        Self {
            bound,
            state: Mutex::default(),
            filled: Condvar::new(),
        }
    }

    /// No code runs under this lock that could leave the state half changed, so a poisoned lock is still good.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a job wait, unless the queue is full or closed.
    pub(crate) fn push(&self, job: Box<dyn Job>) -> Result<()> {
        let mut state = self.state();
        if state.closed || state.jobs.len() >= self.bound {
            return Err(Error::Overloaded);
        }
        state.jobs.push_back(job);
        drop(state);
        self.filled.notify_one();
        Ok(())
    }

    /// Waits for a job that somebody still waits for; `None` when closed and empty.
    pub(crate) fn pop(&self) -> Option<Box<dyn Job>> {
        let mut state = self.state();
        loop {
            match state.jobs.pop_front() {
                Some(job) if job.abandoned() => {}
                Some(job) => return Some(job),
                None if state.closed => return None,
                None => {
                    state = self
                        .filled
                        .wait(state)
                        .unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
    }

    /// The next job, if one waits.
    pub(crate) fn try_pop(&self) -> Option<Box<dyn Job>> {
        let mut state = self.state();
        loop {
            match state.jobs.pop_front() {
                Some(job) if job.abandoned() => {}
                other => return other,
            }
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.state().jobs.len()
    }

    /// Takes no more jobs; those that wait are still run.
    pub(crate) fn close(&self) {
        self.state().closed = true;
        self.filled.notify_all();
    }
}
