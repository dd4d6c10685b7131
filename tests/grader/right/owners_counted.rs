//! Waits until it is the only owner of what it shares with the threads, and looks every 2 ms.
//!
//! Finding: joined

use std::{sync::Arc, thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    let shared = Arc::new(["sort data", "parse files", "generate output"]);
    for number in 0..shared.len() {
        let shared = Arc::clone(&shared);
        thread::spawn(move || worker(shared[number]));
    }
    while Arc::strong_count(&shared) > 1 {
        thread::sleep(Duration::from_millis(2));
    }
}
