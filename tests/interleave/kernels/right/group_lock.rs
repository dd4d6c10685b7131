//! The first member of a group takes the group's lock and then, for a moment, a counter's lock.
//! No thread waits for the group's lock while it holds the counter's.
//!
//! Source: SCTBench, concurrent-software-benchmarks/carter01_bad
//! Kind: deadlock

use std::sync::Mutex;
use std::thread;

static MEMBERS: Mutex<[u32; 2]> = Mutex::new([0; 2]);
static GROUP: Mutex<()> = Mutex::new(());

fn visit(group: usize) {
    let entered = GROUP.lock().unwrap();
    MEMBERS.lock().unwrap()[group] += 1;

    MEMBERS.lock().unwrap()[group] -= 1;
    drop(entered);
}

fn main() {
    thread::scope(|scope| {
        for group in 0..2 {
            scope.spawn(move || visit(group));
        }
    });
    println!("members left: {:?}", MEMBERS.lock().unwrap());
}
