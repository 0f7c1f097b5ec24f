//! Doing one thing again and again for a while: how often it came to its end, and how long it took.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::Outcome;

/// How long single requests took.
#[derive(Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    /// Does `work` one after the other until `span` is over.
    ///
    /// # Errors
    /// The first of `work`.
    pub(crate) async fn of(
        span: Duration,
        mut work: impl AsyncFnMut() -> Outcome,
    ) -> Outcome<Self> {
        let (start, mut times) = (Instant::now(), Self::default());
        while start.elapsed() < span {
            let began = Instant::now();
            work().await?;
            times.0.push(began.elapsed());
        }
        times.0.sort_unstable();
        Ok(times)
    }

    /// So many percent took no longer, in milliseconds. 0 without any.
    pub(crate) fn percentile(&self, percent: usize) -> f64 {
        let rank = (self.0.len() * percent).div_ceil(100).saturating_sub(1);
        self.0
            .get(rank)
            .map_or(0.0, |took| took.as_secs_f64() * 1e3)
    }
}

/// Runs `tasks` at once; each says how often it did its work. How often all of them did, per second since `start`.
///
/// # Errors
/// The first of a task.
pub(crate) async fn rate<T>(start: Instant, tasks: impl IntoIterator<Item = T>) -> Outcome<f64>
where
    T: Future<Output = Outcome<u32>> + Send + 'static,
{
    let mut running: JoinSet<_> = tasks.into_iter().collect();
    let mut total = 0.0;
    while let Some(count) = running.join_next().await {
        total += f64::from(count??);
    }
    Ok(total / start.elapsed().as_secs_f64())
}
