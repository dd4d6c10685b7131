//! Gives each thread its task as stage 4 does, by its place, and takes none from the list, which
//! stays full.
//!
//! Finding: wrong-output

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let list: Vec<_> = tasks().into_iter().collect();
    thread::scope(|scope| {
        for place in 0..3 {
            let list = &list;
            scope.spawn(move || list[place].run());
        }
    });
    println!("{} tasks left", list.len());
}
