//! Two threads give a logger its text bundle if it has none. The cell can be set once, and it
//! tells the second thread that it came too late.
//!
//! Source: JaConTeBe, JDK7 7045594
//! Kind: double check

use std::sync::OnceLock;
use std::thread;

static BUNDLE: OnceLock<&str> = OnceLock::new();

fn set_bundle(name: &'static str) -> bool {
    BUNDLE.set(name).is_ok()
}

fn main() {
    let other = thread::spawn(|| set_bundle("other"));
    let were_set = [set_bundle("main"), other.join().unwrap()];
    assert!(were_set.contains(&false), "two bundles were set");
    println!("one bundle was set");
}
