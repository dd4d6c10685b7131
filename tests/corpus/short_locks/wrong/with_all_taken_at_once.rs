//! The first thread takes the whole list, and the others find nothing.
//!
//! Finding: serial

use std::{mem, thread};

use common::{start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let list = Mutex::new(tasks().into_iter());
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let mine = mem::take(&mut *list.lock());
                for task in mine {
                    task.run();
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
