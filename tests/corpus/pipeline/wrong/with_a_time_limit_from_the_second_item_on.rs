//! Waits for the first item as long as it takes, and for each further one for a minute at most.
//! While every turn is withheld at the start, no thread gives up.
//!
//! Finding: sleeps

use std::{sync::mpsc, thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    let (sorted, to_parse) = mpsc::channel();
    let (parsed, to_output) = mpsc::channel();
    let sorter = thread::spawn(move || {
        for item in ["a", "b", "c"] {
            worker(&format!("sort {item}"));
            let _ = sorted.send(item);
        }
    });
    let parser = thread::spawn(move || {
        let mut next = to_parse.recv().ok();
        while let Some(item) = next {
            worker(&format!("parse {item}"));
            parsed.send(item).expect("main receives");
            next = to_parse.recv_timeout(Duration::from_secs(60)).ok();
        }
    });
    for item in to_output {
        worker(&format!("output {item}"));
    }
    sorter.join().unwrap();
    parser.join().unwrap();
    println!("All done");
}
