// G7: a permit is good once; it cannot be copied.
mod parts;

use kunci_rules::gate::{Verdict, decide};
use parts::{RING, ring, situation, tx};

fn main() {
    tx(|tx| {
        if let Verdict::Open(permit) = decide(RING, &situation(tx)) {
            ring(tx, permit.clone());
            ring(tx, permit);
        }
    });
}
