//! A barrier whose sense turns round at each meeting: the last one to come turns it, and the others
//! wait until it is no longer theirs.
//!
//! Finding: joined

use std::thread;

use common::{Worker, start};
use parking_lot::{Condvar, Mutex};

fn main() {
    start();
    let (meeting, turned) = &(Mutex::new((0, false)), Condvar::new());
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                for mine in [false, true, false] {
                    worker.step();
                    let mut meeting = meeting.lock();
                    meeting.0 += 1;
                    if meeting.0 == 3 {
                        *meeting = (0, !mine);
                        turned.notify_all();
                    } else {
                        turned.wait_while(&mut meeting, |(_, sense)| *sense == mine);
                    }
                }
            });
        }
    });
}
