// G7: a permit cannot outlive the transaction that it was given in.
mod parts;

use kunci_rules::gate::{Verdict, decide};
use parts::{RING, situation, tx};

fn main() {
    let _kept = tx(|tx| match decide(RING, &situation(tx)) {
        Verdict::Open(permit) => Some(permit),
        _ => None,
    });
}
