//! A hand-made wait group counts outside the lock under which main looks at the count. The last
//! worker can notify after the look and before the wait.
//!
//! Finding: hangs

use std::{
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
};

use common::{start, tasks};

#[derive(Default)]
struct Group {
    count: AtomicUsize,
    lock: Mutex<()>,
    is_empty: Condvar,
}

impl Group {
    fn leave(&self) {
        if self.count.fetch_sub(1, SeqCst) == 1 {
            self.is_empty.notify_all();
        }
    }

    fn wait(&self) {
        let mut guard = self.lock.lock().unwrap();
        while self.count.load(SeqCst) > 0 {
            guard = self.is_empty.wait(guard).unwrap();
        }
    }
}

fn main() {
    start();
    let group = Arc::new(Group::default());
    for task in tasks() {
        group.count.fetch_add(1, SeqCst);
        let group = Arc::clone(&group);
        thread::spawn(move || {
            task.run();
            group.leave();
        });
    }
    group.wait();
    println!("All done");
}
