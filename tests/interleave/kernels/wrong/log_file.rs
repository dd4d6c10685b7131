//! A logger writes under its lock. If another thread closes the file meanwhile, the logger reports
//! the error under the same lock and waits for itself.
//!
//! Source: GoBench GoKer, cockroach#9935
//! Kind: deadlock
//! Ends: deadlock

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static LINES: Mutex<Vec<&str>> = Mutex::new(Vec::new());
static OPEN: AtomicBool = AtomicBool::new(true);

fn report(error: &'static str) {
    LINES.lock().unwrap().push(error);
}

fn log(line: &'static str) {
    let mut lines = LINES.lock().unwrap();
    if OPEN.load(SeqCst) {
        lines.push(line);
    } else {
        report("the file is closed");
    }
}

fn main() {
    thread::scope(|scope| {
        scope.spawn(|| {
            log("first");
            log("second");
        });
        scope.spawn(|| OPEN.store(false, SeqCst));
    });
    println!("{} lines", LINES.lock().unwrap().len());
}
