//! Sends the header to a thread that prints it, and goes on before it is printed.
//!
//! Finding: too-early

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    let (sender, receiver) = mpsc::channel::<fn()>();
    let printer = thread::spawn(move || {
        for print in receiver {
            print();
        }
    });
    sender.send(start).unwrap();
    drop(sender);
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
    printer.join().unwrap();
}
