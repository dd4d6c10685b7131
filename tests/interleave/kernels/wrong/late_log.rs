//! A test starts a thread that logs. The test does not join the thread, so the line may be
//! missing.
//!
//! Source: GoBench GoKer, serving#4908
//! Kind: missed join
//! Ends: cut-off

use std::thread;

fn main() {
    thread::spawn(|| println!("the destination is healthy"));
    println!("the test ends");
}
