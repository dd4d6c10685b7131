//! Main sends "go" to a channel that all workers share, once for each: a worker that is quick takes
//! two, and goes on while another has not done its step. Later one waits without end.
//!
//! Finding: too-early

use std::{
    sync::{Mutex, mpsc::channel},
    thread,
};

use common::{Worker, start};

fn main() {
    start();
    let (arrive, arrivals) = channel();
    let (go, signals) = channel();
    let signals = Mutex::new(signals);
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            let (arrive, signals) = (arrive.clone(), &signals);
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                worker.step();
                for _ in 0..2 {
                    arrive.send(()).unwrap();
                    signals.lock().unwrap().recv().unwrap();
                    worker.step();
                }
            });
        }
        for _ in 0..2 {
            (0..3).for_each(|_| arrivals.recv().unwrap());
            (0..3).for_each(|_| go.send(()).unwrap());
        }
    });
}
