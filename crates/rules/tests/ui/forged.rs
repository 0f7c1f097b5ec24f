// G7: nobody but the gate makes a permit.
mod parts;

use kunci_rules::gate::Permit;
use parts::{RING, ring, tx};

fn main() {
    tx(|tx| ring(tx, Permit { action: RING }));
}
