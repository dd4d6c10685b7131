//! A dispatcher reads events from a buffer for one event. It counts a bad event as zero and
//! continues, so the threads that append find room.
//!
//! Source: JaConTeBe, log4j 50463
//! Kind: deadlock

use std::num::ParseIntError;
use std::sync::{Condvar, Mutex, MutexGuard};
use std::thread;

type Buffer = Option<&'static str>;

static BUFFER: Mutex<Buffer> = Mutex::new(None);
static CHANGED: Condvar = Condvar::new();

fn buffer_when(is_ready: fn(&Buffer) -> bool) -> MutexGuard<'static, Buffer> {
    let buffer = BUFFER.lock().unwrap();
    CHANGED
        .wait_while(buffer, |buffer| !is_ready(buffer))
        .unwrap()
}

fn append(event: &'static str) {
    *buffer_when(Buffer::is_none) = Some(event);
    CHANGED.notify_all();
}

fn dispatch() -> Result<u32, ParseIntError> {
    let mut sum = 0;
    for _ in 0..3 {
        let event = buffer_when(Buffer::is_some).take().unwrap();
        CHANGED.notify_all();
        sum += event.parse::<u32>().unwrap_or(0);
    }
    Ok(sum)
}

fn main() {
    let dispatcher = thread::spawn(dispatch);
    let appender = thread::spawn(|| append("bad"));
    append("1");
    append("2");
    appender.join().unwrap();
    println!("dispatched: {}", dispatcher.join().unwrap().is_ok());
}
