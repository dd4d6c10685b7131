//! One sender still prepares the channel and another one has already sent. The receiver then waits
//! for the first block of messages, but never looks again whether it is there.
//!
//! Source: crossbeam-channel's changelog for 0.3.6 ("Fix a bug in initialization of unbounded
//! channels").
//!
//! Fails: 0.3.5
//! Mended: 0.3.6
//! Ends: livelock
use crossbeam_channel::unbounded;
use std::thread;

fn main() {
    let (sender, receiver) = unbounded();
    let other = sender.clone();
    let first = thread::spawn(move || sender.send(1).unwrap());
    let second = thread::spawn(move || other.send(2).unwrap());
    assert_eq!(receiver.iter().sum::<i32>(), 3);
    first.join().unwrap();
    second.join().unwrap();
    println!("done");
}
