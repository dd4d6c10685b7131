//! A stream ends at the first status that it receives and closes its channel. The handler accepts
//! that a write after the end does not arrive.
//!
//! Source: GoBench GoKer, grpc#1687
//! Kind: order violation

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
        // An error says only that the stream has ended.
        let _ = sender.send(Message::Write("trailer"));
    });
}
