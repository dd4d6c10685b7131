//! A client starts a request and listens for its end or for a stop. After a stop it drops the
//! channel, so the request learns that it has no listener.
//!
//! Source: GoBench GoKer, grpc#660
//! Kind: deadlock

use std::sync::mpsc;
use std::thread;

#[derive(PartialEq)]
enum Event {
    Done,
    Stop,
}

fn main() {
    let (sender, events) = mpsc::sync_channel(0);
    thread::scope(|scope| {
        let done = sender.clone();
        scope.spawn(move || done.send(Event::Done).is_ok());
        scope.spawn(move || sender.send(Event::Stop).is_ok());
        if events.recv().unwrap() == Event::Done {
            events.recv().unwrap();
        }
        drop(events);
    });
    println!("stopped");
}
