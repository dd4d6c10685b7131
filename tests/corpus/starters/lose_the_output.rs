//! Main waits for none of its three workers: for once, it should go wrong.
//!
//! Each worker should have a thread of its own, and main should end at once, so that all that they
//! print is lost. Run it with `cargo workshop run lose_the_output`: now it still prints ten lines.
//! It is right when it prints one.
//!
//! Finding: serial

use common::{start, worker};

fn main() {
    start();
    // TODO: put each call on a thread, and wait for none of them.
    worker("fetch pages");
    worker("index words");
    worker("rank pages");
}
