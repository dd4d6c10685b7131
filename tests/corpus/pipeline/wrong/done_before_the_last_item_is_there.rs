//! Each station has a queue and a flag that says that no more will come. The flag is raised before
//! the last item is pushed, so the next station can leave without it. Then main polls for an item
//! that never comes.
//!
//! Finding: hangs

use std::{
    collections::VecDeque,
    sync::atomic::{AtomicBool, Ordering::SeqCst},
    thread,
    time::Duration,
};

use common::{start, worker};
use parking_lot::Mutex;

#[derive(Default)]
struct Belt {
    items: Mutex<VecDeque<&'static str>>,
    is_done: AtomicBool,
}

fn main() {
    start();
    let (sorted, parsed) = (Belt::default(), Belt::default());
    thread::scope(|scope| {
        scope.spawn(|| {
            for item in ["a", "b", "c"] {
                sorted.put(at("sort", item));
            }
        });
        scope.spawn(|| {
            while let Some(item) = sorted.take() {
                parsed.put(at("parse", item));
            }
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
        self.is_done.store(item == "c", SeqCst);
        self.items.lock().push_back(item);
    }

    /// The next item, or nothing if no more will come.
    fn take(&self) -> Option<&'static str> {
        loop {
            let is_done = self.is_done.load(SeqCst);
            let item = self.items.lock().pop_front();
            if item.is_some() || is_done {
                return item;
            }
            thread::sleep(Duration::from_millis(1));
        }
    }
}
