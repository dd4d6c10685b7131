//! `kernels/wrong/string_buffer.rs`. The thread owns the target, for it cannot borrow it.

use super::{
    join, spawn,
    sync::{Arc, Mutex},
    thread,
};

fn length(source: &Mutex<String>) -> usize {
    source.lock().unwrap().len()
}

fn append(target: &mut String, source: &Mutex<String>) {
    let length = length(source);
    let source = source.lock().unwrap();
    target.push_str(&source[..length]);
}

pub fn main() {
    let source = Arc::new(Mutex::new(String::from("abc")));
    let appender = {
        let source = source.clone();
        thread::spawn(move || {
            let mut target = String::new();
            append(&mut target, &source);
            target
        })
    };
    join([spawn(&source, |source: &Mutex<String>| {
        source.lock().unwrap().clear();
    })]);
    let target = appender.join().unwrap();
    assert!(target.is_empty() || target == "abc");
}
