//! Each thread counts its result, and then puts it into its place. Main prints when all are
//! counted, and then a place may still be empty.
//!
//! Finding: fails

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
    time::Duration,
};

use common::{Task, start, tasks};

fn main() {
    start();
    let tasks: Vec<Task> = tasks().into_iter().collect();
    let places: Vec<Mutex<Option<String>>> = tasks.iter().map(|_| Mutex::default()).collect();
    let shared = Arc::new((places, AtomicUsize::new(0)));
    for (place, task) in tasks.into_iter().enumerate() {
        let shared = Arc::clone(&shared);
        thread::spawn(move || {
            let result = task.run();
            shared.1.fetch_add(1, SeqCst);
            *shared.0[place].lock().unwrap() = Some(result);
        });
    }
    let (places, count) = &*shared;
    while count.load(SeqCst) < places.len() {
        thread::sleep(Duration::from_millis(1));
    }
    for place in places {
        println!("{}", place.lock().unwrap().take().unwrap());
    }
}
