//! `kernels/wrong/work_stealing_queue.rs`.

use super::{
    join, spawn,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
};

struct Queue {
    head: AtomicUsize,
    tail: AtomicUsize,
    taken: [AtomicUsize; 3],
    lock: Mutex<()>,
}

impl Queue {
    fn pop(&self) -> Option<usize> {
        let tail = self.tail.load(SeqCst).checked_sub(1)?;
        if self.head.load(SeqCst) > tail {
            return None;
        }
        self.tail.store(tail, SeqCst);
        Some(tail)
    }

    fn steal(&self) -> Option<usize> {
        let _guard = self.lock.lock().unwrap();
        let head = self.head.load(SeqCst);
        self.head.store(head + 1, SeqCst);
        if head < self.tail.load(SeqCst) {
            return Some(head);
        }
        self.head.store(head, SeqCst);
        None
    }

    fn take_all(&self, take: fn(&Self) -> Option<usize>) {
        while let Some(item) = take(self) {
            self.taken[item].fetch_add(1, SeqCst);
        }
    }
}

pub fn main() {
    let queue = Arc::new(Queue {
        head: AtomicUsize::new(0),
        tail: AtomicUsize::new(3),
        taken: [0; 3].map(AtomicUsize::new),
        lock: Mutex::new(()),
    });
    let thief = spawn(&queue, |queue: &Queue| queue.take_all(Queue::steal));
    queue.take_all(Queue::pop);
    join([thief]);
    let taken = queue.taken.each_ref().map(|count| count.load(SeqCst));
    assert_eq!(taken, [1; 3], "each item is taken once");
}
