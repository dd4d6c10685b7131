//! Tells the scheduler of a worker that there is not, with a token that is not the right one, and
//! does not wait for those that there are.
//!
//! Finding: no-wait

use std::{env, io::Write, net::TcpStream, thread};

use common::{start, worker};

fn main() {
    start();
    let address = env::var("WORKSHOP_SCHEDULER").unwrap_or_default();
    if let Ok(mut scheduler) = TcpStream::connect(address) {
        let _ = scheduler.write_all(b"token sort data\nask 0\ndone 0\n");
    }
    thread::spawn(|| worker("sort data"));
    thread::spawn(|| worker("parse files"));
    thread::spawn(|| worker("generate output"));
}
