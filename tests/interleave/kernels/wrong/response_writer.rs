//! A stream ends at the first status that it receives and closes its channel. A later write fails,
//! but the handler expects that every write arrives.
//!
//! Source: GoBench GoKer, grpc#1687
//! Kind: order violation
//! Ends: panic

use std::sync::mpsc;
use std::thread;

enum Message {
    Write(&'static str),
    Status(u16),
}

fn run_stream(messages: mpsc::Receiver<Message>) {
    for message in messages {
        match message {
            Message::Write(text) => assert!(!text.is_empty()),
            Message::Status(code) => return println!("status {code}"),
        }
    }
}

fn main() {
    let (sender, messages) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(|| run_stream(messages));
        sender.send(Message::Write("header")).unwrap();
        sender.send(Message::Status(200)).unwrap();
        sender.send(Message::Write("trailer")).unwrap();
    });
}
