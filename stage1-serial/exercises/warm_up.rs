//! Three workers, one after another, as in stage 1. Then main prints one more line.
//!
//! The program should print what the lesson shows, and then `All done`. Type
//! `cargo workshop run warm_up`: what is wrong? Then type `cargo workshop check warm_up`, correct
//! the program, and check it again.

use common::{start, worker};

fn main() {
    start();
    worker("sort data");
    // TODO: is this the right task?
    worker("sort data");
    worker("generate output");
    println!("All done");
}
