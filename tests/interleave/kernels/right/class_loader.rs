//! Two threads load the same class. Each checks under a read lock and once more under the write
//! lock, before it defines the class.
//!
//! Source: JaConTeBe, groovy 3495
//! Kind: double check

use parking_lot::RwLock;
use std::collections::BTreeSet;
use std::thread;

static CLASSES: RwLock<BTreeSet<&str>> = RwLock::new(BTreeSet::new());

fn load(name: &'static str) {
    if CLASSES.read().contains(name) {
        return;
    }
    let mut classes = CLASSES.write();
    if classes.contains(name) {
        return;
    }
    assert!(classes.insert(name), "{name} is defined twice");
}

fn main() {
    thread::scope(|scope| {
        scope.spawn(|| load("Bindable"));
        scope.spawn(|| load("Bindable"));
    });
    println!("{} class", CLASSES.read().len());
}
