//! A thread appends one buffer to another while a second thread erases the source. The source is
//! locked twice, for its length and for its text, and can become shorter in between.
//!
//! Source: SCTBench, conc-bugs/stringbuffer-jdk1.4
//! Kind: atomicity violation
//! Ends: panic

use std::sync::Mutex;
use std::thread;

fn length(source: &Mutex<String>) -> usize {
    source.lock().unwrap().len()
}

fn append(target: &mut String, source: &Mutex<String>) {
    let length = length(source);
    let source = source.lock().unwrap();
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
