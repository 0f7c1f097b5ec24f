//! The hash queue: Argon2id on as many threads as cores, memory reused, bounded, with a deadline.
//!
//! Hashing is the one expensive thing a stranger can make us do. It never runs on the threads that serve
//! pages, so every other page stays fast; when the queue is full or a job would start too late, the request
//! is answered 503 with `Retry-After`.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::{Duration, Instant};
use std::{io, thread};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use tokio::sync::oneshot;
use zeroize::Zeroizing;

use crate::config::Limits;
use crate::keys::Keys;
use crate::random::Random;
use crate::secret::{Secret, same};

/// The memory of finished hashes is kept for the next ones, and given back after this long without any.
const MEMORY_KEPT: Duration = Duration::from_secs(10);

/// A stored password hash with its cost (STD-21).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordHash {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes.
    pub passes: u32,
    /// Which server key peppers it.
    pub pepper_id: u32,
    /// 128-bit salt.
    pub salt: [u8; 16],
    /// 256-bit output.
    pub output: [u8; 32],
}

/// The queue is full, or the job would have started too late.
#[derive(Debug, PartialEq, Eq)]
pub struct Busy;

/// The hash queue.
#[derive(Clone)]
pub struct Hasher {
    queue: mpsc::SyncSender<Job>,
    wait: Duration,
    memory_kib: u32,
    passes: u32,
    evaluated: Arc<AtomicU64>,
    keys: Arc<Keys>,
}

struct Job {
    password: Secret,
    pepper: Zeroizing<[u8; 32]>,
    salt: [u8; 16],
    memory_kib: u32,
    passes: u32,
    start_before: Instant,
    answer: oneshot::Sender<[u8; 32]>,
}

impl Hasher {
    /// Starts the worker threads.
    ///
    /// # Errors
    /// The system refuses a thread.
    pub fn start(limits: &Limits, keys: Arc<Keys>) -> io::Result<Self> {
        let workers = match limits.hash_workers {
            0 => thread::available_parallelism().map_or(1, usize::from),
            n => n,
        };
        let (queue, jobs) = mpsc::sync_channel::<Job>(limits.hash_queue);
        let jobs = Arc::new(Mutex::new(jobs));
        let spare = Arc::new(Mutex::new(Vec::new()));
        let evaluated = Arc::new(AtomicU64::new(0));
        for n in 0..workers {
            let (jobs, spare, evaluated) = (
                Arc::clone(&jobs),
                Arc::clone(&spare),
                Arc::clone(&evaluated),
            );
            thread::Builder::new()
                .name(format!("hash-{n}"))
                .spawn(move || work(&jobs, &spare, &evaluated))?;
        }
        let wait = Duration::from_millis(limits.hash_wait_ms);
        Ok(Self {
            queue,
            wait,
            memory_kib: limits.argon2_memory_kib,
            passes: limits.argon2_passes,
            evaluated,
            keys,
        })
    }

    /// How many hashes have been computed; a guess that was refused is not among them.
    #[must_use]
    pub fn evaluated(&self) -> u64 {
        self.evaluated.load(Ordering::Relaxed)
    }

    /// Hashes a new password at today's cost.
    ///
    /// # Errors
    /// [`Busy`] under overload.
    pub async fn hash(&self, password: Secret, random: &Random) -> Result<PasswordHash, Busy> {
        let mut hash = PasswordHash {
            memory_kib: self.memory_kib,
            passes: self.passes,
            pepper_id: self.keys.id(),
            salt: random.bytes(),
            output: [0; 32],
        };
        hash.output = self.run(password, &hash).await?;
        Ok(hash)
    }

    /// Compares a password with `stored`; with `None` does the same work for a name that does not exist.
    ///
    /// # Errors
    /// [`Busy`] under overload.
    pub async fn verify(
        &self,
        password: Secret,
        stored: Option<&PasswordHash>,
    ) -> Result<bool, Busy> {
        let nobody = PasswordHash {
            memory_kib: self.memory_kib,
            passes: self.passes,
            pepper_id: self.keys.id(),
            salt: [0; 16],
            output: [0; 32],
        };
        let output = self.run(password, stored.unwrap_or(&nobody)).await?;
        Ok(stored.is_some_and(|hash| same(&hash.output, &output)))
    }

    /// Whether `stored` is cheaper than today's cost or uses an old key, so that the next sign-in rehashes it.
    #[must_use]
    pub fn is_outdated(&self, stored: &PasswordHash) -> bool {
        stored.memory_kib < self.memory_kib
            || stored.passes < self.passes
            || stored.pepper_id != self.keys.id()
    }

    async fn run(&self, password: Secret, with: &PasswordHash) -> Result<[u8; 32], Busy> {
        let (answer, result) = oneshot::channel();
        let job = Job {
            password,
            pepper: Zeroizing::new(*self.keys.pepper(with.pepper_id).unwrap_or(&[0; 32])),
            salt: with.salt,
            memory_kib: with.memory_kib,
            passes: with.passes,
            start_before: Instant::now() + self.wait,
            answer,
        };
        self.queue.try_send(job).map_err(|_| Busy)?;
        // A job that is dropped unstarted closes its channel.
        result.await.map_err(|_| Busy)
    }
}

fn work(jobs: &Mutex<mpsc::Receiver<Job>>, spare: &Mutex<Vec<Vec<Block>>>, evaluated: &AtomicU64) {
    loop {
        let next = match jobs.lock() {
            Ok(jobs) => jobs.recv_timeout(MEMORY_KEPT),
            Err(_) => return,
        };
        let job = match next {
            Ok(job) => job,
            Err(RecvTimeoutError::Timeout) => {
                lock(spare).clear();
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => return,
        };
        if Instant::now() > job.start_before || job.answer.is_closed() {
            continue;
        }
        let mut memory = lock(spare).pop().unwrap_or_default();
        if let Some(output) = compute(&job, &mut memory) {
            evaluated.fetch_add(1, Ordering::Relaxed);
            let _ = job.answer.send(output);
        }
        lock(spare).push(memory);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn compute(job: &Job, memory: &mut Vec<Block>) -> Option<[u8; 32]> {
    let params = Params::new(job.memory_kib, job.passes, 1, Some(32)).ok()?;
    if memory.len() < params.block_count() {
        memory.resize(params.block_count(), Block::default());
    }
    let argon2 =
        Argon2::new_with_secret(&job.pepper[..], Algorithm::Argon2id, Version::V0x13, params)
            .ok()?;
    let mut output = [0; 32];
    argon2
        .hash_password_into_with_memory(
            job.password.expose().as_bytes(),
            &job.salt,
            &mut output,
            &mut memory[..],
        )
        .ok()?;
    Some(output)
}
