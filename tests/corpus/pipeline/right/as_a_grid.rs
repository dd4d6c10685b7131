//! Has a thread for each item at each station, which waits until its two neighbours are done.
//!
//! Finding: joined

use std::{
    sync::{Condvar, Mutex},
    thread,
};

use common::{start, worker};

fn main() {
    start();
    let (done, changed) = &(Mutex::new([[false; 4]; 4]), Condvar::new());
    for place in 0..4 {
        done.lock().unwrap()[place][0] = true;
        done.lock().unwrap()[0][place] = true;
    }
    thread::scope(|scope| {
        for (row, station) in (1..).zip(["sort", "parse", "output"]) {
            for (column, item) in (1..).zip(["a", "b", "c"]) {
                scope.spawn(move || {
                    let is_early = |done: &mut [[bool; 4]; 4]| {
                        !done[row - 1][column] || !done[row][column - 1]
                    };
                    drop(changed.wait_while(done.lock().unwrap(), is_early).unwrap());
                    worker(&format!("{station} {item}"));
                    done.lock().unwrap()[row][column] = true;
                    changed.notify_all();
                });
            }
        }
    });
    println!("All done");
}
