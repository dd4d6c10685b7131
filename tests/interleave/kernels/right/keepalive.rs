//! A keepalive thread sleeps until a stream begins. The channel holds one message, so a wake-up
//! waits there for a thread that does not receive yet.
//!
//! Source: GoBench GoKer, grpc#1460
//! Kind: lost wake-up

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
    let (wake_up, wake_ups) = mpsc::sync_channel(1);
    thread::scope(|scope| {
        scope.spawn(|| keep_alive(wake_ups));
        *STREAMS.lock().unwrap() += 1;
        let _ = wake_up.try_send(());
        println!("a stream begins");
    });
    drop(wake_up);
}
