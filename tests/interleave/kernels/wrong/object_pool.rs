//! A pool hands out two objects at most. A borrower looks at the count and adds itself in two
//! critical sections, so a third object can be handed out.
//!
//! Source: JaConTeBe, pool 120
//! Kind: atomicity violation
//! Ends: panic

use std::sync::Mutex;
use std::thread;

const MOST: u32 = 2;

static ACTIVE: Mutex<u32> = Mutex::new(0);

fn borrow() -> bool {
    let active = *ACTIVE.lock().unwrap();
    if active == MOST {
        return false;
    }
    let mut active = ACTIVE.lock().unwrap();
    *active += 1;
    assert!(*active <= MOST, "too many objects");
    true
}

fn give_back() {
    *ACTIVE.lock().unwrap() -= 1;
}

fn main() {
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                if borrow() {
                    give_back();
                }
            });
        }
    });
    println!("active: {}", ACTIVE.lock().unwrap());
}
