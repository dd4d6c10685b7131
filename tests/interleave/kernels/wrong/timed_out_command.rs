//! A caller waits a second for a command. After a timeout it reads the output although the command
//! may still write.
//!
//! Source: GoBench GoKer, moby#18412
//! Kind: order violation
//! Time: any (a time limit can be over at any time)
//! Ends: panic

use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::Duration;

static OUTPUT: Mutex<Vec<&str>> = Mutex::new(Vec::new());

fn run_command(done: mpsc::Sender<()>) {
    OUTPUT.lock().unwrap().push("begin");
    OUTPUT.lock().unwrap().push("end");
    done.send(()).unwrap();
}

fn main() {
    let (sender, done) = mpsc::channel();
    let command = thread::spawn(|| run_command(sender));
    let is_late = done.recv_timeout(Duration::from_secs(1)).is_err();
    let output = OUTPUT.lock().unwrap().clone();
    assert_eq!(output.len() % 2, 0, "half of the output, late: {is_late}");
    command.join().unwrap();
    println!("done");
}
