//! After each step, a thread looks two thousand times whether the work was cancelled, while it
//! computes.
//!
//! Finding: joined

use std::{
    hint::black_box,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    thread,
};

use common::{Worker, start};

static IS_CANCELLED: AtomicBool = AtomicBool::new(false);

fn main() {
    start();
    let threads = ["sort data", "parse files", "generate output"].map(|task| {
        thread::spawn(move || {
            let mut worker = Worker::new(task);
            for _ in 0..3 {
                worker.step();
                for number in 0..2_000_u32 {
                    if IS_CANCELLED.load(Relaxed) {
                        return;
                    }
                    black_box(number.pow(2));
                }
            }
        })
    });
    for thread in threads {
        thread.join().expect("the worker does not panic");
    }
    println!("All done");
}
