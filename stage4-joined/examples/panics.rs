//! A thread that panics, and main, which learns of it from `join`.

use std::thread;

fn main() {
    let saving = thread::spawn(|| -> u32 { panic!("the disk is full") });
    match saving.join() {
        Ok(bytes) => println!("{bytes} bytes saved"),
        Err(_) => println!("The thread panicked. Main goes on."),
    }
}
