//! A source stores the channel that ends its watcher. To stop, it removes the channel, perhaps
//! before the watcher has taken its end.
//!
//! Source: GoBench GoKer, istio#8967
//! Kind: order violation
//! Ends: panic

use std::sync::{Mutex, mpsc};
use std::thread;

struct Source {
    sender: Option<mpsc::Sender<()>>,
    done: Option<mpsc::Receiver<()>>,
}

fn watch(done: mpsc::Receiver<()>) {
    assert!(done.recv().is_err(), "nothing is ever sent");
}

fn stop(source: &Mutex<Source>) {
    let mut source = source.lock().unwrap();
    source.sender = None;
    source.done = None;
}

fn main() {
    let (sender, done) = mpsc::channel();
    let source = Mutex::new(Source {
        sender: Some(sender),
        done: Some(done),
    });
    thread::scope(|scope| {
        scope.spawn(|| {
            let done = source.lock().unwrap().done.take();
            watch(done.expect("the channel is still there"));
        });
        stop(&source);
    });
    println!("stopped");
}
