//! Calls the workers one after another by a loop over the tasks.
//!
//! Finding: serial

use common::{start, worker};

fn main() {
    start();
    for task in ["sort data", "parse files", "generate output"] {
        worker(task);
    }
    println!("All done");
}
