//! Goes round by round: all items move on to the next station together, when the slowest is done.
//!
//! Finding: partly-serial

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let rounds: [&[_]; 5] = [
        &["sort a"],
        &["sort b", "parse a"],
        &["sort c", "parse b", "output a"],
        &["parse c", "output b"],
        &["output c"],
    ];
    for round in rounds {
        thread::scope(|scope| {
            for task in round {
                scope.spawn(|| worker(task));
            }
        });
    }
    println!("All done");
}
