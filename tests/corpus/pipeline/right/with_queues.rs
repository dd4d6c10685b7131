//! Has queues of its own between the stations, each under a lock, and a `None` at their end.
//!
//! Finding: joined

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex},
    thread,
};

use common::{start, worker};

#[derive(Default)]
struct Queue {
    items: Mutex<VecDeque<Option<&'static str>>>,
    changed: Condvar,
}

impl Queue {
    fn push(&self, item: Option<&'static str>) {
        self.items.lock().unwrap().push_back(item);
        self.changed.notify_one();
    }

    fn pop(&self) -> Option<&'static str> {
        let items = self.items.lock().unwrap();
        let is_empty = |items: &mut VecDeque<_>| items.is_empty();
        let mut items = self.changed.wait_while(items, is_empty).unwrap();
        items.pop_front()?
    }
}

fn main() {
    start();
    let queues = [(); 4].map(|()| Queue::default());
    for item in ["a", "b", "c"] {
        queues[0].push(Some(item));
    }
    queues[0].push(None);
    thread::scope(|scope| {
        for (station, ends) in ["sort", "parse", "output"].iter().zip(queues.windows(2)) {
            scope.spawn(move || {
                while let Some(item) = ends[0].pop() {
                    worker(&format!("{station} {item}"));
                    ends[1].push(Some(item));
                }
                ends[1].push(None);
            });
        }
    });
    println!("All done");
}
