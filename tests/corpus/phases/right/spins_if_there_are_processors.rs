//! Looks again and again at a barrier if there are more than two processors, and waits at a condition
//! variable if there are fewer.
//!
//! Finding: joined

use std::{
    sync::{
        Condvar, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    thread,
};

use common::{Worker, start};

static ARRIVED: AtomicU32 = AtomicU32::new(0);
static WAITING: Mutex<()> = Mutex::new(());
static ALL_HERE: Condvar = Condvar::new();

fn wait(round: u32, sleeps: bool) {
    let have_all_come = || ARRIVED.load(Ordering::SeqCst) >= 3 * round;
    if ARRIVED.fetch_add(1, Ordering::SeqCst) + 1 == 3 * round {
        // Whoever has looked and does not sleep yet holds this lock.
        drop(WAITING.lock().unwrap());
        ALL_HERE.notify_all();
    }
    if sleeps {
        let waiting = WAITING.lock().unwrap();
        drop(ALL_HERE.wait_while(waiting, |()| !have_all_come()).unwrap());
    } else {
        while !have_all_come() {
            thread::yield_now();
        }
    }
}

fn main() {
    start();
    let sleeps = thread::available_parallelism().is_ok_and(|count| count.get() <= 2);
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                worker.step();
                wait(1, sleeps);
                worker.step();
                wait(2, sleeps);
                worker.step();
            });
        }
    });
}
