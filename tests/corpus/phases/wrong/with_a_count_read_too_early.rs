//! Reads how many threads have come, unlocks, and then counts itself. Two threads can read the
//! same number, and then the barrier never opens. Each thread panics after an hour.
//!
//! Finding: fails

use std::{
    sync::{Condvar, Mutex},
    thread,
    time::Duration,
};

use common::{Worker, start};

struct Barrier {
    state: Mutex<(usize, usize)>,
    all: Condvar,
}

impl Barrier {
    fn wait(&self) {
        let before = self.state.lock().unwrap().0;
        let mut s = self.state.lock().unwrap();
        s.0 = before + 1;
        if s.0 == 3 {
            *s = (0, s.1 + 1);
            self.all.notify_all();
            return;
        }
        let generation = s.1;
        let (_s, limit) = self
            .all
            .wait_timeout_while(s, Duration::from_secs(3600), |s| s.1 == generation)
            .unwrap();
        assert!(!limit.timed_out(), "the others are stuck");
    }
}

fn main() {
    start();
    let barrier = Barrier {
        state: Mutex::new((0, 0)),
        all: Condvar::new(),
    };
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            let barrier = &barrier;
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                worker.step();
                barrier.wait();
                worker.step();
                barrier.wait();
                worker.step();
            });
        }
    });
}
