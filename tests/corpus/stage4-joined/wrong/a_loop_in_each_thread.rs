//! Each thread loops without end before its worker begins: it waits for a number to grow that no
//! one adds to.
//!
//! Finding: hangs

use std::{hint, thread};

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let ready = 0;
                while hint::black_box(ready) < 3 {
                    hint::spin_loop();
                }
                worker(task);
            });
        }
    });
}
