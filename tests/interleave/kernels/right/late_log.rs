//! A test starts a thread that logs. The test joins the thread before it ends.
//!
//! Source: GoBench GoKer, serving#4908
//! Kind: missed join

use std::thread;

fn main() {
    let check = thread::spawn(|| println!("the destination is healthy"));
    check.join().unwrap();
    println!("the test ends");
}
