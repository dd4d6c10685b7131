//! A raft thread sends an event to a store, which answers with a callback. The callbacks wait in a
//! queue without a limit, so the store is always ready for the next event.
//!
//! Source: GoBench GoKer, cockroach#2448
//! Kind: deadlock

use std::sync::mpsc;
use std::thread;

fn main() {
    let (event_sender, events) = mpsc::sync_channel(0);
    let (callback_sender, callbacks) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(move || {
            for event in events {
                callback_sender.send(event).unwrap();
            }
        });
        scope.spawn(move || {
            let mut called = 0;
            for event in 0..3 {
                called += callbacks.try_iter().count();
                event_sender.send(event).unwrap();
            }
            drop(event_sender);
            println!("callbacks: {}", called + callbacks.iter().count());
        });
    });
}
