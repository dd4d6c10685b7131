//! Looks again and again at a barrier if there are more than two processors, and parks if there are
//! fewer: who registers after the last one has come is woken by nobody.
//!
//! Finding: hangs

use std::{
    sync::{
        Mutex,
        atomic::{AtomicU32, Ordering},
    },
    thread::{self, Thread},
};

use common::{Worker, start};

static ARRIVED: AtomicU32 = AtomicU32::new(0);
static PARKED: Mutex<Vec<Thread>> = Mutex::new(Vec::new());

fn wait(round: u32, parks: bool) {
    if ARRIVED.fetch_add(1, Ordering::SeqCst) + 1 == 3 * round {
        PARKED
            .lock()
            .unwrap()
            .drain(..)
            .for_each(|thread| thread.unpark());
    }
    while ARRIVED.load(Ordering::SeqCst) < 3 * round {
        if parks {
            PARKED.lock().unwrap().push(thread::current());
            thread::park();
        } else {
            thread::yield_now();
        }
    }
}

fn main() {
    start();
    let parks = thread::available_parallelism().is_ok_and(|count| count.get() <= 2);
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                worker.step();
                wait(1, parks);
                worker.step();
                wait(2, parks);
                worker.step();
            });
        }
    });
}
