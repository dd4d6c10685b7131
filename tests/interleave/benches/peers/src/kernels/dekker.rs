//! `kernels/wrong/dekker.rs`.

use super::{
    join, spawn,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering::SeqCst},
    },
};

struct Section {
    flags: [AtomicBool; 2],
    inside: AtomicU32,
}

impl Section {
    fn try_enter(&self, me: usize) {
        let is_taken = self.flags[1 - me].load(SeqCst);
        self.flags[me].store(true, SeqCst);
        if !is_taken {
            assert_eq!(
                self.inside.fetch_add(1, SeqCst),
                0,
                "two threads are inside"
            );
            self.inside.fetch_sub(1, SeqCst);
        }
        self.flags[me].store(false, SeqCst);
    }
}

pub fn main() {
    let section = Arc::new(Section {
        flags: [AtomicBool::new(false), AtomicBool::new(false)],
        inside: AtomicU32::new(0),
    });
    join([0, 1].map(|me| spawn(&section, move |section| section.try_enter(me))));
}
