//! A barrier made by hand: the last one to come begins a new generation, and the others wait for
//! that. A slow worker cannot miss it, for a generation never comes back.
//!
//! Finding: joined

use std::{
    sync::{Condvar, Mutex},
    thread,
};

use common::{Worker, start};

#[derive(Default)]
struct Meeting {
    here: usize,
    generation: usize,
}

fn main() {
    start();
    let (meeting, began) = &(Mutex::new(Meeting::default()), Condvar::new());
    let meet = || {
        let mut meeting = meeting.lock().unwrap();
        meeting.here += 1;
        if meeting.here == 3 {
            meeting.here = 0;
            meeting.generation += 1;
            began.notify_all();
        } else {
            let mine = meeting.generation;
            drop(began.wait_while(meeting, |meeting| meeting.generation == mine));
        }
    };
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                for _ in 0..3 {
                    worker.step();
                    meet();
                }
            });
        }
    });
}
