//! A permit gives itself back when it is dropped, also if the worker should panic.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};
use parking_lot::{Condvar, Mutex};

const TASKS: [&str; 6] = [
    "sort data",
    "parse files",
    "generate output",
    "read mail",
    "send mail",
    "clean up",
];

fn main() {
    start();
    let pool = &Pool(Mutex::new(2), Condvar::new());
    thread::scope(|scope| {
        for task in TASKS {
            scope.spawn(move || {
                let _permit = pool.permit();
                worker(task);
            });
        }
    });
    println!("All done");
}

/// How many permits are left, and that one has come back.
struct Pool(Mutex<u32>, Condvar);

struct Permit<'a>(&'a Pool);

impl Pool {
    fn permit(&self) -> Permit<'_> {
        let mut left = self.0.lock();
        while *left == 0 {
            self.1.wait(&mut left);
        }
        *left -= 1;
        Permit(self)
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        *self.0.0.lock() += 1;
        self.0.1.notify_one();
    }
}
