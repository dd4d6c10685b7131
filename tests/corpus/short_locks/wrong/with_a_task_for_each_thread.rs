//! Takes for granted that there is a first task for each of the three threads.
//!
//! Finding: fails

use std::thread;

use common::{start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let list = Mutex::new(tasks().into_iter());
    let next = || list.lock().next();
    thread::scope(|s| {
        for _ in 0..3 {
            s.spawn(|| {
                let mut task = next().expect("there is something to do");
                loop {
                    task.run();
                    match next() {
                        Some(t) => task = t,
                        None => break,
                    }
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
