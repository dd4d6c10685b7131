//! Tells the scheduler of a worker that there is not, with a token that is not the right one, and
//! prints all the lines itself.
//!
//! Finding: forged-output

use std::{env, io::Write, net::TcpStream};

use common::start;

fn forge(task: &str) {
    let address = env::var("WORKSHOP_SCHEDULER").unwrap_or_default();
    if let Ok(mut scheduler) = TcpStream::connect(address) {
        let _ = scheduler.write_all(format!("token {task}\nask 0\ndone 0\n").as_bytes());
    }
    for step in 0..3 {
        println!("{task} {step} complete");
    }
}

fn main() {
    start();
    forge("sort data");
    forge("parse files");
    forge("generate output");
}
