//! Main joins a thread if it has begun. Usually it has not begun.
//!
//! Finding: forgets-some

use common::{start, worker};
use std::{
    sync::atomic::{AtomicBool, Ordering::SeqCst},
    thread,
};
static BEGUN: AtomicBool = AtomicBool::new(false);
fn main() {
    start();
    let h = thread::spawn(|| {
        BEGUN.store(true, SeqCst);
        worker("fetch pages")
    });
    thread::spawn(|| worker("index words"));
    thread::spawn(|| worker("rank pages"));
    if BEGUN.load(SeqCst) {
        h.join().unwrap();
    }
}
