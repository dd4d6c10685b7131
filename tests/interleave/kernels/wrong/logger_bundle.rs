//! Two threads give a logger its text bundle if it has none. Both can find none and set their own,
//! and each believes that its bundle is in use.
//!
//! Source: JaConTeBe, JDK7 7045594
//! Kind: double check
//! Ends: panic

use std::sync::Mutex;
use std::thread;

static BUNDLE: Mutex<Option<&str>> = Mutex::new(None);

fn set_bundle(name: &'static str) -> bool {
    let is_first = BUNDLE.lock().unwrap().is_none();
    if is_first {
        *BUNDLE.lock().unwrap() = Some(name);
    }
    is_first
}

fn main() {
    let other = thread::spawn(|| set_bundle("other"));
    let were_set = [set_bundle("main"), other.join().unwrap()];
    assert!(were_set.contains(&false), "two bundles were set");
    println!("one bundle was set");
}
