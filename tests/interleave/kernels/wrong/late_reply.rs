//! A caller waits a second for a reply and then drops the channel. The thread that replies expects
//! that the caller still listens.
//!
//! Source: GoBench GoKer, kubernetes#5316
//! Kind: order violation
//! Time: any (a time limit can be over at any time)
//! Ends: panic

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

fn main() {
    let (sender, replies) = mpsc::channel();
    let request = thread::spawn(move || sender.send("reply").unwrap());
    let reply = replies.recv_timeout(Duration::from_secs(1));
    drop(replies);
    request.join().unwrap();
    println!("{}", reply.unwrap_or("timeout"));
}
