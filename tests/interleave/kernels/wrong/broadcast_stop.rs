//! A stop takes a lock and then joins the thread that merges updates. That thread needs the same
//! lock for an update that is still in the channel.
//!
//! Source: GoBench GoKer, etcd#6873
//! Kind: deadlock
//! Ends: deadlock

use std::sync::{Mutex, mpsc};
use std::thread;

static MERGED: Mutex<u32> = Mutex::new(0);

fn merge(updates: mpsc::Receiver<u32>) {
    for update in updates {
        *MERGED.lock().unwrap() += update;
    }
}

fn main() {
    let (sender, updates) = mpsc::channel();
    let merger = thread::spawn(|| merge(updates));
    sender.send(1).unwrap();
    sender.send(2).unwrap();
    drop(sender);
    let merged = MERGED.lock().unwrap();
    merger.join().unwrap();
    println!("merged: {merged}");
}
