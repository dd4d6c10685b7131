//! Main leaves when the list is empty and no thread is busy. A thread takes the last task first and
//! marks itself as busy afterwards: in between it looks as if all were done.
//!
//! Finding: forgets-some

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
    time::Duration,
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

fn main() {
    start();
    let list = Arc::new(Mutex::new(TASKS.to_vec()));
    let busy = Arc::new(AtomicUsize::new(0));
    for _ in 0..2 {
        let (list, busy) = (Arc::clone(&list), Arc::clone(&busy));
        thread::spawn(move || {
            loop {
                let Some(task) = list.lock().pop() else {
                    return;
                };
                busy.fetch_add(1, SeqCst);
                worker(task);
                busy.fetch_sub(1, SeqCst);
            }
        });
    }
    while !list.lock().is_empty() || busy.load(SeqCst) > 0 {
        thread::sleep(Duration::from_millis(5));
    }
    println!("All done");
}
