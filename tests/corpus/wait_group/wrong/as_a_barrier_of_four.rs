//! Meets the first three workers at a barrier. With fewer tasks, no worker takes the last place.
//!
//! Finding: hangs

use std::{
    sync::{Arc, Barrier},
    thread,
};

use common::{start, tasks};

fn main() {
    start();
    // The first three meet main. Main joins all later ones.
    let barrier = Arc::new(Barrier::new(4));
    let mut others = Vec::new();
    for (number, task) in tasks().into_iter().enumerate() {
        let barrier = barrier.clone();
        let handle = thread::spawn(move || {
            task.run();
            if number < 3 {
                barrier.wait();
            }
        });
        if number >= 3 {
            others.push(handle);
        }
    }
    barrier.wait();
    for handle in others {
        handle.join().unwrap();
    }
    println!("All done");
}
