//! Main hands each task to one of two threads, which marks itself as busy when it has it. Main
//! leaves when no thread is busy, and the last task may have been handed over, and not marked.
//!
//! Finding: forgets-some

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
        mpsc,
    },
    thread,
    time::Duration,
};

use common::{start, worker};

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
    let (sender, tasks) = mpsc::sync_channel(0);
    let shared = Arc::new((Mutex::new(tasks), AtomicUsize::new(0)));
    for _ in 0..2 {
        let shared = Arc::clone(&shared);
        thread::spawn(move || {
            let (tasks, busy) = &*shared;
            loop {
                let received = tasks.lock().unwrap().recv();
                let Ok(task) = received else {
                    return;
                };
                busy.fetch_add(1, SeqCst);
                worker(task);
                busy.fetch_sub(1, SeqCst);
            }
        });
    }
    for task in TASKS {
        sender.send(task).expect("a thread listens");
    }
    while shared.1.load(SeqCst) > 0 {
        thread::sleep(Duration::from_millis(5));
    }
    println!("All done");
}
