//! A stop joins the thread that merges updates before it takes the lock. That thread can take the
//! lock for the updates that are still in the channel.
//!
//! Source: GoBench GoKer, etcd#6873
//! Kind: deadlock

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
    merger.join().unwrap();
    let merged = MERGED.lock().unwrap();
    println!("merged: {merged}");
}
