//! Three threads add a token: each sends it to a keeper under the lock of all tokens. The keeper
//! expires tokens under the same lock, while the channel fills up.
//!
//! Source: GoBench GoKer, etcd#7492
//! Kind: deadlock
//! Ends: deadlock

use parking_lot::Mutex;
use std::sync::mpsc;
use std::thread;

static TOKENS: Mutex<Vec<u32>> = Mutex::new(Vec::new());

fn assign(token: u32, keeper: mpsc::SyncSender<u32>) {
    let mut tokens = TOKENS.lock();
    tokens.push(token);
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
