//! Takes for granted that there are three results at least.
//!
//! Finding: fails

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let handles: Vec<_> = tasks()
        .into_iter()
        .map(|t| thread::spawn(move || t.run()))
        .collect();
    let results: Vec<_> = handles.into_iter().map(|h| h.join().unwrap()).collect();
    let [a, b, c, rest @ ..] = &results[..] else {
        panic!("too few")
    };
    println!("{a}\n{b}\n{c}");
    for r in rest {
        println!("{r}");
    }
}
