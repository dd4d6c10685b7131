//! `kernels/wrong/object_pool.rs`.

use super::{
    join, spawn,
    sync::{Arc, Mutex},
};

const MOST: u32 = 2;

struct Pool {
    active: Mutex<u32>,
}

impl Pool {
    fn borrow(&self) -> bool {
        let active = *self.active.lock().unwrap();
        if active == MOST {
            return false;
        }
        let mut active = self.active.lock().unwrap();
        *active += 1;
        assert!(*active <= MOST, "too many objects");
        true
    }

    fn give_back(&self) {
        *self.active.lock().unwrap() -= 1;
    }
}

pub fn main() {
    let pool = Arc::new(Pool {
        active: Mutex::new(0),
    });
    join([(); 3].map(|()| {
        spawn(&pool, |pool: &Pool| {
            if pool.borrow() {
                pool.give_back();
            }
        })
    }));
    let _active = pool.active.lock().unwrap();
}
