//! A store takes its heartbeats out of the queue and unlocks it before it locks a replica. No
//! thread locks the replica while it holds the queue.
//!
//! Source: GoBench GoKer, cockroach#10214
//! Kind: deadlock

use parking_lot::Mutex;
use std::thread;

static QUEUE: Mutex<Vec<u32>> = Mutex::new(Vec::new());
static REPLICA: Mutex<u32> = Mutex::new(0);

fn send_heartbeats() {
    let queue = std::mem::take(&mut *QUEUE.lock());
    for _ in queue {
        *REPLICA.lock() += 1;
    }
}

fn tick() {
    let replica = REPLICA.lock();
    QUEUE.lock().push(*replica);
}

fn main() {
    thread::scope(|scope| {
        scope.spawn(|| {
            tick();
            tick();
        });
        scope.spawn(send_heartbeats);
    });
    send_heartbeats();
    println!("heartbeats: {}", REPLICA.lock());
}
