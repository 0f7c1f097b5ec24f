// G7: a permit is for its own action.
mod parts;

use kunci_rules::gate::{LockDevice, Verdict, decide};
use parts::{RING, ring, situation, tx};

fn main() {
    let lock = LockDevice { account: RING.account, device: RING.device };
    tx(|tx| {
        if let Verdict::Open(permit) = decide(lock, &situation(tx)) {
            ring(tx, permit);
        }
    });
}
