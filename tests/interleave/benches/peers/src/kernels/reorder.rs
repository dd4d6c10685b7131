//! `kernels/wrong/reorder.rs`.

use super::{
    join, spawn,
    sync::{
        Arc,
        atomic::{AtomicI32, Ordering::SeqCst},
    },
};

struct Pair {
    left: AtomicI32,
    right: AtomicI32,
}

impl Pair {
    fn set(&self) {
        self.left.store(1, SeqCst);
        self.right.store(-1, SeqCst);
    }

    fn check(&self) {
        let pair = (self.left.load(SeqCst), self.right.load(SeqCst));
        assert!(pair == (0, 0) || pair == (1, -1), "half a change: {pair:?}");
    }
}

pub fn main() {
    let pair = Arc::new(Pair {
        left: AtomicI32::new(0),
        right: AtomicI32::new(0),
    });
    let writers = [(); 4].map(|()| spawn(&pair, Pair::set));
    let reader = spawn(&pair, Pair::check);
    join(writers);
    join([reader]);
}
