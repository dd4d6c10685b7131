//! A thread for which no place is free queues and parks once. If park returns by itself, it works
//! without a place.
//!
//! Finding: too-many-at-once

use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    thread::{self, Thread},
};

use common::{start, worker};
use parking_lot::Mutex;

const TASKS: [&str; 6] = [
    "sort data",
    "parse files",
    "generate output",
    "read mail",
    "send mail",
    "clean up",
];

struct Waiter {
    thread: Thread,
    is_granted: AtomicBool,
}

#[derive(Default)]
struct Places {
    free: usize,
    queue: VecDeque<Arc<Waiter>>,
}

fn enter(places: &Mutex<Places>) {
    let waiter = {
        let mut places = places.lock();
        if places.free > 0 {
            places.free -= 1;
            return;
        }
        let waiter = Arc::new(Waiter {
            thread: thread::current(),
            is_granted: AtomicBool::new(false),
        });
        places.queue.push_back(Arc::clone(&waiter));
        waiter
    };
    if !waiter.is_granted.load(SeqCst) {
        thread::park();
    }
}

fn leave(places: &Mutex<Places>) {
    let mut places = places.lock();
    match places.queue.pop_front() {
        Some(waiter) => {
            waiter.is_granted.store(true, SeqCst);
            waiter.thread.unpark();
        }
        None => places.free += 1,
    }
}

fn main() {
    start();
    let places = Mutex::new(Places {
        free: 2,
        ..Places::default()
    });
    thread::scope(|scope| {
        for task in TASKS {
            let places = &places;
            scope.spawn(move || {
                enter(places);
                worker(task);
                leave(places);
            });
        }
    });
    println!("All done");
}
