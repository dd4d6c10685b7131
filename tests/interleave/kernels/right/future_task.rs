//! A task stores its result and then its state. A reader that sees the new state sees the result.
//!
//! Source: JaConTeBe, JDK7 7132378
//! Kind: order violation

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::thread;

static IS_DONE: AtomicBool = AtomicBool::new(false);
static RESULT: AtomicU32 = AtomicU32::new(0);

fn set(result: u32) {
    RESULT.store(result, SeqCst);
    IS_DONE.store(true, SeqCst);
}

fn get() -> Option<u32> {
    IS_DONE.load(SeqCst).then(|| RESULT.load(SeqCst))
}

fn main() {
    thread::scope(|scope| {
        scope.spawn(|| set(42));
        let result = get();
        assert!(
            result.is_none_or(|result| result == 42),
            "no result: {result:?}"
        );
    });
    println!("{:?}", get());
}
