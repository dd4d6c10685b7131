//! A caller checks that a connection is open and then uses it. Another thread can close it between
//! the two critical sections.
//!
//! Source: JaConTeBe, derby 5561
//! Kind: atomicity violation
//! Ends: panic

use parking_lot::RwLock;
use std::thread;

static CONNECTION: RwLock<Option<String>> = RwLock::new(None);

fn query() -> Option<usize> {
    if CONNECTION.read().is_none() {
        return None;
    }
    let connection = CONNECTION.read();
    Some(connection.as_ref().expect("the connection is open").len())
}

fn main() {
    *CONNECTION.write() = Some(String::from("database"));
    thread::scope(|scope| {
        scope.spawn(query);
        scope.spawn(|| *CONNECTION.write() = None);
    });
    println!("after close: {:?}", query());
}
