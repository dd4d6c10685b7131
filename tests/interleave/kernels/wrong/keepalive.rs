//! A keepalive thread sleeps until a stream begins. The wake-up is only tried on a channel that
//! holds no message, so it is lost if the thread does not receive yet.
//!
//! Source: GoBench GoKer, grpc#1460
//! Kind: lost wake-up
//! Ends: deadlock

use std::sync::{Mutex, mpsc};
use std::thread;

static STREAMS: Mutex<u32> = Mutex::new(0);

fn keep_alive(wake_ups: mpsc::Receiver<()>) {
    let is_idle = *STREAMS.lock().unwrap() == 0;
    if is_idle {
        wake_ups.recv().unwrap();
    }
}

fn main() {
    let (wake_up, wake_ups) = mpsc::sync_channel(0);
    thread::scope(|scope| {
        scope.spawn(|| keep_alive(wake_ups));
        *STREAMS.lock().unwrap() += 1;
        let _ = wake_up.try_send(());
        println!("a stream begins");
    });
    drop(wake_up);
}
