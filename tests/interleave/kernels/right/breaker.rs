//! A breaker admits one request at a time, and each request waits at its gate. Main opens all
//! gates before it joins a request, so the order of admission does not matter.
//!
//! Source: GoBench GoKer, serving#2137
//! Kind: deadlock

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
    drop(closed);
    for request in requests {
        request.join().unwrap();
    }
    println!("admitted {}", ADMITTED.lock().unwrap());
}
