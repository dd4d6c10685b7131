//! A thread that panics. Main notices the panic in the result of `join`.

use std::thread;

fn main() {
    let saving = thread::spawn(|| -> u32 { panic!("the disk is full") });
    match saving.join() {
        Ok(bytes) => println!("{bytes} bytes saved"),
        Err(_) => println!("The thread panicked. Main goes on."),
    }
}
