//! How runs are shown, from beginning to end.

use interleave_protocol::log::Kind::{Exit, Leave, Load, Spawn, Start, Store};

use super::{Options, made_up::MadeUp};

mod ends;
mod rows;
mod steps;
mod waits;

const COUNT: &str = "\
fn work(count: &AtomicUsize) {
    let seen = count.load(SeqCst);
    count.store(seen + 1, SeqCst);
}
fn main() {
    let handle = thread::spawn(|| work(&COUNT));
    println!(\"tasks done: {}\", COUNT.load(SeqCst));
}
";

/// Two threads add one each, and the count is one.
fn lost_update(names: &[&str]) -> MadeUp {
    let mut run = MadeUp::new(COUNT, names);
    run.step((0, Spawn, 0, 1), (6, "thread::spawn"))
        .step((1, Start, 11, 0), (0, ""))
        .step((0, Spawn, 0, 2), (6, "thread::spawn"))
        .step((1, Load, 1, 0), (2, "AtomicUsize::load"))
        .step((2, Start, 12, 0), (0, ""))
        .step((2, Load, 1, 0), (2, "AtomicUsize::load"))
        .step((1, Store, 1, 1), (3, "AtomicUsize::store"))
        .step((2, Store, 1, 1), (3, "AtomicUsize::store"))
        .step((1, Exit, 11, 0), (0, ""))
        .step((2, Exit, 12, 0), (0, ""))
        .step((0, Load, 1, 1), (7, "AtomicUsize::load"))
        .print(0, "tasks done: 1\n")
        .step((0, Leave, 0, 0), (0, ""));
    run
}

const TWO_LOCKS: &str = "\
fn pay(left: &Mutex<u32>, right: &Mutex<u32>) {
    let mut from = left.lock().unwrap();
    let mut to = right.lock().unwrap();
}
fn main() {
    handle.join().unwrap();
}
";

/// The lanes as one line: a long cell goes on in the next row.
fn words(run: &MadeUp) -> String {
    let text = run.render(&Options::default());
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
