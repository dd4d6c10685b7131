//! A thread steals a batch of tasks. Meanwhile the owner pushes one task, for which the queue moves
//! to a larger buffer, pops many tasks and pushes others. The thief goes on to read from the old
//! buffer: it gets tasks that the owner has popped already, and loses the new ones.
//!
//! Source: RUSTSEC-2021-0093.
//!
//! Fails: 0.8.0
//! Mended: 0.8.1
//! Ends: panic
use crossbeam_deque::Worker;
use std::thread;

fn main() {
    let owner = Worker::new_lifo();
    (0..64).for_each(|task| owner.push(task));
    let stealer = owner.stealer();
    let thief = thread::spawn(move || {
        let stolen = Worker::new_lifo();
        let _ = stealer.steal_batch(&stolen);
        std::iter::from_fn(|| stolen.pop()).collect::<Vec<_>>()
    });
    owner.push(64);
    let mut done: Vec<i32> = (0..50).filter_map(|_| owner.pop()).collect();
    (65..75).for_each(|task| owner.push(task));
    done.extend(thief.join().unwrap());
    done.extend(std::iter::from_fn(|| owner.pop()));
    done.sort_unstable();
    assert_eq!(done, (0..75).collect::<Vec<_>>());
    println!("done");
}
