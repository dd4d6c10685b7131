//! A daemon stops a monitor with a message that it sends while it holds the container. The monitor
//! may wait for the container, where it cannot receive.
//!
//! Source: GoBench GoKer, moby#28462
//! Kind: deadlock
//! Ends: deadlock

use std::sync::{Mutex, mpsc};
use std::thread;

static PROBES: Mutex<u32> = Mutex::new(0);

fn monitor(stop: mpsc::Receiver<()>) {
    while stop.try_recv().is_err() {
        *PROBES.lock().unwrap() += 1;
        thread::yield_now();
    }
}

fn main() {
    let (sender, stop) = mpsc::sync_channel(0);
    thread::scope(|scope| {
        scope.spawn(|| monitor(stop));
        let probes = PROBES.lock().unwrap();
        let is_healthy = *probes < 1000;
        sender.send(()).unwrap();
        drop(probes);
        println!("healthy: {is_healthy}");
    });
}
