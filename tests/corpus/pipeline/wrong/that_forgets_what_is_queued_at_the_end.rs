//! Passes items on in a queue of its own. When the queue is closed, what is left in it is
//! forgotten.
//!
//! Finding: wrong-output

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex},
    thread,
};

use common::{start, worker};

fn main() {
    start();
    let (to_parse, to_output) = (Queue::new(), Queue::new());
    thread::scope(|scope| {
        scope.spawn(|| {
            for item in ["a", "b", "c"] {
                to_parse.push(at("sort", item));
            }
            to_parse.close();
        });
        scope.spawn(|| {
            while let Some(item) = to_parse.pop() {
                to_output.push(at("parse", item));
            }
            to_output.close();
        });
        while let Some(item) = to_output.pop() {
            at("output", item);
        }
    });
    println!("All done");
}

struct Queue {
    items: Mutex<(VecDeque<&'static str>, bool)>,
    changed: Condvar,
}

impl Queue {
    fn new() -> Self {
        Self {
            items: Mutex::default(),
            changed: Condvar::new(),
        }
    }
    fn push(&self, item: &'static str) {
        self.items.lock().unwrap().0.push_back(item);
        self.changed.notify_one();
    }
    fn close(&self) {
        self.items.lock().unwrap().1 = true;
        self.changed.notify_one();
    }
    fn pop(&self) -> Option<&'static str> {
        let mut guard = self.items.lock().unwrap();
        loop {
            if guard.1 {
                return None;
            }
            if let Some(item) = guard.0.pop_front() {
                return Some(item);
            }
            guard = self.changed.wait(guard).unwrap();
        }
    }
}

fn at(station: &str, item: &'static str) -> &'static str {
    worker(&format!("{station} {item}"));
    item
}
