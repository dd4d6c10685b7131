//! A daemon releases the container before it sends the message that stops the monitor. The monitor
//! can finish its probe and receive.
//!
//! Source: GoBench GoKer, moby#28462
//! Kind: deadlock

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
        drop(probes);
        sender.send(()).unwrap();
        println!("healthy: {is_healthy}");
    });
}
