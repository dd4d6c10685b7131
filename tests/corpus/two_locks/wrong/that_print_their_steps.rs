//! Locks mutexes of the standard library in their place, and prints the lines that belong to the
//! steps of a `Lock`.
//!
//! Finding: forged-output

use std::{sync::Mutex, thread};

use common::{Worker, start};

fn main() {
    start();
    let (left, right) = (Mutex::new(10), Mutex::new(10));
    let counted = thread::scope(|scope| {
        scope.spawn(|| {
            Worker::new("pay the right").step();
            let mut from = left.lock().unwrap();
            println!("pay the right 1 complete");
            let mut to = right.lock().unwrap();
            println!("pay the right 2 complete");
            *from -= 3;
            *to += 3;
        });
        scope.spawn(|| {
            Worker::new("pay the left").step();
            let mut to = left.lock().unwrap();
            println!("pay the left 1 complete");
            let mut from = right.lock().unwrap();
            println!("pay the left 2 complete");
            *from -= 1;
            *to += 1;
        });
        let count = scope.spawn(|| {
            Worker::new("count").step();
            let left = left.lock().unwrap();
            println!("count 1 complete");
            let right = right.lock().unwrap();
            println!("count 2 complete");
            *left + *right
        });
        count.join().expect("the worker does not panic")
    });
    let (left, right) = (left.into_inner().unwrap(), right.into_inner().unwrap());
    println!("{counted} counted; {left} left, {right} right");
}
