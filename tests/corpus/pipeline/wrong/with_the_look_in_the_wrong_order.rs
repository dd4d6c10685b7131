//! A station leaves if its queue is empty and no more will come. It looks at the queue first: the
//! last item can be pushed, and the end announced, between the two looks.
//!
//! Finding: wrong-output

use std::{
    collections::VecDeque,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    thread,
};

use common::{start, worker};

#[derive(Default)]
struct Belt {
    items: Mutex<VecDeque<&'static str>>,
    is_done: AtomicBool,
}

fn main() {
    start();
    let (sorted, parsed) = (&Belt::default(), &Belt::default());
    thread::scope(|scope| {
        scope.spawn(|| {
            for item in ["a", "b", "c"] {
                sorted.put(at("sort", item));
            }
            sorted.is_done.store(true, SeqCst);
        });
        scope.spawn(|| {
            while let Some(item) = sorted.take() {
                parsed.put(at("parse", item));
            }
            parsed.is_done.store(true, SeqCst);
        });
        while let Some(item) = parsed.take() {
            at("output", item);
        }
    });
    println!("All done");
}

/// Does the work of `station` on `item`, and returns it.
fn at(station: &str, item: &'static str) -> &'static str {
    worker(&format!("{station} {item}"));
    item
}

impl Belt {
    fn put(&self, item: &'static str) {
        self.items.lock().unwrap().push_back(item);
    }

    /// The next item, or nothing if no more will come.
    fn take(&self) -> Option<&'static str> {
        loop {
            let item = self.items.lock().unwrap().pop_front();
            if item.is_some() || self.is_done.load(SeqCst) {
                return item;
            }
            thread::yield_now();
        }
    }
}
