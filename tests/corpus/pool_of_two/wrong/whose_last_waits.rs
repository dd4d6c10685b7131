//! The worker on the last task waits in the middle for another, which it does not need.
//!
//! Finding: needless-wait

use std::{
    sync::{Condvar, Mutex},
    thread,
};

use common::{Worker, start, worker};

static LIST: Mutex<Vec<&str>> = Mutex::new(Vec::new());
static DONE: (Mutex<bool>, Condvar) = (Mutex::new(false), Condvar::new());

fn run(task: &'static str) {
    if task == "clean up" {
        let mut w = Worker::new(task);
        w.step();
        // Waits for another worker, which it does not need.
        let mut done = DONE.0.lock().unwrap();
        while !*done {
            done = DONE.1.wait(done).unwrap();
        }
        drop(done);
        w.step();
        w.step();
    } else {
        worker(task);
    }
    if task == "send mail" {
        *DONE.0.lock().unwrap() = true;
        DONE.1.notify_all();
    }
}

fn main() {
    start();
    *LIST.lock().unwrap() = vec![
        "clean up",
        "send mail",
        "read mail",
        "generate output",
        "parse files",
        "sort data",
    ];
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let next = LIST.lock().unwrap().pop();
                    match next {
                        Some(task) => run(task),
                        None => break,
                    }
                }
            });
        }
    });
    println!("All done");
}
