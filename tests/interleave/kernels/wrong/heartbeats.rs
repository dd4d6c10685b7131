//! A store locks its queue of heartbeats and then each replica. A replica locks itself and then
//! the queue.
//!
//! Source: GoBench GoKer, cockroach#10214
//! Kind: deadlock
//! Ends: deadlock

use parking_lot::Mutex;
use std::thread;

static QUEUE: Mutex<Vec<u32>> = Mutex::new(Vec::new());
static REPLICA: Mutex<u32> = Mutex::new(0);

fn send_heartbeats() {
    let mut queue = QUEUE.lock();
    for _ in queue.drain(..) {
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
