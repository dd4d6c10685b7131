//! Takes for granted that there is a third task.
//!
//! Finding: fails

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let tasks = tasks();
    let list: Vec<_> = (&tasks).into_iter().collect();
    thread::scope(|s| {
        let (first, last) = (list[0], list[2]);
        s.spawn(move || first.run());
        s.spawn(move || last.run());
        for (i, t) in list.iter().enumerate() {
            if i != 0 && i != 2 {
                s.spawn(move || t.run());
            }
        }
    });
    tasks.finish();
}
