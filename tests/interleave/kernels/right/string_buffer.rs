//! A thread appends one buffer to another while a second thread erases the source. The source
//! stays locked from the look at its length until its text is copied.
//!
//! Source: SCTBench, conc-bugs/stringbuffer-jdk1.4
//! Kind: atomicity violation

use std::sync::Mutex;
use std::thread;

fn append(target: &mut String, source: &Mutex<String>) {
    let source = source.lock().unwrap();
    let length = source.len();
    target.push_str(&source[..length]);
}

fn main() {
    let source = Mutex::new(String::from("abc"));
    let mut target = String::new();
    thread::scope(|scope| {
        scope.spawn(|| append(&mut target, &source));
        scope.spawn(|| source.lock().unwrap().clear());
    });
    assert!(target.is_empty() || target == "abc");
    println!("done");
}
