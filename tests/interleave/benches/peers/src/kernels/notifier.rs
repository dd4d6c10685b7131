//! `kernels/wrong/notifier.rs`.

use super::{
    join, spawn,
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
};

struct Service {
    lock: Mutex<()>,
    changed: Condvar,
    aborted: AtomicBool,
}

impl Service {
    fn serve(&self) {
        let mut guard = self.lock.lock().unwrap();
        while !self.aborted.load(SeqCst) {
            guard = self.changed.wait(guard).unwrap();
        }
    }

    fn abort(&self) {
        self.aborted.store(true, SeqCst);
        self.changed.notify_one();
    }
}

pub fn main() {
    let service = Arc::new(Service {
        lock: Mutex::new(()),
        changed: Condvar::new(),
        aborted: AtomicBool::new(false),
    });
    let thread = spawn(&service, Service::serve);
    service.abort();
    join([thread]);
}
