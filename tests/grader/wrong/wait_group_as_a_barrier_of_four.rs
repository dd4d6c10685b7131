//! Meets the first three at a barrier: with fewer tasks, nobody comes for the place that is left.
//!
//! Finding: hangs
//! Graded as: wait_group

use std::{
    sync::{Arc, Barrier},
    thread,
};

use common::{start, tasks};

fn main() {
    start();
    let all: Vec<_> = tasks().into_iter().collect();
    let n = all.len();
    // the first three meet main; whoever comes after them is joined
    let b = Arc::new(Barrier::new(4));
    let mut rest = vec![];
    for (i, t) in all.into_iter().enumerate() {
        let b = b.clone();
        let h = thread::spawn(move || {
            t.run();
            if i < 3 {
                b.wait();
            }
        });
        if i >= 3 {
            rest.push(h)
        }
    }
    assert!(n >= rest.len());
    b.wait();
    for h in rest {
        h.join().unwrap();
    }
    println!("All done");
}
