//! The receiver is dropped while one sender still prepares the channel and another one has already
//! sent. The receiver then reads messages from a block whose address is not yet stored, and
//! follows a null pointer.
//!
//! Source: crossbeam-channel's changelog for 0.5.8 ("Fix race condition in unbounded channel").
//!
//! Fails: 0.5.7
//! Mended: 0.5.8
//! Ends: signal
use crossbeam_channel::unbounded;
use std::thread;

fn main() {
    let (sender, receiver) = unbounded();
    let other = sender.clone();
    let first = thread::spawn(move || sender.send(1).is_ok());
    let second = thread::spawn(move || other.send(2).is_ok());
    drop(receiver);
    first.join().unwrap();
    second.join().unwrap();
    println!("done");
}
