//! `kernels/wrong/bounded_buffer.rs`. Loom has no `wait_while`, so the loops are written out.

use super::{
    join, spawn,
    sync::{Arc, Condvar, Mutex},
};

struct Buffer {
    value: Mutex<Option<u32>>,
    changed: Condvar,
}

impl Buffer {
    fn produce(&self) {
        let mut value = self.value.lock().unwrap();
        while value.is_some() {
            value = self.changed.wait(value).unwrap();
        }
        *value = Some(7);
        self.changed.notify_one();
    }

    fn consume(&self) {
        let mut value = self.value.lock().unwrap();
        while value.is_none() {
            value = self.changed.wait(value).unwrap();
        }
        *value = None;
        self.changed.notify_one();
    }
}

pub fn main() {
    let buffer = Arc::new(Buffer {
        value: Mutex::new(None),
        changed: Condvar::new(),
    });
    let pair = |_| {
        [
            spawn(&buffer, Buffer::consume),
            spawn(&buffer, Buffer::produce),
        ]
    };
    let threads: Vec<_> = (0..2).flat_map(pair).collect();
    join(threads);
}
