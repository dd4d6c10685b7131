//! At its end main locks a mutex that a thread holds during its work. If that thread is the first, main
//! waits for it.
//!
//! Finding: forgets-some

use common::{start, worker};
use std::{sync::Mutex, thread};
static LIST: Mutex<Vec<&str>> = Mutex::new(Vec::new());
fn main() {
    start();
    thread::spawn(|| {
        let mut list = LIST.lock().unwrap();
        worker("fetch pages");
        list.push("fetch pages");
    });
    thread::spawn(|| worker("index words"));
    thread::spawn(|| worker("rank pages"));
    let _count = LIST.lock().unwrap().len();
}
