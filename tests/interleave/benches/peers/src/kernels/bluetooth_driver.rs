//! `kernels/wrong/bluetooth_driver.rs`.

use super::{
    join, spawn,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering::SeqCst},
    },
};

struct Driver {
    stopping: AtomicBool,
    stopped: AtomicBool,
    pending: AtomicU32,
}

impl Driver {
    fn leave(&self) {
        if self.pending.fetch_sub(1, SeqCst) == 1 {
            self.stopped.store(true, SeqCst);
        }
    }

    fn request(&self) {
        if self.stopping.load(SeqCst) {
            return;
        }
        self.pending.fetch_add(1, SeqCst);
        assert!(
            !self.stopped.load(SeqCst),
            "a request runs in a stopped driver"
        );
        self.leave();
    }

    fn stop(&self) {
        self.stopping.store(true, SeqCst);
        self.leave();
    }
}

pub fn main() {
    let driver = Arc::new(Driver {
        stopping: AtomicBool::new(false),
        stopped: AtomicBool::new(false),
        // The driver itself counts as one.
        pending: AtomicU32::new(1),
    });
    join([
        spawn(&driver, Driver::request),
        spawn(&driver, Driver::stop),
    ]);
}
