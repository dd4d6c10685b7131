//! Names each thread after its task. When one panics, a hook says whose it was and ends the
//! process, and with it the workers that could have finished.
//!
//! Finding: forgets-some

use std::{
    panic, process,
    thread::{self, Builder},
};

use common::{start, worker};

fn main() {
    start();
    panic::set_hook(Box::new(|panic| {
        let thread = thread::current();
        let task = thread.name().unwrap_or("main");
        eprintln!("{task} failed: {panic}");
        process::exit(1);
    }));
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| {
        let builder = Builder::new().name(task.to_owned());
        let handle = builder.spawn(move || worker(task));
        handle.expect("there is room for a thread")
    });
    for handle in handles {
        let _ = handle.join();
    }
}
