//! Two workers that wait for each other at a barrier. One of them then says that both are there.

use std::{sync::Barrier, thread};

use common::{start, worker};

fn main() {
    start();
    let barrier = &Barrier::new(2);
    thread::scope(|scope| {
        for task in ["load map", "load players"] {
            scope.spawn(move || {
                worker(task);
                if barrier.wait().is_leader() {
                    println!("All loaded");
                }
            });
        }
    });
}
