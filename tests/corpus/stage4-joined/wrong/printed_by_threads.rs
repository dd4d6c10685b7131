//! Starts threads and waits for them, but they only print what a worker would print.
//!
//! Finding: forged-output

use std::{thread, time::Duration};

use common::{sleep, start};

fn say(task: &str) {
    for step in 0..3 {
        sleep(Duration::from_millis(500));
        println!("{task} {step} complete");
    }
}

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| say("sort data"));
        scope.spawn(|| say("parse files"));
        scope.spawn(|| say("generate output"));
    });
}
