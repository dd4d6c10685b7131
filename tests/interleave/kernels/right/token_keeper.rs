//! Three threads add a token: each sends it to a keeper after it has released the lock of all
//! tokens. The keeper gets the lock even if the channel is full.
//!
//! Source: GoBench GoKer, etcd#7492
//! Kind: deadlock

use parking_lot::Mutex;
use std::sync::mpsc;
use std::thread;

static TOKENS: Mutex<Vec<u32>> = Mutex::new(Vec::new());

fn assign(token: u32, keeper: mpsc::SyncSender<u32>) {
    TOKENS.lock().push(token);
    keeper.send(token).unwrap();
}

fn main() {
    let (sender, added) = mpsc::sync_channel(1);
    thread::scope(|scope| {
        for token in 0..3 {
            let sender = sender.clone();
            scope.spawn(move || assign(token, sender));
        }
        drop(sender);
        for token in added {
            TOKENS.lock().retain(|&other| other != token);
        }
    });
    println!("{} tokens left", TOKENS.lock().len());
}
