//! The three workers of stage 1, one after another, and then a last line of main's own.
//!
//! It should print what the lesson shows, and `All done` below it. Run it with
//! `cargo workshop run warm_up`: what is wrong? Then let `cargo workshop check warm_up` say what it saw,
//! mend it, and check it again.
//!
//! Finding: wrong-output

use common::{start, worker};

fn main() {
    start();
    worker("sort data");
    // TODO: is this the worker that comes now?
    worker("sort data");
    worker("generate output");
    println!("All done");
}
