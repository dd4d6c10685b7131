//! Measures how long each worker takes alone, and how long all three take side by side.
//!
//! Set `SEED`, so that each worker takes the same time in both measurements.

use std::{
    thread,
    time::{Duration, Instant},
};

use common::worker;

const TASKS: [&str; 3] = ["sort data", "parse files", "generate output"];

fn main() {
    let alone = TASKS.map(|task| timed(task, || worker(task)));
    let joined = timed("joined", || {
        thread::scope(|scope| {
            for task in TASKS {
                scope.spawn(move || worker(task));
            }
        });
    });
    let slowest = alone.iter().max().expect("there are three");
    println!("joined / slowest: {:.4}", joined.div_duration_f64(*slowest));
    println!(
        "one after another / joined: {:.2}",
        alone.iter().sum::<Duration>().div_duration_f64(joined)
    );
}

fn timed(what: &str, run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    let time = start.elapsed();
    println!("{what}: {:.3} s", time.as_secs_f64());
    time
}
