//! A client asks a node for its status and waits for the reply. A node that stops keeps its
//! channel for a restart, so a request in the channel is neither answered nor dropped.
//!
//! Source: GoBench GoKer, etcd#6857
//! Kind: deadlock
//! Ends: deadlock

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

enum Message {
    Status(Sender<&'static str>),
    Stop,
}

fn run(messages: Receiver<Message>) -> Receiver<Message> {
    while let Ok(Message::Status(reply)) = messages.recv() {
        reply.send("ready").unwrap();
    }
    messages
}

fn main() {
    let (sender, messages) = channel();
    thread::scope(|scope| {
        let node = scope.spawn(|| run(messages));
        let stopper = sender.clone();
        scope.spawn(move || stopper.send(Message::Stop).is_ok());
        let (reply_sender, reply) = channel();
        let _ = sender.send(Message::Status(reply_sender));
        println!("{}", reply.recv().unwrap_or("stopped"));
        assert!(node.join().is_ok());
    });
}
