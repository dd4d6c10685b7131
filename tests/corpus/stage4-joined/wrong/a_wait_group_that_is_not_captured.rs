//! Names the clone of the wait group in the closure, but by a `let _`, which does not move it
//! there. So main drops it at the end of each round.
//!
//! Finding: no-wait

use std::thread;

use common::{start, worker};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    let group = WaitGroup::new();
    for task in ["sort data", "parse files", "generate output"] {
        let counted = group.clone();
        thread::spawn(move || {
            let _ = counted;
            worker(task);
        });
    }
    group.wait();
}
