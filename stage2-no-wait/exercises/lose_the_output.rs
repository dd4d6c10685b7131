//! This program should go wrong, on purpose: main should wait for none of its three workers.
//!
//! Give each worker a thread of its own. Main should end at once, so that all lines of the workers
//! are lost. Type `cargo workshop run lose_the_output`: now the program prints ten lines. When it
//! prints only one, it is right.

use common::{start, worker};

fn main() {
    start();
    // TODO: put each call on a thread, and wait for none of the threads.
    worker("fetch pages");
    worker("index words");
    worker("rank pages");
}
