//! Main takes a queue apart when the consumer says that it is empty. The consumer may still hold
//! the queue then.
//!
//! Source: SCTBench, conc-bugs/pbzip2-0.9.4
//! Kind: missed join
//! Ends: panic

use std::sync::{Arc, Mutex, mpsc};
use std::thread;

fn consume(queue: Arc<Mutex<Vec<u32>>>, emptied: mpsc::Sender<()>) {
    while queue.lock().unwrap().pop().is_some() {}
    emptied.send(()).unwrap();
}

fn main() {
    let queue = Arc::new(Mutex::new(vec![1, 2]));
    let (sender, emptied) = mpsc::channel();
    let shared = queue.clone();
    let consumer = thread::spawn(|| consume(shared, sender));
    emptied.recv().unwrap();
    let queue = Arc::into_inner(queue).expect("no other thread holds the queue");
    consumer.join().unwrap();
    println!("{} left", queue.into_inner().unwrap().len());
}
