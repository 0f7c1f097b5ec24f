//! Right passwords per second, beside what Argon2id alone reaches on the same cores at the same cost.

use std::num::NonZero;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Block, Params, Version};

use crate::Outcome;
use crate::child::Demo;
use crate::client::Client;
use crate::load::rate;
use crate::table::{head, remark, row};

/// The cost of one hash, as the server's configuration has it by default.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;

/// How long sign-ins are counted; the bare hash is, half of it before and half of it after.
const SPAN: Duration = Duration::from_secs(6);

/// Known browsers that sign in at once, for each core. More than one, so that no core waits for a page.
const BROWSERS: usize = 2;

/// Measures and prints.
pub(crate) async fn measure(kunci: &Path) -> Outcome {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    head(&format!(
        "sign-in ({cores} cores, Argon2id with {} MiB and {PASSES} passes)",
        MEMORY_KIB / 1024
    ));
    let settings = [
        ("KUNCI_LIMITS_ARGON2_MEMORY_KIB", MEMORY_KIB.to_string()),
        ("KUNCI_LIMITS_ARGON2_PASSES", PASSES.to_string()),
        ("KUNCI_LIMITS_HASH_WORKERS", cores.to_string()),
        ("KUNCI_LIMITS_HASH_WAIT_MS", "10000".to_owned()),
    ];
    let demo = Demo::start(kunci, &settings).await?;
    let mut clients = Vec::new();
    for n in 0..cores * BROWSERS {
        let owner = demo.owners[n % demo.owners.len()].clone();
        let mut client = Client::new(demo.address, u32::try_from(n)?).await?;
        client.sign_in(&owner).await?;
        clients.push((client, owner));
    }
    let before = tokio::task::spawn_blocking(move || bare(cores)).await??;
    let start = Instant::now();
    let tasks = clients.into_iter().map(|(mut client, owner)| async move {
        let mut count = 0;
        while start.elapsed() < SPAN {
            client.sign_in(&owner).await?;
            count += 1;
        }
        Ok(count)
    });
    let signed_in = rate(start, tasks).await?;
    let after = tokio::task::spawn_blocking(move || bare(cores)).await??;
    demo.stop().await?;

    let bare = f64::midpoint(before, after);
    row("server", "hashes alone", bare, "/s", None);
    row(
        "server",
        "sign-ins with the right password",
        signed_in,
        "/s",
        None,
    );
    row(
        "server",
        "sign-ins beside hashes (at least)",
        signed_in / bare,
        "times",
        Some(0.9),
    );
    let noise = (before - after).abs() / bare * 100.0;
    remark(&format!(
        "{} known browsers at once. The hashes alone differed by {noise:.0} % between before and after.",
        cores * BROWSERS
    ));
    Ok(())
}

/// Hashes per second with a thread and its own memory for each core, and nothing else.
fn bare(cores: usize) -> Outcome<f64> {
    let start = Instant::now();
    let threads: Vec<_> = (0..cores)
        .map(|_| thread::spawn(move || hashes_until(start)))
        .collect();
    let mut total = 0.0;
    for thread in threads {
        let count = thread.join().map_err(|_| "a hashing thread ended")?;
        total += f64::from(count?);
    }
    Ok(total / start.elapsed().as_secs_f64())
}

fn hashes_until(start: Instant) -> argon2::Result<u32> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(32))?;
    let mut memory = vec![Block::default(); params.block_count()];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let (mut output, mut count) = ([0; 32], 0);
    while start.elapsed() < SPAN / 2 {
        argon2.hash_password_into_with_memory(
            b"rumah kayu di tepi Kapuas",
            &[7; 16],
            &mut output,
            &mut memory[..],
        )?;
        count += 1;
    }
    Ok(count)
}
