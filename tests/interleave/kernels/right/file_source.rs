//! A source gives its watcher an end of the channel before the thread starts. To stop, the source
//! drops only its own end.
//!
//! Source: GoBench GoKer, istio#8967
//! Kind: order violation

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
        let done = source.lock().unwrap().done.take();
        scope.spawn(|| watch(done.expect("the channel is still there")));
        stop(&source);
    });
    println!("stopped");
}
