//! Names each thread after its task: the panic's own words say whose it was, and the scope panics
//! in the end.
//!
//! Finding: joined

use std::thread::{self, Builder};

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            let builder = Builder::new().name(task.to_owned());
            builder
                .spawn_scoped(scope, move || worker(task))
                .expect("there is room for a thread");
        }
    });
}
