//! Parks until a thread unparks it, but has unparked itself before.
//!
//! Finding: no-wait

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let main = thread::current();
    for task in ["sort data", "parse files", "generate output"] {
        let main = main.clone();
        thread::spawn(move || {
            worker(task);
            main.unpark();
        });
    }
    main.unpark();
    thread::park();
}
