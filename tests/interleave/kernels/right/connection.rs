//! A caller checks that a connection is open and uses it in the same critical section.
//!
//! Source: JaConTeBe, derby 5561
//! Kind: atomicity violation

use parking_lot::RwLock;
use std::thread;

static CONNECTION: RwLock<Option<String>> = RwLock::new(None);

fn query() -> Option<usize> {
    let connection = CONNECTION.read();
    Some(connection.as_ref()?.len())
}

fn main() {
    *CONNECTION.write() = Some(String::from("database"));
    thread::scope(|scope| {
        scope.spawn(query);
        scope.spawn(|| *CONNECTION.write() = None);
    });
    println!("after close: {:?}", query());
}
