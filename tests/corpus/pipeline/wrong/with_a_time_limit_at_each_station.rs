//! Takes a time limit for the end of the channel. If an item is sorted for longer, the stations
//! after it have ended, and the program reports no error.
//!
//! Finding: sleeps

use std::{
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

use common::{start, worker};

fn receive(belt: &Receiver<&'static str>) -> Option<&'static str> {
    belt.recv_timeout(Duration::from_secs(30)).ok()
}

fn main() {
    start();
    let (sorted, to_parse) = mpsc::channel();
    let (parsed, to_output) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(move || {
            for item in ["a", "b", "c"] {
                worker(&format!("sort {item}"));
                let _ = sorted.send(item);
            }
        });
        scope.spawn(move || {
            while let Some(item) = receive(&to_parse) {
                worker(&format!("parse {item}"));
                let _ = parsed.send(item);
            }
        });
        while let Some(item) = receive(&to_output) {
            worker(&format!("output {item}"));
        }
    });
    println!("All done");
}
