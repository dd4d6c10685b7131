//! A helper looks a million times whether all are done, and then tells main so anyway.
//!
//! Finding: sleeps

use std::{
    hint,
    sync::{
        atomic::{AtomicUsize, Ordering::SeqCst},
        mpsc,
    },
    thread,
};

use common::{start, worker};

static DONE: AtomicUsize = AtomicUsize::new(0);

fn main() {
    start();
    for task in ["sort data", "parse files", "generate output"] {
        thread::spawn(move || {
            worker(task);
            DONE.fetch_add(1, SeqCst);
        });
    }
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        for _ in 0..1_000_000 {
            if DONE.load(SeqCst) == 3 {
                break;
            }
            hint::spin_loop();
        }
        tell.send(()).expect("main listens");
    });
    told.recv().expect("the helper tells it");
    println!("All done");
}
