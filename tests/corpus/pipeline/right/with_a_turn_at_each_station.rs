//! Has a thread for each item after all; but it waits at each station until it is its turn.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};
use parking_lot::{Condvar, Mutex};

struct Station {
    name: &'static str,
    turn: Mutex<usize>,
    changed: Condvar,
}

fn main() {
    start();
    let stations = &["sort", "parse", "output"].map(|name| Station {
        name,
        turn: Mutex::new(0),
        changed: Condvar::new(),
    });
    thread::scope(|scope| {
        for (number, item) in ["a", "b", "c"].into_iter().enumerate() {
            scope.spawn(move || {
                for station in stations {
                    let mut turn = station.turn.lock();
                    station
                        .changed
                        .wait_while(&mut turn, |turn| *turn != number);
                    drop(turn);
                    worker(&format!("{} {item}", station.name));
                    *station.turn.lock() += 1;
                    station.changed.notify_all();
                }
            });
        }
    });
    println!("All done");
}
