//! The first member of a group takes the group's lock while it holds a counter's lock. The other
//! group waits for it with the counter locked, so the last member cannot reach the counter.
//!
//! Source: SCTBench, concurrent-software-benchmarks/carter01_bad
//! Kind: deadlock
//! Ends: deadlock

use std::sync::Mutex;
use std::thread;

static MEMBERS: Mutex<[u32; 2]> = Mutex::new([0; 2]);
static GROUP: Mutex<()> = Mutex::new(());

fn visit(group: usize) {
    let mut members = MEMBERS.lock().unwrap();
    members[group] += 1;
    let entered = GROUP.lock().unwrap();
    drop(members);

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
