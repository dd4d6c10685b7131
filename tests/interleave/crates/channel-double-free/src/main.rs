//! The receiver is dropped while one sender still prepares the channel and another one has already
//! sent. The receiver then frees a block of messages, but leaves the pointer to it in place. The
//! channel's own end frees the block a second time.
//!
//! Source: RUSTSEC-2025-0024, and crossbeam-channel's changelog for 0.5.15.
//!
//! Fails: 0.5.14
//! Mended: 0.5.15
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
