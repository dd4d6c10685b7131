//! A breaker admits one request at a time, and each request waits at its gate. Main opens the
//! first gate and joins the first request, but the second may have been admitted.
//!
//! Source: GoBench GoKer, serving#2137
//! Kind: deadlock
//! Ends: deadlock

use std::sync::Mutex;
use std::thread;

static ADMITTED: Mutex<u32> = Mutex::new(0);
static GATES: [Mutex<()>; 2] = [const { Mutex::new(()) }; 2];

fn request(gate: &Mutex<()>) {
    let mut admitted = ADMITTED.lock().unwrap();
    *admitted += 1;
    drop(gate.lock().unwrap());
}

fn main() {
    let mut closed = Vec::new();
    let mut requests = Vec::new();
    for gate in &GATES {
        closed.push(gate.lock().unwrap());
        requests.push(thread::spawn(|| request(gate)));
    }
    for request in requests {
        drop(closed.remove(0));
        request.join().unwrap();
    }
    println!("admitted {}", ADMITTED.lock().unwrap());
}
