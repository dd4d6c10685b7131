//! Two threads can read the same number. A watchdog ends the program after an hour, so the program
//! gives up loudly if it takes too long.
//!
//! Finding: wrong-output

use std::{
    process,
    sync::atomic::{AtomicU32, Ordering::SeqCst},
    thread,
    time::Duration,
};

use common::{start, tasks};

fn main() {
    start();
    thread::spawn(|| {
        thread::sleep(Duration::from_secs(3600));
        eprintln!("not done after an hour");
        process::exit(1);
    });
    let done = AtomicU32::new(0);
    thread::scope(|scope| {
        for task in tasks() {
            let done = &done;
            scope.spawn(move || {
                task.run();
                let before = done.load(SeqCst);
                done.store(before + 1, SeqCst);
            });
        }
    });
    println!("tasks done: {}", done.into_inner());
}
