//! Keeps the list in a static that is made by the first thread which looks at it; the others wait
//! for that.
//!
//! Finding: joined

use std::{sync::LazyLock, thread, vec::IntoIter};

use common::{Task, start, tasks};
use parking_lot::Mutex;

static LIST: LazyLock<Mutex<IntoIter<Task>>> = LazyLock::new(|| Mutex::new(tasks().into_iter()));

fn main() {
    start();
    let handles = [(); 3].map(|()| thread::spawn(work));
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
    println!("{} tasks left", LIST.lock().len());
}

fn work() {
    loop {
        let next = LIST.lock().next();
        let Some(task) = next else {
            return;
        };
        task.run();
    }
}
