//! A barrier made by hand: the last one to come sets the count back to 0 and wakes the others, who
//! wait for that. But a fast worker can come to the next meeting, and count itself, before a slow
//! one has seen the 0.
//!
//! Finding: hangs

use std::thread;

use common::{Worker, start};
use parking_lot::{Condvar, Mutex};

fn main() {
    start();
    let (here, all_came) = &(Mutex::new(0), Condvar::new());
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                for _ in 0..3 {
                    worker.step();
                    let mut here = here.lock();
                    *here += 1;
                    if *here == 3 {
                        *here = 0;
                        all_came.notify_all();
                    } else {
                        all_came.wait_while(&mut here, |here| *here != 0);
                    }
                }
            });
        }
    });
}
