//! Two stations and a channel between them: main dries one item while a thread washes the next.

use std::{sync::mpsc, thread};

use common::Worker;

fn main() {
    let (washed, to_dry) = mpsc::channel();
    thread::spawn(move || {
        for item in ["cup", "plate", "bowl"] {
            Worker::new(&format!("wash {item}")).step();
            washed.send(item).expect("main receives");
        }
    });
    for item in to_dry {
        Worker::new(&format!("dry {item}")).step();
    }
    println!("All clean");
}
