//! A function puts a station behind another one, and returns the end of its belt.
//!
//! Finding: joined

use std::{
    sync::mpsc::{self, Receiver},
    thread,
};

use common::{start, worker};

fn main() {
    start();
    let (sender, items) = mpsc::channel();
    for item in ["a", "b", "c"] {
        sender.send(item).expect("the first station listens");
    }
    drop(sender);
    let done = station("output", station("parse", station("sort", items)));
    done.iter().for_each(drop);
    println!("All done");
}

/// Starts a station for `items`, and returns where they come out.
fn station(name: &'static str, items: Receiver<&'static str>) -> Receiver<&'static str> {
    let (sender, done) = mpsc::channel();
    thread::spawn(move || {
        for item in items {
            worker(&format!("{name} {item}"));
            sender.send(item).expect("the next station listens");
        }
    });
    done
}
