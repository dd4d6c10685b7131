//! A pool closes its channel to end its worker. A producer that still has work then finds no open
//! channel.
//!
//! Source: GoBench GoKer, serving#3068
//! Kind: order violation
//! Ends: panic

use std::sync::{Mutex, mpsc};
use std::thread;

type Work = fn() -> u32;

static CHANNEL: Mutex<Option<mpsc::Sender<Work>>> = Mutex::new(None);

fn submit(work: Work) {
    let channel = CHANNEL.lock().unwrap();
    channel
        .as_ref()
        .expect("the channel is open")
        .send(work)
        .unwrap();
}

fn main() {
    let (sender, receiver) = mpsc::channel::<Work>();
    *CHANNEL.lock().unwrap() = Some(sender);
    let worker = thread::spawn(move || receiver.iter().map(|work| work()).sum::<u32>());
    let producer = thread::spawn(|| submit(|| 7));
    *CHANNEL.lock().unwrap() = None;
    producer.join().unwrap();
    println!("worked: {}", worker.join().unwrap());
}
