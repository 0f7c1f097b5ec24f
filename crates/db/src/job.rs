//! A closure on its way through the queue.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;

use crate::error::{Error, Result};
use crate::ids::Seed;
use crate::tx::{Session, Topic, Tx};

/// What a run asks of the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ran {
    /// Commit it.
    Keep,
    /// Roll it back; it has its answer.
    Undo,
    /// Roll it back and run it again: the engine took it back.
    Again,
}

/// A closure whose types are forgotten.
pub(crate) trait Job: Send {
    /// Whether it only reads.
    fn reads(&self) -> bool;
    /// Whether nobody waits for the answer any more.
    fn abandoned(&self) -> bool;
    /// Runs the closure from its start. `clock` is asked on the first run only.
    fn run(&mut self, session: &dyn Session, clock: &dyn Fn() -> i64) -> Ran;
    /// What the last run asked to publish.
    fn wakes(&self) -> &[Topic];
    /// Answers the caller: `Ok` lets the closure's own answer out, `Err` replaces it.
    fn finish(self: Box<Self>, end: Result<()>);
}

/// A closure with its types.
pub(crate) struct Closure<T, E, F> {
    pub(crate) run: F,
    pub(crate) reads: bool,
    pub(crate) seed: Seed,
    pub(crate) answer: oneshot::Sender<Result<T, E>>,
    now: Option<i64>,
    result: Option<Result<T, E>>,
    wakes: Vec<Topic>,
}

impl<T, E, F> Closure<T, E, F> {
    pub(crate) fn new(
        run: F,
        reads: bool,
        seed: Seed,
        answer: oneshot::Sender<Result<T, E>>,
    ) -> Self {
        Self {
            run,
            reads,
            seed,
            answer,
            now: None,
            result: None,
            wakes: Vec::new(),
        }
    }
}

impl<T, E, F> Job for Closure<T, E, F>
where
    T: Send + 'static,
    E: From<Error> + Send + 'static,
    F: for<'t, 'c> Fn(&'t Tx<'c>) -> Result<T, E> + Send + 'static,
{
    fn reads(&self) -> bool {
        self.reads
    }

    fn abandoned(&self) -> bool {
        self.answer.is_closed()
    }

    fn run(&mut self, session: &dyn Session, clock: &dyn Fn() -> i64) -> Ran {
        let now = *self.now.get_or_insert_with(clock);
        let tx = Tx::new(session, now, self.seed);
        // The engine rolls back whatever a panic left behind, and the next run starts from a fresh `Tx`.
        let result = catch_unwind(AssertUnwindSafe(|| (self.run)(&tx)));
        let doom = tx.doom();
        self.wakes = tx.into_wakes();
        let (ran, result) = match (result, doom) {
            (_, Some(Error::Again)) => (Ran::Again, None),
            (Err(_panic), _) => (Ran::Undo, Some(Err(E::from(Error::Panicked)))),
            (Ok(Err(error)), _) => (Ran::Undo, Some(Err(error))),
            (Ok(Ok(_)), Some(doom)) => (Ran::Undo, Some(Err(E::from(doom)))),
            (Ok(Ok(value)), None) => (Ran::Keep, Some(Ok(value))),
        };
        self.result = result;
        ran
    }

    fn wakes(&self) -> &[Topic] {
        &self.wakes
    }

    fn finish(self: Box<Self>, end: Result<()>) {
        let answer = match (end, self.result) {
            (Ok(()), Some(result)) => result,
            (Ok(()), None) => Err(E::from(Error::Again)),
            (Err(error), _) => Err(E::from(error)),
        };
        // The caller may have gone away meanwhile; the transaction stands all the same.
        drop(self.answer.send(answer));
    }
}
